DROP TABLE "search_text";
DROP TABLE "search_entry";
