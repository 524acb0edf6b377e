-- Takes back: The tenant, its people and how they are divided.

DROP TABLE "team_member";
DROP TABLE "team";
DROP TABLE "department";
DROP TABLE "business_calendar";
DROP TABLE "app_user";
DROP TABLE "organization";
