//! Bringing a file's schema up and down. Each step is one transaction that reads again what was applied, so that two
//! processes that start together do every step once; a new file gets all steps in one.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, params};

use super::Options;
use super::connection::{self, Role, log_ahead, patiently};
use super::error::store_error;
use crate::clock::{Clock as _, SystemClock, Timestamp};
use crate::error::{Code, Error, Result};
use crate::store::migration::{Applied, Migration, SQLITE, Status, compare};

/// How many bytes every database begins with.
const HEADER: u64 = 100;
/// Longer than a migrating process needs from one step to the next.
const BETWEEN_STEPS: Duration = Duration::from_millis(100);
const TABLE: &str = "servicedesk_migration";
const CREATE: &str = "CREATE TABLE IF NOT EXISTS \"servicedesk_migration\" (
    \"version\" INTEGER NOT NULL PRIMARY KEY,
    \"name\" TEXT NOT NULL,
    \"checksum\" TEXT NOT NULL,
    \"applied_at\" INTEGER NOT NULL
) STRICT";

/// What a file is.
enum Found {
    /// A database without a table.
    Empty,
    /// A database of this library.
    Desk(Vec<Applied>),
}

/// Returns what was applied to a file and what is missing.
///
/// # Errors
/// [`Code::StoreNotADesk`], [`Code::SchemaNewer`], [`Code::MigrationChanged`], [`Code::StoreUnavailable`] when there is no
/// such file.
pub fn status(path: impl AsRef<Path>) -> Result<Status> {
    let path = connection::absolute(path.as_ref())?;
    let connection = connection::open(&path, &Options::default(), Role::Inspector).map_err(foreign)?;
    compare(SQLITE, inspect(&connection)?.applied())
}

/// Applies every missing migration; makes the file when there is none.
///
/// # Errors
/// Those of [`status`], [`Code::StoreReadOnly`], kinds `Unavailable` and `Corrupt`. A migration that fails leaves nothing
/// behind; those before it stay.
pub fn up(path: impl AsRef<Path>) -> Result<Status> {
    let path = connection::absolute(path.as_ref())?;
    raise(&path, SQLITE)
}

/// Takes migrations back until `to_version` is the last one; 0 takes back all, with every row.
///
/// # Errors
/// Those of [`status`]; [`Code::NumberRange`] for a version that there never was.
pub fn down(path: impl AsRef<Path>, to_version: i64) -> Result<Status> {
    let path = connection::absolute(path.as_ref())?;
    let newest = SQLITE.last().map_or(0, |migration| migration.version);
    if !(0..=newest).contains(&to_version) {
        return Err(Error::new(Code::NumberRange).field("to_version").with("min", 0).with("max", newest));
    }
    let connection = connection::open(&path, &Options::default(), Role::Migrator).map_err(foreign)?;
    inspect(&connection)?;
    while step(&connection, |found| take_back(&connection, found, to_version))? {}
    compare(SQLITE, inspect(&connection)?.applied())
}

/// Makes a file ready to be opened.
pub(super) fn prepare(path: &Path, options: &Options) -> Result<()> {
    prepare_for(path, options, SQLITE)
}

fn prepare_for(path: &Path, options: &Options, known: &[Migration]) -> Result<()> {
    if !path.exists() {
        return raise(path, known).map(drop);
    }
    // SQLite takes a file of one byte for an empty one and would write over it. Its own files begin with a header.
    if std::fs::metadata(path).is_ok_and(|file| file.is_file() && (1..HEADER).contains(&file.len())) {
        return Err(Code::StoreNotADesk.into());
    }
    let connection = connection::open(path, options, Role::Inspector).map_err(foreign)?;
    let mut status = compare(known, inspect(&connection)?.applied())?;
    let may_raise = status.applied.is_empty() || options.migrate;
    if !status.pending.is_empty() && !may_raise {
        status = settled(&connection, status, known)?;
    }
    drop(connection);
    if status.pending.is_empty() {
        return Ok(());
    }
    if may_raise {
        return raise(path, known).map(drop);
    }
    let version = |last: Option<i64>| last.unwrap_or(0);
    Err(Error::new(Code::SchemaOlder)
        .with("found", version(status.applied.last().map(|step| step.version)))
        .with("known", version(known.last().map(|migration| migration.version))))
}

/// Returns where a file stands when nobody brings it up any more: another process may be between two steps.
///
/// Whoever migrates begins a step right after the one before, and holds the file during it. So the file is looked at while
/// nobody else writes to it, until no step was made in between.
fn settled(connection: &Connection, mut before: Status, known: &[Migration]) -> Result<Status> {
    loop {
        std::thread::sleep(BETWEEN_STEPS);
        match patiently(|| connection.execute_batch("BEGIN IMMEDIATE").map_err(store_error)) {
            Ok(()) => {}
            // Nor can anybody migrate a file that stays busy for a minute or cannot be written to.
            Err(_) => return Ok(before),
        }
        let found = inspect(connection);
        connection.execute_batch("ROLLBACK").map_err(store_error)?;
        let after = compare(known, found?.applied())?;
        if after.pending.is_empty() || after.applied.len() == before.applied.len() {
            return Ok(after);
        }
        before = after;
    }
}

fn raise(path: &Path, known: &[Migration]) -> Result<Status> {
    let connection = connection::open(path, &Options::default(), Role::Migrator).map_err(foreign)?;
    // Nothing is written to a file before it is known to be ours or nobody's.
    inspect(&connection)?;
    patiently(|| log_ahead(&connection))?;
    while step(&connection, |found| apply_next(&connection, found, known))? {}
    compare(known, inspect(&connection)?.applied())
}

impl Found {
    fn applied(self) -> Vec<Applied> {
        match self {
            Self::Empty => Vec::new(),
            Self::Desk(applied) => applied,
        }
    }
}

/// A file that SQLite cannot read is not damaged as long as nobody knows it for one of ours.
fn foreign(error: Error) -> Error {
    if error.code() == Code::StoreCorrupt { Error::new(Code::StoreNotADesk).caused_by(error) } else { error }
}

fn inspect(connection: &Connection) -> Result<Found> {
    patiently(|| {
        let tables: Vec<String> = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite^_%' ESCAPE '^'")
            .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
            .map_err(store_error)
            .map_err(foreign)?;
        if tables.iter().any(|name| name == TABLE) {
            return applied(connection).map(Found::Desk);
        }
        if tables.is_empty() { Ok(Found::Empty) } else { Err(Code::StoreNotADesk.into()) }
    })
}

fn applied(connection: &Connection) -> Result<Vec<Applied>> {
    let read = |row: &rusqlite::Row<'_>| {
        let at = Timestamp::clamped(row.get(3)?);
        Ok(Applied { version: row.get(0)?, name: row.get(1)?, checksum: row.get(2)?, at })
    };
    connection
        .prepare("SELECT \"version\",\"name\",\"checksum\",\"applied_at\" FROM \"servicedesk_migration\" ORDER BY \"version\"")
        .and_then(|mut select| select.query_map([], read)?.collect())
        .map_err(store_error)
}

/// Does one step in a transaction of its own; the step tells whether there was one to do.
fn step(connection: &Connection, act: impl Fn(Found) -> Result<bool>) -> Result<bool> {
    patiently(|| connection.execute_batch("BEGIN IMMEDIATE").map_err(store_error))?;
    let done = inspect(connection).and_then(act);
    let done = done.and_then(|done| if done { check_references(connection).map(|()| true) } else { Ok(false) });
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = connection.execute_batch(end).map_err(store_error);
    let done = done?;
    ended.map(|()| done)
}

fn apply_next(connection: &Connection, found: Found, known: &[Migration]) -> Result<bool> {
    let status = compare(known, found.applied())?;
    // A new file gets everything at once, so that whoever opens it meanwhile never takes it for an old one.
    let steps = if status.applied.is_empty() { status.pending.len() } else { status.pending.len().min(1) };
    connection.execute_batch(CREATE).map_err(store_error)?;
    for migration in &status.pending[..steps] {
        let at = SystemClock.now().as_millis();
        let record = params![migration.version, migration.name, migration.checksum(), at];
        connection
            .execute_batch(migration.up)
            .and_then(|()| connection.execute("INSERT INTO \"servicedesk_migration\" VALUES (?1,?2,?3,?4)", record))
            .map_err(store_error)?;
    }
    Ok(steps > 0)
}

fn take_back(connection: &Connection, found: Found, to_version: i64) -> Result<bool> {
    let status = compare(SQLITE, found.applied())?;
    let Some(last) = status.applied.last().filter(|last| last.version > to_version) else { return Ok(false) };
    let Some(migration) = SQLITE.iter().find(|migration| migration.version == last.version) else { return Ok(false) };
    connection
        .execute_batch(migration.down)
        .and_then(|()| connection.execute("DELETE FROM \"servicedesk_migration\" WHERE \"version\"=?1", [last.version]))
        .map_err(store_error)?;
    Ok(true)
}

/// References are not watched while a table is rebuilt; none may point nowhere afterwards.
fn check_references(connection: &Connection) -> Result<()> {
    let broken =
        connection.prepare("PRAGMA foreign_key_check").and_then(|mut check| check.exists([])).map_err(store_error)?;
    if broken { Err(Error::new(Code::Internal).with("reason", "a migration keeps every reference")) } else { Ok(()) }
}
