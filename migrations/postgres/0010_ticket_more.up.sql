-- Files, links, hours, surveys, fields, templates, views and macros.

CREATE TABLE "attachment" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid,
    "comment_id" uuid,
    "article_id" uuid,
    "change_request_id" uuid,
    "stored_name" text COLLATE "C" NOT NULL,
    "original_name" text COLLATE "C" NOT NULL,
    "mime_type" text COLLATE "C" NOT NULL,
    "size_bytes" bigint NOT NULL CHECK ("size_bytes" BETWEEN 0 AND 1000000000000),
    "sha256" text COLLATE "C",
    "storage_key" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "uploaded_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "deleted_at" timestamptz,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "attachment_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "attachment_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "attachment_comment_id_fk" FOREIGN KEY ("organization_id", "comment_id") REFERENCES "comment" ("organization_id", "id"),
    CONSTRAINT "attachment_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "attachment_change_request_id_fk" FOREIGN KEY ("organization_id", "change_request_id") REFERENCES "change_request" ("organization_id", "id"),
    CONSTRAINT "attachment_uploaded_by_id_fk" FOREIGN KEY ("organization_id", "uploaded_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "attachment_ticket" ON "attachment" ("organization_id", "ticket_id", "created_at", "id") WHERE ticket_id IS NOT NULL;
CREATE INDEX "attachment_comment" ON "attachment" ("organization_id", "comment_id", "created_at", "id") WHERE comment_id IS NOT NULL;
CREATE INDEX "attachment_article" ON "attachment" ("organization_id", "article_id", "created_at", "id") WHERE article_id IS NOT NULL;
CREATE INDEX "attachment_change" ON "attachment" ("organization_id", "change_request_id", "created_at", "id") WHERE change_request_id IS NOT NULL;
CREATE INDEX "attachment_hash" ON "attachment" ("organization_id", "sha256", "id");
ALTER TABLE "attachment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "attachment" FORCE ROW LEVEL SECURITY;
CREATE POLICY "attachment_tenant" ON "attachment" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "ticket_link" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "source_id" uuid NOT NULL,
    "target_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('related', 'duplicate', 'blocks', 'blocked_by', 'parent', 'child', 'caused_by')),
    "created_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ticket_link_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "ticket_link_source_id_fk" FOREIGN KEY ("organization_id", "source_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "ticket_link_target_id_fk" FOREIGN KEY ("organization_id", "target_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "ticket_link_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "ticket_link_source" ON "ticket_link" ("organization_id", "source_id", "target_id", "kind");
CREATE INDEX "ticket_link_target" ON "ticket_link" ("organization_id", "target_id", "source_id", "id");
ALTER TABLE "ticket_link" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ticket_link" FORCE ROW LEVEL SECURITY;
CREATE POLICY "ticket_link_tenant" ON "ticket_link" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "time_entry" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "worked_on" date NOT NULL,
    "hours" numeric NOT NULL,
    "is_billable" boolean NOT NULL,
    "note" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "time_entry_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "time_entry_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "time_entry_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "time_entry_ticket" ON "time_entry" ("organization_id", "ticket_id", "worked_on", "id");
CREATE INDEX "time_entry_user" ON "time_entry" ("organization_id", "user_id", "worked_on", "id");
ALTER TABLE "time_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "time_entry" FORCE ROW LEVEL SECURITY;
CREATE POLICY "time_entry_tenant" ON "time_entry" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "satisfaction_survey" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "user_id" uuid,
    "token_hash" text COLLATE "C",
    "overall_rating" bigint CHECK ("overall_rating" BETWEEN 1 AND 5),
    "speed_rating" bigint CHECK ("speed_rating" BETWEEN 1 AND 5),
    "solution_rating" bigint CHECK ("solution_rating" BETWEEN 1 AND 5),
    "agent_rating" bigint CHECK ("agent_rating" BETWEEN 1 AND 5),
    "recommendation" bigint CHECK ("recommendation" BETWEEN 0 AND 10),
    "comment" text COLLATE "C",
    "sent_at" timestamptz,
    "answered_at" timestamptz,
    "expires_at" timestamptz,
    "expired_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "satisfaction_survey_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "satisfaction_survey_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "satisfaction_survey_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "satisfaction_survey_token" ON "satisfaction_survey" ("organization_id", "token_hash") WHERE token_hash IS NOT NULL;
CREATE INDEX "satisfaction_survey_ticket" ON "satisfaction_survey" ("organization_id", "ticket_id", "created_at", "id");
CREATE INDEX "satisfaction_survey_answered" ON "satisfaction_survey" ("organization_id", "answered_at", "id") WHERE answered_at IS NOT NULL;
ALTER TABLE "satisfaction_survey" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "satisfaction_survey" FORCE ROW LEVEL SECURITY;
CREATE POLICY "satisfaction_survey_tenant" ON "satisfaction_survey" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "field_definition" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "owner" text COLLATE "C" NOT NULL CHECK ("owner" IN ('ticket', 'asset')),
    "key" text COLLATE "C" NOT NULL,
    "label" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('text', 'long_text', 'number', 'boolean', 'date', 'timestamp', 'choice', 'choices', 'user', 'url', 'email')),
    "category_id" uuid,
    "is_required" boolean NOT NULL,
    "options" text[] NOT NULL,
    "default_value" jsonb,
    "min" numeric,
    "max" numeric,
    "max_length" bigint CHECK ("max_length" BETWEEN 1 AND 65536),
    "pattern" text COLLATE "C",
    "position" bigint NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "field_definition_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "field_definition_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "category" ("organization_id", "id")
);
CREATE UNIQUE INDEX "field_definition_key" ON "field_definition" ("organization_id", "owner", "key");
CREATE INDEX "field_definition_category" ON "field_definition" ("organization_id", "category_id", "position", "id") WHERE category_id IS NOT NULL;
ALTER TABLE "field_definition" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "field_definition" FORCE ROW LEVEL SECURITY;
CREATE POLICY "field_definition_tenant" ON "field_definition" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "ticket_template" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "subject" text COLLATE "C",
    "body" text COLLATE "C",
    "category_id" uuid,
    "priority_id" uuid,
    "team_id" uuid,
    "tags" text[] NOT NULL,
    "custom_fields" jsonb,
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ticket_template_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "ticket_template_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "ticket_template_priority_id_fk" FOREIGN KEY ("organization_id", "priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "ticket_template_team_id_fk" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team" ("organization_id", "id")
);
CREATE UNIQUE INDEX "ticket_template_name" ON "ticket_template" ("organization_id", "name");
CREATE INDEX "ticket_template_category" ON "ticket_template" ("organization_id", "category_id", "id") WHERE category_id IS NOT NULL;
ALTER TABLE "ticket_template" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ticket_template" FORCE ROW LEVEL SECURITY;
CREATE POLICY "ticket_template_tenant" ON "ticket_template" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "saved_view" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "owner_id" uuid,
    "name" text COLLATE "C" NOT NULL,
    "entity" text COLLATE "C" NOT NULL,
    "filter" jsonb,
    "sort" text[] NOT NULL,
    "columns" text[] NOT NULL,
    "position" bigint NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "saved_view_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "saved_view_owner_id_fk" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "saved_view_owner" ON "saved_view" ("organization_id", "owner_id", "position", "id") WHERE owner_id IS NOT NULL;
CREATE INDEX "saved_view_shared" ON "saved_view" ("organization_id", "position", "id") WHERE owner_id IS NULL;
ALTER TABLE "saved_view" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saved_view" FORCE ROW LEVEL SECURITY;
CREATE POLICY "saved_view_tenant" ON "saved_view" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "macro" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "changes" jsonb NOT NULL,
    "team_id" uuid,
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "macro_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "macro_team_id_fk" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team" ("organization_id", "id")
);
CREATE UNIQUE INDEX "macro_name" ON "macro" ("organization_id", "name");
ALTER TABLE "macro" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "macro" FORCE ROW LEVEL SECURITY;
CREATE POLICY "macro_tenant" ON "macro" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
