//! The change feed: rows that a batch leaves behind, in the order of commits, because a SQLite file has one writer at a time.

use std::sync::LazyLock;

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::error::store_error;
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::organization::OrganizationId;
use crate::store::{Batch, BatchId, ChangeKind, ChangeRecord, Changes, FeedEntry};

/// The greatest number of records that one call returns.
pub(super) const MAX_RECORDS: u32 = 1_000;

static INSERT: LazyLock<String> = LazyLock::new(|| insert(1));
static INSERT_MANY: LazyLock<String> = LazyLock::new(|| insert(TOGETHER));
const SELECT: &str = "SELECT \"position\",\"batch_id\",\"entity\",\"entity_id\",\"kind\",\"fields\",\"at\" FROM \"change_feed\" \
     WHERE \"organization_id\"=?1 AND \"position\">?2 ORDER BY \"position\" LIMIT ?3";

fn insert(records: usize) -> String {
    let records = (0..records).map(|record| format!("(?1,?2,?3,?{},?4,?5,?6)", record + 7)).collect::<Vec<_>>();
    let columns = "\"organization_id\",\"batch_id\",\"entity\",\"entity_id\",\"kind\",\"fields\",\"at\"";
    // Not "or abort": several rows that can be taken back alone cost a savepoint.
    format!("INSERT OR FAIL INTO \"change_feed\" ({columns}) VALUES {}", records.join(","))
}

/// How many records one statement adds.
const TOGETHER: usize = 50;

/// Records what the batch changes: neighbours that differ in their row only together, because what is around adding a record
/// costs more than the record.
pub(super) fn write(connection: &Connection, batch: &Batch, feed: &[FeedEntry]) -> Result<()> {
    let alike = |a: &FeedEntry, b: &FeedEntry| a.entity == b.entity && a.kind == b.kind && a.fields == b.fields;
    for run in feed.chunk_by(alike) {
        let many = run.chunks_exact(TOGETHER);
        let few = many.remainder();
        many.chain(few.chunks(1)).try_for_each(|some| record_all(connection, batch, some)).map_err(store_error)?;
    }
    Ok(())
}

/// Records changes of the same kind.
fn record_all(connection: &Connection, batch: &Batch, entries: &[FeedEntry]) -> rusqlite::Result<()> {
    let Some(first) = entries.first() else { return Ok(()) };
    let sql = if entries.len() == TOGETHER { INSERT_MANY.as_str() } else { INSERT.as_str() };
    let mut insert = connection.prepare_cached(sql)?;
    // Names of fields need no escape.
    let fields =
        if first.fields.is_empty() { "[]".to_owned() } else { format!("[\"{}\"]", first.fields.join("\",\"")) };
    insert.raw_bind_parameter(1, batch.organization.as_uuid().as_bytes())?;
    insert.raw_bind_parameter(2, batch.id.as_uuid().as_bytes())?;
    insert.raw_bind_parameter(3, first.entity.table)?;
    insert.raw_bind_parameter(4, first.kind.name())?;
    insert.raw_bind_parameter(5, fields)?;
    insert.raw_bind_parameter(6, batch.at.as_millis())?;
    for (place, entry) in entries.iter().enumerate() {
        insert.raw_bind_parameter(7 + place, entry.id.as_bytes())?;
    }
    insert.raw_execute().map(drop)
}

/// Returns the number behind a position.
///
/// # Errors
/// [`Code::CursorInvalid`] for a text that this store did not write.
pub(super) fn read_position(position: &str) -> Result<i64> {
    if position.is_empty() {
        return Ok(0);
    }
    let number = position.parse::<i64>().ok().filter(|number| *number >= 0 && number.to_string() == position);
    number.ok_or_else(|| Error::new(Code::CursorInvalid).field("position"))
}

/// Returns the records after that position.
///
/// # Errors
/// [`Code::RowCorrupt`], kinds `Unavailable` and `Corrupt`.
pub(super) fn read(connection: &Connection, organization: OrganizationId, after: i64, limit: u32) -> Result<Changes> {
    let mut select = connection.prepare_cached(SELECT).map_err(store_error)?;
    let mut found = select.query(params![organization.as_uuid().as_bytes(), after, limit]).map_err(store_error)?;
    let mut records = Vec::new();
    while let Some(row) = found.next().map_err(store_error)? {
        records.push(record(row).map_err(store_error)?.ok_or_else(corrupt)?);
    }
    let position = records.last().map_or_else(
        || if after == 0 { String::new() } else { after.to_string() },
        |last: &ChangeRecord| last.position.clone(),
    );
    Ok(Changes { records, position })
}

fn record(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<ChangeRecord>> {
    let id = |bytes: [u8; 16]| Uuid::from_bytes(bytes);
    let kind = ChangeKind::from_name(row.get_ref(4)?.as_str()?);
    let fields = serde_json::from_str(row.get_ref(5)?.as_str()?).ok();
    let at = Timestamp::from_millis(row.get(6)?).ok();
    let (Some(kind), Some(fields), Some(at)) = (kind, fields, at) else { return Ok(None) };
    Ok(Some(ChangeRecord {
        position: row.get::<_, i64>(0)?.to_string(),
        batch: BatchId::from(id(row.get(1)?)),
        table: row.get(2)?,
        id: id(row.get(3)?),
        kind,
        fields,
        at,
    }))
}

#[cold]
fn corrupt() -> Error {
    Error::new(Code::RowCorrupt).field("kind").with("entity", "ChangeRecord")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_positions_of_this_store_are_read() {
        assert_eq!(read_position("").unwrap(), 0);
        assert_eq!(read_position("42").unwrap(), 42);
        for text in ["042", "+1", "-1", "1 ", "a", "9223372036854775808"] {
            assert_eq!(read_position(text).unwrap_err().code(), Code::CursorInvalid, "{text}");
        }
    }
}
