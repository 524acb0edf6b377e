-- Consent, requests, retention, the register, incidents.

CREATE TABLE "consent" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB CHECK (length("user_id") = 16),
    "subject" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "event" TEXT NOT NULL CHECK ("event" IN ('given', 'withdrawn')),
    "legal_basis" TEXT NOT NULL CHECK ("legal_basis" IN ('consent', 'legal_obligation', 'public_policy', 'research', 'contract', 'legal_proceedings', 'life_protection', 'health_protection', 'legitimate_interest', 'credit_protection', 'fraud_prevention')),
    "text_version" TEXT NOT NULL,
    "text_hash" TEXT,
    "channel" TEXT,
    "guardian" TEXT,
    "evidence" TEXT CHECK (json_valid("evidence")),
    "occurred_at" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "consent_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE INDEX "consent_subject" ON "consent" ("organization_id", "subject", "purpose", "created_at", "id");
CREATE INDEX "consent_user" ON "consent" ("organization_id", "user_id", "purpose", "created_at", "id") WHERE user_id IS NOT NULL;

CREATE TABLE "data_subject_request" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB CHECK (length("user_id") = 16),
    "subject_name" TEXT,
    "subject_email" TEXT,
    "right" TEXT NOT NULL CHECK ("right" IN ('confirmation', 'access', 'correction', 'anonymisation', 'portability', 'erasure', 'sharing', 'refusal_information', 'withdrawal', 'automated_review')),
    "details" TEXT,
    "representative" TEXT,
    "status" TEXT NOT NULL CHECK ("status" IN ('received', 'verifying', 'in_progress', 'completed', 'partially_completed', 'refused', 'cancelled')),
    "received_at" INTEGER NOT NULL,
    "due_at" INTEGER,
    "identity_proof" TEXT,
    "identity_verified_at" INTEGER,
    "result" TEXT CHECK (json_valid("result")),
    "refusal_reason" TEXT,
    "completed_at" INTEGER,
    "handled_by_id" BLOB CHECK (length("handled_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "data_subject_request_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "data_subject_request_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "data_subject_request_handled_by_id_fk" FOREIGN KEY ("organization_id", "handled_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "data_subject_request_status" ON "data_subject_request" ("organization_id", "status", "due_at", "id");
CREATE INDEX "data_subject_request_user" ON "data_subject_request" ("organization_id", "user_id", "created_at", "id") WHERE user_id IS NOT NULL;

CREATE TABLE "retention_policy" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "condition" TEXT CHECK (json_valid("condition")),
    "keep_days" INTEGER NOT NULL CHECK ("keep_days" BETWEEN 0 AND 36500),
    "after" TEXT NOT NULL,
    "action" TEXT NOT NULL CHECK ("action" IN ('delete', 'anonymise', 'archive')),
    "legal_basis" TEXT,
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "retention_policy_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "retention_policy_name" ON "retention_policy" ("organization_id", "name");

CREATE TABLE "retention_run" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "retention_policy_id" BLOB NOT NULL CHECK (length("retention_policy_id") = 16),
    "is_dry_run" INTEGER NOT NULL CHECK ("is_dry_run" IN (0, 1)),
    "examined_count" INTEGER NOT NULL CHECK ("examined_count" BETWEEN 0 AND 1000000000000),
    "affected_count" INTEGER NOT NULL CHECK ("affected_count" BETWEEN 0 AND 1000000000000),
    "held_count" INTEGER NOT NULL CHECK ("held_count" BETWEEN 0 AND 1000000000000),
    "started_at" INTEGER NOT NULL,
    "finished_at" INTEGER,
    "details" TEXT CHECK (json_valid("details")),
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "retention_run_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "retention_run_retention_policy_id_fk" FOREIGN KEY ("organization_id", "retention_policy_id") REFERENCES "retention_policy" ("organization_id", "id")
) STRICT;
CREATE INDEX "retention_run_policy" ON "retention_run" ("organization_id", "retention_policy_id", "created_at", "id");

CREATE TABLE "legal_hold" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "reason" TEXT,
    "user_id" BLOB CHECK (length("user_id") = 16),
    "entity" TEXT,
    "entity_id" BLOB CHECK (length("entity_id") = 16),
    "placed_by_id" BLOB CHECK (length("placed_by_id") = 16),
    "released_at" INTEGER,
    "released_by_id" BLOB CHECK (length("released_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "legal_hold_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "legal_hold_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "legal_hold_placed_by_id_fk" FOREIGN KEY ("organization_id", "placed_by_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "legal_hold_released_by_id_fk" FOREIGN KEY ("organization_id", "released_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "legal_hold_name" ON "legal_hold" ("organization_id", "name");
CREATE INDEX "legal_hold_entity" ON "legal_hold" ("organization_id", "entity", "entity_id", "id") WHERE entity_id IS NOT NULL;

CREATE TABLE "processing_record" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "legal_basis" TEXT NOT NULL CHECK ("legal_basis" IN ('consent', 'legal_obligation', 'public_policy', 'research', 'contract', 'legal_proceedings', 'life_protection', 'health_protection', 'legitimate_interest', 'credit_protection', 'fraud_prevention')),
    "data_categories" TEXT NOT NULL CHECK (json_valid("data_categories")),
    "subject_categories" TEXT NOT NULL CHECK (json_valid("subject_categories")),
    "recipients" TEXT NOT NULL CHECK (json_valid("recipients")),
    "international_transfer" TEXT CHECK (json_valid("international_transfer")),
    "retention" TEXT,
    "security_measures" TEXT,
    "controller" TEXT,
    "processor" TEXT,
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "processing_record_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "processing_record_name" ON "processing_record" ("organization_id", "name");

CREATE TABLE "security_incident" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "title" TEXT NOT NULL,
    "description" TEXT,
    "risk" TEXT NOT NULL CHECK ("risk" IN ('low', 'medium', 'high', 'critical')),
    "status" TEXT NOT NULL CHECK ("status" IN ('detected', 'assessing', 'notified', 'closed')),
    "occurred_at" INTEGER,
    "detected_at" INTEGER NOT NULL,
    "notify_by" INTEGER,
    "authority_notified_at" INTEGER,
    "subjects_notified_at" INTEGER,
    "affected_count" INTEGER CHECK ("affected_count" BETWEEN 0 AND 1000000000),
    "data_categories" TEXT NOT NULL CHECK (json_valid("data_categories")),
    "measures" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "security_incident_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE INDEX "security_incident_status" ON "security_incident" ("organization_id", "status", "notify_by", "id");
