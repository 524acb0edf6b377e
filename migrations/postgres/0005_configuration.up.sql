-- What an organization has switched on, and who belongs to which department for how long.

CREATE TABLE "tenant_configuration" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "ai_enabled" boolean NOT NULL,
    "whatsapp_enabled" boolean NOT NULL,
    "govbr_enabled" boolean NOT NULL,
    "advanced_analytics_enabled" boolean NOT NULL,
    "problems_resolve_incidents" boolean NOT NULL,
    "custom_features" jsonb,
    "user_limit" bigint CHECK ("user_limit" BETWEEN 0 AND 10000000),
    "ticket_limit" bigint CHECK ("ticket_limit" BETWEEN 0 AND 1000000000),
    "storage_limit_bytes" bigint CHECK ("storage_limit_bytes" BETWEEN 0 AND 1000000000000000),
    "api_call_limit" bigint CHECK ("api_call_limit" BETWEEN 0 AND 1000000000000),
    "branding" jsonb,
    "integrations" jsonb,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "tenant_configuration_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "tenant_configuration_name" ON "tenant_configuration" ("organization_id", "name");
ALTER TABLE "tenant_configuration" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant_configuration" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_configuration_tenant" ON "tenant_configuration" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "department_member" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "department_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('primary', 'secondary')),
    "role" text COLLATE "C",
    "valid_from" timestamptz,
    "valid_until" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "department_member_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "department_member_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "department_member_department_id_fk" FOREIGN KEY ("organization_id", "department_id") REFERENCES "department" ("organization_id", "id")
);
CREATE INDEX "department_member_user" ON "department_member" ("organization_id", "user_id", "department_id");
CREATE UNIQUE INDEX "department_member_department" ON "department_member" ("organization_id", "department_id", "user_id", "valid_from") WHERE valid_from IS NOT NULL;
CREATE UNIQUE INDEX "department_member_always" ON "department_member" ("organization_id", "department_id", "user_id") WHERE valid_from IS NULL;
ALTER TABLE "department_member" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "department_member" FORCE ROW LEVEL SECURITY;
CREATE POLICY "department_member_tenant" ON "department_member" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
