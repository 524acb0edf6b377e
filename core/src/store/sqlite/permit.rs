//! Removing rows that are only ever added. A trigger refuses it to everybody who does not say, in the same transaction, that
//! it is meant; nobody else ever sees the permit, because it is taken back before the transaction ends.

use rusqlite::Connection;

use super::error::store_error;
use crate::error::Result;

/// Does `work` with the permit to remove rows of that table. When it fails, so does the transaction, and the permit goes with it.
///
/// # Errors
/// Those of the work; kinds `Unavailable` and `Corrupt`.
pub(super) fn with<T>(connection: &Connection, table: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let run = |sql| {
        let statement = connection.prepare_cached(sql).and_then(|mut statement| statement.execute([table]));
        statement.map(drop).map_err(store_error)
    };
    run("INSERT INTO \"write_permit\" (\"table\") VALUES (?1)")?;
    let done = work()?;
    run("DELETE FROM \"write_permit\" WHERE \"table\"=?1")?;
    Ok(done)
}
