-- Files, links, hours, surveys, fields, templates, views and macros.

CREATE TABLE "attachment" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB CHECK (length("ticket_id") = 16),
    "comment_id" BLOB CHECK (length("comment_id") = 16),
    "article_id" BLOB CHECK (length("article_id") = 16),
    "change_request_id" BLOB CHECK (length("change_request_id") = 16),
    "stored_name" TEXT NOT NULL,
    "original_name" TEXT NOT NULL,
    "mime_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL CHECK ("size_bytes" BETWEEN 0 AND 1000000000000),
    "sha256" TEXT,
    "storage_key" TEXT NOT NULL,
    "description" TEXT,
    "uploaded_by_id" BLOB CHECK (length("uploaded_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "deleted_at" INTEGER,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "attachment_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "attachment_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "attachment_comment_id_fk" FOREIGN KEY ("organization_id", "comment_id") REFERENCES "comment" ("organization_id", "id"),
    CONSTRAINT "attachment_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "attachment_change_request_id_fk" FOREIGN KEY ("organization_id", "change_request_id") REFERENCES "change_request" ("organization_id", "id"),
    CONSTRAINT "attachment_uploaded_by_id_fk" FOREIGN KEY ("organization_id", "uploaded_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "attachment_ticket" ON "attachment" ("organization_id", "ticket_id", "created_at", "id") WHERE ticket_id IS NOT NULL;
CREATE INDEX "attachment_comment" ON "attachment" ("organization_id", "comment_id", "created_at", "id") WHERE comment_id IS NOT NULL;
CREATE INDEX "attachment_article" ON "attachment" ("organization_id", "article_id", "created_at", "id") WHERE article_id IS NOT NULL;
CREATE INDEX "attachment_change" ON "attachment" ("organization_id", "change_request_id", "created_at", "id") WHERE change_request_id IS NOT NULL;
CREATE INDEX "attachment_hash" ON "attachment" ("organization_id", "sha256", "id");

CREATE TABLE "ticket_link" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "source_id" BLOB NOT NULL CHECK (length("source_id") = 16),
    "target_id" BLOB NOT NULL CHECK (length("target_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('related', 'duplicate', 'blocks', 'blocked_by', 'parent', 'child', 'caused_by')),
    "created_by_id" BLOB CHECK (length("created_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ticket_link_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "ticket_link_source_id_fk" FOREIGN KEY ("organization_id", "source_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "ticket_link_target_id_fk" FOREIGN KEY ("organization_id", "target_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "ticket_link_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "ticket_link_source" ON "ticket_link" ("organization_id", "source_id", "target_id", "kind");
CREATE INDEX "ticket_link_target" ON "ticket_link" ("organization_id", "target_id", "source_id", "id");

CREATE TABLE "time_entry" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "worked_on" TEXT NOT NULL,
    "hours" TEXT NOT NULL,
    "is_billable" INTEGER NOT NULL CHECK ("is_billable" IN (0, 1)),
    "note" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "time_entry_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "time_entry_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "time_entry_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "time_entry_ticket" ON "time_entry" ("organization_id", "ticket_id", "worked_on", "id");
CREATE INDEX "time_entry_user" ON "time_entry" ("organization_id", "user_id", "worked_on", "id");

CREATE TABLE "satisfaction_survey" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "user_id" BLOB CHECK (length("user_id") = 16),
    "token_hash" TEXT,
    "overall_rating" INTEGER CHECK ("overall_rating" BETWEEN 1 AND 5),
    "speed_rating" INTEGER CHECK ("speed_rating" BETWEEN 1 AND 5),
    "solution_rating" INTEGER CHECK ("solution_rating" BETWEEN 1 AND 5),
    "agent_rating" INTEGER CHECK ("agent_rating" BETWEEN 1 AND 5),
    "recommendation" INTEGER CHECK ("recommendation" BETWEEN 0 AND 10),
    "comment" TEXT,
    "sent_at" INTEGER,
    "answered_at" INTEGER,
    "expires_at" INTEGER,
    "expired_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "satisfaction_survey_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "satisfaction_survey_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "satisfaction_survey_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "satisfaction_survey_token" ON "satisfaction_survey" ("organization_id", "token_hash") WHERE token_hash IS NOT NULL;
CREATE INDEX "satisfaction_survey_ticket" ON "satisfaction_survey" ("organization_id", "ticket_id", "created_at", "id");
CREATE INDEX "satisfaction_survey_answered" ON "satisfaction_survey" ("organization_id", "answered_at", "id") WHERE answered_at IS NOT NULL;

CREATE TABLE "field_definition" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "owner" TEXT NOT NULL CHECK ("owner" IN ('ticket', 'asset')),
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "description" TEXT,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('text', 'long_text', 'number', 'boolean', 'date', 'timestamp', 'choice', 'choices', 'user', 'url', 'email')),
    "category_id" BLOB CHECK (length("category_id") = 16),
    "is_required" INTEGER NOT NULL CHECK ("is_required" IN (0, 1)),
    "options" TEXT NOT NULL CHECK (json_valid("options")),
    "default_value" TEXT CHECK (json_valid("default_value")),
    "min" TEXT,
    "max" TEXT,
    "max_length" INTEGER CHECK ("max_length" BETWEEN 1 AND 65536),
    "pattern" TEXT,
    "position" INTEGER NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "field_definition_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "field_definition_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "category" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "field_definition_key" ON "field_definition" ("organization_id", "owner", "key");
CREATE INDEX "field_definition_category" ON "field_definition" ("organization_id", "category_id", "position", "id") WHERE category_id IS NOT NULL;

CREATE TABLE "ticket_template" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "subject" TEXT,
    "body" TEXT,
    "category_id" BLOB CHECK (length("category_id") = 16),
    "priority_id" BLOB CHECK (length("priority_id") = 16),
    "team_id" BLOB CHECK (length("team_id") = 16),
    "tags" TEXT NOT NULL CHECK (json_valid("tags")),
    "custom_fields" TEXT CHECK (json_valid("custom_fields")),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ticket_template_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "ticket_template_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "ticket_template_priority_id_fk" FOREIGN KEY ("organization_id", "priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "ticket_template_team_id_fk" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "ticket_template_name" ON "ticket_template" ("organization_id", "name");
CREATE INDEX "ticket_template_category" ON "ticket_template" ("organization_id", "category_id", "id") WHERE category_id IS NOT NULL;

CREATE TABLE "saved_view" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "owner_id" BLOB CHECK (length("owner_id") = 16),
    "name" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "filter" TEXT CHECK (json_valid("filter")),
    "sort" TEXT NOT NULL CHECK (json_valid("sort")),
    "columns" TEXT NOT NULL CHECK (json_valid("columns")),
    "position" INTEGER NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "saved_view_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "saved_view_owner_id_fk" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "saved_view_owner" ON "saved_view" ("organization_id", "owner_id", "position", "id") WHERE owner_id IS NOT NULL;
CREATE INDEX "saved_view_shared" ON "saved_view" ("organization_id", "position", "id") WHERE owner_id IS NULL;

CREATE TABLE "macro" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "changes" TEXT NOT NULL CHECK (json_valid("changes")),
    "team_id" BLOB CHECK (length("team_id") = 16),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "macro_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "macro_team_id_fk" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "macro_name" ON "macro" ("organization_id", "name");
