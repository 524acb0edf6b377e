-- What the store keeps to find rows by their words. Both tables hold what follows from the rows, and are written with them.

-- Which row a text of the index is of. The number is the index's own, because a table without an integer key gives its rows
-- other numbers when the file is vacuumed.
CREATE TABLE "search_entry" (
    "number" INTEGER PRIMARY KEY,
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "entity" TEXT NOT NULL,
    "row_id" BLOB NOT NULL CHECK (length("row_id") = 16)
) STRICT;
CREATE UNIQUE INDEX "search_entry_row" ON "search_entry" ("organization_id", "entity", "row_id");

-- The roots of the words, which the library has folded already: all that is left to do is to part them at the spaces.
CREATE VIRTUAL TABLE "search_text" USING fts5("title", "body", "words", content='', contentless_delete=1, tokenize='ascii');
