-- What the store itself keeps: committed batches, sequences and the change feed.

CREATE TABLE "batch" (
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "result" TEXT NOT NULL CHECK (json_valid("result")),
    "at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id")
) STRICT, WITHOUT ROWID;

CREATE TABLE "sequence" (
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "name")
) STRICT, WITHOUT ROWID;

-- The position is the order of commits, because SQLite has one writer at a time.
CREATE TABLE "change_feed" (
    "position" INTEGER PRIMARY KEY AUTOINCREMENT,
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "batch_id" BLOB NOT NULL CHECK (length("batch_id") = 16),
    "entity" TEXT NOT NULL,
    "entity_id" BLOB NOT NULL CHECK (length("entity_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('insert', 'update', 'delete')),
    "fields" TEXT NOT NULL CHECK (json_valid("fields")),
    "at" INTEGER NOT NULL
) STRICT;
CREATE INDEX "change_feed_organization" ON "change_feed" ("organization_id", "position");
