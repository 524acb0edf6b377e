-- What the store tidies up of its own, and since when it is due.

-- The records of batches come in the order of their time, so that a summary of each stretch of pages is enough to find the old ones,
-- and a commit pays nothing for it.
CREATE INDEX "batch_at" ON "batch" USING brin ("at") WITH (autosummarize = on);
CREATE POLICY "batch_upkeep" ON "batch" USING (current_setting('servicedesk.directory', true) = 'upkeep') WITH CHECK (false);

CREATE TABLE "upkeep" (
    "name" text COLLATE "C" NOT NULL PRIMARY KEY,
    "due_at" timestamptz NOT NULL
);
INSERT INTO "upkeep" ("name", "due_at") VALUES ('batches', 'epoch');

-- Makes the partition of a month, unless it is there, and returns its name; nothing when it cannot be made now: somebody holds the
-- table, rows of the month came before it and are with those of no month, or this user owns no tables. It is attached when it is
-- complete, so that whoever writes meanwhile waits for a moment only.
CREATE FUNCTION servicedesk_make_partition(parent text, month timestamp) RETURNS text
LANGUAGE plpgsql
AS $function$
DECLARE
    child text := parent || '_' || to_char(month, 'YYYY_MM');
BEGIN
    IF to_regclass(quote_ident(child)) IS NOT NULL THEN
        RETURN NULL;
    END IF;
    BEGIN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', child, parent);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', child);
        EXECUTE format('CREATE POLICY %I ON %I USING ("organization_id" = nullif(current_setting(''servicedesk.organization'', true), '''')::uuid) WITH CHECK ("organization_id" = nullif(current_setting(''servicedesk.organization'', true), '''')::uuid)', child || '_tenant', child);
        IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(quote_ident(parent)) AND tgname = parent || '_emptied') THEN
            EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION servicedesk_append_only()', child || '_emptied', child);
        END IF;
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
    EXCEPTION WHEN check_violation OR lock_not_available OR deadlock_detected OR insufficient_privilege OR duplicate_table THEN
        RETURN NULL;
    END;
    RETURN child;
END
$function$;

-- Makes the partitions of this month and of the three after it, and returns the names of those that were missing.
CREATE FUNCTION servicedesk_make_partitions(present timestamptz) RETURNS SETOF text
LANGUAGE plpgsql
AS $function$
DECLARE
    parent text;
    ahead int;
    made text;
BEGIN
    FOR parent IN SELECT relname FROM pg_class WHERE relkind = 'p' AND relnamespace = current_schema()::regnamespace ORDER BY relname LOOP
        FOR ahead IN 0..3 LOOP
            made := servicedesk_make_partition(parent, date_trunc('month', present AT TIME ZONE 'UTC') + make_interval(months => ahead));
            IF made IS NOT NULL THEN
                RETURN NEXT made;
            END IF;
        END LOOP;
    END LOOP;
END
$function$;

SELECT servicedesk_make_partitions(now());
