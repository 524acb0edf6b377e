DROP TABLE "json_member";
