-- What people are told, how, and when not.

CREATE TABLE "notification" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL,
    "title" text COLLATE "C" NOT NULL,
    "body" text COLLATE "C",
    "link" text COLLATE "C",
    "related" text COLLATE "C",
    "related_id" uuid,
    "channels" text[] NOT NULL,
    "read_at" timestamptz,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "notification_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "notification_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE INDEX "notification_user" ON "notification" ("organization_id", "user_id", "created_at", "id");
CREATE INDEX "notification_unread" ON "notification" ("organization_id", "user_id", "id") WHERE read_at IS NULL;
ALTER TABLE "notification" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "notification" FORCE ROW LEVEL SECURITY;
CREATE POLICY "notification_tenant" ON "notification" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "notification_event" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "notification_id" uuid NOT NULL,
    "channel" text COLLATE "C" NOT NULL,
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('queued', 'batched', 'sent', 'failed', 'suppressed')),
    "available_at" timestamptz NOT NULL,
    "attempts" bigint NOT NULL CHECK ("attempts" BETWEEN 0 AND 1000),
    "digest_key" text COLLATE "C",
    "sent_at" timestamptz,
    "error" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "notification_event_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "notification_event_notification_id_fk" FOREIGN KEY ("organization_id", "notification_id") REFERENCES "notification" ("organization_id", "id")
);
CREATE INDEX "notification_event_due" ON "notification_event" ("organization_id", "status", "available_at", "id");
CREATE INDEX "notification_event_notification" ON "notification_event" ("organization_id", "notification_id", "id");
ALTER TABLE "notification_event" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "notification_event" FORCE ROW LEVEL SECURITY;
CREATE POLICY "notification_event_tenant" ON "notification_event" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "notification_preference" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "user_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL,
    "channels" text[] NOT NULL,
    "is_enabled" boolean NOT NULL,
    "digest" text COLLATE "C" NOT NULL CHECK ("digest" IN ('immediate', 'hourly', 'daily')),
    "quiet_from" text COLLATE "C",
    "quiet_until" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "notification_preference_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "notification_preference_user_id_fk" FOREIGN KEY ("organization_id", "user_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "notification_preference_user" ON "notification_preference" ("organization_id", "user_id", "kind");
ALTER TABLE "notification_preference" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "notification_preference" FORCE ROW LEVEL SECURITY;
CREATE POLICY "notification_preference_tenant" ON "notification_preference" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
