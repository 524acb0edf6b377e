//! The library's search in a SQLite file beside an FTS5 table of its own.

use std::hint::black_box;
use std::path::Path;

use rusqlite::{Connection, params};
use servicedesk::organization::OrganizationId;
use servicedesk::query::{Find, field};
use servicedesk::scope::Scope;
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::ticket::Ticket;
use servicedesk::{Desk, block_on};

use super::{PAGE, ours, questions};
use crate::pairs::{compare, per_operation};
use crate::report::{Bound, Row};
use crate::sqlite::{bare, obtain, remove};
use crate::{Outcome, population};

/// One of forty floors.
const FLOOR: i64 = 17;

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
            || {
                per_operation(1, |_| {
                    drop(black_box(ours(&scope, &question.text)?));
                    Ok(())
                })
            },
            || {
                per_operation(1, |_| {
                    drop(black_box(page(&connection, ground.organization, &question.text)?));
                    Ok(())
                })
            },
        )?;
        let what = format!("SQLite, first page, {}", question.what);
        rows.push(Row::compared(what, &comparison, Bound::TimeAtMost(3.0)));
    }
    rows.extend(custom_fields(&scope, &connection, ground.organization)?);
    Ok(rows)
}

/// Compares lists by a custom field with lists by a column of a table of their own that holds the same, with its index.
fn custom_fields(scope: &Scope, connection: &Connection, organization: OrganizationId) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    for (what, find) in [("first page of 50", Find::new()), ("last page of 50", Find::new().descending(Ticket::ID))] {
        let find = || find.clone().filter(field("custom_fields.floor").is(FLOOR)).limit(50);
        let descending = what.starts_with("last");
        let found = block_on(scope.tickets().list(find()))?.items;
        if found != bare::on_floor(connection, organization, FLOOR, descending)? || found.is_empty() {
            return Err("both sides read different pages".into());
        }
        let comparison = compare(
            || {
                per_operation(50, |_| {
                    drop(black_box(block_on(scope.tickets().list(find()))?));
                    Ok(())
                })
            },
            || {
                per_operation(50, |_| {
                    drop(black_box(bare::on_floor(connection, organization, FLOOR, descending)?));
                    Ok(())
                })
            },
        )?;
        let what = format!("SQLite, {what}, by a custom field beside an indexed column");
        rows.push(Row::compared(what, &comparison, Bound::TimeAtMost(1.5)));
    }
    let count = || Find::<Ticket>::new().filter(field("custom_fields.floor").is(FLOOR));
    if block_on(scope.tickets().count(count()))? != bare::count_on_floor(connection, organization, FLOOR)? {
        return Err("both sides count differently".into());
    }
    let comparison = compare(
        || per_operation(3, |_| Ok(_ = black_box(block_on(scope.tickets().count(count()))?))),
        || per_operation(3, |_| Ok(_ = black_box(bare::count_on_floor(connection, organization, FLOOR)?))),
    )?;
    rows.push(Row::compared(
        "SQLite, count, by a custom field beside an indexed column",
        &comparison,
        Bound::TimeAtMost(1.5),
    ));
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
    // The tickets again, with the custom field as a column.
    connection.execute_batch(
        "CREATE TABLE ticket AS SELECT *, custom_fields->>'$.floor' AS floor FROM desk.ticket; \
         CREATE UNIQUE INDEX ticket_key ON ticket (organization_id, id); \
         CREATE INDEX ticket_floor ON ticket (organization_id, floor, id);",
    )?;
    drop(connection);
    let connection = bare::reader(file)?;
    connection.execute("ATTACH ?1 AS words", [path.to_string_lossy()])?;
    Ok(connection)
}

fn page(connection: &Connection, organization: OrganizationId, text: &str) -> Outcome<Vec<Ticket>> {
    bare::found(connection, organization, text, PAGE)
}
