-- The tenant, its people and how they are divided.

CREATE TABLE "organization" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "monthly_ticket_limit" INTEGER CHECK ("monthly_ticket_limit" BETWEEN 0 AND 1000000000),
    "agent_limit" INTEGER CHECK ("agent_limit" BETWEEN 0 AND 1000000),
    "ticket_prefix" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "data_residency" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "logo" BLOB,
    "logo_mime_type" TEXT,
    PRIMARY KEY ("id")
) STRICT;
CREATE UNIQUE INDEX "organization_slug" ON "organization" ("slug");

CREATE TABLE "app_user" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "email" TEXT,
    "email_verified" INTEGER NOT NULL CHECK ("email_verified" IN (0, 1)),
    "first_name" TEXT,
    "last_name" TEXT,
    "display_name" TEXT NOT NULL,
    "phone" TEXT,
    "avatar_url" TEXT,
    "timezone" TEXT,
    "locale" TEXT,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('agent', 'requester', 'customer', 'analyst', 'admin', 'service')),
    "status" TEXT NOT NULL CHECK ("status" IN ('invited', 'pending_approval', 'active', 'suspended', 'deactivated')),
    "is_approved" INTEGER NOT NULL CHECK ("is_approved" IN (0, 1)),
    "cpf" TEXT,
    "cpf_index" TEXT,
    "ticket_capacity" INTEGER CHECK ("ticket_capacity" BETWEEN 0 AND 100000),
    "open_ticket_count" INTEGER NOT NULL,
    "last_assigned_at" INTEGER,
    "last_login_at" INTEGER,
    "external_id" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "deleted_at" INTEGER,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "app_user_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "app_user_email" ON "app_user" ("organization_id", "email") WHERE email IS NOT NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX "app_user_external_id" ON "app_user" ("organization_id", "external_id") WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX "app_user_cpf" ON "app_user" ("organization_id", "cpf_index") WHERE cpf_index IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX "app_user_kind" ON "app_user" ("organization_id", "kind", "status");

CREATE TABLE "business_calendar" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "weekly_hours" TEXT NOT NULL CHECK (json_valid("weekly_hours")),
    "holidays" TEXT CHECK (json_valid("holidays")),
    "overrides" TEXT CHECK (json_valid("overrides")),
    "is_default" INTEGER NOT NULL CHECK ("is_default" IN (0, 1)),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "business_calendar_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "business_calendar_name" ON "business_calendar" ("organization_id", "name");

CREATE TABLE "department" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "parent_id" BLOB CHECK (length("parent_id") = 16),
    "manager_id" BLOB CHECK (length("manager_id") = 16),
    "calendar_id" BLOB CHECK (length("calendar_id") = 16),
    "escalation_department_id" BLOB CHECK (length("escalation_department_id") = 16),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "department_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "department_parent_id_fk" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "department" ("organization_id", "id"),
    CONSTRAINT "department_manager_id_fk" FOREIGN KEY ("organization_id", "manager_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "department_calendar_id_fk" FOREIGN KEY ("organization_id", "calendar_id") REFERENCES "business_calendar" ("organization_id", "id"),
    CONSTRAINT "department_escalation_department_id_fk" FOREIGN KEY ("organization_id", "escalation_department_id") REFERENCES "department" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "department_name" ON "department" ("organization_id", "parent_id", "name") WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX "department_root_name" ON "department" ("organization_id", "name") WHERE parent_id IS NULL;

CREATE TABLE "team" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "manager_id" BLOB CHECK (length("manager_id") = 16),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "team_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "team_manager_id_fk" FOREIGN KEY ("organization_id", "manager_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "team_name" ON "team" ("organization_id", "name");

CREATE TABLE "team_member" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "team_id" BLOB NOT NULL CHECK (length("team_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "role" TEXT NOT NULL CHECK ("role" IN ('member', 'admin')),
    "skills" TEXT NOT NULL CHECK (json_valid("skills")),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "team_member_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "team_member_team_id_fk" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team" ("organization_id", "id"),
    CONSTRAINT "team_member_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "team_member_user" ON "team_member" ("organization_id", "team_id", "user_id");
