//! What a table holds to also when another program writes to it: rows that are only ever added stay as they are, and a row
//! that is changed without the library is stamped, so that whoever decided on it before is told. For what the library itself
//! writes, the conditions are false.

use super::quoted;
use crate::entity::{EntityDef, Erase, FieldDef};
use crate::query::sql::Dialect;

/// The PostgreSQL setting by which the library says, for one transaction, that it removes rows that are only ever added, or
/// erases what is personal in them. On SQLite it is a row of the table `write_permit`.
pub const PERMIT: &str = "servicedesk.permit";

/// Returns the statements for the triggers of an entity's table. They need what the migration `0023_trigger` made before
/// them: functions on PostgreSQL, the table of permits on SQLite.
pub fn triggers(def: &EntityDef, dialect: Dialect) -> String {
    if !def.append_only {
        return stamp(def, dialect);
    }
    let mut sql = append_only(def.table, &erasable(def), dialect, &kept(def));
    if def.partition.is_some() && dialect == Dialect::Postgres {
        // The trigger of the table guards its partitions' rows, but not a partition that is emptied by itself.
        sql += &emptied(&format!("{}_default", def.table));
    }
    sql
}

/// Returns the statements that keep the rows of a table as they were added. With a permit a row may go, and the columns
/// named first may change; nothing lets the others change.
fn append_only(table: &str, erasable: &[&'static str], dialect: Dialect, kept: &[&'static str]) -> String {
    match dialect {
        Dialect::Sqlite => {
            let refused = format!("\nBEGIN\n    SELECT RAISE(ABORT, '{table} only grows');\nEND;\n");
            let permitted =
                format!("\nWHEN NOT EXISTS (SELECT 1 FROM \"write_permit\" WHERE \"table\" = '{table}'){refused}");
            let columns = quoted(kept.iter().copied());
            let mut sql = format!("CREATE TRIGGER \"{table}_kept\" BEFORE UPDATE OF {columns} ON \"{table}\"{refused}");
            if !erasable.is_empty() {
                let columns = quoted(erasable.iter().copied());
                sql +=
                    &format!("CREATE TRIGGER \"{table}_erased\" BEFORE UPDATE OF {columns} ON \"{table}\"{permitted}");
            }
            sql + &format!("CREATE TRIGGER \"{table}_removed\" BEFORE DELETE ON \"{table}\"{permitted}")
        }
        Dialect::Postgres => {
            let columns: Vec<String> = erasable.iter().map(|name| format!("'{name}'")).collect();
            format!(
                "CREATE TRIGGER \"{table}_kept\" BEFORE UPDATE OR DELETE ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION \
                 servicedesk_append_only({});\n{}",
                columns.join(", "),
                emptied(table)
            )
        }
    }
}

fn emptied(table: &str) -> String {
    format!(
        "CREATE TRIGGER \"{table}_emptied\" BEFORE TRUNCATE ON \"{table}\" FOR EACH STATEMENT EXECUTE FUNCTION \
         servicedesk_append_only();\n"
    )
}

/// Returns the statement that stamps a row whose version did not rise. What is only derived, such as a counter, changes
/// without a new version by the library's own hand, so that such columns are left out.
fn stamp(def: &EntityDef, dialect: Dialect) -> String {
    let table = def.table;
    let of = if def.fields.iter().any(|field| field.computed) {
        format!(" OF {}", quoted(def.fields.iter().filter(|field| !field.computed).map(|field| field.name)))
    } else {
        String::new()
    };
    match dialect {
        Dialect::Sqlite => format!(
            "CREATE TRIGGER \"{table}_stamp\" AFTER UPDATE{of} ON \"{table}\" WHEN NEW.\"version\" <= OLD.\"version\"\n\
             BEGIN\n    \
                 UPDATE \"{table}\" SET \"version\" = OLD.\"version\" + 1, \"updated_at\" = \
                 CASE WHEN NEW.\"updated_at\" <> OLD.\"updated_at\" THEN NEW.\"updated_at\" \
                 ELSE max(OLD.\"updated_at\", CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) END \
                 WHERE rowid = NEW.rowid;\n\
             END;\n"
        ),
        Dialect::Postgres => format!(
            "CREATE TRIGGER \"{table}_stamp\" BEFORE UPDATE{of} ON \"{table}\" FOR EACH ROW \
             WHEN (NEW.\"version\" <= OLD.\"version\") EXECUTE FUNCTION servicedesk_stamp();\n"
        ),
    }
}

/// Returns the columns that the erasure of a person changes.
fn erasable(def: &EntityDef) -> Vec<&'static str> {
    def.fields.iter().filter(|field| is_erased(field)).map(|field| field.name).collect()
}

fn kept(def: &EntityDef) -> Vec<&'static str> {
    def.fields.iter().filter(|field| !is_erased(field)).map(|field| field.name).collect()
}

fn is_erased(field: &FieldDef) -> bool {
    // With `DeleteRow` the row goes, and the column with it.
    !matches!(field.erase, Erase::Keep | Erase::DeleteRow)
}
