-- Workflows, their runs, approvals and automations.

CREATE TABLE "workflow_definition" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "trigger" TEXT CHECK (json_valid("trigger")),
    "definition" TEXT NOT NULL CHECK (json_valid("definition")),
    "layout" TEXT CHECK (json_valid("layout")),
    "status" TEXT NOT NULL CHECK ("status" IN ('draft', 'published', 'retired')),
    "is_template" INTEGER NOT NULL CHECK ("is_template" IN (0, 1)),
    "is_shared" INTEGER NOT NULL CHECK ("is_shared" IN (0, 1)),
    "experiment" TEXT CHECK (json_valid("experiment")),
    "created_by_id" BLOB CHECK (length("created_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_definition_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_definition_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "workflow_definition_key" ON "workflow_definition" ("organization_id", "key");
CREATE INDEX "workflow_definition_status" ON "workflow_definition" ("organization_id", "status", "id");

CREATE TABLE "workflow_version" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "workflow_definition_id" BLOB NOT NULL CHECK (length("workflow_definition_id") = 16),
    "number" INTEGER NOT NULL CHECK ("number" BETWEEN 1 AND 1000000),
    "definition" TEXT NOT NULL CHECK (json_valid("definition")),
    "published_by_id" BLOB CHECK (length("published_by_id") = 16),
    "note" TEXT,
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_version_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_version_workflow_definition_id_fk" FOREIGN KEY ("organization_id", "workflow_definition_id") REFERENCES "workflow_definition" ("organization_id", "id"),
    CONSTRAINT "workflow_version_published_by_id_fk" FOREIGN KEY ("organization_id", "published_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "workflow_version_number" ON "workflow_version" ("organization_id", "workflow_definition_id", "number");

CREATE TABLE "workflow_step" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "workflow_version_id" BLOB NOT NULL CHECK (length("workflow_version_id") = 16),
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "position" INTEGER NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "definition" TEXT NOT NULL CHECK (json_valid("definition")),
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_step_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_step_workflow_version_id_fk" FOREIGN KEY ("organization_id", "workflow_version_id") REFERENCES "workflow_version" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "workflow_step_name" ON "workflow_step" ("organization_id", "workflow_version_id", "name");

CREATE TABLE "workflow_execution" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "workflow_definition_id" BLOB NOT NULL CHECK (length("workflow_definition_id") = 16),
    "workflow_version_id" BLOB CHECK (length("workflow_version_id") = 16),
    "variant" TEXT,
    "subject" TEXT,
    "subject_id" BLOB CHECK (length("subject_id") = 16),
    "input" TEXT CHECK (json_valid("input")),
    "state" TEXT CHECK (json_valid("state")),
    "output" TEXT CHECK (json_valid("output")),
    "status" TEXT NOT NULL CHECK ("status" IN ('pending', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'timed_out')),
    "current_step" TEXT,
    "progress" INTEGER NOT NULL CHECK ("progress" BETWEEN 0 AND 100),
    "attempts" INTEGER NOT NULL CHECK ("attempts" BETWEEN 0 AND 1000000),
    "wake_at" INTEGER,
    "error" TEXT,
    "started_at" INTEGER,
    "finished_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_execution_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_execution_workflow_definition_id_fk" FOREIGN KEY ("organization_id", "workflow_definition_id") REFERENCES "workflow_definition" ("organization_id", "id"),
    CONSTRAINT "workflow_execution_workflow_version_id_fk" FOREIGN KEY ("organization_id", "workflow_version_id") REFERENCES "workflow_version" ("organization_id", "id")
) STRICT;
CREATE INDEX "workflow_execution_definition" ON "workflow_execution" ("organization_id", "workflow_definition_id", "created_at", "id");
CREATE INDEX "workflow_execution_status" ON "workflow_execution" ("organization_id", "status", "wake_at", "id");
CREATE INDEX "workflow_execution_subject" ON "workflow_execution" ("organization_id", "subject_id", "created_at", "id") WHERE subject_id IS NOT NULL;

CREATE TABLE "workflow_step_execution" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "workflow_execution_id" BLOB NOT NULL CHECK (length("workflow_execution_id") = 16),
    "step" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL CHECK ("attempt" BETWEEN 1 AND 1000000),
    "status" TEXT NOT NULL CHECK ("status" IN ('pending', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'timed_out')),
    "input" TEXT CHECK (json_valid("input")),
    "output" TEXT CHECK (json_valid("output")),
    "error" TEXT,
    "worker" TEXT,
    "queued_at" INTEGER,
    "started_at" INTEGER,
    "finished_at" INTEGER,
    "duration_ms" INTEGER CHECK ("duration_ms" BETWEEN 0 AND 1000000000000),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "workflow_step_execution_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "workflow_step_execution_workflow_execution_id_fk" FOREIGN KEY ("organization_id", "workflow_execution_id") REFERENCES "workflow_execution" ("organization_id", "id")
) STRICT;
CREATE INDEX "workflow_step_execution_run" ON "workflow_step_execution" ("organization_id", "workflow_execution_id", "created_at", "id");

CREATE TABLE "approval_request" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "title" TEXT NOT NULL,
    "description" TEXT,
    "ticket_id" BLOB CHECK (length("ticket_id") = 16),
    "change_request_id" BLOB CHECK (length("change_request_id") = 16),
    "article_id" BLOB CHECK (length("article_id") = 16),
    "workflow_execution_id" BLOB CHECK (length("workflow_execution_id") = 16),
    "stages" TEXT NOT NULL CHECK (json_valid("stages")),
    "current_stage" INTEGER NOT NULL CHECK ("current_stage" BETWEEN 1 AND 100),
    "status" TEXT NOT NULL CHECK ("status" IN ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
    "requested_by_id" BLOB CHECK (length("requested_by_id") = 16),
    "due_at" INTEGER,
    "timeout_action" TEXT NOT NULL CHECK ("timeout_action" IN ('wait', 'approve', 'reject', 'escalate')),
    "decided_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "approval_request_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "approval_request_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "approval_request_change_request_id_fk" FOREIGN KEY ("organization_id", "change_request_id") REFERENCES "change_request" ("organization_id", "id"),
    CONSTRAINT "approval_request_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "approval_request_workflow_execution_id_fk" FOREIGN KEY ("organization_id", "workflow_execution_id") REFERENCES "workflow_execution" ("organization_id", "id"),
    CONSTRAINT "approval_request_requested_by_id_fk" FOREIGN KEY ("organization_id", "requested_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "approval_request_status" ON "approval_request" ("organization_id", "status", "due_at", "id");
CREATE INDEX "approval_request_ticket" ON "approval_request" ("organization_id", "ticket_id", "id") WHERE ticket_id IS NOT NULL;
CREATE INDEX "approval_request_change" ON "approval_request" ("organization_id", "change_request_id", "id") WHERE change_request_id IS NOT NULL;

CREATE TABLE "approval_decision" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "approval_request_id" BLOB NOT NULL CHECK (length("approval_request_id") = 16),
    "stage" INTEGER NOT NULL CHECK ("stage" BETWEEN 1 AND 100),
    "approver_id" BLOB CHECK (length("approver_id") = 16),
    "delegated_from_id" BLOB CHECK (length("delegated_from_id") = 16),
    "status" TEXT NOT NULL CHECK ("status" IN ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
    "comment" TEXT,
    "decided_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "approval_decision_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "approval_decision_approval_request_id_fk" FOREIGN KEY ("organization_id", "approval_request_id") REFERENCES "approval_request" ("organization_id", "id"),
    CONSTRAINT "approval_decision_approver_id_fk" FOREIGN KEY ("organization_id", "approver_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "approval_decision_delegated_from_id_fk" FOREIGN KEY ("organization_id", "delegated_from_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "approval_decision_approver" ON "approval_decision" ("organization_id", "approval_request_id", "stage", "approver_id") WHERE approver_id IS NOT NULL;
CREATE INDEX "approval_decision_waiting" ON "approval_decision" ("organization_id", "approver_id", "status", "created_at", "id") WHERE approver_id IS NOT NULL;

CREATE TABLE "automation" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "trigger" TEXT NOT NULL CHECK ("trigger" IN ('event', 'time')),
    "event" TEXT,
    "schedule" TEXT CHECK (json_valid("schedule")),
    "condition" TEXT CHECK (json_valid("condition")),
    "actions" TEXT NOT NULL CHECK (json_valid("actions")),
    "position" INTEGER NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "run_count" INTEGER NOT NULL CHECK ("run_count" BETWEEN 0 AND 1000000000000),
    "last_run_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "automation_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE INDEX "automation_position" ON "automation" ("organization_id", "is_active", "position", "id");
