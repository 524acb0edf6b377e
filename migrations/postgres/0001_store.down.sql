-- Takes back: what the store itself keeps, and the folding function.

DROP TABLE "change_feed";
DROP TABLE "sequence";
DROP TABLE "batch";
DROP FUNCTION servicedesk_fold(text);
