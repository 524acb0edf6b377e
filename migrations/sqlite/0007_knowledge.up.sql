-- Articles, their versions, and what belongs to them.

CREATE TABLE "article_category" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "icon" TEXT,
    "parent_id" BLOB CHECK (length("parent_id") = 16),
    "position" INTEGER NOT NULL CHECK ("position" BETWEEN 0 AND 1000000),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_category_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_category_parent_id_fk" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "article_category" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "article_category_name" ON "article_category" ("organization_id", "parent_id", "name") WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX "article_category_root_name" ON "article_category" ("organization_id", "name") WHERE parent_id IS NULL;

CREATE TABLE "article" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "summary" TEXT,
    "category_id" BLOB CHECK (length("category_id") = 16),
    "tags" TEXT NOT NULL CHECK (json_valid("tags")),
    "language" TEXT,
    "status" TEXT NOT NULL CHECK ("status" IN ('draft', 'in_review', 'published', 'archived')),
    "audience" TEXT NOT NULL CHECK ("audience" IN ('public', 'internal')),
    "source" TEXT NOT NULL CHECK ("source" IN ('manual', 'ai_generated', 'ticket')),
    "source_ticket_id" BLOB CHECK (length("source_ticket_id") = 16),
    "author_id" BLOB CHECK (length("author_id") = 16),
    "published_at" INTEGER,
    "view_count" INTEGER NOT NULL CHECK ("view_count" BETWEEN 0 AND 1000000000000),
    "helpful_count" INTEGER NOT NULL CHECK ("helpful_count" BETWEEN 0 AND 1000000000),
    "not_helpful_count" INTEGER NOT NULL CHECK ("not_helpful_count" BETWEEN 0 AND 1000000000),
    "effectiveness_score" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "deleted_at" INTEGER,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "article_category" ("organization_id", "id"),
    CONSTRAINT "article_source_ticket_id_fk" FOREIGN KEY ("organization_id", "source_ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "article_author_id_fk" FOREIGN KEY ("organization_id", "author_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "article_in_category" ON "article" ("organization_id", "category_id", "id") WHERE category_id IS NOT NULL;
CREATE INDEX "article_status" ON "article" ("organization_id", "status", "published_at", "id");
CREATE INDEX "article_ticket" ON "article" ("organization_id", "source_ticket_id", "id") WHERE source_ticket_id IS NOT NULL;

CREATE TABLE "article_version" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "article_id" BLOB NOT NULL CHECK (length("article_id") = 16),
    "number" INTEGER NOT NULL CHECK ("number" BETWEEN 1 AND 1000000),
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "summary" TEXT,
    "author_id" BLOB CHECK (length("author_id") = 16),
    "note" TEXT,
    "created_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_version_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_version_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "article_version_author_id_fk" FOREIGN KEY ("organization_id", "author_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "article_version_number" ON "article_version" ("organization_id", "article_id", "number");

CREATE TABLE "article_tag" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "article_id" BLOB NOT NULL CHECK (length("article_id") = 16),
    "tag_id" BLOB NOT NULL CHECK (length("tag_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_tag_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_tag_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "article_tag_tag_id_fk" FOREIGN KEY ("organization_id", "tag_id") REFERENCES "tag" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "article_tag_tag" ON "article_tag" ("organization_id", "article_id", "tag_id");
CREATE INDEX "article_tag_articles" ON "article_tag" ("organization_id", "tag_id", "article_id");

CREATE TABLE "article_ticket_category" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "article_id" BLOB NOT NULL CHECK (length("article_id") = 16),
    "category_id" BLOB NOT NULL CHECK (length("category_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_ticket_category_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_ticket_category_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "article_ticket_category_category_id_fk" FOREIGN KEY ("organization_id", "category_id") REFERENCES "category" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "article_ticket_category_link" ON "article_ticket_category" ("organization_id", "article_id", "category_id");
CREATE INDEX "article_ticket_category_articles" ON "article_ticket_category" ("organization_id", "category_id", "article_id");

CREATE TABLE "article_feedback" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "article_id" BLOB NOT NULL CHECK (length("article_id") = 16),
    "user_id" BLOB CHECK (length("user_id") = 16),
    "is_helpful" INTEGER NOT NULL CHECK ("is_helpful" IN (0, 1)),
    "comment" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "article_feedback_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "article_feedback_article_id_fk" FOREIGN KEY ("organization_id", "article_id") REFERENCES "article" ("organization_id", "id"),
    CONSTRAINT "article_feedback_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "article_feedback_reader" ON "article_feedback" ("organization_id", "article_id", "user_id") WHERE user_id IS NOT NULL;
CREATE INDEX "article_feedback_article" ON "article_feedback" ("organization_id", "article_id", "created_at", "id");

CREATE TABLE "embedding" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "entity" TEXT NOT NULL CHECK ("entity" IN ('ticket', 'article', 'category')),
    "entity_id" BLOB NOT NULL CHECK (length("entity_id") = 16),
    "model" TEXT NOT NULL,
    "dimensions" INTEGER NOT NULL CHECK ("dimensions" BETWEEN 1 AND 65536),
    "chunk_index" INTEGER NOT NULL CHECK ("chunk_index" BETWEEN 0 AND 1000000),
    "chunk_text" TEXT NOT NULL,
    "vector" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "embedding_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "embedding_chunk" ON "embedding" ("organization_id", "entity", "entity_id", "model", "chunk_index");
