-- Takes back: the index of members of JSON objects.

DROP TABLE "json_member";
