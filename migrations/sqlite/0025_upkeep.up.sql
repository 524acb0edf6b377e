-- What the store tidies up of its own, and since when it is due.

CREATE INDEX "batch_at" ON "batch" ("at");

CREATE TABLE "upkeep" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "due_at" INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "upkeep" ("name", "due_at") VALUES ('batches', 0);
