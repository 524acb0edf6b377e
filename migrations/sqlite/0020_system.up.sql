-- Settings, and what is kept for a while.

CREATE TABLE "setting" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('string', 'number', 'boolean', 'json')),
    "value" TEXT CHECK (json_valid("value")),
    "secret" BLOB,
    "category" TEXT,
    "description" TEXT,
    "is_public" INTEGER NOT NULL CHECK ("is_public" IN (0, 1)),
    "updated_by_id" BLOB CHECK (length("updated_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "setting_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "setting_updated_by_id_fk" FOREIGN KEY ("organization_id", "updated_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "setting_key" ON "setting" ("organization_id", "key");
CREATE INDEX "setting_category" ON "setting" ("organization_id", "category", "id");

CREATE TABLE "cache_entry" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "key" TEXT NOT NULL,
    "value" TEXT CHECK (json_valid("value")),
    "expires_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "cache_entry_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "cache_entry_key" ON "cache_entry" ("organization_id", "key");
CREATE INDEX "cache_entry_expiry" ON "cache_entry" ("organization_id", "expires_at", "id") WHERE expires_at IS NOT NULL;
