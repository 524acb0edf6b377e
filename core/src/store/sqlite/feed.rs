//! The change feed: rows that a batch leaves behind, in the order of commits, because a SQLite file has one writer at a time.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::error::store_error;
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::organization::OrganizationId;
use crate::store::{Batch, BatchId, ChangeKind, ChangeRecord, Changes};

/// The greatest number of records that one call returns.
pub(super) const MAX_RECORDS: u32 = 1_000;

const INSERT: &str = "INSERT INTO \"change_feed\" (\"organization_id\",\"batch_id\",\"entity\",\"entity_id\",\"kind\",\"fields\",\"at\") \
     VALUES (?1,?2,?3,?4,?5,?6,?7)";
const SELECT: &str = "SELECT \"position\",\"batch_id\",\"entity\",\"entity_id\",\"kind\",\"fields\",\"at\" FROM \"change_feed\" \
     WHERE \"organization_id\"=?1 AND \"position\">?2 ORDER BY \"position\" LIMIT ?3";

/// Records what the batch changes.
pub(super) fn write(connection: &Connection, batch: &Batch) -> Result<()> {
    let feed = batch.feed();
    if feed.is_empty() {
        return Ok(());
    }
    let (organization, id) = (batch.organization.as_uuid(), batch.id.as_uuid());
    let mut insert = connection.prepare_cached(INSERT).map_err(store_error)?;
    for entry in feed {
        // Names of fields need no escape.
        let fields =
            if entry.fields.is_empty() { "[]".to_owned() } else { format!("[\"{}\"]", entry.fields.join("\",\"")) };
        let kind = entry.kind.name();
        insert
            .execute(params![
                organization.as_bytes(),
                id.as_bytes(),
                entry.entity.table,
                entry.id.as_bytes(),
                kind,
                fields,
                batch.at.as_millis()
            ])
            .map_err(store_error)?;
    }
    Ok(())
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
