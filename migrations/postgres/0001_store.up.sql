-- What the store itself keeps: committed batches, sequences and the change feed; and the folding of case and accents.

-- Must agree with `query::fold`: NFKD, without U+0300 to U+036F, in lower case. The collation decides what lower case is, so
-- the best one that this server has is written into the function.
DO $outer$
DECLARE
    chosen text;
BEGIN
    SELECT quote_ident(collname) INTO chosen FROM pg_collation
    WHERE collname IN ('pg_c_utf8', 'und-x-icu', 'C.utf8', 'C.UTF-8', 'en_US.utf8')
    ORDER BY array_position(ARRAY['und-x-icu', 'pg_c_utf8', 'C.utf8', 'C.UTF-8', 'en_US.utf8']::name[], collname)
    LIMIT 1;
    EXECUTE format(
        $function$
        CREATE FUNCTION servicedesk_fold(value text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN lower(regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]', '', 'g') %s)
        $function$,
        CASE WHEN chosen IS NULL THEN '' ELSE 'COLLATE ' || chosen END
    );
END
$outer$;

CREATE TABLE "batch" (
    "organization_id" uuid NOT NULL,
    "id" uuid NOT NULL,
    "result" jsonb NOT NULL,
    "at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "id")
);
ALTER TABLE "batch" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "batch" FORCE ROW LEVEL SECURITY;
CREATE POLICY "batch_tenant" ON "batch" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

CREATE TABLE "sequence" (
    "organization_id" uuid NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "value" bigint NOT NULL,
    PRIMARY KEY ("organization_id", "name")
);
ALTER TABLE "sequence" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sequence" FORCE ROW LEVEL SECURITY;
CREATE POLICY "sequence_tenant" ON "sequence" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);

-- Rows become visible in another order than that of their numbers. A reader is served below the oldest running
-- transaction only, in the order (transaction, position), so that nothing appears behind its back.
CREATE TABLE "change_feed" (
    "organization_id" uuid NOT NULL,
    "transaction" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "position" bigint GENERATED ALWAYS AS IDENTITY,
    "batch_id" uuid NOT NULL,
    "entity" text COLLATE "C" NOT NULL,
    "entity_id" uuid NOT NULL,
    "kind" text COLLATE "C" NOT NULL CHECK ("kind" IN ('insert', 'update', 'delete')),
    "fields" text[] NOT NULL,
    "at" timestamptz NOT NULL,
    PRIMARY KEY ("organization_id", "transaction", "position")
);
ALTER TABLE "change_feed" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change_feed" FORCE ROW LEVEL SECURITY;
CREATE POLICY "change_feed_tenant" ON "change_feed" USING ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid) WITH CHECK ("organization_id" = nullif(current_setting('servicedesk.organization', true), '')::uuid);
