-- What an organization has switched on, and who belongs to which department for how long.

CREATE TABLE "tenant_configuration" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "ai_enabled" INTEGER NOT NULL CHECK ("ai_enabled" IN (0, 1)),
    "whatsapp_enabled" INTEGER NOT NULL CHECK ("whatsapp_enabled" IN (0, 1)),
    "govbr_enabled" INTEGER NOT NULL CHECK ("govbr_enabled" IN (0, 1)),
    "advanced_analytics_enabled" INTEGER NOT NULL CHECK ("advanced_analytics_enabled" IN (0, 1)),
    "problems_resolve_incidents" INTEGER NOT NULL CHECK ("problems_resolve_incidents" IN (0, 1)),
    "custom_features" TEXT CHECK (json_valid("custom_features")),
    "user_limit" INTEGER CHECK ("user_limit" BETWEEN 0 AND 10000000),
    "ticket_limit" INTEGER CHECK ("ticket_limit" BETWEEN 0 AND 1000000000),
    "storage_limit_bytes" INTEGER CHECK ("storage_limit_bytes" BETWEEN 0 AND 1000000000000000),
    "api_call_limit" INTEGER CHECK ("api_call_limit" BETWEEN 0 AND 1000000000000),
    "branding" TEXT CHECK (json_valid("branding")),
    "integrations" TEXT CHECK (json_valid("integrations")),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "tenant_configuration_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "tenant_configuration_name" ON "tenant_configuration" ("organization_id", "name");

CREATE TABLE "department_member" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "department_id" BLOB NOT NULL CHECK (length("department_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('primary', 'secondary')),
    "role" TEXT,
    "valid_from" INTEGER,
    "valid_until" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "department_member_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "department_member_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "department_member_department_id_fk" FOREIGN KEY ("organization_id", "department_id") REFERENCES "department" ("organization_id", "id")
) STRICT;
CREATE INDEX "department_member_user" ON "department_member" ("organization_id", "user_id", "department_id");
CREATE UNIQUE INDEX "department_member_department" ON "department_member" ("organization_id", "department_id", "user_id", "valid_from") WHERE valid_from IS NOT NULL;
CREATE UNIQUE INDEX "department_member_always" ON "department_member" ("organization_id", "department_id", "user_id") WHERE valid_from IS NULL;
