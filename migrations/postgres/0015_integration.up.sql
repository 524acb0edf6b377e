-- Other systems, webhooks, and who calls this one.

CREATE TABLE "integration" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "provider" text COLLATE "C" NOT NULL,
    "configuration" jsonb,
    "secrets" bytea,
    "is_active" boolean NOT NULL,
    "health" text COLLATE "C" NOT NULL CHECK ("health" IN ('unknown', 'healthy', 'degraded', 'down')),
    "last_checked_at" timestamptz,
    "last_error" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "integration_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "integration_name" ON "integration" ("organization_id", "name");
ALTER TABLE "integration" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "integration" FORCE ROW LEVEL SECURITY;
CREATE POLICY "integration_tenant" ON "integration" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "integration_log" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "integration_id" uuid NOT NULL,
    "operation" text COLLATE "C" NOT NULL,
    "is_success" boolean NOT NULL,
    "status_code" bigint CHECK ("status_code" BETWEEN 0 AND 999),
    "duration_ms" bigint CHECK ("duration_ms" BETWEEN 0 AND 1000000000),
    "error" text COLLATE "C",
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "integration_log_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "integration_log_integration_id_fk" FOREIGN KEY ("organization_id", "integration_id") REFERENCES "integration" ("organization_id", "id")
);
CREATE INDEX "integration_log_integration" ON "integration_log" ("organization_id", "integration_id", "created_at", "id");
ALTER TABLE "integration_log" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "integration_log" FORCE ROW LEVEL SECURITY;
CREATE POLICY "integration_log_tenant" ON "integration_log" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "webhook" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "url" text COLLATE "C" NOT NULL,
    "events" text[] NOT NULL,
    "secret" bytea,
    "previous_secret" bytea,
    "secret_rotated_at" timestamptz,
    "is_active" boolean NOT NULL,
    "max_attempts" bigint NOT NULL CHECK ("max_attempts" BETWEEN 1 AND 100),
    "success_count" bigint NOT NULL CHECK ("success_count" BETWEEN 0 AND 1000000000000),
    "failure_count" bigint NOT NULL CHECK ("failure_count" BETWEEN 0 AND 1000000000000),
    "last_delivery_at" timestamptz,
    "created_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "webhook_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "webhook_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "webhook_active" ON "webhook" ("organization_id", "is_active", "id");
ALTER TABLE "webhook" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhook" FORCE ROW LEVEL SECURITY;
CREATE POLICY "webhook_tenant" ON "webhook" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "webhook_delivery" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "webhook_id" uuid NOT NULL,
    "message_id" uuid NOT NULL,
    "event" text COLLATE "C" NOT NULL,
    "payload" jsonb,
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('pending', 'delivered', 'failed', 'dead')),
    "attempts" bigint NOT NULL CHECK ("attempts" BETWEEN 0 AND 1000),
    "next_attempt_at" timestamptz,
    "response_status" bigint CHECK ("response_status" BETWEEN 0 AND 999),
    "duration_ms" bigint CHECK ("duration_ms" BETWEEN 0 AND 1000000000),
    "error" text COLLATE "C",
    "delivered_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "webhook_delivery_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "webhook_delivery_webhook_id_fk" FOREIGN KEY ("organization_id", "webhook_id") REFERENCES "webhook" ("organization_id", "id")
);
CREATE UNIQUE INDEX "webhook_delivery_message" ON "webhook_delivery" ("organization_id", "webhook_id", "message_id");
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" ("organization_id", "next_attempt_at", "id") WHERE next_attempt_at IS NOT NULL;
ALTER TABLE "webhook_delivery" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhook_delivery" FORCE ROW LEVEL SECURITY;
CREATE POLICY "webhook_delivery_tenant" ON "webhook_delivery" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "api_usage" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "period" text COLLATE "C" NOT NULL CHECK ("period" IN ('hour', 'day')),
    "starts_at" timestamptz NOT NULL,
    "endpoint" text COLLATE "C" NOT NULL,
    "method" text COLLATE "C" NOT NULL,
    "api_key_id" uuid,
    "user_id" uuid,
    "request_count" bigint NOT NULL CHECK ("request_count" BETWEEN 0 AND 1000000000000),
    "error_count" bigint NOT NULL CHECK ("error_count" BETWEEN 0 AND 1000000000000),
    "limited_count" bigint NOT NULL CHECK ("limited_count" BETWEEN 0 AND 1000000000000),
    "total_duration_ms" bigint NOT NULL CHECK ("total_duration_ms" BETWEEN 0 AND 1000000000000000),
    "max_duration_ms" bigint NOT NULL CHECK ("max_duration_ms" BETWEEN 0 AND 1000000000000),
    "request_bytes" bigint NOT NULL CHECK ("request_bytes" BETWEEN 0 AND 1000000000000000),
    "response_bytes" bigint NOT NULL CHECK ("response_bytes" BETWEEN 0 AND 1000000000000000),
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id", "starts_at"),
    CONSTRAINT "api_usage_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "api_usage_api_key_id_fk" FOREIGN KEY ("organization_id", "api_key_id") REFERENCES "api_key" ("organization_id", "id"),
    CONSTRAINT "api_usage_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) PARTITION BY RANGE ("starts_at");
CREATE TABLE "api_usage_default" PARTITION OF "api_usage" DEFAULT;
CREATE INDEX "api_usage_period" ON "api_usage" ("organization_id", "period", "starts_at", "endpoint", "method", "id");
CREATE INDEX "api_usage_key" ON "api_usage" ("organization_id", "api_key_id", "starts_at", "id") WHERE api_key_id IS NOT NULL;
ALTER TABLE "api_usage" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "api_usage" FORCE ROW LEVEL SECURITY;
CREATE POLICY "api_usage_tenant" ON "api_usage" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
ALTER TABLE "api_usage_default" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "api_usage_default" FORCE ROW LEVEL SECURITY;
CREATE POLICY "api_usage_default_tenant" ON "api_usage_default" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
