-- What models said about tickets, and what they learn from.

CREATE TABLE "classification" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "suggested_category_id" BLOB CHECK (length("suggested_category_id") = 16),
    "suggested_priority_id" BLOB CHECK (length("suggested_priority_id") = 16),
    "confidence" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "reasoning" TEXT,
    "input_tokens" INTEGER CHECK ("input_tokens" BETWEEN 0 AND 1000000000),
    "output_tokens" INTEGER CHECK ("output_tokens" BETWEEN 0 AND 1000000000),
    "cost" TEXT,
    "is_accepted" INTEGER CHECK ("is_accepted" IN (0, 1)),
    "corrected_category_id" BLOB CHECK (length("corrected_category_id") = 16),
    "corrected_priority_id" BLOB CHECK (length("corrected_priority_id") = 16),
    "reviewed_by_id" BLOB CHECK (length("reviewed_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "classification_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "classification_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "classification_suggested_category_id_fk" FOREIGN KEY ("organization_id", "suggested_category_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "classification_suggested_priority_id_fk" FOREIGN KEY ("organization_id", "suggested_priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "classification_corrected_category_id_fk" FOREIGN KEY ("organization_id", "corrected_category_id") REFERENCES "category" ("organization_id", "id"),
    CONSTRAINT "classification_corrected_priority_id_fk" FOREIGN KEY ("organization_id", "corrected_priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "classification_reviewed_by_id_fk" FOREIGN KEY ("organization_id", "reviewed_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "classification_ticket" ON "classification" ("organization_id", "ticket_id", "created_at", "id");
CREATE INDEX "classification_model" ON "classification" ("organization_id", "model", "created_at", "id");

CREATE TABLE "suggestion" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('solution', 'response', 'escalation', 'related_article')),
    "source" TEXT NOT NULL CHECK ("source" IN ('knowledge_base', 'similar_tickets', 'model')),
    "article_id" BLOB CHECK (length("article_id") = 16),
    "content" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "reasoning" TEXT,
    "model" TEXT,
    "is_used" INTEGER NOT NULL CHECK ("is_used" IN (0, 1)),
    "was_helpful" INTEGER CHECK ("was_helpful" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "suggestion_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "suggestion_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "suggestion_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id")
) STRICT;
CREATE INDEX "suggestion_ticket" ON "suggestion" ("organization_id", "ticket_id", "kind", "created_at", "id");

CREATE TABLE "auto_response" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "comment_id" BLOB CHECK (length("comment_id") = 16),
    "response" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "model" TEXT,
    "input_tokens" INTEGER CHECK ("input_tokens" BETWEEN 0 AND 1000000000),
    "output_tokens" INTEGER CHECK ("output_tokens" BETWEEN 0 AND 1000000000),
    "was_helpful" INTEGER CHECK ("was_helpful" IN (0, 1)),
    "feedback_reason" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "auto_response_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "auto_response_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "auto_response_comment_id_fk" FOREIGN KEY ("organization_id", "comment_id") REFERENCES "comment" ("organization_id", "id")
) STRICT;
CREATE INDEX "auto_response_ticket" ON "auto_response" ("organization_id", "ticket_id", "created_at", "id");

CREATE TABLE "complexity_score" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "score" INTEGER NOT NULL CHECK ("score" BETWEEN 0 AND 100),
    "factors" TEXT CHECK (json_valid("factors")),
    "escalation_recommended" INTEGER NOT NULL CHECK ("escalation_recommended" IN (0, 1)),
    "model" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "complexity_score_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "complexity_score_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id")
) STRICT;
CREATE INDEX "complexity_score_ticket" ON "complexity_score" ("organization_id", "ticket_id", "created_at", "id");
CREATE INDEX "complexity_score_score" ON "complexity_score" ("organization_id", "score", "id");

CREATE TABLE "training_example" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('classification', 'suggestion', 'sentiment')),
    "input" TEXT NOT NULL CHECK (json_valid("input")),
    "output" TEXT NOT NULL CHECK (json_valid("output")),
    "quality_score" TEXT,
    "status" TEXT NOT NULL CHECK ("status" IN ('pending', 'approved', 'rejected')),
    "reviewed_by_id" BLOB CHECK (length("reviewed_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "training_example_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "training_example_reviewed_by_id_fk" FOREIGN KEY ("organization_id", "reviewed_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "training_example_kind" ON "training_example" ("organization_id", "kind", "status", "id");

CREATE TABLE "ai_metric" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "date" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "metadata" TEXT CHECK (json_valid("metadata")),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ai_metric_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "ai_metric_day" ON "ai_metric" ("organization_id", "date", "metric");
