//! The facts that the reflection table declares, in the words that each database has for them. Nothing here is taken from
//! the statements of `store::ddl`, so that a mistake there is a difference and not the rule.

use servicedesk::ENTITIES;
use servicedesk::entity::{EntityDef, FieldDef, Kind};
use servicedesk::query::sql::Dialect;

use super::{Facts, own_tables, triggers};

/// Returns the facts of a migrated database.
pub fn everything(dialect: Dialect) -> Facts {
    let mut facts = entities(dialect);
    for def in ENTITIES {
        for (about, says) in triggers::facts(def, dialect) {
            facts.add(about, says);
        }
    }
    for (about, says) in own_tables::facts(dialect) {
        facts.add(*about, *says);
    }
    facts
}

/// Returns the facts of the tables of entities.
pub fn entities(dialect: Dialect) -> Facts {
    let mut facts = Facts::default();
    for def in ENTITIES {
        table(&mut facts, def, dialect);
        for (place, field) in def.fields.iter().enumerate() {
            let null = if field.nullable { "" } else { " not null" };
            let says = format!("{} {}{null}", place + 1, type_of(field.kind, dialect));
            facts.add(format!("column {}.{}", def.table, field.name), says);
            check(&mut facts, def, field, dialect);
        }
        foreign_keys(&mut facts, def, dialect);
        indexes(&mut facts, def, dialect);
    }
    facts
}

fn table(facts: &mut Facts, def: &EntityDef, dialect: Dialect) {
    let table = def.table;
    let key = if def.is_tenant { "id" } else { "organization_id, id" };
    match dialect {
        Dialect::Sqlite => {
            facts.add(format!("table {table}"), "strict");
            facts.add(format!("primary key {table}"), key);
        }
        Dialect::Postgres => {
            facts.add(format!("table {table}"), "row-level security, forced");
            let month = def.partition.map(|field| format!(", {field}")).unwrap_or_default();
            facts.add(format!("primary key {table}.{table}_pkey"), format!("PRIMARY KEY ({key}{month})"));
            if let Some(field) = def.partition {
                facts.add(format!("partitions {table}"), format!("RANGE ({field})"));
            }
            let (tenant, directory) = if def.is_tenant {
                ("id", " OR current_setting('servicedesk.directory'::text, true) = 'on'::text")
            } else {
                ("organization_id", "")
            };
            let setting = "NULLIF(current_setting('servicedesk.organization'::text, true), ''::text)::uuid";
            facts.add(
                format!("policy {table}.{table}_tenant"),
                format!("permissive for all to public: {tenant} = {setting}{directory}; writes {tenant} = {setting}"),
            );
            if def.agenda.is_some() {
                facts.add(
                    format!("policy {table}.{table}_agenda"),
                    "permissive for r to public: ( SELECT current_setting('servicedesk.directory'::text, true) = 'agenda'::text); \
                     writes nothing",
                );
            }
        }
    }
}

/// The types, as each database calls them when it is asked.
fn type_of(kind: Kind, dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => match kind {
            Kind::Bool | Kind::Integer | Kind::Timestamp => "INTEGER",
            Kind::Uuid | Kind::Bytes => "BLOB",
            Kind::Text | Kind::Enum(_) | Kind::Decimal | Kind::Date | Kind::Json | Kind::List => "TEXT",
        },
        Dialect::Postgres => match kind {
            Kind::Bool => "boolean",
            Kind::Integer => "bigint",
            Kind::Decimal => "numeric",
            Kind::Text | Kind::Enum(_) => "text collate C",
            Kind::List => "text[]",
            Kind::Bytes => "bytea",
            Kind::Uuid => "uuid",
            Kind::Timestamp => "timestamp with time zone",
            Kind::Date => "date",
            Kind::Json => "jsonb",
        },
    }
}

/// Returns a whole number as PostgreSQL writes it back.
fn number(number: i64) -> String {
    match i32::try_from(number) {
        Ok(0..) => number.to_string(),
        Ok(_) => format!("'{number}'::integer"),
        Err(_) => format!("'{number}'::bigint"),
    }
}

fn check(facts: &mut Facts, def: &EntityDef, field: &FieldDef, dialect: Dialect) {
    let (table, name) = (def.table, field.name);
    let range = field.range.filter(|_| field.kind == Kind::Integer);
    let says = match (dialect, field.kind) {
        (Dialect::Sqlite, Kind::Bool) => format!("\"{name}\" IN (0, 1)"),
        (Dialect::Sqlite, Kind::Uuid) => format!("length(\"{name}\") = 16"),
        (Dialect::Sqlite, Kind::Json | Kind::List) => format!("json_valid(\"{name}\")"),
        (Dialect::Sqlite, Kind::Enum(names)) => format!("\"{name}\" IN ('{}')", names.join("', '")),
        (Dialect::Postgres, Kind::Enum(names)) => {
            let names: Vec<String> = names.iter().map(|name| format!("'{name}'::text")).collect();
            format!("CHECK ({name} = ANY (ARRAY[{}]))", names.join(", "))
        }
        (dialect, _) => match (range, dialect) {
            (None, _) => return,
            (Some((min, max)), Dialect::Sqlite) => format!("\"{name}\" BETWEEN {min} AND {max}"),
            (Some((min, max)), Dialect::Postgres) => {
                format!("CHECK ({name} >= {} AND {name} <= {})", number(min), number(max))
            }
        },
    };
    let about = match dialect {
        Dialect::Sqlite => format!("check {table}.{name}"),
        Dialect::Postgres => format!("check {table}.{table}_{name}_check"),
    };
    facts.add(about, says);
}

fn foreign_keys(facts: &mut Facts, def: &EntityDef, dialect: Dialect) {
    let mut add = |field: &str, columns: &str, target: &str, targets: &str| {
        let says = match dialect {
            Dialect::Sqlite => format!("({columns}) to {target} ({targets}), NO ACTION, NO ACTION"),
            Dialect::Postgres => format!("FOREIGN KEY ({columns}) REFERENCES {target}({targets})"),
        };
        facts.add(format!("foreign key {}.{}_{field}_fk", def.table, def.table), says);
    };
    if !def.is_tenant {
        add("organization_id", "organization_id", "organization", "id");
    }
    for field in def.fields {
        if let Some(reference) = field.references {
            let columns = format!("organization_id, {}", field.name);
            add(field.name, &columns, (reference.entity)().table, "organization_id, id");
        }
    }
}

fn indexes(facts: &mut Facts, def: &EntityDef, dialect: Dialect) {
    if let Some(agenda) = &def.agenda {
        let (table, columns) = (def.table, format!("({}, id)", agenda.field));
        let (quoted, printed) = match agenda.condition {
            None => (String::new(), String::new()),
            Some(condition) => (format!(" WHERE {condition}"), format!(" WHERE {}", as_printed(condition))),
        };
        let says = match dialect {
            Dialect::Sqlite => format!("{columns}{quoted}"),
            Dialect::Postgres => format!("CREATE INDEX {table}_agenda ON {table} USING btree {columns}{printed}"),
        };
        facts.add(format!("index {table}.{table}_agenda"), says);
    }
    for index in def.indexes {
        let tenant = if def.is_tenant { "" } else { "organization_id, " };
        let columns = format!("{tenant}{}", index.columns.join(", "));
        let condition = index.condition.map(|condition| format!(" WHERE {condition}")).unwrap_or_default();
        let says = match (dialect, index.unique) {
            (Dialect::Sqlite, true) => format!("unique ({columns}){condition}"),
            (Dialect::Sqlite, false) => format!("({columns}){condition}"),
            (Dialect::Postgres, unique) => {
                let unique = if unique { "UNIQUE " } else { "" };
                let only = if def.partition.is_some() { "ONLY " } else { "" };
                format!("CREATE {unique}INDEX {} ON {only}{} USING btree ({columns}){condition}", index.name, def.table)
            }
        };
        facts.add(format!("index {}.{}", def.table, index.name), says);
    }
}

/// Returns the condition of an agenda as PostgreSQL prints it.
fn as_printed(condition: &str) -> String {
    condition
        .split(" AND ")
        .map(|test| if test.ends_with('\'') { format!("{test}::text") } else { test.to_owned() })
        .collect::<Vec<_>>()
        .join(" AND ")
}
