-- Takes back: what the store tidies up of its own.

DROP TABLE "upkeep";
DROP INDEX "batch_at";
