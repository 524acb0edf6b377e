-- Figures that can be computed again.

CREATE TABLE "daily_metrics" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "date" TEXT NOT NULL,
    "created_count" INTEGER NOT NULL CHECK ("created_count" BETWEEN 0 AND 1000000000),
    "resolved_count" INTEGER NOT NULL CHECK ("resolved_count" BETWEEN 0 AND 1000000000),
    "closed_count" INTEGER NOT NULL CHECK ("closed_count" BETWEEN 0 AND 1000000000),
    "reopened_count" INTEGER NOT NULL CHECK ("reopened_count" BETWEEN 0 AND 1000000000),
    "backlog_count" INTEGER NOT NULL CHECK ("backlog_count" BETWEEN 0 AND 1000000000),
    "first_response_minutes" TEXT,
    "resolution_minutes" TEXT,
    "sla_met_count" INTEGER NOT NULL CHECK ("sla_met_count" BETWEEN 0 AND 1000000000),
    "sla_breached_count" INTEGER NOT NULL CHECK ("sla_breached_count" BETWEEN 0 AND 1000000000),
    "satisfaction" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "daily_metrics_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "daily_metrics_date" ON "daily_metrics" ("organization_id", "date");

CREATE TABLE "agent_metrics" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "date" TEXT NOT NULL,
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "assigned_count" INTEGER NOT NULL CHECK ("assigned_count" BETWEEN 0 AND 1000000000),
    "resolved_count" INTEGER NOT NULL CHECK ("resolved_count" BETWEEN 0 AND 1000000000),
    "comment_count" INTEGER NOT NULL CHECK ("comment_count" BETWEEN 0 AND 1000000000),
    "first_response_minutes" TEXT,
    "resolution_minutes" TEXT,
    "hours_worked" TEXT,
    "satisfaction" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "agent_metrics_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "agent_metrics_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "agent_metrics_day" ON "agent_metrics" ("organization_id", "date", "user_id");
CREATE INDEX "agent_metrics_user" ON "agent_metrics" ("organization_id", "user_id", "date", "id");

CREATE TABLE "category_metrics" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "date" TEXT NOT NULL,
    "category_id" BLOB NOT NULL CHECK (length("category_id") = 16),
    "created_count" INTEGER NOT NULL CHECK ("created_count" BETWEEN 0 AND 1000000000),
    "resolved_count" INTEGER NOT NULL CHECK ("resolved_count" BETWEEN 0 AND 1000000000),
    "resolution_minutes" TEXT,
    "sla_breached_count" INTEGER NOT NULL CHECK ("sla_breached_count" BETWEEN 0 AND 1000000000),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "category_metrics_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "category_metrics_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "category" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "category_metrics_day" ON "category_metrics" ("organization_id", "date", "category_id");

CREATE TABLE "realtime_metric" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "dimensions" TEXT CHECK (json_valid("dimensions")),
    "expires_at" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "realtime_metric_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE INDEX "realtime_metric_name" ON "realtime_metric" ("organization_id", "name", "created_at", "id");
CREATE INDEX "realtime_metric_expiry" ON "realtime_metric" ("organization_id", "expires_at", "id");

CREATE TABLE "analytics_event" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "kind" TEXT NOT NULL,
    "user_id" BLOB CHECK (length("user_id") = 16),
    "session" TEXT,
    "entity" TEXT,
    "entity_id" BLOB CHECK (length("entity_id") = 16),
    "properties" TEXT CHECK (json_valid("properties")),
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "analytics_event_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "analytics_event_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "analytics_event_kind" ON "analytics_event" ("organization_id", "kind", "created_at", "id");

CREATE TABLE "agent_performance" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "period_start" TEXT NOT NULL,
    "period_end" TEXT NOT NULL,
    "resolved_count" INTEGER NOT NULL CHECK ("resolved_count" BETWEEN 0 AND 1000000000),
    "reopened_count" INTEGER NOT NULL CHECK ("reopened_count" BETWEEN 0 AND 1000000000),
    "resolution_minutes" TEXT,
    "sla_met_count" INTEGER NOT NULL CHECK ("sla_met_count" BETWEEN 0 AND 1000000000),
    "sla_breached_count" INTEGER NOT NULL CHECK ("sla_breached_count" BETWEEN 0 AND 1000000000),
    "satisfaction" TEXT,
    "comparison" TEXT CHECK (json_valid("comparison")),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "agent_performance_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "agent_performance_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "agent_performance_user" ON "agent_performance" ("organization_id", "user_id", "period_start", "period_end");
