//! The schema's own upkeep: records of batches that nobody repeats any more, and partitions ahead of their time. Whoever locks
//! its row does it; others who come at the same moment pass by.

use std::sync::Arc;

use super::connection::Connection;
use super::error::Trouble;
use super::pool::Pool;
use super::row;
use crate::clock::Timestamp;
use crate::entity::{Kind, Value};
use crate::error::Result;
use crate::query::sql::{Builder, Dialect, Sql};
use crate::store::upkeep::AT_ONCE;
use crate::store::{Upkeep, Upkept};

const DUE: &str = "SELECT \"due_at\" FROM \"upkeep\" WHERE \"name\"='batches'";
const TAKE: &str = "SELECT set_config('servicedesk.organization','',true),set_config('servicedesk.directory','upkeep',true),\
    \"name\" FROM \"upkeep\" WHERE \"name\"='batches' AND \"due_at\"<=";
const FORGET: &str = "WITH \"old\" AS MATERIALIZED (SELECT ctid FROM \"batch\" WHERE \"at\"<";

/// Returns when it is due.
pub(super) async fn due(pool: &Arc<Pool>) -> Result<Timestamp> {
    let mut lease = pool.lease(None, false).await?;
    let found = lease.connection.row(&Sql { text: DUE.to_owned(), arguments: Vec::new() }).await;
    let due = found.and_then(|found| match found {
        Some(found) => Ok(row::own(&found, 0, Kind::Timestamp)?.as_timestamp().unwrap_or(Timestamp::EPOCH)),
        None => Ok(Timestamp::EPOCH),
    });
    let due = due.map_err(Trouble::into_error)?;
    lease.finish();
    Ok(due)
}

/// Does it, when it is due.
pub(super) async fn run(pool: &Arc<Pool>, upkeep: Upkeep) -> Result<Upkept> {
    let mut lease = pool.lease(None, false).await?;
    // After an error the connection is not given back, and its transaction ends with it.
    let done = on(&mut lease.connection, upkeep).await.map_err(Trouble::into_error)?;
    lease.finish();
    Ok(done)
}

/// What was done so far.
#[derive(Default)]
struct Done {
    kept: Upkept,
    /// Whether the upkeep was due, and this process has it.
    took: bool,
}

async fn on(connection: &mut Connection, upkeep: Upkeep) -> Result<Upkept, Trouble> {
    let mut done = Done::default();
    connection.script("BEGIN").await?;
    let mut builder = Builder::new(Dialect::Postgres);
    builder.push(TAKE).bind(Kind::Timestamp, Value::Timestamp(upkeep.at)).push(" FOR UPDATE SKIP LOCKED");
    if connection.row(&builder.finish()).await?.is_some() {
        done.took = true;
        if let Some(before) = upkeep.forget_batches_before {
            let mut builder = Builder::new(Dialect::Postgres);
            builder.push(FORGET).bind(Kind::Timestamp, Value::Timestamp(before)).push(" LIMIT ");
            builder.bind(Kind::Integer, Value::Integer(AT_ONCE));
            builder.push(") DELETE FROM \"batch\" WHERE ctid IN (SELECT ctid FROM \"old\")");
            done.kept.batches_forgotten = i64::try_from(connection.run(&builder.finish()).await?).unwrap_or(i64::MAX);
            done.kept.more = done.kept.batches_forgotten >= AT_ONCE;
        }
        let mut builder = Builder::new(Dialect::Postgres);
        builder.push("UPDATE \"upkeep\" SET \"due_at\"=");
        builder.bind(Kind::Timestamp, Value::Timestamp(done.kept.next(upkeep.at))).push(" WHERE \"name\"='batches'");
        connection.run(&builder.finish()).await?;
    }
    connection.script("COMMIT").await?;
    if done.took {
        done.kept.partitions_made = make_partitions(connection, upkeep.at).await?;
    }
    Ok(done.kept)
}

/// Makes partitions ahead of their time, in a transaction of its own that rather gives up than lets others wait.
async fn make_partitions(connection: &mut Connection, at: Timestamp) -> Result<Vec<String>, Trouble> {
    connection.script("BEGIN; SET LOCAL lock_timeout='2s'").await?;
    let mut builder = Builder::new(Dialect::Postgres);
    builder.push("SELECT servicedesk_make_partitions(").bind(Kind::Timestamp, Value::Timestamp(at)).push(")");
    let made = connection.rows(&builder.finish()).await?;
    connection.script("COMMIT").await?;
    made.iter().map(|found| Ok(row::own(found, 0, Kind::Text)?.as_text().unwrap_or_default().to_owned())).collect()
}
