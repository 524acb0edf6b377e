-- The audit log, and effects that wait for a worker.

CREATE TABLE "audit_entry" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "actor_id" uuid,
    "action" text COLLATE "C" NOT NULL CHECK ("action" IN ('create', 'update', 'delete', 'restore', 'import')),
    "entity" text COLLATE "C" NOT NULL,
    "entity_id" uuid NOT NULL,
    "changes" jsonb NOT NULL,
    "session" text COLLATE "C",
    "request" text COLLATE "C",
    "endpoint" text COLLATE "C",
    "ip_address" text COLLATE "C",
    "user_agent" text COLLATE "C",
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id", "created_at"),
    CONSTRAINT "audit_entry_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) PARTITION BY RANGE ("created_at");
CREATE TABLE "audit_entry_default" PARTITION OF "audit_entry" DEFAULT;
CREATE INDEX "audit_entry_entity" ON "audit_entry" ("organization_id", "entity_id", "created_at", "id");
CREATE INDEX "audit_entry_time" ON "audit_entry" ("organization_id", "created_at", "id");
ALTER TABLE "audit_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "audit_entry" FORCE ROW LEVEL SECURITY;
CREATE POLICY "audit_entry_tenant" ON "audit_entry" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
ALTER TABLE "audit_entry_default" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "audit_entry_default" FORCE ROW LEVEL SECURITY;
CREATE POLICY "audit_entry_default_tenant" ON "audit_entry_default" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "outbox_message" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "topic" text COLLATE "C" NOT NULL,
    "entity_id" uuid NOT NULL,
    "payload" jsonb NOT NULL,
    "available_at" timestamptz NOT NULL,
    "attempts" bigint NOT NULL CHECK ("attempts" BETWEEN 0 AND 1000000),
    "claimed_by" uuid,
    "claimed_until" timestamptz,
    "claim_epoch" bigint NOT NULL,
    "completed_at" timestamptz,
    "last_error" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "outbox_message_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE INDEX "outbox_message_due" ON "outbox_message" ("organization_id", "available_at", "id") WHERE completed_at IS NULL;
ALTER TABLE "outbox_message" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "outbox_message" FORCE ROW LEVEL SECURITY;
CREATE POLICY "outbox_message_tenant" ON "outbox_message" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
