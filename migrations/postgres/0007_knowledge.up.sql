-- Articles, their versions, and what belongs to them.

CREATE TABLE "article_category" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "icon" text COLLATE "C",
    "parent_id" uuid,
    "position" bigint NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_category_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_category_parent_id_fk" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "article_category" ("organization_id", "id")
);
CREATE UNIQUE INDEX "article_category_name" ON "article_category" ("organization_id", "parent_id", "name") WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX "article_category_root_name" ON "article_category" ("organization_id", "name") WHERE parent_id IS NULL;
ALTER TABLE "article_category" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "article_category" FORCE ROW LEVEL SECURITY;
CREATE POLICY "article_category_tenant" ON "article_category" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "article" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "title" text COLLATE "C" NOT NULL,
    "content" text COLLATE "C" NOT NULL,
    "summary" text COLLATE "C",
    "category_id" uuid,
    "tags" text[] NOT NULL,
    "language" text COLLATE "C",
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('draft', 'in_review', 'published', 'archived')),
    "audience" text COLLATE "C" NOT NULL CHECK ("audience" IN ('public', 'internal')),
    "source" text COLLATE "C" NOT NULL CHECK ("source" IN ('manual', 'ai_generated', 'ticket')),
    "source_ticket_id" uuid,
    "author_id" uuid,
    "published_at" timestamptz,
    "view_count" bigint NOT NULL CHECK ("view_count" BETWEEN 0 AND 1000000000000),
    "helpful_count" bigint NOT NULL CHECK ("helpful_count" BETWEEN 0 AND 1000000000),
    "not_helpful_count" bigint NOT NULL CHECK ("not_helpful_count" BETWEEN 0 AND 1000000000),
    "effectiveness_score" numeric,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "deleted_at" timestamptz,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "article_category" ("organization_id", "id"),
    CONSTRAINT "article_source_ticket_id_fk" FOREIGN KEY ("organization_id", "source_ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "article_author_id_fk" FOREIGN KEY ("organization_id", "author_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "article_in_category" ON "article" ("organization_id", "category_id", "id") WHERE category_id IS NOT NULL;
CREATE INDEX "article_status" ON "article" ("organization_id", "status", "published_at", "id");
CREATE INDEX "article_ticket" ON "article" ("organization_id", "source_ticket_id", "id") WHERE source_ticket_id IS NOT NULL;
ALTER TABLE "article" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "article" FORCE ROW LEVEL SECURITY;
CREATE POLICY "article_tenant" ON "article" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "article_version" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "article_id" uuid NOT NULL,
    "number" bigint NOT NULL CHECK ("number" BETWEEN 1 AND 1000000),
    "title" text COLLATE "C" NOT NULL,
    "content" text COLLATE "C" NOT NULL,
    "summary" text COLLATE "C",
    "author_id" uuid,
    "note" text COLLATE "C",
    "created_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_version_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_version_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "article_version_author_id_fk" FOREIGN KEY ("organization_id", "author_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "article_version_number" ON "article_version" ("organization_id", "article_id", "number");
ALTER TABLE "article_version" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "article_version" FORCE ROW LEVEL SECURITY;
CREATE POLICY "article_version_tenant" ON "article_version" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "article_tag" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "article_id" uuid NOT NULL,
    "tag_id" uuid NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_tag_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_tag_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "article_tag_tag_id_fk" FOREIGN KEY ("organization_id", "tag_id") REFERENCES "tag" ("organization_id", "id")
);
CREATE UNIQUE INDEX "article_tag_tag" ON "article_tag" ("organization_id", "article_id", "tag_id");
CREATE INDEX "article_tag_articles" ON "article_tag" ("organization_id", "tag_id", "article_id");
ALTER TABLE "article_tag" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "article_tag" FORCE ROW LEVEL SECURITY;
CREATE POLICY "article_tag_tenant" ON "article_tag" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "article_ticket_category" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "article_id" uuid NOT NULL,
    "category_id" uuid NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_ticket_category_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_ticket_category_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "article_ticket_category_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "category" ("organization_id", "id")
);
CREATE UNIQUE INDEX "article_ticket_category_link" ON "article_ticket_category" ("organization_id", "article_id", "category_id");
CREATE INDEX "article_ticket_category_articles" ON "article_ticket_category" ("organization_id", "category_id", "article_id");
ALTER TABLE "article_ticket_category" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "article_ticket_category" FORCE ROW LEVEL SECURITY;
CREATE POLICY "article_ticket_category_tenant" ON "article_ticket_category" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "article_feedback" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "article_id" uuid NOT NULL,
    "user_id" uuid,
    "is_helpful" boolean NOT NULL,
    "comment" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_feedback_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_feedback_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "article_feedback_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "article_feedback_reader" ON "article_feedback" ("organization_id", "article_id", "user_id") WHERE user_id IS NOT NULL;
CREATE INDEX "article_feedback_article" ON "article_feedback" ("organization_id", "article_id", "created_at", "id");
ALTER TABLE "article_feedback" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "article_feedback" FORCE ROW LEVEL SECURITY;
CREATE POLICY "article_feedback_tenant" ON "article_feedback" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "embedding" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "entity" text COLLATE "C" NOT NULL CHECK ("entity" IN ('ticket', 'article', 'category')),
    "entity_id" uuid NOT NULL,
    "model" text COLLATE "C" NOT NULL,
    "dimensions" bigint NOT NULL CHECK ("dimensions" BETWEEN 1 AND 65536),
    "chunk_index" bigint NOT NULL CHECK ("chunk_index" BETWEEN 0 AND 1000000),
    "chunk_text" text COLLATE "C" NOT NULL,
    "vector" bytea NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "embedding_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "embedding_chunk" ON "embedding" ("organization_id", "entity", "entity_id", "model", "chunk_index");
ALTER TABLE "embedding" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "embedding" FORCE ROW LEVEL SECURITY;
CREATE POLICY "embedding_tenant" ON "embedding" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
