-- Workflows, their runs, approvals and automations.

CREATE TABLE "workflow_definition" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "key" text COLLATE "C" NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "trigger" jsonb,
    "definition" jsonb NOT NULL,
    "layout" jsonb,
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('draft', 'published', 'retired')),
    "is_template" boolean NOT NULL,
    "is_shared" boolean NOT NULL,
    "experiment" jsonb,
    "created_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_definition_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_definition_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "workflow_definition_key" ON "workflow_definition" ("organization_id", "key");
CREATE INDEX "workflow_definition_status" ON "workflow_definition" ("organization_id", "status", "id");
ALTER TABLE "workflow_definition" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workflow_definition" FORCE ROW LEVEL SECURITY;
CREATE POLICY "workflow_definition_tenant" ON "workflow_definition" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "workflow_version" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "workflow_definition_id" uuid NOT NULL,
    "number" bigint NOT NULL CHECK ("number" BETWEEN 1 AND 1000000),
    "definition" jsonb NOT NULL,
    "published_by_id" uuid,
    "note" text COLLATE "C",
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_version_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_version_workflow_definition_id_fk" FOREIGN KEY ("organization_id", "workflow_definition_id") REFERENCES "workflow_definition" ("organization_id", "id"),
    CONSTRAINT "workflow_version_published_by_id_fk" FOREIGN KEY ("organization_id", "published_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "workflow_version_number" ON "workflow_version" ("organization_id", "workflow_definition_id", "number");
ALTER TABLE "workflow_version" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workflow_version" FORCE ROW LEVEL SECURITY;
CREATE POLICY "workflow_version_tenant" ON "workflow_version" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "workflow_step" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "workflow_version_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "kind" text COLLATE "C" NOT NULL,
    "position" bigint NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "definition" jsonb NOT NULL,
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_step_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_step_workflow_version_id_fk" FOREIGN KEY ("organization_id", "workflow_version_id") REFERENCES "workflow_version" ("organization_id", "id")
);
CREATE UNIQUE INDEX "workflow_step_name" ON "workflow_step" ("organization_id", "workflow_version_id", "name");
ALTER TABLE "workflow_step" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workflow_step" FORCE ROW LEVEL SECURITY;
CREATE POLICY "workflow_step_tenant" ON "workflow_step" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "workflow_execution" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "workflow_definition_id" uuid NOT NULL,
    "workflow_version_id" uuid,
    "variant" text COLLATE "C",
    "subject" text COLLATE "C",
    "subject_id" uuid,
    "input" jsonb,
    "state" jsonb,
    "output" jsonb,
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('pending', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'timed_out')),
    "current_step" text COLLATE "C",
    "progress" bigint NOT NULL CHECK ("progress" BETWEEN 0 AND 100),
    "attempts" bigint NOT NULL CHECK ("attempts" BETWEEN 0 AND 1000000),
    "wake_at" timestamptz,
    "error" text COLLATE "C",
    "started_at" timestamptz,
    "finished_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_execution_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_execution_workflow_definition_id_fk" FOREIGN KEY ("organization_id", "workflow_definition_id") REFERENCES "workflow_definition" ("organization_id", "id"),
    CONSTRAINT "workflow_execution_workflow_version_id_fk" FOREIGN KEY ("organization_id", "workflow_version_id") REFERENCES "workflow_version" ("organization_id", "id")
);
CREATE INDEX "workflow_execution_definition" ON "workflow_execution" ("organization_id", "workflow_definition_id", "created_at", "id");
CREATE INDEX "workflow_execution_status" ON "workflow_execution" ("organization_id", "status", "wake_at", "id");
CREATE INDEX "workflow_execution_subject" ON "workflow_execution" ("organization_id", "subject_id", "created_at", "id") WHERE subject_id IS NOT NULL;
ALTER TABLE "workflow_execution" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workflow_execution" FORCE ROW LEVEL SECURITY;
CREATE POLICY "workflow_execution_tenant" ON "workflow_execution" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "workflow_step_execution" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "workflow_execution_id" uuid NOT NULL,
    "step" text COLLATE "C" NOT NULL,
    "attempt" bigint NOT NULL CHECK ("attempt" BETWEEN 1 AND 1000000),
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('pending', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'timed_out')),
    "input" jsonb,
    "output" jsonb,
    "error" text COLLATE "C",
    "worker" text COLLATE "C",
    "queued_at" timestamptz,
    "started_at" timestamptz,
    "finished_at" timestamptz,
    "duration_ms" bigint CHECK ("duration_ms" BETWEEN 0 AND 1000000000000),
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_step_execution_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_step_execution_workflow_execution_id_fk" FOREIGN KEY ("organization_id", "workflow_execution_id") REFERENCES "workflow_execution" ("organization_id", "id")
);
CREATE INDEX "workflow_step_execution_run" ON "workflow_step_execution" ("organization_id", "workflow_execution_id", "created_at", "id");
ALTER TABLE "workflow_step_execution" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workflow_step_execution" FORCE ROW LEVEL SECURITY;
CREATE POLICY "workflow_step_execution_tenant" ON "workflow_step_execution" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "approval_request" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "title" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "ticket_id" uuid,
    "change_request_id" uuid,
    "article_id" uuid,
    "workflow_execution_id" uuid,
    "stages" jsonb NOT NULL,
    "current_stage" bigint NOT NULL CHECK ("current_stage" BETWEEN 1 AND 100),
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
    "requested_by_id" uuid,
    "due_at" timestamptz,
    "timeout_action" text COLLATE "C" NOT NULL CHECK ("timeout_action" IN ('wait', 'approve', 'reject', 'escalate')),
    "decided_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "approval_request_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "approval_request_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "approval_request_change_request_id_fk" FOREIGN KEY ("organization_id", "change_request_id") REFERENCES "change_request" ("organization_id", "id"),
    CONSTRAINT "approval_request_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "approval_request_workflow_execution_id_fk" FOREIGN KEY ("organization_id", "workflow_execution_id") REFERENCES "workflow_execution" ("organization_id", "id"),
    CONSTRAINT "approval_request_requested_by_id_fk" FOREIGN KEY ("organization_id", "requested_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "approval_request_status" ON "approval_request" ("organization_id", "status", "due_at", "id");
CREATE INDEX "approval_request_ticket" ON "approval_request" ("organization_id", "ticket_id", "id") WHERE ticket_id IS NOT NULL;
CREATE INDEX "approval_request_change" ON "approval_request" ("organization_id", "change_request_id", "id") WHERE change_request_id IS NOT NULL;
ALTER TABLE "approval_request" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "approval_request" FORCE ROW LEVEL SECURITY;
CREATE POLICY "approval_request_tenant" ON "approval_request" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "approval_decision" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "approval_request_id" uuid NOT NULL,
    "stage" bigint NOT NULL CHECK ("stage" BETWEEN 1 AND 100),
    "approver_id" uuid,
    "delegated_from_id" uuid,
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
    "comment" text COLLATE "C",
    "decided_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "approval_decision_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "approval_decision_approval_request_id_fk" FOREIGN KEY ("organization_id", "approval_request_id") REFERENCES "approval_request" ("organization_id", "id"),
    CONSTRAINT "approval_decision_approver_id_fk" FOREIGN KEY ("organization_id", "approver_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "approval_decision_delegated_from_id_fk" FOREIGN KEY ("organization_id", "delegated_from_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "approval_decision_approver" ON "approval_decision" ("organization_id", "approval_request_id", "stage", "approver_id") WHERE approver_id IS NOT NULL;
CREATE INDEX "approval_decision_waiting" ON "approval_decision" ("organization_id", "approver_id", "status", "created_at", "id") WHERE approver_id IS NOT NULL;
ALTER TABLE "approval_decision" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "approval_decision" FORCE ROW LEVEL SECURITY;
CREATE POLICY "approval_decision_tenant" ON "approval_decision" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "automation" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "trigger" text COLLATE "C" NOT NULL CHECK ("trigger" IN ('event', 'time')),
    "event" text COLLATE "C",
    "schedule" jsonb,
    "condition" jsonb,
    "actions" jsonb NOT NULL,
    "position" bigint NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "is_active" boolean NOT NULL,
    "run_count" bigint NOT NULL CHECK ("run_count" BETWEEN 0 AND 1000000000000),
    "last_run_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "automation_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE INDEX "automation_position" ON "automation" ("organization_id", "is_active", "position", "id");
ALTER TABLE "automation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "automation" FORCE ROW LEVEL SECURITY;
CREATE POLICY "automation_tenant" ON "automation" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
