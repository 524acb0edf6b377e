-- What the store keeps to find rows by the members of their JSON objects, such as custom fields. It follows from the rows, and
-- is written with them. Not a GIN index of the documents: its operators are not leakproof, so that under row-level security the
-- server would not use it.

CREATE TABLE "json_member" (
    "organization_id" uuid NOT NULL,
    "field" text COLLATE "C" NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "value" text COLLATE "C" NOT NULL,
    "row_id" uuid NOT NULL,
    PRIMARY KEY ("organization_id", "field", "name", "value", "row_id")
);
CREATE INDEX "json_member_row" ON "json_member" ("organization_id", "field", "row_id");
ALTER TABLE "json_member" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "json_member" FORCE ROW LEVEL SECURITY;
CREATE POLICY "json_member_tenant" ON "json_member" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
