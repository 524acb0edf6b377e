-- Assets, what depends on what, and the tickets about them.

CREATE TABLE "asset" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "number" text COLLATE "C" NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "asset_type" text COLLATE "C" NOT NULL CHECK ("asset_type" IN ('hardware', 'software', 'network_device', 'cloud_resource')),
    "category" text COLLATE "C",
    "manufacturer" text COLLATE "C",
    "model" text COLLATE "C",
    "serial_number" text COLLATE "C",
    "status" text COLLATE "C" NOT NULL CHECK ("status" IN ('active', 'inactive', 'maintenance', 'retired')),
    "assigned_to_id" uuid,
    "assigned_at" timestamptz,
    "location" text COLLATE "C",
    "building" text COLLATE "C",
    "floor" text COLLATE "C",
    "room" text COLLATE "C",
    "purchase_date" date,
    "purchase_price" numeric,
    "warranty_until" date,
    "custom_fields" jsonb,
    "created_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "deleted_at" timestamptz,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "asset_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "asset_assigned_to_id_fk" FOREIGN KEY ("organization_id", "assigned_to_id") REFERENCES "app_user" ("organization_id", "id"),
    CONSTRAINT "asset_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "asset_number" ON "asset" ("organization_id", "number");
CREATE INDEX "asset_status" ON "asset" ("organization_id", "asset_type", "status", "id");
CREATE INDEX "asset_assigned" ON "asset" ("organization_id", "assigned_to_id", "id") WHERE assigned_to_id IS NOT NULL;
CREATE INDEX "asset_serial" ON "asset" ("organization_id", "serial_number", "id") WHERE serial_number IS NOT NULL;
ALTER TABLE "asset" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "asset" FORCE ROW LEVEL SECURITY;
CREATE POLICY "asset_tenant" ON "asset" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "asset_relationship" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "source_id" uuid NOT NULL,
    "target_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('contains', 'depends_on', 'connected_to', 'licensed_for')),
    "description" text COLLATE "C",
    "created_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "asset_relationship_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "asset_relationship_source_id_fk" FOREIGN KEY ("organization_id", "source_id") REFERENCES "asset" ("organization_id", "id"),
    CONSTRAINT "asset_relationship_target_id_fk" FOREIGN KEY ("organization_id", "target_id") REFERENCES "asset" ("organization_id", "id"),
    CONSTRAINT "asset_relationship_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "asset_relationship_source" ON "asset_relationship" ("organization_id", "source_id", "target_id", "kind");
CREATE INDEX "asset_relationship_target" ON "asset_relationship" ("organization_id", "target_id", "source_id", "id");
ALTER TABLE "asset_relationship" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "asset_relationship" FORCE ROW LEVEL SECURITY;
CREATE POLICY "asset_relationship_tenant" ON "asset_relationship" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "ticket_asset" (
    "id" uuid NOT NULL,
    "organization_id" uuid NOT NULL,
    "ticket_id" uuid NOT NULL,
    "asset_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('affected_by', 'caused_by', 'related_to')),
    "created_by_id" uuid,
    "version" bigint NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "ticket_asset_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id"),
    CONSTRAINT "ticket_asset_ticket_id_fk" FOREIGN KEY ("organization_id", "ticket_id") REFERENCES "ticket" ("organization_id", "id"),
    CONSTRAINT "ticket_asset_asset_id_fk" FOREIGN KEY ("organization_id", "asset_id") REFERENCES "asset" ("organization_id", "id"),
    CONSTRAINT "ticket_asset_created_by_id_fk" FOREIGN KEY ("organization_id", "created_by_id") REFERENCES "app_user" ("organization_id", "id")
);
CREATE UNIQUE INDEX "ticket_asset_link" ON "ticket_asset" ("organization_id", "ticket_id", "asset_id", "kind");
CREATE INDEX "ticket_asset_asset" ON "ticket_asset" ("organization_id", "asset_id", "ticket_id", "id");
ALTER TABLE "ticket_asset" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ticket_asset" FORCE ROW LEVEL SECURITY;
CREATE POLICY "ticket_asset_tenant" ON "ticket_asset" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
