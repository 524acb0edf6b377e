-- What the store keeps to find rows by their words. It follows from the rows, and is written with them.

-- Without row-level security, because `@@` is not leakproof: under a policy the server would ask it of the organization's own
-- rows only, one by one, and never use the index. What a search returns are the rows of the entity's table, which has a policy.
CREATE TABLE "search_entry" (
    "organization_id" uuid NOT NULL,
    "entity" text COLLATE "C" NOT NULL,
    "row_id" uuid NOT NULL,
    "terms" tsvector NOT NULL,
    PRIMARY KEY ("organization_id", "entity", "row_id")
);
CREATE INDEX "search_entry_terms" ON "search_entry" USING gin ("terms");
