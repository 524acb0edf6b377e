//! One query on one connection. Readers and the writer's expectations ask the same way.

use rusqlite::Connection;
use uuid::Uuid;

use super::error::store_error;
use super::row::{Bound, decode};
use crate::error::{Code, Error, Result};
use crate::query::sql::{self, Dialect};
use crate::query::{Page, Query, Select};

/// How many rows room is made for before any was seen.
const ROOM: usize = 64;

/// Answers a checked query.
///
/// # Errors
/// [`Code::RowCorrupt`](crate::Code::RowCorrupt), kinds `Unavailable` and `Corrupt`.
pub(super) fn answer(connection: &Connection, query: &Query) -> Result<Page> {
    let sql = sql::select(query, Dialect::Sqlite)?;
    let mut statement = connection.prepare_cached(&sql.text).map_err(store_error)?;
    for (index, argument) in sql.arguments.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, Bound::plain(&argument.value)).map_err(store_error)?;
    }
    let mut found = statement.raw_query();
    if query.select == Select::Count {
        let row = found.next().map_err(store_error)?;
        let count: i64 = row.map_or(Ok(0), |row| row.get(0)).map_err(store_error)?;
        return Ok(Page { count: count.unsigned_abs(), ..Page::default() });
    }
    let limit = query.limit as usize;
    if let Select::CountBy(name) = query.select {
        let mut counts = Vec::new();
        while let Some(row) = found.next().map_err(store_error)? {
            let id = row.get_ref(0).ok().and_then(|id| Uuid::from_slice(id.as_blob().ok()?).ok());
            let id = id.ok_or_else(|| Error::new(Code::RowCorrupt).field(name).with("entity", query.entity.name))?;
            counts.push((id, row.get::<_, i64>(1).map_err(store_error)?.unsigned_abs()));
        }
        let more = counts.len() > limit;
        counts.truncate(limit);
        return Ok(Page { counts, more, ..Page::default() });
    }
    let (mut rows, mut ranks) = (Vec::with_capacity(limit.min(ROOM)), Vec::new());
    let rank_at = query.is_ranked().then_some(query.entity.fields.len());
    while let Some(row) = found.next().map_err(store_error)? {
        if rows.len() == limit {
            return Ok(Page { rows, more: true, ranks, ..Page::default() });
        }
        rows.push(decode(query.entity, row)?);
        if let Some(index) = rank_at {
            ranks.push(row.get(index).map_err(store_error)?);
        }
    }
    Ok(Page { rows, more: false, ranks, ..Page::default() })
}
