-- Who people are to gov.br.

CREATE TABLE "gov_br_identity" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "document_kind" text COLLATE "C" NOT NULL CHECK ("document_kind" IN ('cpf', 'cnpj')),
    "document" bytea,
    "document_index" text COLLATE "C",
    "level" text COLLATE "C" NOT NULL CHECK ("level" IN ('bronze', 'silver', 'gold')),
    "access_token" bytea,
    "refresh_token" bytea,
    "token_expires_at" timestamptz,
    "profile" jsonb,
    "synced_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "gov_br_identity_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "gov_br_identity_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "gov_br_identity_user" ON "gov_br_identity" ("organization_id", "user_id");
CREATE UNIQUE INDEX "gov_br_identity_document" ON "gov_br_identity" ("organization_id", "document_index") WHERE document_index IS NOT NULL;
ALTER TABLE "gov_br_identity" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "gov_br_identity" FORCE ROW LEVEL SECURITY;
CREATE POLICY "gov_br_identity_tenant" ON "gov_br_identity" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
