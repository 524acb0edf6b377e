-- Tickets, what an organization sets up for them, and what hangs on them.

CREATE TABLE "category" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "color" text COLLATE "C",
    "icon" text COLLATE "C",
    "parent_id" uuid,
    "is_active" boolean NOT NULL,
    "response_sla_minutes" bigint NOT NULL CHECK ("response_sla_minutes" BETWEEN 1 AND 5256000),
    "resolution_sla_minutes" bigint NOT NULL CHECK ("resolution_sla_minutes" BETWEEN 1 AND 5256000),
    "priority_level" bigint NOT NULL CHECK ("priority_level" BETWEEN 1 AND 100),
    "default_team_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "category_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "category_parent_id_fk" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "category_default_team_id_fk" FOREIGN KEY ("organization_id", "default_team_id") REFERENCES "team" ("organization_id", "id")
);
CREATE UNIQUE INDEX "category_name" ON "category" ("organization_id", "parent_id", "name") WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX "category_root_name" ON "category" ("organization_id", "name") WHERE parent_id IS NULL;
ALTER TABLE "category" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "category" FORCE ROW LEVEL SECURITY;
CREATE POLICY "category_tenant" ON "category" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "sla_policy" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "position" bigint NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "condition" jsonb,
    "targets" jsonb NOT NULL,
    "calendar_id" uuid,
    "pause_rules" jsonb,
    "warn_at_percentages" text[] NOT NULL,
    "on_change" text COLLATE "C" NOT NULL CHECK ("on_change" IN ('carry_elapsed', 'restart', 'keep_original', 'strictest')),
    "effective_from" timestamptz,
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sla_policy_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "sla_policy_calendar_id_fk" FOREIGN KEY ("organization_id", "calendar_id") REFERENCES "business_calendar" ("organization_id", "id")
);
CREATE UNIQUE INDEX "sla_policy_name" ON "sla_policy" ("organization_id", "name");
CREATE INDEX "sla_policy_position" ON "sla_policy" ("organization_id", "is_active", "position", "id");
ALTER TABLE "sla_policy" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sla_policy" FORCE ROW LEVEL SECURITY;
CREATE POLICY "sla_policy_tenant" ON "sla_policy" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "priority" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "key" text COLLATE "C" NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "level" bigint NOT NULL CHECK ("level" BETWEEN 1 AND 100),
    "color" text COLLATE "C",
    "escalate_after_minutes" bigint CHECK ("escalate_after_minutes" BETWEEN 1 AND 5256000),
    "sla_policy_id" uuid,
    "is_default" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "priority_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "priority_sla_policy_id_fk" FOREIGN KEY ("organization_id", "sla_policy_id") REFERENCES "sla_policy" ("organization_id", "id")
);
CREATE UNIQUE INDEX "priority_key" ON "priority" ("organization_id", "key");
CREATE INDEX "priority_level" ON "priority" ("organization_id", "level", "id");
ALTER TABLE "priority" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "priority" FORCE ROW LEVEL SECURITY;
CREATE POLICY "priority_tenant" ON "priority" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "priority_rule" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "impact" text COLLATE "C" NOT NULL CHECK ("impact" IN ('high', 'medium', 'low')),
    "urgency" text COLLATE "C" NOT NULL CHECK ("urgency" IN ('high', 'medium', 'low')),
    "priority_id" uuid NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "priority_rule_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "priority_rule_priority_id_fk" FOREIGN KEY ("organization_id", "priority_id") REFERENCES "priority" ("organization_id", "id")
);
CREATE UNIQUE INDEX "priority_rule_cell" ON "priority_rule" ("organization_id", "impact", "urgency");
ALTER TABLE "priority_rule" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "priority_rule" FORCE ROW LEVEL SECURITY;
CREATE POLICY "priority_rule_tenant" ON "priority_rule" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "status" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "key" text COLLATE "C" NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "color" text COLLATE "C",
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('new', 'open', 'pending', 'on_hold', 'resolved', 'closed', 'cancelled')),
    "is_final" boolean NOT NULL,
    "pauses_sla" boolean NOT NULL,
    "position" bigint NOT NULL CHECK ("position" BETWEEN 0 AND 10000),
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "status_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "status_key" ON "status" ("organization_id", "key");
CREATE INDEX "status_kind" ON "status" ("organization_id", "kind", "position", "id");
ALTER TABLE "status" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "status" FORCE ROW LEVEL SECURITY;
CREATE POLICY "status_tenant" ON "status" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "status_transition" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "from_status_id" uuid,
    "to_status_id" uuid NOT NULL,
    "required_permission" text COLLATE "C",
    "required_fields" text[] NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "status_transition_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "status_transition_from_status_id_fk" FOREIGN KEY ("organization_id", "from_status_id") REFERENCES "status" ("organization_id", "id"),
    CONSTRAINT "status_transition_to_status_id_fk" FOREIGN KEY ("organization_id", "to_status_id") REFERENCES "status" ("organization_id", "id")
);
CREATE UNIQUE INDEX "status_transition_step" ON "status_transition" ("organization_id", "to_status_id", "from_status_id") WHERE from_status_id IS NOT NULL;
CREATE UNIQUE INDEX "status_transition_any" ON "status_transition" ("organization_id", "to_status_id") WHERE from_status_id IS NULL;
ALTER TABLE "status_transition" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "status_transition" FORCE ROW LEVEL SECURITY;
CREATE POLICY "status_transition_tenant" ON "status_transition" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "tag" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "color" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "tag_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "tag_name" ON "tag" ("organization_id", "name");
ALTER TABLE "tag" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tag" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tag_tenant" ON "tag" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "ticket" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "number" text COLLATE "C" NOT NULL,
    "subject" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "type" text COLLATE "C" NOT NULL CHECK ("type" IN ('incident', 'request', 'problem', 'question', 'task')),
    "status_id" uuid NOT NULL,
    "priority_id" uuid NOT NULL,
    "priority_source" text COLLATE "C" NOT NULL CHECK ("priority_source" IN ('default', 'matrix', 'manual')),
    "severity" text COLLATE "C" NOT NULL CHECK ("severity" IN ('minor', 'normal', 'major', 'critical')),
    "impact" text COLLATE "C" CHECK ("impact" IN ('high', 'medium', 'low')),
    "urgency" text COLLATE "C" CHECK ("urgency" IN ('high', 'medium', 'low')),
    "criticality" text COLLATE "C" NOT NULL CHECK ("criticality" IN ('low', 'medium', 'high', 'critical')),
    "category_id" uuid,
    "subcategory_id" uuid,
    "source" text COLLATE "C" NOT NULL CHECK ("source" IN ('email', 'form', 'api', 'ai_chat', 'phone', 'whatsapp', 'web')),
    "requester_id" uuid,
    "requester_name" text COLLATE "C",
    "requester_email" text COLLATE "C",
    "customer_id" uuid,
    "assignee_id" uuid,
    "team_id" uuid,
    "assigned_at" timestamptz,
    "assigned_by_id" uuid,
    "due_at" timestamptz,
    "estimated_hours" numeric,
    "actual_hours" numeric,
    "tags" text[] NOT NULL,
    "custom_fields" jsonb,
    "first_response_at" timestamptz,
    "resolved_at" timestamptz,
    "closed_at" timestamptz,
    "reopen_count" bigint NOT NULL,
    "email_message_id" text COLLATE "C",
    "reply_to_address" text COLLATE "C",
    "merged_into_id" uuid,
    "status_before_merge_id" uuid,
    "parent_id" uuid,
    "is_spam" boolean NOT NULL,
    "created_by_id" uuid,
    "external_id" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "deleted_at" timestamptz,
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
);
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
ALTER TABLE "ticket" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ticket" FORCE ROW LEVEL SECURITY;
CREATE POLICY "ticket_tenant" ON "ticket" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "comment" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "author_id" uuid,
    "body" text COLLATE "C" NOT NULL,
    "format" text COLLATE "C" NOT NULL CHECK ("format" IN ('plain', 'markdown', 'html')),
    "visibility" text COLLATE "C" NOT NULL CHECK ("visibility" IN ('public', 'internal')),
    "from_email" text COLLATE "C",
    "is_auto_response" boolean NOT NULL,
    "mentions" text[] NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "deleted_at" timestamptz,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "comment_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "comment_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "comment_author_id_fk" FOREIGN KEY ("organization_id", "author_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "comment_ticket" ON "comment" ("organization_id", "ticket_id", "created_at", "id");
ALTER TABLE "comment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "comment" FORCE ROW LEVEL SECURITY;
CREATE POLICY "comment_tenant" ON "comment" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "ticket_history" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "actor_id" uuid,
    "action" text COLLATE "C" NOT NULL,
    "field" text COLLATE "C",
    "old_value" text COLLATE "C",
    "new_value" text COLLATE "C",
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id", "created_at"),
    CONSTRAINT "ticket_history_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "ticket_history_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id")
) PARTITION BY RANGE ("created_at");
CREATE TABLE "ticket_history_default" PARTITION OF "ticket_history" DEFAULT;
CREATE INDEX "ticket_history_ticket" ON "ticket_history" ("organization_id", "ticket_id", "created_at", "id");
ALTER TABLE "ticket_history" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ticket_history" FORCE ROW LEVEL SECURITY;
CREATE POLICY "ticket_history_tenant" ON "ticket_history" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
ALTER TABLE "ticket_history_default" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ticket_history_default" FORCE ROW LEVEL SECURITY;
CREATE POLICY "ticket_history_default_tenant" ON "ticket_history_default" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "watcher" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "watcher_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "watcher_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "watcher_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "watcher_ticket" ON "watcher" ("organization_id", "ticket_id", "user_id");
CREATE INDEX "watcher_user" ON "watcher" ("organization_id", "user_id", "ticket_id");
ALTER TABLE "watcher" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "watcher" FORCE ROW LEVEL SECURITY;
CREATE POLICY "watcher_tenant" ON "watcher" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
