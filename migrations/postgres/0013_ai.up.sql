-- What models said about tickets, and what they learn from.

CREATE TABLE "classification" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "suggested_category_id" uuid,
    "suggested_priority_id" uuid,
    "confidence" numeric NOT NULL,
    "model" text COLLATE "C" NOT NULL,
    "reasoning" text COLLATE "C",
    "input_tokens" bigint CHECK ("input_tokens" BETWEEN 0 AND 1000000000),
    "output_tokens" bigint CHECK ("output_tokens" BETWEEN 0 AND 1000000000),
    "cost" numeric,
    "is_accepted" boolean,
    "corrected_category_id" uuid,
    "corrected_priority_id" uuid,
    "reviewed_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "classification_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "classification_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "classification_suggested_category_id_fk" FOREIGN KEY ("organization_id", "suggested_category_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "classification_suggested_priority_id_fk" FOREIGN KEY ("organization_id", "suggested_priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "classification_corrected_category_id_fk" FOREIGN KEY ("organization_id", "corrected_category_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "classification_corrected_priority_id_fk" FOREIGN KEY ("organization_id", "corrected_priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "classification_reviewed_by_id_fk" FOREIGN KEY ("organization_id", "reviewed_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "classification_ticket" ON "classification" ("organization_id", "ticket_id", "created_at", "id");
CREATE INDEX "classification_model" ON "classification" ("organization_id", "model", "created_at", "id");
ALTER TABLE "classification" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "classification" FORCE ROW LEVEL SECURITY;
CREATE POLICY "classification_tenant" ON "classification" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "suggestion" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('solution', 'response', 'escalation', 'related_article')),
    "source" text COLLATE "C" NOT NULL CHECK ("source" IN ('knowledge_base', 'similar_tickets', 'model')),
    "article_id" uuid,
    "content" text COLLATE "C" NOT NULL,
    "confidence" numeric NOT NULL,
    "reasoning" text COLLATE "C",
    "model" text COLLATE "C",
    "is_used" boolean NOT NULL,
    "was_helpful" boolean,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "suggestion_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "suggestion_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "suggestion_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id")
);
CREATE INDEX "suggestion_ticket" ON "suggestion" ("organization_id", "ticket_id", "kind", "created_at", "id");
ALTER TABLE "suggestion" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "suggestion" FORCE ROW LEVEL SECURITY;
CREATE POLICY "suggestion_tenant" ON "suggestion" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "auto_response" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "comment_id" uuid,
    "response" text COLLATE "C" NOT NULL,
    "confidence" numeric NOT NULL,
    "model" text COLLATE "C",
    "input_tokens" bigint CHECK ("input_tokens" BETWEEN 0 AND 1000000000),
    "output_tokens" bigint CHECK ("output_tokens" BETWEEN 0 AND 1000000000),
    "was_helpful" boolean,
    "feedback_reason" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "auto_response_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "auto_response_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "auto_response_comment_id_fk" FOREIGN KEY ("organization_id", "comment_id") REFERENCES "comment" ("organization_id", "id")
);
CREATE INDEX "auto_response_ticket" ON "auto_response" ("organization_id", "ticket_id", "created_at", "id");
ALTER TABLE "auto_response" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "auto_response" FORCE ROW LEVEL SECURITY;
CREATE POLICY "auto_response_tenant" ON "auto_response" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "complexity_score" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "score" bigint NOT NULL CHECK ("score" BETWEEN 0 AND 100),
    "factors" jsonb,
    "escalation_recommended" boolean NOT NULL,
    "model" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "complexity_score_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "complexity_score_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id")
);
CREATE INDEX "complexity_score_ticket" ON "complexity_score" ("organization_id", "ticket_id", "created_at", "id");
CREATE INDEX "complexity_score_score" ON "complexity_score" ("organization_id", "score", "id");
ALTER TABLE "complexity_score" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "complexity_score" FORCE ROW LEVEL SECURITY;
CREATE POLICY "complexity_score_tenant" ON "complexity_score" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "training_example" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('classification', 'suggestion', 'sentiment')),
    "input" jsonb NOT NULL,
    "output" jsonb NOT NULL,
    "quality_score" numeric,
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('pending', 'approved', 'rejected')),
    "reviewed_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "training_example_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "training_example_reviewed_by_id_fk" FOREIGN KEY ("organization_id", "reviewed_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "training_example_kind" ON "training_example" ("organization_id", "kind", "status", "id");
ALTER TABLE "training_example" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "training_example" FORCE ROW LEVEL SECURITY;
CREATE POLICY "training_example_tenant" ON "training_example" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "ai_metric" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "date" date NOT NULL,
    "metric" text COLLATE "C" NOT NULL,
    "value" numeric NOT NULL,
    "metadata" jsonb,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ai_metric_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "ai_metric_day" ON "ai_metric" ("organization_id", "date", "metric");
ALTER TABLE "ai_metric" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ai_metric" FORCE ROW LEVEL SECURITY;
CREATE POLICY "ai_metric_tenant" ON "ai_metric" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
