-- Figures that can be computed again.

CREATE TABLE "daily_metrics" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "date" date NOT NULL,
    "created_count" bigint NOT NULL CHECK ("created_count" BETWEEN 0 AND 1000000000),
    "resolved_count" bigint NOT NULL CHECK ("resolved_count" BETWEEN 0 AND 1000000000),
    "closed_count" bigint NOT NULL CHECK ("closed_count" BETWEEN 0 AND 1000000000),
    "reopened_count" bigint NOT NULL CHECK ("reopened_count" BETWEEN 0 AND 1000000000),
    "backlog_count" bigint NOT NULL CHECK ("backlog_count" BETWEEN 0 AND 1000000000),
    "first_response_minutes" numeric,
    "resolution_minutes" numeric,
    "sla_met_count" bigint NOT NULL CHECK ("sla_met_count" BETWEEN 0 AND 1000000000),
    "sla_breached_count" bigint NOT NULL CHECK ("sla_breached_count" BETWEEN 0 AND 1000000000),
    "satisfaction" numeric,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "daily_metrics_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "daily_metrics_date" ON "daily_metrics" ("organization_id", "date");
ALTER TABLE "daily_metrics" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "daily_metrics" FORCE ROW LEVEL SECURITY;
CREATE POLICY "daily_metrics_tenant" ON "daily_metrics" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "agent_metrics" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "date" date NOT NULL,
    "user_id" uuid NOT NULL,
    "assigned_count" bigint NOT NULL CHECK ("assigned_count" BETWEEN 0 AND 1000000000),
    "resolved_count" bigint NOT NULL CHECK ("resolved_count" BETWEEN 0 AND 1000000000),
    "comment_count" bigint NOT NULL CHECK ("comment_count" BETWEEN 0 AND 1000000000),
    "first_response_minutes" numeric,
    "resolution_minutes" numeric,
    "hours_worked" numeric,
    "satisfaction" numeric,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "agent_metrics_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "agent_metrics_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "agent_metrics_day" ON "agent_metrics" ("organization_id", "date", "user_id");
CREATE INDEX "agent_metrics_user" ON "agent_metrics" ("organization_id", "user_id", "date", "id");
ALTER TABLE "agent_metrics" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "agent_metrics" FORCE ROW LEVEL SECURITY;
CREATE POLICY "agent_metrics_tenant" ON "agent_metrics" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "category_metrics" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "date" date NOT NULL,
    "category_id" uuid NOT NULL,
    "created_count" bigint NOT NULL CHECK ("created_count" BETWEEN 0 AND 1000000000),
    "resolved_count" bigint NOT NULL CHECK ("resolved_count" BETWEEN 0 AND 1000000000),
    "resolution_minutes" numeric,
    "sla_breached_count" bigint NOT NULL CHECK ("sla_breached_count" BETWEEN 0 AND 1000000000),
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "category_metrics_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "category_metrics_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "category" ("organization_id", "id")
);
CREATE UNIQUE INDEX "category_metrics_day" ON "category_metrics" ("organization_id", "date", "category_id");
ALTER TABLE "category_metrics" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "category_metrics" FORCE ROW LEVEL SECURITY;
CREATE POLICY "category_metrics_tenant" ON "category_metrics" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "realtime_metric" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "value" numeric NOT NULL,
    "dimensions" jsonb,
    "expires_at" timestamptz NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "realtime_metric_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE INDEX "realtime_metric_name" ON "realtime_metric" ("organization_id", "name", "created_at", "id");
CREATE INDEX "realtime_metric_expiry" ON "realtime_metric" ("organization_id", "expires_at", "id");
ALTER TABLE "realtime_metric" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "realtime_metric" FORCE ROW LEVEL SECURITY;
CREATE POLICY "realtime_metric_tenant" ON "realtime_metric" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "analytics_event" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL,
    "user_id" uuid,
    "session" text COLLATE "C",
    "entity" text COLLATE "C",
    "entity_id" uuid,
    "properties" jsonb,
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id", "created_at"),
    CONSTRAINT "analytics_event_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "analytics_event_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) PARTITION BY RANGE ("created_at");
CREATE TABLE "analytics_event_default" PARTITION OF "analytics_event" DEFAULT;
CREATE INDEX "analytics_event_kind" ON "analytics_event" ("organization_id", "kind", "created_at", "id");
ALTER TABLE "analytics_event" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "analytics_event" FORCE ROW LEVEL SECURITY;
CREATE POLICY "analytics_event_tenant" ON "analytics_event" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
ALTER TABLE "analytics_event_default" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "analytics_event_default" FORCE ROW LEVEL SECURITY;
CREATE POLICY "analytics_event_default_tenant" ON "analytics_event_default" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "agent_performance" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "period_start" date NOT NULL,
    "period_end" date NOT NULL,
    "resolved_count" bigint NOT NULL CHECK ("resolved_count" BETWEEN 0 AND 1000000000),
    "reopened_count" bigint NOT NULL CHECK ("reopened_count" BETWEEN 0 AND 1000000000),
    "resolution_minutes" numeric,
    "sla_met_count" bigint NOT NULL CHECK ("sla_met_count" BETWEEN 0 AND 1000000000),
    "sla_breached_count" bigint NOT NULL CHECK ("sla_breached_count" BETWEEN 0 AND 1000000000),
    "satisfaction" numeric,
    "comparison" jsonb,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "agent_performance_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "agent_performance_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "agent_performance_user" ON "agent_performance" ("organization_id", "user_id", "period_start", "period_end");
ALTER TABLE "agent_performance" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "agent_performance" FORCE ROW LEVEL SECURITY;
CREATE POLICY "agent_performance_tenant" ON "agent_performance" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
