-- Takes back: the index of words.

DROP TABLE "search_entry";
