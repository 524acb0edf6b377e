-- What became of what was promised.

CREATE TABLE "escalation_rule" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "sla_policy_id" BLOB NOT NULL CHECK (length("sla_policy_id") = 16),
    "metric" TEXT CHECK ("metric" IN ('time_to_own', 'first_response', 'next_response', 'periodic_update', 'agent_work_time', 'requester_wait', 'first_resolution', 'resolution', 'ownership')),
    "tier" INTEGER NOT NULL CHECK ("tier" BETWEEN 1 AND 100),
    "at_percent" INTEGER CHECK ("at_percent" BETWEEN 0 AND 1000),
    "minutes_after_breach" INTEGER CHECK ("minutes_after_breach" BETWEEN -5256000 AND 5256000),
    "action" TEXT NOT NULL CHECK ("action" IN ('notify', 'reassign', 'raise_priority', 'run_workflow')),
    "settings" TEXT CHECK (json_valid("settings")),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "escalation_rule_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "escalation_rule_sla_policy_id_fk" FOREIGN KEY ("organization_id", "sla_policy_id") REFERENCES "sla_policy" ("organization_id", "id")
) STRICT;
CREATE INDEX "escalation_rule_policy" ON "escalation_rule" ("organization_id", "sla_policy_id", "tier", "id");

CREATE TABLE "sla_policy_version" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "sla_policy_id" BLOB NOT NULL CHECK (length("sla_policy_id") = 16),
    "number" INTEGER NOT NULL CHECK ("number" BETWEEN 1 AND 1000000),
    "definition" TEXT NOT NULL CHECK (json_valid("definition")),
    "effective_from" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sla_policy_version_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "sla_policy_version_number" ON "sla_policy_version" ("organization_id", "sla_policy_id", "number");

CREATE TABLE "sla_tracking" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "sla_policy_id" BLOB CHECK (length("sla_policy_id") = 16),
    "sla_policy_version_id" BLOB CHECK (length("sla_policy_version_id") = 16),
    "team_id" BLOB CHECK (length("team_id") = 16),
    "metric" TEXT NOT NULL CHECK ("metric" IN ('time_to_own', 'first_response', 'next_response', 'periodic_update', 'agent_work_time', 'requester_wait', 'first_resolution', 'resolution', 'ownership')),
    "cycle" INTEGER NOT NULL CHECK ("cycle" BETWEEN 1 AND 1000000),
    "started_at" INTEGER NOT NULL,
    "target_seconds" INTEGER NOT NULL CHECK ("target_seconds" BETWEEN 0 AND 1000000000),
    "elapsed_seconds" INTEGER NOT NULL CHECK ("elapsed_seconds" BETWEEN 0 AND 10000000000),
    "paused_intervals" TEXT CHECK (json_valid("paused_intervals")),
    "paused_at" INTEGER,
    "due_at" INTEGER,
    "next_at" INTEGER,
    "warned_at" INTEGER,
    "told" TEXT NOT NULL CHECK (json_valid("told")),
    "stopped_at" INTEGER,
    "met_at" INTEGER,
    "breached_at" INTEGER,
    "waived_by_id" BLOB CHECK (length("waived_by_id") = 16),
    "waived_reason" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sla_tracking_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "sla_tracking_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "sla_tracking_sla_policy_id_fk" FOREIGN KEY ("organization_id", "sla_policy_id") REFERENCES "sla_policy" ("organization_id", "id"),
    CONSTRAINT "sla_tracking_sla_policy_version_id_fk" FOREIGN KEY ("organization_id", "sla_policy_version_id") REFERENCES "sla_policy_version" ("organization_id", "id"),
    CONSTRAINT "sla_tracking_team_id_fk" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team" ("organization_id", "id"),
    CONSTRAINT "sla_tracking_waived_by_id_fk" FOREIGN KEY ("organization_id", "waived_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "sla_tracking_clock" ON "sla_tracking" ("organization_id", "ticket_id", "metric", "cycle") WHERE team_id IS NULL;
CREATE UNIQUE INDEX "sla_tracking_team_clock" ON "sla_tracking" ("organization_id", "ticket_id", "team_id", "metric", "cycle") WHERE team_id IS NOT NULL;
CREATE INDEX "sla_tracking_ticket" ON "sla_tracking" ("organization_id", "ticket_id", "created_at", "id");
CREATE INDEX "sla_tracking_due" ON "sla_tracking" ("organization_id", "due_at", "id") WHERE due_at IS NOT NULL AND stopped_at IS NULL;
CREATE INDEX "sla_tracking_breached" ON "sla_tracking" ("organization_id", "breached_at", "id") WHERE breached_at IS NOT NULL;

CREATE TABLE "escalation" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "escalation_rule_id" BLOB CHECK (length("escalation_rule_id") = 16),
    "occasion" TEXT,
    "tier" INTEGER NOT NULL CHECK ("tier" BETWEEN 1 AND 100),
    "action" TEXT NOT NULL CHECK ("action" IN ('notify', 'reassign', 'raise_priority', 'run_workflow')),
    "fired_at" INTEGER NOT NULL,
    "fired_by_id" BLOB CHECK (length("fired_by_id") = 16),
    "reason" TEXT,
    "outcome" TEXT CHECK (json_valid("outcome")),
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "escalation_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "escalation_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "escalation_escalation_rule_id_fk" FOREIGN KEY ("organization_id", "escalation_rule_id") REFERENCES "escalation_rule" ("organization_id", "id"),
    CONSTRAINT "escalation_fired_by_id_fk" FOREIGN KEY ("organization_id", "fired_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "escalation_occasion" ON "escalation" ("organization_id", "ticket_id", "occasion") WHERE occasion IS NOT NULL;
CREATE INDEX "escalation_ticket" ON "escalation" ("organization_id", "ticket_id", "created_at", "id");

CREATE TABLE "sla_decision" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('waive', 'reprice')),
    "metric" TEXT CHECK ("metric" IN ('time_to_own', 'first_response', 'next_response', 'periodic_update', 'agent_work_time', 'requester_wait', 'first_resolution', 'resolution', 'ownership')),
    "team_id" BLOB CHECK (length("team_id") = 16),
    "cycle" INTEGER CHECK ("cycle" BETWEEN 1 AND 1000000),
    "sla_policy_version_id" BLOB CHECK (length("sla_policy_version_id") = 16),
    "mode" TEXT CHECK ("mode" IN ('carry_elapsed', 'restart', 'keep_original', 'strictest')),
    "decided_by_id" BLOB CHECK (length("decided_by_id") = 16),
    "reason" TEXT,
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sla_decision_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "sla_decision_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "sla_decision_sla_policy_version_id_fk" FOREIGN KEY ("organization_id", "sla_policy_version_id") REFERENCES "sla_policy_version" ("organization_id", "id"),
    CONSTRAINT "sla_decision_decided_by_id_fk" FOREIGN KEY ("organization_id", "decided_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "sla_decision_ticket" ON "sla_decision" ("organization_id", "ticket_id", "created_at", "id");

CREATE TABLE "clock_mark" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "clock_mark_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
