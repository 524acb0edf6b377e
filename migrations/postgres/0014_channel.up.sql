-- Channels, messages, accounts of e-mail, WhatsApp.

CREATE TABLE "channel" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('email', 'whatsapp', 'sms', 'phone', 'chat', 'web', 'social')),
    "priority" bigint NOT NULL CHECK ("priority" BETWEEN 0 AND 1000),
    "configuration" jsonb,
    "is_active" boolean NOT NULL,
    "sent_count" bigint NOT NULL CHECK ("sent_count" BETWEEN 0 AND 1000000000000),
    "failed_count" bigint NOT NULL CHECK ("failed_count" BETWEEN 0 AND 1000000000000),
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "channel_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "channel_name" ON "channel" ("organization_id", "name");
ALTER TABLE "channel" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "channel" FORCE ROW LEVEL SECURITY;
CREATE POLICY "channel_tenant" ON "channel" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "message" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "channel_id" uuid NOT NULL,
    "ticket_id" uuid,
    "comment_id" uuid,
    "direction" text COLLATE "C" NOT NULL CHECK ("direction" IN ('inbound', 'outbound')),
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('queued', 'sent', 'delivered', 'read', 'failed')),
    "sender" text COLLATE "C",
    "recipient" text COLLATE "C",
    "subject" text COLLATE "C",
    "body" text COLLATE "C",
    "external_id" text COLLATE "C",
    "cost" numeric,
    "currency" text COLLATE "C",
    "error" text COLLATE "C",
    "sent_at" timestamptz,
    "delivered_at" timestamptz,
    "read_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "message_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "message_channel_id_fk" FOREIGN KEY ("organization_id", "channel_id") REFERENCES "channel" ("organization_id", "id"),
    CONSTRAINT "message_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "message_comment_id_fk" FOREIGN KEY ("organization_id", "comment_id") REFERENCES "comment" ("organization_id", "id")
);
CREATE INDEX "message_ticket" ON "message" ("organization_id", "ticket_id", "created_at", "id") WHERE ticket_id IS NOT NULL;
CREATE INDEX "message_channel" ON "message" ("organization_id", "channel_id", "created_at", "id");
CREATE UNIQUE INDEX "message_external_id" ON "message" ("organization_id", "channel_id", "external_id") WHERE external_id IS NOT NULL;
ALTER TABLE "message" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "message" FORCE ROW LEVEL SECURITY;
CREATE POLICY "message_tenant" ON "message" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "email_account" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('smtp', 'imap', 'pop3', 'webhook')),
    "smtp_host" text COLLATE "C",
    "smtp_port" bigint CHECK ("smtp_port" BETWEEN 1 AND 65535),
    "smtp_user" text COLLATE "C",
    "smtp_password" bytea,
    "smtp_encryption" text COLLATE "C" NOT NULL CHECK ("smtp_encryption" IN ('none', 'ssl', 'tls')),
    "from_email" text COLLATE "C",
    "from_name" text COLLATE "C",
    "inbox_host" text COLLATE "C",
    "inbox_port" bigint CHECK ("inbox_port" BETWEEN 1 AND 65535),
    "inbox_user" text COLLATE "C",
    "inbox_password" bytea,
    "inbox_encryption" text COLLATE "C" NOT NULL CHECK ("inbox_encryption" IN ('none', 'ssl', 'tls')),
    "poll_interval_minutes" bigint CHECK ("poll_interval_minutes" BETWEEN 1 AND 10080),
    "webhook_url" text COLLATE "C",
    "webhook_secret" bytea,
    "default_team_id" uuid,
    "default_priority_id" uuid,
    "auto_assign" boolean NOT NULL,
    "is_active" boolean NOT NULL,
    "last_polled_at" timestamptz,
    "last_error" text COLLATE "C",
    "created_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "email_account_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "email_account_default_team_id_fk" FOREIGN KEY ("organization_id", "default_team_id") REFERENCES "team" ("organization_id", "id"),
    CONSTRAINT "email_account_default_priority_id_fk" FOREIGN KEY ("organization_id", "default_priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "email_account_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "email_account_name" ON "email_account" ("organization_id", "name");
CREATE INDEX "email_account_active" ON "email_account" ("organization_id", "is_active", "kind", "id");
ALTER TABLE "email_account" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "email_account" FORCE ROW LEVEL SECURITY;
CREATE POLICY "email_account_tenant" ON "email_account" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "whatsapp_contact" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid,
    "phone" text COLLATE "C",
    "wa_id" text COLLATE "C",
    "display_name" text COLLATE "C",
    "is_business" boolean NOT NULL,
    "is_verified" boolean NOT NULL,
    "opted_out_at" timestamptz,
    "last_message_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "whatsapp_contact_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "whatsapp_contact_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "whatsapp_contact_phone" ON "whatsapp_contact" ("organization_id", "phone") WHERE phone IS NOT NULL;
CREATE UNIQUE INDEX "whatsapp_contact_wa_id" ON "whatsapp_contact" ("organization_id", "wa_id") WHERE wa_id IS NOT NULL;
CREATE INDEX "whatsapp_contact_user" ON "whatsapp_contact" ("organization_id", "user_id", "id") WHERE user_id IS NOT NULL;
ALTER TABLE "whatsapp_contact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "whatsapp_contact" FORCE ROW LEVEL SECURITY;
CREATE POLICY "whatsapp_contact_tenant" ON "whatsapp_contact" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "whatsapp_message" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "whatsapp_contact_id" uuid NOT NULL,
    "ticket_id" uuid,
    "external_id" text COLLATE "C" NOT NULL,
    "direction" text COLLATE "C" NOT NULL CHECK ("direction" IN ('inbound', 'outbound')),
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('text', 'image', 'document', 'audio', 'video', 'location', 'contacts', 'sticker', 'template', 'interactive', 'reaction', 'other')),
    "body" text COLLATE "C",
    "media_url" text COLLATE "C",
    "media_mime_type" text COLLATE "C",
    "media_sha256" text COLLATE "C",
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('queued', 'sent', 'delivered', 'read', 'failed')),
    "error" text COLLATE "C",
    "sent_at" timestamptz,
    "delivered_at" timestamptz,
    "read_at" timestamptz,
    "failed_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "whatsapp_message_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "whatsapp_message_whatsapp_contact_id_fk" FOREIGN KEY ("organization_id", "whatsapp_contact_id") REFERENCES "whatsapp_contact" ("organization_id", "id"),
    CONSTRAINT "whatsapp_message_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id")
);
CREATE UNIQUE INDEX "whatsapp_message_external_id" ON "whatsapp_message" ("organization_id", "external_id");
CREATE INDEX "whatsapp_message_contact" ON "whatsapp_message" ("organization_id", "whatsapp_contact_id", "created_at", "id");
CREATE INDEX "whatsapp_message_ticket" ON "whatsapp_message" ("organization_id", "ticket_id", "created_at", "id") WHERE ticket_id IS NOT NULL;
ALTER TABLE "whatsapp_message" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "whatsapp_message" FORCE ROW LEVEL SECURITY;
CREATE POLICY "whatsapp_message_tenant" ON "whatsapp_message" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "whatsapp_session" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "phone" text COLLATE "C" NOT NULL,
    "data" bytea,
    "last_active_at" timestamptz,
    "expires_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "whatsapp_session_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE UNIQUE INDEX "whatsapp_session_phone" ON "whatsapp_session" ("organization_id", "phone");
CREATE INDEX "whatsapp_session_activity" ON "whatsapp_session" ("organization_id", "last_active_at", "id");
ALTER TABLE "whatsapp_session" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "whatsapp_session" FORCE ROW LEVEL SECURITY;
CREATE POLICY "whatsapp_session_tenant" ON "whatsapp_session" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
