//! What another program may try on a table, and what becomes of it: rows that only grow refuse, others are stamped.

use servicedesk::ENTITIES;
use servicedesk::entity::EntityDef;
use servicedesk::query::sql::Dialect;

use super::triggers::columns;

/// A statement of another program on rows that only grow.
pub struct Attempt {
    /// The statement.
    pub sql: String,
    /// Whether the library's permit is taken before.
    pub permitted: bool,
    /// Whether it must be refused.
    pub refused: bool,
}

/// Returns the attempts on a table that only grows.
pub fn attempts(def: &EntityDef, dialect: Dialect) -> Vec<Attempt> {
    let table = def.table;
    let set = |name: &str| format!("UPDATE \"{table}\" SET \"{name}\" = \"{name}\"");
    // What changes nothing would not show on PostgreSQL that a column with a permit is kept.
    let change = format!("UPDATE \"{table}\" SET \"id\" = \"organization_id\"");
    let mut attempts = Vec::new();
    let mut add = |sql: String, permitted, refused| attempts.push(Attempt { sql, permitted, refused });
    for name in columns(def, false) {
        add(set(name), false, true);
    }
    add(change, true, true);
    for name in columns(def, true) {
        add(set(name), false, true);
        add(set(name), true, false);
    }
    add(format!("DELETE FROM \"{table}\""), false, true);
    if dialect == Dialect::Postgres {
        add(format!("TRUNCATE \"{table}\" CASCADE"), true, true);
    }
    add(format!("DELETE FROM \"{table}\""), true, false);
    attempts
}

/// Returns the statement by which the library says that it may, for one table and one transaction.
pub fn permit(def: &EntityDef, dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => format!("INSERT INTO \"write_permit\" VALUES ('{}')", def.table),
        Dialect::Postgres => "SET LOCAL servicedesk.permit = 'on'".to_owned(),
    }
}

/// Returns the entities whose rows only grow, and of which nothing keeps another row.
pub fn growing() -> impl Iterator<Item = &'static EntityDef> {
    ENTITIES.iter().copied().filter(|def| def.append_only)
}

/// Returns the entities whose rows change.
pub fn changing() -> impl Iterator<Item = &'static EntityDef> {
    ENTITIES.iter().copied().filter(|def| !def.append_only)
}

/// A change of a row, and what it leaves.
pub struct Change {
    /// What is set.
    pub set: String,
    /// By how much the version rises.
    pub rises: i64,
    /// Whether `updated_at` becomes the time of the change.
    pub stamped: bool,
}

/// Returns changes of one row at version 1.
pub fn changes(def: &EntityDef) -> Vec<Change> {
    let change = |set: &str, rises, stamped| Change { set: set.to_owned(), rises, stamped };
    let mut changes = vec![
        change("\"created_at\" = \"created_at\"", 1, true),
        change("\"version\" = 0", 1, true),
        change("\"version\" = \"version\" + 1", 1, false),
        change("\"updated_at\" = \"created_at\"", 1, false),
    ];
    for field in def.fields.iter().filter(|field| field.computed) {
        changes.push(change(&format!("\"{0}\" = \"{0}\"", field.name), 0, false));
    }
    changes
}
