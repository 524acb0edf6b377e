-- What people are told, how, and when not.

CREATE TABLE "notification" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT,
    "link" TEXT,
    "related" TEXT,
    "related_id" BLOB CHECK (length("related_id") = 16),
    "channels" TEXT NOT NULL CHECK (json_valid("channels")),
    "read_at" INTEGER,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "notification_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "notification_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE INDEX "notification_user" ON "notification" ("organization_id", "user_id", "created_at", "id");
CREATE INDEX "notification_unread" ON "notification" ("organization_id", "user_id", "id") WHERE read_at IS NULL;

CREATE TABLE "notification_event" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "notification_id" BLOB NOT NULL CHECK (length("notification_id") = 16),
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL CHECK ("status" IN ('queued', 'batched', 'sent', 'failed', 'suppressed')),
    "available_at" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL CHECK ("attempts" BETWEEN 0 AND 1000),
    "digest_key" TEXT,
    "sent_at" INTEGER,
    "error" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "notification_event_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "notification_event_notification_id_fk" FOREIGN KEY ("organization_id", "notification_id") REFERENCES "notification" ("organization_id", "id")
) STRICT;
CREATE INDEX "notification_event_due" ON "notification_event" ("organization_id", "status", "available_at", "id");
CREATE INDEX "notification_event_notification" ON "notification_event" ("organization_id", "notification_id", "id");

CREATE TABLE "notification_preference" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "user_id" BLOB NOT NULL CHECK (length("user_id") = 16),
    "kind" TEXT NOT NULL,
    "channels" TEXT NOT NULL CHECK (json_valid("channels")),
    "is_enabled" INTEGER NOT NULL CHECK ("is_enabled" IN (0, 1)),
    "digest" TEXT NOT NULL CHECK ("digest" IN ('immediate', 'hourly', 'daily')),
    "quiet_from" TEXT,
    "quiet_until" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "notification_preference_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "notification_preference_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "notification_preference_user" ON "notification_preference" ("organization_id", "user_id", "kind");
