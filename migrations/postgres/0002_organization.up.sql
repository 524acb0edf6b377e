-- The tenant, its people and how they are divided.

CREATE TABLE "organization" (
    "id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "slug" text COLLATE "C" NOT NULL,
    "plan" text COLLATE "C" NOT NULL,
    "is_active" boolean NOT NULL,
    "monthly_ticket_limit" bigint CHECK ("monthly_ticket_limit" BETWEEN 0 AND 1000000000),
    "agent_limit" bigint CHECK ("agent_limit" BETWEEN 0 AND 1000000),
    "ticket_prefix" text COLLATE "C" NOT NULL,
    "locale" text COLLATE "C" NOT NULL,
    "timezone" text COLLATE "C" NOT NULL,
    "data_residency" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "logo" bytea,
    "logo_mime_type" text COLLATE "C",
    PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "organization_slug" ON "organization" ("slug");
ALTER TABLE "organization" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "organization" FORCE ROW LEVEL SECURITY;
CREATE POLICY "organization_tenant" ON "organization" USING ("id" = nullif(current_setting('servicedesk.organization', true), '')::uuid OR current_setting('servicedesk.directory', true) = 'on') WITH CHECK ("id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "app_user" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "email" text COLLATE "C",
    "email_verified" boolean NOT NULL,
    "first_name" text COLLATE "C",
    "last_name" text COLLATE "C",
    "display_name" text COLLATE "C" NOT NULL,
    "phone" text COLLATE "C",
    "avatar_url" text COLLATE "C",
    "timezone" text COLLATE "C",
    "locale" text COLLATE "C",
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('agent', 'requester', 'customer', 'analyst', 'admin', 'service')),
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('invited', 'pending_approval', 'active', 'suspended', 'deactivated')),
    "is_approved" boolean NOT NULL,
    "cpf" text COLLATE "C",
    "cpf_index" text COLLATE "C",
    "ticket_capacity" bigint CHECK ("ticket_capacity" BETWEEN 0 AND 100000),
    "open_ticket_count" bigint NOT NULL,
    "last_assigned_at" timestamptz,
    "last_login_at" timestamptz,
    "external_id" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "deleted_at" timestamptz,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "app_user_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "app_user_email" ON "app_user" ("organization_id", "email") WHERE email IS NOT NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX "app_user_external_id" ON "app_user" ("organization_id", "external_id") WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX "app_user_cpf" ON "app_user" ("organization_id", "cpf_index") WHERE cpf_index IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX "app_user_kind" ON "app_user" ("organization_id", "kind", "status");
ALTER TABLE "app_user" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "app_user" FORCE ROW LEVEL SECURITY;
CREATE POLICY "app_user_tenant" ON "app_user" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "business_calendar" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "timezone" text COLLATE "C" NOT NULL,
    "weekly_hours" jsonb NOT NULL,
    "holidays" jsonb,
    "overrides" jsonb,
    "is_default" boolean NOT NULL,
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "business_calendar_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "business_calendar_name" ON "business_calendar" ("organization_id", "name");
ALTER TABLE "business_calendar" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "business_calendar" FORCE ROW LEVEL SECURITY;
CREATE POLICY "business_calendar_tenant" ON "business_calendar" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "department" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "parent_id" uuid,
    "manager_id" uuid,
    "calendar_id" uuid,
    "escalation_department_id" uuid,
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "department_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "department_parent_id_fk" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "department" ("organization_id", "id"),
    CONSTRAINT "department_manager_id_fk" FOREIGN KEY ("organization_id", "manager_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "department_calendar_id_fk" FOREIGN KEY ("organization_id", "calendar_id") REFERENCES "business_calendar" ("organization_id", "id"),
    CONSTRAINT "department_escalation_department_id_fk" FOREIGN KEY ("organization_id", "escalation_department_id") REFERENCES "department" ("organization_id", "id")
);
CREATE UNIQUE INDEX "department_name" ON "department" ("organization_id", "parent_id", "name") WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX "department_root_name" ON "department" ("organization_id", "name") WHERE parent_id IS NULL;
ALTER TABLE "department" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "department" FORCE ROW LEVEL SECURITY;
CREATE POLICY "department_tenant" ON "department" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "team" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "manager_id" uuid,
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "team_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "team_manager_id_fk" FOREIGN KEY ("organization_id", "manager_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "team_name" ON "team" ("organization_id", "name");
ALTER TABLE "team" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "team" FORCE ROW LEVEL SECURITY;
CREATE POLICY "team_tenant" ON "team" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "team_member" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "team_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "role" text COLLATE "C" NOT NULL CHECK ("role" IN ('member', 'admin')),
    "skills" text[] NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "team_member_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "team_member_team_id_fk" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team" ("organization_id", "id"),
    CONSTRAINT "team_member_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "team_member_user" ON "team_member" ("organization_id", "team_id", "user_id");
ALTER TABLE "team_member" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "team_member" FORCE ROW LEVEL SECURITY;
CREATE POLICY "team_member_tenant" ON "team_member" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
