-- Assets, what depends on what, and the tickets about them.

CREATE TABLE "asset" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "asset_type" TEXT NOT NULL CHECK ("asset_type" IN ('hardware', 'software', 'network_device', 'cloud_resource')),
    "category" TEXT,
    "manufacturer" TEXT,
    "model" TEXT,
    "serial_number" TEXT,
    "status" TEXT NOT NULL CHECK ("status" IN ('active', 'inactive', 'maintenance', 'retired')),
    "assigned_to_id" BLOB CHECK (length("assigned_to_id") = 16),
    "assigned_at" INTEGER,
    "location" TEXT,
    "building" TEXT,
    "floor" TEXT,
    "room" TEXT,
    "purchase_date" TEXT,
    "purchase_price" TEXT,
    "warranty_until" TEXT,
    "custom_fields" TEXT CHECK (json_valid("custom_fields")),
    "created_by_id" BLOB CHECK (length("created_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "deleted_at" INTEGER,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "asset_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "asset_assigned_to_id_fk" FOREIGN KEY ("organization_id", "assigned_to_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "asset_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "asset_number" ON "asset" ("organization_id", "number");
CREATE INDEX "asset_status" ON "asset" ("organization_id", "asset_type", "status", "id");
CREATE INDEX "asset_assigned" ON "asset" ("organization_id", "assigned_to_id", "id") WHERE assigned_to_id IS NOT NULL;
CREATE INDEX "asset_serial" ON "asset" ("organization_id", "serial_number", "id") WHERE serial_number IS NOT NULL;

CREATE TABLE "asset_relationship" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "source_id" BLOB NOT NULL CHECK (length("source_id") = 16),
    "target_id" BLOB NOT NULL CHECK (length("target_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('contains', 'depends_on', 'connected_to', 'licensed_for')),
    "description" TEXT,
    "created_by_id" BLOB CHECK (length("created_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "asset_relationship_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "asset_relationship_source_id_fk" FOREIGN KEY ("organization_id", "source_id") REFERENCES "asset" ("organization_id", "id"),
    CONSTRAINT "asset_relationship_target_id_fk" FOREIGN KEY ("organization_id", "target_id") REFERENCES "asset" ("organization_id", "id"),
    CONSTRAINT "asset_relationship_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "asset_relationship_source" ON "asset_relationship" ("organization_id", "source_id", "target_id", "kind");
CREATE INDEX "asset_relationship_target" ON "asset_relationship" ("organization_id", "target_id", "source_id", "id");

CREATE TABLE "ticket_asset" (
    "id" BLOB NOT NULL CHECK (length("id") = 16),
    "organization_id" BLOB NOT NULL CHECK (length("organization_id") = 16),
    "ticket_id" BLOB NOT NULL CHECK (length("ticket_id") = 16),
    "asset_id" BLOB NOT NULL CHECK (length("asset_id") = 16),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('affected_by', 'caused_by', 'related_to')),
    "created_by_id" BLOB CHECK (length("created_by_id") = 16),
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ticket_asset_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "ticket_asset_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "ticket_asset_asset_id_fk" FOREIGN KEY ("organization_id", "asset_id") REFERENCES "asset" ("organization_id", "id"),
    CONSTRAINT "ticket_asset_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
) STRICT;
CREATE UNIQUE INDEX "ticket_asset_link" ON "ticket_asset" ("organization_id", "ticket_id", "asset_id", "kind");
CREATE INDEX "ticket_asset_asset" ON "ticket_asset" ("organization_id", "asset_id", "ticket_id", "id");
