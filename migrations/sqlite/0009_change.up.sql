-- Changes, what they touch, and when none may happen.

CREATE TABLE "change_request" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "number" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "change_type" TEXT NOT NULL CHECK ("change_type" IN ('standard', 'normal', 'emergency')),
    "status" TEXT NOT NULL CHECK ("status" IN ('draft', 'submitted', 'in_review', 'approved', 'rejected', 'implemented', 'closed')),
    "priority_id" BLOB CHECK (length("priority_id") = 16),
    "risk" TEXT CHECK ("risk" IN ('low', 'medium', 'high', 'critical')),
    "requested_by_id" BLOB CHECK (length("requested_by_id") = 16),
    "requested_at" INTEGER,
    "planned_start_at" INTEGER,
    "planned_end_at" INTEGER,
    "actual_start_at" INTEGER,
    "actual_end_at" INTEGER,
    "implementation_notes" TEXT,
    "back_out_plan" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "deleted_at" INTEGER,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "change_request_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "change_request_priority_id_fk" FOREIGN KEY ("organization_id", "priority_id") REFERENCES "priority" ("organization_id", "id"),
    CONSTRAINT "change_request_requested_by_id_fk" FOREIGN KEY ("organization_id", "requested_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "change_request_number" ON "change_request" ("organization_id", "number");
CREATE INDEX "change_request_status" ON "change_request" ("organization_id", "status", "created_at", "id");
CREATE INDEX "change_request_requested" ON "change_request" ("organization_id", "requested_by_id", "created_at", "id") WHERE requested_by_id IS NOT NULL;
CREATE INDEX "change_request_planned" ON "change_request" ("organization_id", "planned_start_at", "id") WHERE planned_start_at IS NOT NULL;

CREATE TABLE "change_ticket" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "change_request_id" BLOB NOT NULL CHECK (length("change_request_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "change_ticket_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "change_ticket_change_request_id_fk" FOREIGN KEY ("organization_id", "change_request_id") REFERENCES "change_request" ("organization_id", "id"),
    CONSTRAINT "change_ticket_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "change_ticket_link" ON "change_ticket" ("organization_id", "change_request_id", "ticket_id");
CREATE INDEX "change_ticket_ticket" ON "change_ticket" ("organization_id", "ticket_id", "change_request_id");

CREATE TABLE "change_asset" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "change_request_id" BLOB NOT NULL CHECK (length("change_request_id") = 16),
    "asset_id" BLOB NOT NULL CHECK (length("asset_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "change_asset_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "change_asset_change_request_id_fk" FOREIGN KEY ("organization_id", "change_request_id") REFERENCES "change_request" ("organization_id", "id"),
    CONSTRAINT "change_asset_asset_id_fk" FOREIGN KEY ("organization_id", "asset_id") REFERENCES "asset" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "change_asset_link" ON "change_asset" ("organization_id", "change_request_id", "asset_id");
CREATE INDEX "change_asset_asset" ON "change_asset" ("organization_id", "asset_id", "change_request_id");

CREATE TABLE "freeze_window" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "name" TEXT NOT NULL,
    "reason" TEXT,
    "starts_at" INTEGER NOT NULL,
    "ends_at" INTEGER NOT NULL,
    "is_active" INTEGER NOT NULL CHECK ("is_active" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "freeze_window_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id")
) STRICT;
CREATE INDEX "freeze_window_time" ON "freeze_window" ("organization_id", "starts_at", "id");
