//! The library's search in a SQLite file beside an FTS5 table of its own.

use std::hint::black_box;
use std::path::Path;

use rusqlite::{Connection, params};
use servicedesk::Desk;
use servicedesk::organization::OrganizationId;
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::ticket::Ticket;

use super::{PAGE, ours, questions};
use crate::pairs::{compare, per_operation};
use crate::report::{Bound, Row};
use crate::sqlite::{bare, obtain, remove};
use crate::{Outcome, population};

pub(super) fn measure(folder: &Path, tickets: usize) -> Outcome<Vec<Row>> {
    let file = obtain(folder, tickets)?;
    let desk = Desk::new(SqliteStore::open(&file, Options::default())?);
    let ground = population::find(&desk)?;
    let scope = population::scope(&desk, &ground);
    let connection = index(folder, &file, ground.organization)?;
    let mut rows = Vec::new();
    for question in questions(&ground)? {
        let found = ours(&scope, &question.text)?.items.len();
        let expected = page(&connection, ground.organization, &question.text)?.len();
        if found != expected || found == 0 {
            return Err(format!("{}: {found} finds beside {expected}", question.what).into());
        }
        let comparison = compare(
            || per_operation(3, |_| Ok(drop(black_box(ours(&scope, &question.text)?)))),
            || per_operation(3, |_| Ok(drop(black_box(page(&connection, ground.organization, &question.text)?)))),
        )?;
        let what = format!("SQLite, first page, {}", question.what);
        rows.push(Row::compared(what, &comparison, Bound::TimeAtMost(3.0)));
    }
    Ok(rows)
}

/// Makes the bare index in a file of its own and opens both.
fn index(folder: &Path, file: &Path, organization: OrganizationId) -> Outcome<Connection> {
    let path = folder.join("bare-search.db");
    remove(&path)?;
    let connection = Connection::open(&path)?;
    connection.execute("ATTACH ?1 AS desk", [file.to_string_lossy()])?;
    connection.execute_batch(
        "CREATE VIRTUAL TABLE bare USING fts5(subject, description, content='', tokenize='unicode61 remove_diacritics 2')",
    )?;
    connection.execute(
        "INSERT INTO bare(rowid,subject,description) SELECT rowid,subject,description FROM desk.ticket \
         WHERE organization_id=?1",
        params![organization.as_uuid().as_bytes()],
    )?;
    drop(connection);
    let connection = bare::reader(file)?;
    connection.execute("ATTACH ?1 AS words", [path.to_string_lossy()])?;
    Ok(connection)
}

fn page(connection: &Connection, organization: OrganizationId, text: &str) -> Outcome<Vec<Ticket>> {
    bare::found(connection, organization, text, PAGE)
}
