-- Takes back: Settings, and what is kept for a while.

DROP TABLE "cache_entry";
DROP TABLE "setting";
