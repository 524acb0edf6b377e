-- What the store keeps to find rows by the members of their JSON objects, such as custom fields. It follows from the rows, and
-- is written with them.

CREATE TABLE "json_member" (
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "field" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "row_id" BLOB NOT NULL CHECK (length("row_id") = 16),
    PRIMARY KEY ("organization_id", "field", "name", "value", "row_id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "json_member_row" ON "json_member" ("organization_id", "field", "row_id");
