-- Takes back: the index of words.

DROP TABLE "search_text";
DROP TABLE "search_entry";
