//! The file's own upkeep, on a connection for the occasion: it comes once an hour, and must not hold up whoever waits for the
//! writer. Processes that come together take the file one after the other, and the second finds nothing due.

use std::path::Path;

use rusqlite::{Connection, params};

use super::Options;
use super::connection::{self, Role, patiently};
use super::error::store_error;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::upkeep::AT_ONCE;
use crate::store::{Upkeep, Upkept};

const DUE: &str = "SELECT \"due_at\" FROM \"upkeep\" WHERE \"name\"='batches'";
const FORGET: &str = "DELETE FROM \"batch\" WHERE (\"organization_id\",\"id\") IN \
    (SELECT \"organization_id\",\"id\" FROM \"batch\" WHERE \"at\"<?1 ORDER BY \"at\" LIMIT ?2)";

/// Returns when it is due.
pub(super) fn due(connection: &Connection) -> Result<Timestamp> {
    let due = connection.prepare_cached(DUE).and_then(|mut select| select.query_row([], |row| row.get(0)));
    due.map(Timestamp::clamped).map_err(store_error)
}

/// Does it, when it is due.
pub(super) fn run(path: &Path, options: &Options, upkeep: Upkeep) -> Result<Upkept> {
    let connection = connection::open(path, options, Role::Writer)?;
    patiently(|| connection.execute_batch("BEGIN IMMEDIATE").map_err(store_error))?;
    let done = on(&connection, upkeep);
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = connection.execute_batch(end).map_err(store_error);
    let done = done?;
    ended.map(|()| done)
}

fn on(connection: &Connection, upkeep: Upkeep) -> Result<Upkept> {
    let mut done = Upkept::default();
    if due(connection)? > upkeep.at {
        return Ok(done);
    }
    if let Some(before) = upkeep.forget_batches_before {
        let forgotten = connection.execute(FORGET, params![before.as_millis(), AT_ONCE]).map_err(store_error)?;
        done.batches_forgotten = i64::try_from(forgotten).unwrap_or(i64::MAX);
        done.more = done.batches_forgotten >= AT_ONCE;
    }
    let next = done.next(upkeep.at).as_millis();
    let set = connection.execute("UPDATE \"upkeep\" SET \"due_at\"=?1 WHERE \"name\"='batches'", [next]);
    set.map(|_| done).map_err(store_error)
}
