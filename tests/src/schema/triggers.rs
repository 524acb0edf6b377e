//! The triggers that a table should have: which rows only grow, and which are stamped, is read off the reflection table.

use servicedesk::entity::{EntityDef, Erase, FieldDef};
use servicedesk::query::sql::Dialect;

/// Returns what is so about the triggers of an entity's table.
pub fn facts(def: &EntityDef, dialect: Dialect) -> Vec<(String, String)> {
    match (def.append_only, dialect) {
        (true, Dialect::Sqlite) => growing_sqlite(def),
        (true, Dialect::Postgres) => growing_postgres(def),
        (false, _) => vec![stamped(def, dialect)],
    }
}

/// Returns the names of the columns that the erasure of a person changes, or of all others.
pub fn columns(def: &EntityDef, erased: bool) -> Vec<&'static str> {
    let is_erased = |field: &&FieldDef| !matches!(field.erase, Erase::Keep | Erase::DeleteRow) == erased;
    def.fields.iter().filter(is_erased).map(|field| field.name).collect()
}

fn growing_sqlite(def: &EntityDef) -> Vec<(String, String)> {
    let table = def.table;
    let refuse = format!("BEGIN SELECT RAISE(ABORT, '{table} only grows'); END");
    let unless = format!("WHEN NOT EXISTS (SELECT 1 FROM \"write_permit\" WHERE \"table\" = '{table}')");
    let trigger = |name: &str, rest: String| {
        (format!("trigger {table}_{name}"), format!("CREATE TRIGGER \"{table}_{name}\" BEFORE {rest}"))
    };
    let of = |erased| format!("UPDATE OF \"{}\" ON \"{table}\"", columns(def, erased).join("\", \""));
    let mut facts = vec![
        trigger("kept", format!("{} {refuse}", of(false))),
        trigger("removed", format!("DELETE ON \"{table}\" {unless} {refuse}")),
    ];
    if !columns(def, true).is_empty() {
        facts.push(trigger("erased", format!("{} {unless} {refuse}", of(true))));
    }
    facts
}

fn growing_postgres(def: &EntityDef) -> Vec<(String, String)> {
    let table = def.table;
    let erased: Vec<String> = columns(def, true).iter().map(|name| format!("'{name}'")).collect();
    let trigger = |name: &str, rest: String| {
        (format!("trigger {table}.{table}_{name}"), format!("CREATE TRIGGER {table}_{name} BEFORE {rest}"))
    };
    let function = "EXECUTE FUNCTION servicedesk_append_only";
    vec![
        trigger("kept", format!("DELETE OR UPDATE ON {table} FOR EACH ROW {function}({})", erased.join(", "))),
        trigger("emptied", format!("TRUNCATE ON {table} FOR EACH STATEMENT {function}()")),
    ]
}

fn stamped(def: &EntityDef, dialect: Dialect) -> (String, String) {
    let table = def.table;
    let of = |quote: &str| {
        let names =
            def.fields.iter().filter(|field| !field.computed).map(|field| format!("{quote}{}{quote}", field.name));
        let names: Vec<String> = names.collect();
        if names.len() == def.fields.len() { String::new() } else { format!(" OF {}", names.join(", ")) }
    };
    match dialect {
        Dialect::Sqlite => (
            format!("trigger {table}_stamp"),
            format!(
                "CREATE TRIGGER \"{table}_stamp\" AFTER UPDATE{} ON \"{table}\" WHEN NEW.\"version\" <= OLD.\"version\" \
                 BEGIN UPDATE \"{table}\" SET \"version\" = OLD.\"version\" + 1, \"updated_at\" = CASE WHEN \
                 NEW.\"updated_at\" <> OLD.\"updated_at\" THEN NEW.\"updated_at\" ELSE max(OLD.\"updated_at\", \
                 CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END WHERE rowid = NEW.rowid; END",
                of("\"")
            ),
        ),
        Dialect::Postgres => (
            format!("trigger {table}.{table}_stamp"),
            format!(
                "CREATE TRIGGER {table}_stamp BEFORE UPDATE{} ON {table} FOR EACH ROW \
                 WHEN (new.version <= old.version) EXECUTE FUNCTION servicedesk_stamp()",
                of("")
            ),
        ),
    }
}
