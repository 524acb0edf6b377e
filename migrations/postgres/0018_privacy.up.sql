-- Consent, requests, retention, the register, incidents.

CREATE TABLE "consent" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid,
    "subject" text COLLATE "C" NOT NULL,
    "purpose" text COLLATE "C" NOT NULL,
    "event" text COLLATE "C" NOT NULL CHECK ("event" IN ('given', 'withdrawn')),
    "legal_basis" text COLLATE "C" NOT NULL CHECK ("legal_basis" IN ('consent', 'legal_obligation', 'public_policy', 'research', 'contract', 'legal_proceedings', 'life_protection', 'health_protection', 'legitimate_interest', 'credit_protection', 'fraud_prevention')),
    "text_version" text COLLATE "C" NOT NULL,
    "text_hash" text COLLATE "C",
    "channel" text COLLATE "C",
    "guardian" text COLLATE "C",
    "evidence" jsonb,
    "occurred_at" timestamptz NOT NULL,
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "consent_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE INDEX "consent_subject" ON "consent" ("organization_id", "subject", "purpose", "created_at", "id");
CREATE INDEX "consent_user" ON "consent" ("organization_id", "user_id", "purpose", "created_at", "id") WHERE user_id IS NOT NULL;
ALTER TABLE "consent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "consent" FORCE ROW LEVEL SECURITY;
CREATE POLICY "consent_tenant" ON "consent" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "data_subject_request" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid,
    "subject_name" text COLLATE "C",
    "subject_email" text COLLATE "C",
    "right" text COLLATE "C" NOT NULL CHECK ("right" IN ('confirmation', 'access', 'correction', 'anonymisation', 'portability', 'erasure', 'sharing', 'refusal_information', 'withdrawal', 'automated_review')),
    "details" text COLLATE "C",
    "representative" text COLLATE "C",
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('received', 'verifying', 'in_progress', 'completed', 'partially_completed', 'refused', 'cancelled')),
    "received_at" timestamptz NOT NULL,
    "due_at" timestamptz,
    "identity_proof" text COLLATE "C",
    "identity_verified_at" timestamptz,
    "result" jsonb,
    "refusal_reason" text COLLATE "C",
    "completed_at" timestamptz,
    "handled_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "data_subject_request_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "data_subject_request_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "data_subject_request_handled_by_id_fk" FOREIGN KEY ("organization_id", "handled_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "data_subject_request_status" ON "data_subject_request" ("organization_id", "status", "due_at", "id");
CREATE INDEX "data_subject_request_user" ON "data_subject_request" ("organization_id", "user_id", "created_at", "id") WHERE user_id IS NOT NULL;
ALTER TABLE "data_subject_request" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "data_subject_request" FORCE ROW LEVEL SECURITY;
CREATE POLICY "data_subject_request_tenant" ON "data_subject_request" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "retention_policy" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "entity" text COLLATE "C" NOT NULL,
    "condition" jsonb,
    "keep_days" bigint NOT NULL CHECK ("keep_days" BETWEEN 0 AND 36500),
    "after" text COLLATE "C" NOT NULL,
    "action" text COLLATE "C" NOT NULL CHECK ("action" IN ('delete', 'anonymise', 'archive')),
    "legal_basis" text COLLATE "C",
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "retention_policy_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "retention_policy_name" ON "retention_policy" ("organization_id", "name");
ALTER TABLE "retention_policy" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "retention_policy" FORCE ROW LEVEL SECURITY;
CREATE POLICY "retention_policy_tenant" ON "retention_policy" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "retention_run" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "retention_policy_id" uuid NOT NULL,
    "is_dry_run" boolean NOT NULL,
    "examined_count" bigint NOT NULL CHECK ("examined_count" BETWEEN 0 AND 1000000000000),
    "affected_count" bigint NOT NULL CHECK ("affected_count" BETWEEN 0 AND 1000000000000),
    "held_count" bigint NOT NULL CHECK ("held_count" BETWEEN 0 AND 1000000000000),
    "started_at" timestamptz NOT NULL,
    "finished_at" timestamptz,
    "details" jsonb,
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "retention_run_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "retention_run_retention_policy_id_fk" FOREIGN KEY ("organization_id", "retention_policy_id") REFERENCES "retention_policy" ("organization_id", "id")
);
CREATE INDEX "retention_run_policy" ON "retention_run" ("organization_id", "retention_policy_id", "created_at", "id");
ALTER TABLE "retention_run" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "retention_run" FORCE ROW LEVEL SECURITY;
CREATE POLICY "retention_run_tenant" ON "retention_run" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "legal_hold" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "reason" text COLLATE "C",
    "user_id" uuid,
    "entity" text COLLATE "C",
    "entity_id" uuid,
    "placed_by_id" uuid,
    "released_at" timestamptz,
    "released_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "legal_hold_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "legal_hold_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "legal_hold_placed_by_id_fk" FOREIGN KEY ("organization_id", "placed_by_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "legal_hold_released_by_id_fk" FOREIGN KEY ("organization_id", "released_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "legal_hold_name" ON "legal_hold" ("organization_id", "name");
CREATE INDEX "legal_hold_entity" ON "legal_hold" ("organization_id", "entity", "entity_id", "id") WHERE entity_id IS NOT NULL;
ALTER TABLE "legal_hold" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "legal_hold" FORCE ROW LEVEL SECURITY;
CREATE POLICY "legal_hold_tenant" ON "legal_hold" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "processing_record" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "purpose" text COLLATE "C" NOT NULL,
    "legal_basis" text COLLATE "C" NOT NULL CHECK ("legal_basis" IN ('consent', 'legal_obligation', 'public_policy', 'research', 'contract', 'legal_proceedings', 'life_protection', 'health_protection', 'legitimate_interest', 'credit_protection', 'fraud_prevention')),
    "data_categories" text[] NOT NULL,
    "subject_categories" text[] NOT NULL,
    "recipients" text[] NOT NULL,
    "international_transfer" jsonb,
    "retention" text COLLATE "C",
    "security_measures" text COLLATE "C",
    "controller" text COLLATE "C",
    "processor" text COLLATE "C",
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "processing_record_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "processing_record_name" ON "processing_record" ("organization_id", "name");
ALTER TABLE "processing_record" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "processing_record" FORCE ROW LEVEL SECURITY;
CREATE POLICY "processing_record_tenant" ON "processing_record" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "security_incident" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "title" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "risk" text COLLATE "C" NOT NULL CHECK ("risk" IN ('low', 'medium', 'high', 'critical')),
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('detected', 'assessing', 'notified', 'closed')),
    "occurred_at" timestamptz,
    "detected_at" timestamptz NOT NULL,
    "notify_by" timestamptz,
    "authority_notified_at" timestamptz,
    "subjects_notified_at" timestamptz,
    "affected_count" bigint CHECK ("affected_count" BETWEEN 0 AND 1000000000),
    "data_categories" text[] NOT NULL,
    "measures" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "security_incident_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE INDEX "security_incident_status" ON "security_incident" ("organization_id", "status", "notify_by", "id");
ALTER TABLE "security_incident" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "security_incident" FORCE ROW LEVEL SECURITY;
CREATE POLICY "security_incident_tenant" ON "security_incident" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
