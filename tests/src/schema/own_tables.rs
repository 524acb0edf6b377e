//! The tables that are no entity's: committed batches, sequences, the change feed and the list of migrations.

use servicedesk::query::sql::Dialect;

/// The tables that the stores themselves keep.
pub const NAMES: &[&str] = &[
    "batch",
    "sequence",
    "change_feed",
    "write_permit",
    "upkeep",
    "search_entry",
    "search_text",
    "json_member",
    "servicedesk_migration",
];

/// Returns their facts.
pub fn facts(dialect: Dialect) -> &'static [(&'static str, &'static str)] {
    match dialect {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
    }
}

const SQLITE: &[(&str, &str)] = &[
    ("table batch", "strict, without rowid"),
    ("primary key batch", "organization_id, id"),
    ("column batch.organization_id", "1 BLOB not null"),
    ("check batch.organization_id", "length(\"organization_id\") = 16"),
    ("column batch.id", "2 BLOB not null"),
    ("check batch.id", "length(\"id\") = 16"),
    ("column batch.result", "3 TEXT not null"),
    ("check batch.result", "json_valid(\"result\")"),
    ("column batch.at", "4 INTEGER not null"),
    ("index batch.batch_at", "(at)"),
    ("table upkeep", "strict, without rowid"),
    ("primary key upkeep", "name"),
    ("column upkeep.name", "1 TEXT not null"),
    ("column upkeep.due_at", "2 INTEGER not null"),
    ("table sequence", "strict, without rowid"),
    ("primary key sequence", "organization_id, name"),
    ("column sequence.organization_id", "1 BLOB not null"),
    ("check sequence.organization_id", "length(\"organization_id\") = 16"),
    ("column sequence.name", "2 TEXT not null"),
    ("column sequence.value", "3 INTEGER not null"),
    ("table change_feed", "strict, autoincrement"),
    ("primary key change_feed", "position"),
    ("column change_feed.position", "1 INTEGER"),
    ("column change_feed.organization_id", "2 BLOB not null"),
    ("check change_feed.organization_id", "length(\"organization_id\") = 16"),
    ("column change_feed.batch_id", "3 BLOB not null"),
    ("check change_feed.batch_id", "length(\"batch_id\") = 16"),
    ("column change_feed.entity", "4 TEXT not null"),
    ("column change_feed.entity_id", "5 BLOB not null"),
    ("check change_feed.entity_id", "length(\"entity_id\") = 16"),
    ("column change_feed.kind", "6 TEXT not null"),
    ("check change_feed.kind", "\"kind\" IN ('insert', 'update', 'delete')"),
    ("column change_feed.fields", "7 TEXT not null"),
    ("check change_feed.fields", "json_valid(\"fields\")"),
    ("column change_feed.at", "8 INTEGER not null"),
    ("index change_feed.change_feed_organization", "(organization_id, position)"),
    (
        "trigger change_feed_kept",
        "CREATE TRIGGER \"change_feed_kept\" BEFORE UPDATE ON \"change_feed\" BEGIN \
         SELECT RAISE(ABORT, 'change_feed only grows'); END",
    ),
    (
        "trigger change_feed_removed",
        "CREATE TRIGGER \"change_feed_removed\" BEFORE DELETE ON \"change_feed\" WHEN NOT EXISTS \
         (SELECT 1 FROM \"write_permit\" WHERE \"table\" = 'change_feed') BEGIN \
         SELECT RAISE(ABORT, 'change_feed only grows'); END",
    ),
    ("table write_permit", "strict, without rowid"),
    ("primary key write_permit", "table"),
    ("column write_permit.table", "1 TEXT not null"),
    ("table search_entry", "strict"),
    ("primary key search_entry", "number"),
    ("column search_entry.number", "1 INTEGER"),
    ("column search_entry.organization_id", "2 BLOB not null"),
    ("check search_entry.organization_id", "length(\"organization_id\") = 16"),
    ("column search_entry.entity", "3 TEXT not null"),
    ("column search_entry.row_id", "4 BLOB not null"),
    ("check search_entry.row_id", "length(\"row_id\") = 16"),
    ("index search_entry.search_entry_row", "unique (organization_id, entity, row_id)"),
    (
        "virtual table search_text",
        "fts5(\"title\", \"body\", \"words\", content='', contentless_delete=1, tokenize='ascii')",
    ),
    ("table json_member", "strict, without rowid"),
    ("primary key json_member", "organization_id, field, name, value, row_id"),
    ("column json_member.organization_id", "1 BLOB not null"),
    ("check json_member.organization_id", "length(\"organization_id\") = 16"),
    ("column json_member.field", "2 TEXT not null"),
    ("column json_member.name", "3 TEXT not null"),
    ("column json_member.value", "4 TEXT not null"),
    ("column json_member.row_id", "5 BLOB not null"),
    ("check json_member.row_id", "length(\"row_id\") = 16"),
    ("index json_member.json_member_row", "(organization_id, field, row_id)"),
    ("table servicedesk_migration", "strict"),
    ("primary key servicedesk_migration", "version"),
    ("column servicedesk_migration.version", "1 INTEGER not null"),
    ("column servicedesk_migration.name", "2 TEXT not null"),
    ("column servicedesk_migration.checksum", "3 TEXT not null"),
    ("column servicedesk_migration.applied_at", "4 INTEGER not null"),
];

const SECURED: &str = "row-level security, forced";
const TENANT: &str = "permissive for all to public: organization_id = \
    NULLIF(current_setting('servicedesk.organization'::text, true), ''::text)::uuid; writes organization_id = \
    NULLIF(current_setting('servicedesk.organization'::text, true), ''::text)::uuid";

const POSTGRES: &[(&str, &str)] = &[
    ("function servicedesk_fold(value text)", "plpgsql, immutable, strict, parallel safe"),
    ("table batch", SECURED),
    ("policy batch.batch_tenant", TENANT),
    ("primary key batch.batch_pkey", "PRIMARY KEY (organization_id, id)"),
    ("column batch.organization_id", "1 uuid not null"),
    ("column batch.id", "2 uuid not null"),
    ("column batch.result", "3 jsonb not null"),
    ("column batch.at", "4 timestamp with time zone not null"),
    ("index batch.batch_at", "CREATE INDEX batch_at ON batch USING brin (at) WITH (autosummarize='on')"),
    (
        "policy batch.batch_upkeep",
        "permissive for all to public: current_setting('servicedesk.directory'::text, true) = 'upkeep'::text; writes false",
    ),
    ("table upkeep", "open"),
    ("primary key upkeep.upkeep_pkey", "PRIMARY KEY (name)"),
    ("column upkeep.name", "1 text collate C not null"),
    ("column upkeep.due_at", "2 timestamp with time zone not null"),
    ("table sequence", SECURED),
    ("policy sequence.sequence_tenant", TENANT),
    ("primary key sequence.sequence_pkey", "PRIMARY KEY (organization_id, name)"),
    ("column sequence.organization_id", "1 uuid not null"),
    ("column sequence.name", "2 text collate C not null"),
    ("column sequence.value", "3 bigint not null"),
    ("table change_feed", SECURED),
    ("policy change_feed.change_feed_tenant", TENANT),
    ("primary key change_feed.change_feed_pkey", "PRIMARY KEY (organization_id, transaction, position)"),
    ("column change_feed.organization_id", "1 uuid not null"),
    ("column change_feed.transaction", "2 xid8 not null default pg_current_xact_id()"),
    ("column change_feed.position", "3 bigint not null generated always"),
    ("column change_feed.batch_id", "4 uuid not null"),
    ("column change_feed.entity", "5 text collate C not null"),
    ("column change_feed.entity_id", "6 uuid not null"),
    ("column change_feed.kind", "7 text collate C not null"),
    (
        "check change_feed.change_feed_kind_check",
        "CHECK (kind = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text]))",
    ),
    ("column change_feed.fields", "8 text[] not null"),
    ("column change_feed.at", "9 timestamp with time zone not null"),
    (
        "trigger change_feed.change_feed_kept",
        "CREATE TRIGGER change_feed_kept BEFORE DELETE OR UPDATE ON change_feed FOR EACH ROW EXECUTE FUNCTION \
         servicedesk_append_only()",
    ),
    (
        "trigger change_feed.change_feed_emptied",
        "CREATE TRIGGER change_feed_emptied BEFORE TRUNCATE ON change_feed FOR EACH STATEMENT EXECUTE FUNCTION \
         servicedesk_append_only()",
    ),
    ("function servicedesk_append_only()", "plpgsql, volatile"),
    ("function servicedesk_make_partition(parent text, month timestamp without time zone)", "plpgsql, volatile"),
    ("function servicedesk_make_partitions(present timestamp with time zone)", "plpgsql, volatile"),
    ("function servicedesk_stamp()", "plpgsql, volatile"),
    // Open, because `@@` would not use the index under a policy; see the migration.
    ("table search_entry", "open"),
    ("primary key search_entry.search_entry_pkey", "PRIMARY KEY (organization_id, entity, row_id)"),
    ("column search_entry.organization_id", "1 uuid not null"),
    ("column search_entry.entity", "2 text collate C not null"),
    ("column search_entry.row_id", "3 uuid not null"),
    ("column search_entry.terms", "4 tsvector not null"),
    ("index search_entry.search_entry_terms", "CREATE INDEX search_entry_terms ON search_entry USING gin (terms)"),
    ("table json_member", SECURED),
    ("policy json_member.json_member_tenant", TENANT),
    ("primary key json_member.json_member_pkey", "PRIMARY KEY (organization_id, field, name, value, row_id)"),
    ("column json_member.organization_id", "1 uuid not null"),
    ("column json_member.field", "2 text collate C not null"),
    ("column json_member.name", "3 text collate C not null"),
    ("column json_member.value", "4 text collate C not null"),
    ("column json_member.row_id", "5 uuid not null"),
    (
        "index json_member.json_member_row",
        "CREATE INDEX json_member_row ON json_member USING btree (organization_id, field, row_id)",
    ),
    ("table servicedesk_migration", "open"),
    ("primary key servicedesk_migration.servicedesk_migration_pkey", "PRIMARY KEY (version)"),
    ("column servicedesk_migration.version", "1 bigint not null"),
    ("column servicedesk_migration.name", "2 text not null"),
    ("column servicedesk_migration.checksum", "3 text not null"),
    ("column servicedesk_migration.applied_at", "4 timestamp with time zone not null default now()"),
];
