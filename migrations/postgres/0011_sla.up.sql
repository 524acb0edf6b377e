-- What became of what was promised.

CREATE TABLE "escalation_rule" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "sla_policy_id" uuid NOT NULL,
    "metric" text COLLATE "C" CHECK ("metric" IN ('time_to_own', 'first_response', 'next_response', 'periodic_update', 'agent_work_time', 'requester_wait', 'first_resolution', 'resolution', 'ownership')),
    "tier" bigint NOT NULL CHECK ("tier" BETWEEN 1 AND 100),
    "at_percent" bigint CHECK ("at_percent" BETWEEN 0 AND 1000),
    "minutes_after_breach" bigint CHECK ("minutes_after_breach" BETWEEN -5256000 AND 5256000),
    "action" text COLLATE "C" NOT NULL CHECK ("action" IN ('notify', 'reassign', 'raise_priority', 'run_workflow')),
    "settings" jsonb,
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "escalation_rule_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "escalation_rule_sla_policy_id_fk" FOREIGN KEY ("organization_id", "sla_policy_id") REFERENCES "sla_policy" ("organization_id", "id")
);
CREATE INDEX "escalation_rule_policy" ON "escalation_rule" ("organization_id", "sla_policy_id", "tier", "id");
ALTER TABLE "escalation_rule" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "escalation_rule" FORCE ROW LEVEL SECURITY;
CREATE POLICY "escalation_rule_tenant" ON "escalation_rule" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "sla_policy_version" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "sla_policy_id" uuid NOT NULL,
    "number" bigint NOT NULL CHECK ("number" BETWEEN 1 AND 1000000),
    "definition" jsonb NOT NULL,
    "effective_from" timestamptz NOT NULL,
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sla_policy_version_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "sla_policy_version_number" ON "sla_policy_version" ("organization_id", "sla_policy_id", "number");
ALTER TABLE "sla_policy_version" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sla_policy_version" FORCE ROW LEVEL SECURITY;
CREATE POLICY "sla_policy_version_tenant" ON "sla_policy_version" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "sla_tracking" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "sla_policy_id" uuid,
    "sla_policy_version_id" uuid,
    "team_id" uuid,
    "metric" text COLLATE "C" NOT NULL CHECK ("metric" IN ('time_to_own', 'first_response', 'next_response', 'periodic_update', 'agent_work_time', 'requester_wait', 'first_resolution', 'resolution', 'ownership')),
    "cycle" bigint NOT NULL CHECK ("cycle" BETWEEN 1 AND 1000000),
    "started_at" timestamptz NOT NULL,
    "target_seconds" bigint NOT NULL CHECK ("target_seconds" BETWEEN 0 AND 1000000000),
    "elapsed_seconds" bigint NOT NULL CHECK ("elapsed_seconds" BETWEEN 0 AND 10000000000),
    "paused_intervals" jsonb,
    "paused_at" timestamptz,
    "due_at" timestamptz,
    "next_at" timestamptz,
    "warned_at" timestamptz,
    "told" text[] NOT NULL,
    "stopped_at" timestamptz,
    "met_at" timestamptz,
    "breached_at" timestamptz,
    "waived_by_id" uuid,
    "waived_reason" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sla_tracking_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "sla_tracking_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "sla_tracking_sla_policy_id_fk" FOREIGN KEY ("organization_id", "sla_policy_id") REFERENCES "sla_policy" ("organization_id", "id"),
    CONSTRAINT "sla_tracking_sla_policy_version_id_fk" FOREIGN KEY ("organization_id", "sla_policy_version_id") REFERENCES "sla_policy_version" ("organization_id", "id"),
    CONSTRAINT "sla_tracking_team_id_fk" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team" ("organization_id", "id"),
    CONSTRAINT "sla_tracking_waived_by_id_fk" FOREIGN KEY ("organization_id", "waived_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "sla_tracking_clock" ON "sla_tracking" ("organization_id", "ticket_id", "metric", "cycle") WHERE team_id IS NULL;
CREATE UNIQUE INDEX "sla_tracking_team_clock" ON "sla_tracking" ("organization_id", "ticket_id", "team_id", "metric", "cycle") WHERE team_id IS NOT NULL;
CREATE INDEX "sla_tracking_ticket" ON "sla_tracking" ("organization_id", "ticket_id", "created_at", "id");
CREATE INDEX "sla_tracking_due" ON "sla_tracking" ("organization_id", "due_at", "id") WHERE due_at IS NOT NULL AND stopped_at IS NULL;
CREATE INDEX "sla_tracking_breached" ON "sla_tracking" ("organization_id", "breached_at", "id") WHERE breached_at IS NOT NULL;
ALTER TABLE "sla_tracking" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sla_tracking" FORCE ROW LEVEL SECURITY;
CREATE POLICY "sla_tracking_tenant" ON "sla_tracking" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "escalation" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "escalation_rule_id" uuid,
    "occasion" text COLLATE "C",
    "tier" bigint NOT NULL CHECK ("tier" BETWEEN 1 AND 100),
    "action" text COLLATE "C" NOT NULL CHECK ("action" IN ('notify', 'reassign', 'raise_priority', 'run_workflow')),
    "fired_at" timestamptz NOT NULL,
    "fired_by_id" uuid,
    "reason" text COLLATE "C",
    "outcome" jsonb,
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "escalation_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "escalation_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "escalation_escalation_rule_id_fk" FOREIGN KEY ("organization_id", "escalation_rule_id") REFERENCES "escalation_rule" ("organization_id", "id"),
    CONSTRAINT "escalation_fired_by_id_fk" FOREIGN KEY ("organization_id", "fired_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "escalation_occasion" ON "escalation" ("organization_id", "ticket_id", "occasion") WHERE occasion IS NOT NULL;
CREATE INDEX "escalation_ticket" ON "escalation" ("organization_id", "ticket_id", "created_at", "id");
ALTER TABLE "escalation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "escalation" FORCE ROW LEVEL SECURITY;
CREATE POLICY "escalation_tenant" ON "escalation" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "sla_decision" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('waive', 'reprice')),
    "metric" text COLLATE "C" CHECK ("metric" IN ('time_to_own', 'first_response', 'next_response', 'periodic_update', 'agent_work_time', 'requester_wait', 'first_resolution', 'resolution', 'ownership')),
    "team_id" uuid,
    "cycle" bigint CHECK ("cycle" BETWEEN 1 AND 1000000),
    "sla_policy_version_id" uuid,
    "mode" text COLLATE "C" CHECK ("mode" IN ('carry_elapsed', 'restart', 'keep_original', 'strictest')),
    "decided_by_id" uuid,
    "reason" text COLLATE "C",
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "sla_decision_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "sla_decision_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "sla_decision_sla_policy_version_id_fk" FOREIGN KEY ("organization_id", "sla_policy_version_id") REFERENCES "sla_policy_version" ("organization_id", "id"),
    CONSTRAINT "sla_decision_decided_by_id_fk" FOREIGN KEY ("organization_id", "decided_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "sla_decision_ticket" ON "sla_decision" ("organization_id", "ticket_id", "created_at", "id");
ALTER TABLE "sla_decision" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sla_decision" FORCE ROW LEVEL SECURITY;
CREATE POLICY "sla_decision_tenant" ON "sla_decision" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "clock_mark" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "clock_mark_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
ALTER TABLE "clock_mark" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "clock_mark" FORCE ROW LEVEL SECURITY;
CREATE POLICY "clock_mark_tenant" ON "clock_mark" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
