-- Channels, messages, accounts of e-mail, WhatsApp.

CREATE TABLE "channel" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('email', 'whatsapp', 'sms', 'phone', 'chat', 'web', 'social')),
    "priority" INTEGER NOT NULL CHECK ("priority" BETWEEN 0 AND 1000),
    "configuration" TEXT CHECK (json_valid("configuration")),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "sent_count" INTEGER NOT NULL CHECK ("sent_count" BETWEEN 0 AND 1000000000000),
    "failed_count" INTEGER NOT NULL CHECK ("failed_count" BETWEEN 0 AND 1000000000000),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "channel_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "channel_name" ON "channel" ("organization_id", "name");

CREATE TABLE "message" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "channel_id" BLOB NOT NULL CHECK (length("channel_id") = 16),
    "ticket_id" BLOB CHECK (length("ticket_id") = 16),
    "comment_id" BLOB CHECK (length("comment_id") = 16),
    "direction" TEXT NOT NULL CHECK ("direction" IN ('inbound', 'outbound')),
    "status" TEXT NOT NULL CHECK ("status" IN ('queued', 'sent', 'delivered', 'read', 'failed')),
    "sender" TEXT,
    "recipient" TEXT,
    "subject" TEXT,
    "body" TEXT,
    "external_id" TEXT,
    "cost" TEXT,
    "currency" TEXT,
    "error" TEXT,
    "sent_at" INTEGER,
    "delivered_at" INTEGER,
    "read_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "message_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "message_channel_id_fk" FOREIGN KEY ("organization_id", "channel_id") REFERENCES "channel" ("organization_id", "id"),
    CONSTRAINT "message_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "message_comment_id_fk" FOREIGN KEY ("organization_id", "comment_id") REFERENCES "comment" ("organization_id", "id")
) STRICT;
CREATE INDEX "message_ticket" ON "message" ("organization_id", "ticket_id", "created_at", "id") WHERE ticket_id IS NOT NULL;
CREATE INDEX "message_channel" ON "message" ("organization_id", "channel_id", "created_at", "id");
CREATE UNIQUE INDEX "message_external_id" ON "message" ("organization_id", "channel_id", "external_id") WHERE external_id IS NOT NULL;

CREATE TABLE "email_account" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('smtp', 'imap', 'pop3', 'webhook')),
    "smtp_host" TEXT,
    "smtp_port" INTEGER CHECK ("smtp_port" BETWEEN 1 AND 65535),
    "smtp_user" TEXT,
    "smtp_password" BLOB,
    "smtp_encryption" TEXT NOT NULL CHECK ("smtp_encryption" IN ('none', 'ssl', 'tls')),
    "from_email" TEXT,
    "from_name" TEXT,
    "inbox_host" TEXT,
    "inbox_port" INTEGER CHECK ("inbox_port" BETWEEN 1 AND 65535),
    "inbox_user" TEXT,
    "inbox_password" BLOB,
    "inbox_encryption" TEXT NOT NULL CHECK ("inbox_encryption" IN ('none', 'ssl', 'tls')),
    "poll_interval_minutes" INTEGER CHECK ("poll_interval_minutes" BETWEEN 1 AND 10080),
    "webhook_url" TEXT,
    "webhook_secret" BLOB,
    "default_team_id" BLOB CHECK (length("default_team_id") = 16),
    "default_priority_id" BLOB CHECK (length("default_priority_id") = 16),
    "auto_assign" INTEGER NOT NULL CHECK ("auto_assign" IN (0, 1)),
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "last_polled_at" INTEGER,
    "last_error" TEXT,
    "created_by_id" BLOB CHECK (length("created_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "email_account_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "email_account_default_team_id_fk" FOREIGN KEY ("organization_id", "default_team_id") REFERENCES "team" ("organization_id", "id"),
    CONSTRAINT "email_account_default_priority_id_fk" FOREIGN KEY ("organization_id", "default_priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "email_account_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "email_account_name" ON "email_account" ("organization_id", "name");
CREATE INDEX "email_account_active" ON "email_account" ("organization_id", "is_active", "kind", "id");

CREATE TABLE "whatsapp_contact" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB CHECK (length("user_id") = 16),
    "phone" TEXT,
    "wa_id" TEXT,
    "display_name" TEXT,
    "is_business" INTEGER NOT NULL CHECK ("is_business" IN (0, 1)),
    "is_verified" INTEGER NOT NULL CHECK ("is_verified" IN (0, 1)),
    "opted_out_at" INTEGER,
    "last_message_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "whatsapp_contact_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "whatsapp_contact_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "whatsapp_contact_phone" ON "whatsapp_contact" ("organization_id", "phone") WHERE phone IS NOT NULL;
CREATE UNIQUE INDEX "whatsapp_contact_wa_id" ON "whatsapp_contact" ("organization_id", "wa_id") WHERE wa_id IS NOT NULL;
CREATE INDEX "whatsapp_contact_user" ON "whatsapp_contact" ("organization_id", "user_id", "id") WHERE user_id IS NOT NULL;

CREATE TABLE "whatsapp_message" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "whatsapp_contact_id" BLOB NOT NULL CHECK (length("whatsapp_contact_id") = 16),
    "ticket_id" BLOB CHECK (length("ticket_id") = 16),
    "external_id" TEXT NOT NULL,
    "direction" TEXT NOT NULL CHECK ("direction" IN ('inbound', 'outbound')),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('text', 'image', 'document', 'audio', 'video', 'location', 'contacts', 'sticker', 'template', 'interactive', 'reaction', 'other')),
    "body" TEXT,
    "media_url" TEXT,
    "media_mime_type" TEXT,
    "media_sha256" TEXT,
    "status" TEXT NOT NULL CHECK ("status" IN ('queued', 'sent', 'delivered', 'read', 'failed')),
    "error" TEXT,
    "sent_at" INTEGER,
    "delivered_at" INTEGER,
    "read_at" INTEGER,
    "failed_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "whatsapp_message_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "whatsapp_message_whatsapp_contact_id_fk" FOREIGN KEY ("organization_id", "whatsapp_contact_id") REFERENCES "whatsapp_contact" ("organization_id", "id"),
    CONSTRAINT "whatsapp_message_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "whatsapp_message_external_id" ON "whatsapp_message" ("organization_id", "external_id");
CREATE INDEX "whatsapp_message_contact" ON "whatsapp_message" ("organization_id", "whatsapp_contact_id", "created_at", "id");
CREATE INDEX "whatsapp_message_ticket" ON "whatsapp_message" ("organization_id", "ticket_id", "created_at", "id") WHERE ticket_id IS NOT NULL;

CREATE TABLE "whatsapp_session" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "phone" TEXT NOT NULL,
    "data" BLOB,
    "last_active_at" INTEGER,
    "expires_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "whatsapp_session_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE UNIQUE INDEX "whatsapp_session_phone" ON "whatsapp_session" ("organization_id", "phone");
CREATE INDEX "whatsapp_session_activity" ON "whatsapp_session" ("organization_id", "last_active_at", "id");
