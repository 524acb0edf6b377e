//! The way of a batch: as one statement, else step by step; and what to believe when the answer did not arrive.
//!
//! A batch may always be tried again, because its own row can be written only once: an attempt that is still under way on a
//! connection that was cut, or a second caller with the same batch, makes the later one wait and then find the first result.

use std::sync::Arc;

use serde_json::Value as Json;
use sqlx::postgres::PgRow;

use super::connection::Connection;
use super::error::Trouble;
use super::pool::{Lease, Pool};
use super::row;
use super::{single, staged, write};
use crate::entity::{EntityDef, Kind, Value};
use crate::error::{Code, Error, Result};
use crate::query::Tenant;
use crate::query::sql::{Builder, Dialect, Sql};
use crate::store::{Batch, Commit, Write};

/// How often a batch is tried while connections are lost.
const ATTEMPTS: usize = 3;

/// Applies the batch, or answers what it did the first time.
pub(super) async fn commit(pool: &Arc<Pool>, batch: &Batch) -> Result<Commit> {
    batch.check()?;
    let single = single::compile(batch)?;
    let tenant = Tenant::Organization(batch.organization);
    let mut attempt = 0;
    loop {
        attempt += 1;
        let mut lease = pool.lease(Some(tenant), attempt > 1).await?;
        match attempt_on(&mut lease, batch, single.as_ref(), attempt > 1).await {
            Ok(commit) => {
                lease.finish();
                return Ok(commit);
            }
            Err(trouble) if trouble.lost() => {
                if attempt == ATTEMPTS {
                    return Err(trouble.of_writes(&batch.entities()));
                }
            }
            Err(trouble) => {
                lease.finish();
                return Err(trouble.of_writes(&batch.entities()));
            }
        }
    }
}

impl Batch {
    /// Returns the entities whose rows are written.
    fn entities(&self) -> Vec<&'static EntityDef> {
        let entities = self.writes.iter().filter_map(|write| match write {
            Write::Insert { entity, .. } | Write::Mark { entity, .. } => Some(*entity),
            Write::Update { key, .. } | Write::Delete { key, .. } | Write::Add { key, .. } | Write::Index(key) => {
                Some(key.entity)
            }
            Write::Claim(claim) => Some(claim.query.entity),
            Write::Next { .. } => None,
        });
        entities.collect()
    }
}

/// Tries once. After an error other than a lost connection, the connection is outside any transaction.
async fn attempt_on(lease: &mut Lease, batch: &Batch, single: Option<&Sql>, again: bool) -> Result<Commit, Trouble> {
    let connection = &mut lease.connection;
    connection.serve(Tenant::Organization(batch.organization)).await?;
    if again {
        // The answer to the attempt before was lost; it may have been yes.
        if let Some(commit) = earlier(connection, batch).await? {
            return Ok(commit);
        }
    }
    if let Some(sql) = single {
        match connection.row(sql).await {
            Ok(Some(found)) => {
                return Ok(Commit { allocated: allocated(&found)?, inserted: batch.inserted(), ..Commit::default() });
            }
            Err(trouble) if trouble.lost() => return Err(trouble),
            // Something did not hold; step by step it shows what.
            Ok(None) | Err(_) => {}
        }
    }
    let trouble = match staged::apply(connection, batch).await {
        Ok(commit) => return Ok(commit),
        Err(trouble) if trouble.lost() => return Err(trouble),
        Err(trouble) => trouble,
    };
    connection.script("ROLLBACK").await?;
    // Whatever failed may have failed because the batch was applied before.
    match earlier(connection, batch).await? {
        Some(commit) => Ok(commit),
        None => Err(trouble),
    }
}

/// Returns what the batch did when it was applied before.
async fn earlier(connection: &mut Connection, batch: &Batch) -> Result<Option<Commit>, Trouble> {
    let mut builder = Builder::new(Dialect::Postgres);
    write::earlier_result(&mut builder, batch.organization.as_uuid(), batch.id);
    let Some(found) = connection.row(&builder.finish()).await? else { return Ok(None) };
    let Value::Json(result) = row::own(&found, 0, Kind::Json)? else { return Err(Code::StoreCorrupt.into()) };
    let inserted = result.get("inserted").and_then(Json::as_array).into_iter().flatten();
    let inserted = inserted.map(|id| id.as_str().and_then(|id| id.parse().ok())).collect::<Option<_>>();
    let allocated = result.get("allocated").and_then(numbers);
    match (inserted, allocated) {
        (Some(inserted), Some(allocated)) => {
            Ok(Some(Commit { replayed: true, allocated, inserted, claimed: Vec::new() }))
        }
        _ => Err(Error::new(Code::StoreCorrupt).into()),
    }
}

fn allocated(found: &PgRow) -> Result<Vec<i64>, Trouble> {
    match row::own(found, 0, Kind::Json)? {
        Value::Json(list) => numbers(&list).ok_or_else(|| Code::StoreCorrupt.into()),
        _ => Err(Code::StoreCorrupt.into()),
    }
}

fn numbers(list: &Json) -> Option<Vec<i64>> {
    list.as_array()?.iter().map(Json::as_i64).collect()
}
