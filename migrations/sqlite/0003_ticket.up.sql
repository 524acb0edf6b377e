-- Tickets, what an organization sets up for them, and what hangs on them.

CREATE TABLE "category" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "color" TEXT,
    "icon" TEXT,
    "parent_id" BLOB CHECK (length("parent_id") = 16),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "response_sla_minutes" INTEGER NOT NULL CHECK ("response_sla_minutes" BETWEEN 1 AND 5256000),
    "resolution_sla_minutes" INTEGER NOT NULL CHECK ("resolution_sla_minutes" BETWEEN 1 AND 5256000),
    "priority_level" INTEGER NOT NULL CHECK ("priority_level" BETWEEN 1 AND 100),
    "default_team_id" BLOB CHECK (length("default_team_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "category_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "category_parent_id_fk" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "category_default_team_id_fk" FOREIGN KEY ("organization_id", "default_team_id") REFERENCES "team" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "category_name" ON "category" ("organization_id", "parent_id", "name") WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX "category_root_name" ON "category" ("organization_id", "name") WHERE parent_id IS NULL;

CREATE TABLE "sla_policy" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "position" INTEGER NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "condition" TEXT CHECK (json_valid("condition")),
    "targets" TEXT NOT NULL CHECK (json_valid("targets")),
    "calendar_id" BLOB CHECK (length("calendar_id") = 16),
    "pause_rules" TEXT CHECK (json_valid("pause_rules")),
    "warn_at_percentages" TEXT NOT NULL CHECK (json_valid("warn_at_percentages")),
    "on_change" TEXT NOT NULL CHECK ("on_change" IN ('carry_elapsed', 'restart', 'keep_original', 'strictest')),
    "effective_from" INTEGER,
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sla_policy_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "sla_policy_calendar_id_fk" FOREIGN KEY ("organization_id", "calendar_id") REFERENCES "business_calendar" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "sla_policy_name" ON "sla_policy" ("organization_id", "name");
CREATE INDEX "sla_policy_position" ON "sla_policy" ("organization_id", "is_active", "position", "id");

CREATE TABLE "priority" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" INTEGER NOT NULL CHECK ("level" BETWEEN 1 AND 100),
    "color" TEXT,
    "escalate_after_minutes" INTEGER CHECK ("escalate_after_minutes" BETWEEN 1 AND 5256000),
    "sla_policy_id" BLOB CHECK (length("sla_policy_id") = 16),
    "is_default" INTEGER NOT NULL CHECK ("is_default" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "priority_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "priority_sla_policy_id_fk" FOREIGN KEY ("organization_id", "sla_policy_id") REFERENCES "sla_policy" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "priority_key" ON "priority" ("organization_id", "key");
CREATE INDEX "priority_level" ON "priority" ("organization_id", "level", "id");

CREATE TABLE "priority_rule" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "impact" TEXT NOT NULL CHECK ("impact" IN ('high', 'medium', 'low')),
    "urgency" TEXT NOT NULL CHECK ("urgency" IN ('high', 'medium', 'low')),
    "priority_id" BLOB NOT NULL CHECK (length("priority_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "priority_rule_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "priority_rule_priority_id_fk" FOREIGN KEY ("organization_id", "priority_id") REFERENCES "priority" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "priority_rule_cell" ON "priority_rule" ("organization_id", "impact", "urgency");

CREATE TABLE "status" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "color" TEXT,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('new', 'open', 'pending', 'on_hold', 'resolved', 'closed', 'cancelled')),
    "is_final" INTEGER NOT NULL CHECK ("is_final" IN (0, 1)),
    "pauses_sla" INTEGER NOT NULL CHECK ("pauses_sla" IN (0, 1)),
    "position" INTEGER NOT NULL CHECK ("position" BETWEEN 0 AND 10000),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "status_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "status_key" ON "status" ("organization_id", "key");
CREATE INDEX "status_kind" ON "status" ("organization_id", "kind", "position", "id");

CREATE TABLE "status_transition" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "from_status_id" BLOB CHECK (length("from_status_id") = 16),
    "to_status_id" BLOB NOT NULL CHECK (length("to_status_id") = 16),
    "required_permission" TEXT,
    "required_fields" TEXT NOT NULL CHECK (json_valid("required_fields")),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "status_transition_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "status_transition_from_status_id_fk" FOREIGN KEY ("organization_id", "from_status_id") REFERENCES "status" ("organization_id", "id"),
    CONSTRAINT "status_transition_to_status_id_fk" FOREIGN KEY ("organization_id", "to_status_id") REFERENCES "status" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "status_transition_step" ON "status_transition" ("organization_id", "to_status_id", "from_status_id") WHERE from_status_id IS NOT NULL;
CREATE UNIQUE INDEX "status_transition_any" ON "status_transition" ("organization_id", "to_status_id") WHERE from_status_id IS NULL;

CREATE TABLE "tag" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "color" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "tag_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "tag_name" ON "tag" ("organization_id", "name");

CREATE TABLE "ticket" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "number" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "description" TEXT,
    "type" TEXT NOT NULL CHECK ("type" IN ('incident', 'request', 'problem', 'question', 'task')),
    "status_id" BLOB NOT NULL CHECK (length("status_id") = 16),
    "priority_id" BLOB NOT NULL CHECK (length("priority_id") = 16),
    "priority_source" TEXT NOT NULL CHECK ("priority_source" IN ('default', 'matrix', 'manual')),
    "severity" TEXT NOT NULL CHECK ("severity" IN ('minor', 'normal', 'major', 'critical')),
    "impact" TEXT CHECK ("impact" IN ('high', 'medium', 'low')),
    "urgency" TEXT CHECK ("urgency" IN ('high', 'medium', 'low')),
    "criticality" TEXT NOT NULL CHECK ("criticality" IN ('low', 'medium', 'high', 'critical')),
    "category_id" BLOB CHECK (length("category_id") = 16),
    "subcategory_id" BLOB CHECK (length("subcategory_id") = 16),
    "source" TEXT NOT NULL CHECK ("source" IN ('email', 'form', 'api', 'ai_chat', 'phone', 'whatsapp', 'web')),
    "requester_id" BLOB CHECK (length("requester_id") = 16),
    "requester_name" TEXT,
    "requester_email" TEXT,
    "customer_id" BLOB CHECK (length("customer_id") = 16),
    "assignee_id" BLOB CHECK (length("assignee_id") = 16),
    "team_id" BLOB CHECK (length("team_id") = 16),
    "assigned_at" INTEGER,
    "assigned_by_id" BLOB CHECK (length("assigned_by_id") = 16),
    "due_at" INTEGER,
    "estimated_hours" TEXT,
    "actual_hours" TEXT,
    "tags" TEXT NOT NULL CHECK (json_valid("tags")),
    "custom_fields" TEXT CHECK (json_valid("custom_fields")),
    "first_response_at" INTEGER,
    "resolved_at" INTEGER,
    "closed_at" INTEGER,
    "reopen_count" INTEGER NOT NULL,
    "email_message_id" TEXT,
    "reply_to_address" TEXT,
    "merged_into_id" BLOB CHECK (length("merged_into_id") = 16),
    "status_before_merge_id" BLOB CHECK (length("status_before_merge_id") = 16),
    "parent_id" BLOB CHECK (length("parent_id") = 16),
    "is_spam" INTEGER NOT NULL CHECK ("is_spam" IN (0, 1)),
    "created_by_id" BLOB CHECK (length("created_by_id") = 16),
    "external_id" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "deleted_at" INTEGER,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ticket_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "ticket_status_id_fk" FOREIGN KEY ("organization_id", "status_id") REFERENCES "status" ("organization_id", "id"),
    CONSTRAINT "ticket_priority_id_fk" FOREIGN KEY ("organization_id", "priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "ticket_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "ticket_subcategory_id_fk" FOREIGN KEY ("organization_id", "subcategory_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "ticket_requester_id_fk" FOREIGN KEY ("organization_id", "requester_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "ticket_customer_id_fk" FOREIGN KEY ("organization_id", "customer_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "ticket_assignee_id_fk" FOREIGN KEY ("organization_id", "assignee_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "ticket_team_id_fk" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team" ("organization_id", "id"),
    CONSTRAINT "ticket_assigned_by_id_fk" FOREIGN KEY ("organization_id", "assigned_by_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "ticket_merged_into_id_fk" FOREIGN KEY ("organization_id", "merged_into_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "ticket_status_before_merge_id_fk" FOREIGN KEY ("organization_id", "status_before_merge_id") REFERENCES "status" ("organization_id", "id"),
    CONSTRAINT "ticket_parent_id_fk" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "ticket_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "ticket_number" ON "ticket" ("organization_id", "number");
CREATE UNIQUE INDEX "ticket_external_id" ON "ticket" ("organization_id", "external_id") WHERE external_id IS NOT NULL;
CREATE INDEX "ticket_created" ON "ticket" ("organization_id", "created_at", "id");
CREATE INDEX "ticket_status" ON "ticket" ("organization_id", "status_id", "created_at", "id");
CREATE INDEX "ticket_category" ON "ticket" ("organization_id", "category_id", "created_at", "id") WHERE category_id IS NOT NULL;
CREATE INDEX "ticket_requester" ON "ticket" ("organization_id", "requester_id", "created_at", "id") WHERE requester_id IS NOT NULL;
CREATE INDEX "ticket_assignee" ON "ticket" ("organization_id", "assignee_id", "created_at", "id") WHERE assignee_id IS NOT NULL;
CREATE INDEX "ticket_queue" ON "ticket" ("organization_id", "team_id", "created_at", "id") WHERE team_id IS NOT NULL AND assignee_id IS NULL AND closed_at IS NULL;
CREATE INDEX "ticket_parent" ON "ticket" ("organization_id", "parent_id", "created_at", "id") WHERE parent_id IS NOT NULL;
CREATE INDEX "ticket_merged_into" ON "ticket" ("organization_id", "merged_into_id", "id") WHERE merged_into_id IS NOT NULL;

CREATE TABLE "comment" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "author_id" BLOB CHECK (length("author_id") = 16),
    "body" TEXT NOT NULL,
    "format" TEXT NOT NULL CHECK ("format" IN ('plain', 'markdown', 'html')),
    "visibility" TEXT NOT NULL CHECK ("visibility" IN ('public', 'internal')),
    "from_email" TEXT,
    "is_auto_response" INTEGER NOT NULL CHECK ("is_auto_response" IN (0, 1)),
    "mentions" TEXT NOT NULL CHECK (json_valid("mentions")),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "deleted_at" INTEGER,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "comment_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "comment_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "comment_author_id_fk" FOREIGN KEY ("organization_id", "author_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "comment_ticket" ON "comment" ("organization_id", "ticket_id", "created_at", "id");

CREATE TABLE "ticket_history" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "actor_id" BLOB CHECK (length("actor_id") = 16),
    "action" TEXT NOT NULL,
    "field" TEXT,
    "old_value" TEXT,
    "new_value" TEXT,
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ticket_history_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "ticket_history_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id")
) STRICT;
CREATE INDEX "ticket_history_ticket" ON "ticket_history" ("organization_id", "ticket_id", "created_at", "id");

CREATE TABLE "watcher" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "watcher_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "watcher_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "watcher_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "watcher_ticket" ON "watcher" ("organization_id", "ticket_id", "user_id");
CREATE INDEX "watcher_user" ON "watcher" ("organization_id", "user_id", "ticket_id");
