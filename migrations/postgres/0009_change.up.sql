-- Changes, what they touch, and when none may happen.

CREATE TABLE "change_request" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "number" text COLLATE "C" NOT NULL,
    "title" text COLLATE "C" NOT NULL,
    "description" text COLLATE "C",
    "change_type" text COLLATE "C" NOT NULL CHECK ("change_type" IN ('standard', 'normal', 'emergency')),
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('draft', 'submitted', 'in_review', 'approved', 'rejected', 'implemented', 'closed')),
    "priority_id" uuid,
    "risk" text COLLATE "C" CHECK ("risk" IN ('low', 'medium', 'high', 'critical')),
    "requested_by_id" uuid,
    "requested_at" timestamptz,
    "planned_start_at" timestamptz,
    "planned_end_at" timestamptz,
    "actual_start_at" timestamptz,
    "actual_end_at" timestamptz,
    "implementation_notes" text COLLATE "C",
    "back_out_plan" text COLLATE "C",
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "deleted_at" timestamptz,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "change_request_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "change_request_priority_id_fk" FOREIGN KEY ("organization_id", "priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "change_request_requested_by_id_fk" FOREIGN KEY ("organization_id", "requested_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "change_request_number" ON "change_request" ("organization_id", "number");
CREATE INDEX "change_request_status" ON "change_request" ("organization_id", "status", "created_at", "id");
CREATE INDEX "change_request_requested" ON "change_request" ("organization_id", "requested_by_id", "created_at", "id") WHERE requested_by_id IS NOT NULL;
CREATE INDEX "change_request_planned" ON "change_request" ("organization_id", "planned_start_at", "id") WHERE planned_start_at IS NOT NULL;
ALTER TABLE "change_request" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change_request" FORCE ROW LEVEL SECURITY;
CREATE POLICY "change_request_tenant" ON "change_request" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "change_ticket" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "change_request_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "change_ticket_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "change_ticket_change_request_id_fk" FOREIGN KEY ("organization_id", "change_request_id") REFERENCES "change_request" ("organization_id", "id"),
    CONSTRAINT "change_ticket_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id")
);
CREATE UNIQUE INDEX "change_ticket_link" ON "change_ticket" ("organization_id", "change_request_id", "ticket_id");
CREATE INDEX "change_ticket_ticket" ON "change_ticket" ("organization_id", "ticket_id", "change_request_id");
ALTER TABLE "change_ticket" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change_ticket" FORCE ROW LEVEL SECURITY;
CREATE POLICY "change_ticket_tenant" ON "change_ticket" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "change_asset" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "change_request_id" uuid NOT NULL,
    "asset_id" uuid NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "change_asset_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "change_asset_change_request_id_fk" FOREIGN KEY ("organization_id", "change_request_id") REFERENCES "change_request" ("organization_id", "id"),
    CONSTRAINT "change_asset_asset_id_fk" FOREIGN KEY ("organization_id", "asset_id") REFERENCES "asset" ("organization_id", "id")
);
CREATE UNIQUE INDEX "change_asset_link" ON "change_asset" ("organization_id", "change_request_id", "asset_id");
CREATE INDEX "change_asset_asset" ON "change_asset" ("organization_id", "asset_id", "change_request_id");
ALTER TABLE "change_asset" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change_asset" FORCE ROW LEVEL SECURITY;
CREATE POLICY "change_asset_tenant" ON "change_asset" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "freeze_window" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "reason" text COLLATE "C",
    "starts_at" timestamptz NOT NULL,
    "ends_at" timestamptz NOT NULL,
    "is_active" boolean NOT NULL,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "freeze_window_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
);
CREATE INDEX "freeze_window_time" ON "freeze_window" ("organization_id", "starts_at", "id");
ALTER TABLE "freeze_window" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "freeze_window" FORCE ROW LEVEL SECURITY;
CREATE POLICY "freeze_window_tenant" ON "freeze_window" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
