-- Settings, and what is kept for a while.

CREATE TABLE "setting" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "key" text COLLATE "C" NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('string', 'number', 'boolean', 'json')),
    "value" jsonb,
    "secret" bytea,
    "category" text COLLATE "C",
    "description" text COLLATE "C",
    "is_public" boolean NOT NULL,
    "updated_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "setting_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "setting_updated_by_id_fk" FOREIGN KEY ("organization_id", "updated_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "setting_key" ON "setting" ("organization_id", "key");
CREATE INDEX "setting_category" ON "setting" ("organization_id", "category", "id");
ALTER TABLE "setting" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "setting" FORCE ROW LEVEL SECURITY;
CREATE POLICY "setting_tenant" ON "setting" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "cache_entry" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "key" text COLLATE "C" NOT NULL,
    "value" jsonb,
    "expires_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "cache_entry_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "cache_entry_key" ON "cache_entry" ("organization_id", "key");
CREATE INDEX "cache_entry_expiry" ON "cache_entry" ("organization_id", "expires_at", "id") WHERE expires_at IS NOT NULL;
ALTER TABLE "cache_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cache_entry" FORCE ROW LEVEL SECURITY;
CREATE POLICY "cache_entry_tenant" ON "cache_entry" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
