-- Who people are to gov.br.

CREATE TABLE "gov_br_identity" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "document_kind" TEXT NOT NULL CHECK ("document_kind" IN ('cpf', 'cnpj')),
    "document" BLOB,
    "document_index" TEXT,
    "level" TEXT NOT NULL CHECK ("level" IN ('bronze', 'silver', 'gold')),
    "access_token" BLOB,
    "refresh_token" BLOB,
    "token_expires_at" INTEGER,
    "profile" TEXT CHECK (json_valid("profile")),
    "synced_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "gov_br_identity_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "gov_br_identity_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "gov_br_identity_user" ON "gov_br_identity" ("organization_id", "user_id");
CREATE UNIQUE INDEX "gov_br_identity_document" ON "gov_br_identity" ("organization_id", "document_index") WHERE document_index IS NOT NULL;
