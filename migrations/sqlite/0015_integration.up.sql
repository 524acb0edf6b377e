-- Other systems, webhooks, and who calls this one.

CREATE TABLE "integration" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "configuration" TEXT CHECK (json_valid("configuration")),
    "secrets" BLOB,
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "health" TEXT NOT NULL CHECK ("health" IN ('unknown', 'healthy', 'degraded', 'down')),
    "last_checked_at" INTEGER,
    "last_error" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "integration_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "integration_name" ON "integration" ("organization_id", "name");

CREATE TABLE "integration_log" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "integration_id" BLOB NOT NULL CHECK (length("integration_id") = 16),
    "operation" TEXT NOT NULL,
    "is_success" INTEGER NOT NULL CHECK ("is_success" IN (0, 1)),
    "status_code" INTEGER CHECK ("status_code" BETWEEN 0 AND 999),
    "duration_ms" INTEGER CHECK ("duration_ms" BETWEEN 0 AND 1000000000),
    "error" TEXT,
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "integration_log_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "integration_log_integration_id_fk" FOREIGN KEY ("organization_id", "integration_id") REFERENCES "integration" ("organization_id", "id")
) STRICT;
CREATE INDEX "integration_log_integration" ON "integration_log" ("organization_id", "integration_id", "created_at", "id");

CREATE TABLE "webhook" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT NOT NULL CHECK (json_valid("events")),
    "secret" BLOB,
    "previous_secret" BLOB,
    "secret_rotated_at" INTEGER,
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "max_attempts" INTEGER NOT NULL CHECK ("max_attempts" BETWEEN 1 AND 100),
    "success_count" INTEGER NOT NULL CHECK ("success_count" BETWEEN 0 AND 1000000000000),
    "failure_count" INTEGER NOT NULL CHECK ("failure_count" BETWEEN 0 AND 1000000000000),
    "last_delivery_at" INTEGER,
    "created_by_id" BLOB CHECK (length("created_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "webhook_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "webhook_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "webhook_active" ON "webhook" ("organization_id", "is_active", "id");

CREATE TABLE "webhook_delivery" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "webhook_id" BLOB NOT NULL CHECK (length("webhook_id") = 16),
    "message_id" BLOB NOT NULL CHECK (length("message_id") = 16),
    "event" TEXT NOT NULL,
    "payload" TEXT CHECK (json_valid("payload")),
    "status" TEXT NOT NULL CHECK ("status" IN ('pending', 'delivered', 'failed', 'dead')),
    "attempts" INTEGER NOT NULL CHECK ("attempts" BETWEEN 0 AND 1000),
    "next_attempt_at" INTEGER,
    "response_status" INTEGER CHECK ("response_status" BETWEEN 0 AND 999),
    "duration_ms" INTEGER CHECK ("duration_ms" BETWEEN 0 AND 1000000000),
    "error" TEXT,
    "delivered_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "webhook_delivery_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "webhook_delivery_webhook_id_fk" FOREIGN KEY ("organization_id", "webhook_id") REFERENCES "webhook" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "webhook_delivery_message" ON "webhook_delivery" ("organization_id", "webhook_id", "message_id");
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" ("organization_id", "next_attempt_at", "id") WHERE next_attempt_at IS NOT NULL;

CREATE TABLE "api_usage" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "period" TEXT NOT NULL CHECK ("period" IN ('hour', 'day')),
    "starts_at" INTEGER NOT NULL,
    "endpoint" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "api_key_id" BLOB CHECK (length("api_key_id") = 16),
    "user_id" BLOB CHECK (length("user_id") = 16),
    "request_count" INTEGER NOT NULL CHECK ("request_count" BETWEEN 0 AND 1000000000000),
    "error_count" INTEGER NOT NULL CHECK ("error_count" BETWEEN 0 AND 1000000000000),
    "limited_count" INTEGER NOT NULL CHECK ("limited_count" BETWEEN 0 AND 1000000000000),
    "total_duration_ms" INTEGER NOT NULL CHECK ("total_duration_ms" BETWEEN 0 AND 1000000000000000),
    "max_duration_ms" INTEGER NOT NULL CHECK ("max_duration_ms" BETWEEN 0 AND 1000000000000),
    "request_bytes" INTEGER NOT NULL CHECK ("request_bytes" BETWEEN 0 AND 1000000000000000),
    "response_bytes" INTEGER NOT NULL CHECK ("response_bytes" BETWEEN 0 AND 1000000000000000),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "api_usage_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "api_usage_api_key_id_fk" FOREIGN KEY ("organization_id", "api_key_id") REFERENCES "api_key" ("organization_id", "id"),
    CONSTRAINT "api_usage_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "api_usage_period" ON "api_usage" ("organization_id", "period", "starts_at", "endpoint", "method", "id");
CREATE INDEX "api_usage_key" ON "api_usage" ("organization_id", "api_key_id", "starts_at", "id") WHERE api_key_id IS NOT NULL;
