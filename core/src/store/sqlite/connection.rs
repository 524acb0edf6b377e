//! How a connection is set up: every connection of the store comes from here and has the same functions and limits.

use std::cmp::Ordering;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use rusqlite::{Connection, OpenFlags};
use rust_decimal::Decimal;

use super::error::store_error;
use super::{Durability, Options};
use crate::error::{Code, Error, Result};
use crate::query::fold::fold;
use crate::query::sql::{DECIMAL_COLLATION, FOLD};

/// How long the store goes on trying while other processes hold the file.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 256;
/// The page cache of the writer, in KiB.
const WRITER_CACHE: i64 = 64 * 1_024;
/// How much of it is free when a transaction begins, in KiB.
const ROOM: i64 = 8 * 1_024;
/// The page cache of each reader, in KiB.
const READER_CACHE: i64 = 16 * 1_024;
/// The log is cut back to this many bytes after it was written back.
const LOG_SIZE: i64 = 64 * 1_024 * 1_024;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Looks at a file that may be anything; changes nothing by itself.
    Inspector,
    /// Makes the file when it is missing, and migrates it.
    Migrator,
    /// The one that commits.
    Writer,
    /// Only reads.
    Reader,
}

/// Returns the path from the root, so that a later change of the working directory does not lead to another file.
///
/// # Errors
/// [`Code::AddressInvalid`] for an empty path and for SQLite's special names.
pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
    let invalid = || Error::new(Code::AddressInvalid).field("path");
    // Every connection to such a name would have a database of its own.
    if path.as_os_str().is_empty() || path == Path::new(":memory:") {
        return Err(invalid());
    }
    std::path::absolute(path).map_err(|error| invalid().caused_by(error))
}

/// Opens a connection to a file.
///
/// # Errors
/// Kinds `Unavailable` and `Corrupt`.
pub(super) fn open(path: &Path, options: &Options, role: Role) -> Result<Connection> {
    patiently(|| try_open(path, options, role))
}

/// Returns the error of opening a file, as precise as it can be told.
pub(super) fn explain(path: &Path, error: Error) -> Error {
    let sealed = error.code() == Code::StoreUnavailable && is_sealed(path);
    if sealed { Error::new(Code::StoreReadOnly).caused_by(error) } else { error }
}

/// Returns whether nothing can be made beside the file. SQLite, which needs its log there, only says that it cannot open it.
///
/// The file itself is left alone: closing it here would give up the locks that this process holds on it.
fn is_sealed(path: &Path) -> bool {
    let probe = path.with_file_name(format!(".servicedesk-{}", uuid::Uuid::now_v7()));
    match std::fs::OpenOptions::new().write(true).create_new(true).open(&probe) {
        Ok(_) => {
            // Nobody misses it; should it stay, it is empty.
            let _ = std::fs::remove_file(&probe);
            false
        }
        Err(error) => matches!(error.kind(), ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied),
    }
}

/// Repeats what other processes prevent, for a minute at most.
///
/// # Errors
/// [`Code::StoreBusy`] after that, and every other error at once.
pub(super) fn patiently<T>(mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    let begin = Instant::now();
    loop {
        match attempt() {
            Err(error) if error.code() == Code::StoreBusy && begin.elapsed() < PATIENCE => {
                // SQLite does not wait in every situation that makes it busy, and never when no timeout is set.
                std::thread::sleep(Duration::from_millis(2));
            }
            result => return result,
        }
    }
}

fn try_open(path: &Path, options: &Options, role: Role) -> Result<Connection> {
    let access = match role {
        Role::Reader => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Role::Inspector | Role::Writer => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Role::Migrator => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    let connection =
        Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(store_error)?;
    set_up(&connection, options, role)?;
    Ok(connection)
}

fn set_up(connection: &Connection, options: &Options, role: Role) -> Result<()> {
    let set =
        |name: &str, value: &dyn rusqlite::ToSql| connection.pragma_update(None, name, value).map_err(store_error);
    connection.busy_timeout(Duration::from_millis(options.busy_timeout_ms.into())).map_err(store_error)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    set("temp_store", &"memory")?;
    set("mmap_size", &0)?;
    // A migration may rebuild a table that others point to; it checks all references before it commits.
    set("foreign_keys", &(role != Role::Migrator))?;
    match role {
        Role::Inspector | Role::Migrator => {}
        Role::Writer => {
            log_ahead(connection)?;
            set("synchronous", &if options.durability == Durability::Full { "full" } else { "normal" })?;
            set("cache_size", &-WRITER_CACHE)?;
            set("journal_size_limit", &LOG_SIZE)?;
            // Every row was held to the same rules by the library, which names the field; asking the file once more for each of
            // them costs more than writing the row. Other programs' rows are still checked.
            set("ignore_check_constraints", &true)?;
            // The writer does it itself, at a better moment.
            set("wal_autocheckpoint", &0)?;
            #[cfg(test)]
            if let Some(pages) = options.max_pages {
                set("max_page_count", &pages)?;
            }
        }
        Role::Reader => {
            set("query_only", &true)?;
            set("cache_size", &-READER_CACHE)?;
        }
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(store_error)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 2_000_000).map_err(store_error)?;
    functions(connection)
}

/// Makes room in the writer's page cache by dropping what was not used for longest.
///
/// The caches of all connections of a process are one pool where SQLite was compiled with its memory management, as the one
/// that comes with rusqlite is. A connection at its limit then takes pages of the others; once the pool is full, SQLite drops
/// every page as soon as it was used, the busiest first, and reads it again for every row. It does not while there is room.
pub(super) fn make_room(connection: &Connection) {
    for size in [WRITER_CACHE - ROOM, WRITER_CACHE] {
        // Without it pages are read more often, which is all.
        let _ = connection.pragma_update(None, "cache_size", -size);
    }
}

/// Switches the file to write-ahead logging, which lets readers and the writer work at the same time.
///
/// # Errors
/// [`Code::StoreReadOnly`], and [`Code::StoreUnavailable`] on a file system that cannot do it.
pub(super) fn log_ahead(connection: &Connection) -> Result<()> {
    if connection.is_readonly("main").map_err(store_error)? {
        return Err(Error::new(Code::StoreReadOnly));
    }
    let mode: String = connection.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0)).map_err(store_error)?;
    if mode.eq_ignore_ascii_case("wal") { Ok(()) } else { Err(Error::new(Code::StoreUnavailable)) }
}

fn functions(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection
        .create_scalar_function(FOLD, 1, flags, |context| {
            Ok(match context.get_raw(0) {
                ValueRef::Text(text) => ToSqlOutput::Owned(Stored::Text(fold(&String::from_utf8_lossy(text)))),
                _ => ToSqlOutput::Owned(Stored::Null),
            })
        })
        .map_err(store_error)?;
    connection.create_collation(DECIMAL_COLLATION, compare_decimals).map_err(store_error)
}

/// Compares numbers by their value; what is not a number comes last, so that the order stays total.
fn compare_decimals(a: &str, b: &str) -> Ordering {
    match (Decimal::from_str_exact(a), Decimal::from_str_exact(b)) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_compared_by_value() {
        assert_eq!(compare_decimals("10", "9"), Ordering::Greater);
        assert_eq!(compare_decimals("1.50", "1.5"), Ordering::Equal);
        assert_eq!(compare_decimals("-1", "1"), Ordering::Less);
        assert_eq!(compare_decimals("x", "1"), Ordering::Greater);
    }

    #[test]
    fn names_that_are_no_file_are_refused() {
        for name in ["", ":memory:"] {
            assert_eq!(absolute(Path::new(name)).unwrap_err().code(), Code::AddressInvalid);
        }
    }
}
