//! The answers to committed batches, so that a batch that comes a second time gets the first one again.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::error::store_error;
use crate::error::{Code, Error, Result};
use crate::store::{Batch, Commit};

/// Returns the answer to a batch that was committed before.
pub(super) fn replay(connection: &Connection, batch: &Batch) -> Result<Option<Commit>> {
    let mut select = connection
        .prepare_cached("SELECT \"result\" FROM \"batch\" WHERE \"organization_id\"=?1 AND \"id\"=?2")
        .map_err(store_error)?;
    let text: Option<String> = select
        .query_row(params![batch.organization.as_uuid().as_bytes(), batch.id.as_uuid().as_bytes()], |row| row.get(0))
        .optional()
        .map_err(store_error)?;
    let Some(text) = text else { return Ok(None) };
    read_result(&text).map(Some).ok_or_else(|| Error::new(Code::RowCorrupt).field("result").with("entity", "Batch"))
}

fn read_result(text: &str) -> Option<Commit> {
    let result: Json = serde_json::from_str(text).ok()?;
    let allocated = result["allocated"].as_array()?.iter().map(Json::as_i64).collect::<Option<_>>()?;
    let inserted = result["inserted"].as_array()?.iter().map(|id| id.as_str()?.parse().ok()).collect::<Option<_>>()?;
    Some(Commit { replayed: true, allocated, inserted, claimed: Vec::new() })
}

/// Keeps the answer to a batch.
pub(super) fn remember(connection: &Connection, batch: &Batch, commit: &Commit) -> Result<()> {
    #[derive(serde::Serialize)]
    struct Answer<'a> {
        allocated: &'a [i64],
        inserted: &'a [Uuid],
    }
    let answer = Answer { allocated: &commit.allocated, inserted: &commit.inserted };
    let broken = |error| Error::new(Code::Internal).with("reason", "an answer is JSON").caused_by(error);
    let result = serde_json::to_string(&answer).map_err(broken)?;
    connection
        .prepare_cached("INSERT INTO \"batch\" (\"organization_id\",\"id\",\"result\",\"at\") VALUES (?1,?2,?3,?4)")
        .and_then(|mut insert| {
            let (organization, id) = (batch.organization.as_uuid(), batch.id.as_uuid());
            insert.execute(params![organization.as_bytes(), id.as_bytes(), result, batch.at.as_millis()])
        })
        .map(drop)
        .map_err(store_error)
}
