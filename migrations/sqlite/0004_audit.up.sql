-- The audit log, and effects that wait for a worker.

CREATE TABLE "audit_entry" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "actor_id" BLOB CHECK (length("actor_id") = 16),
    "action" TEXT NOT NULL CHECK ("action" IN ('create', 'update', 'delete', 'restore', 'import')),
    "entity" TEXT NOT NULL,
    "entity_id" BLOB NOT NULL CHECK (length("entity_id") = 16),
    "changes" TEXT NOT NULL CHECK (json_valid("changes")),
    "session" TEXT,
    "request" TEXT,
    "endpoint" TEXT,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "audit_entry_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE INDEX "audit_entry_entity" ON "audit_entry" ("organization_id", "entity_id", "created_at", "id");
CREATE INDEX "audit_entry_time" ON "audit_entry" ("organization_id", "created_at", "id");

CREATE TABLE "outbox_message" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "topic" TEXT NOT NULL,
    "entity_id" BLOB NOT NULL CHECK (length("entity_id") = 16),
    "payload" TEXT NOT NULL CHECK (json_valid("payload")),
    "available_at" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL CHECK ("attempts" BETWEEN 0 AND 1000000),
    "claimed_by" BLOB CHECK (length("claimed_by") = 16),
    "claimed_until" INTEGER,
    "claim_epoch" INTEGER NOT NULL,
    "completed_at" INTEGER,
    "last_error" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "outbox_message_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE INDEX "outbox_message_due" ON "outbox_message" ("organization_id", "available_at", "id") WHERE completed_at IS NULL;
