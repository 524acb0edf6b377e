-- Takes back: what the store itself keeps.

DROP TABLE "change_feed";
DROP TABLE "sequence";
DROP TABLE "batch";
