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
    let limit = query.limit as usize;
    match query.select {
        Select::Count => asked(connection, query, |found| {
            let row = found.next().map_err(store_error)?;
            let count: i64 = row.map_or(Ok(0), |row| row.get(0)).map_err(store_error)?;
            Ok(Page { count: count.unsigned_abs(), ..Page::default() })
        }),
        Select::CountBy(name) => asked(connection, query, |found| {
            let mut counts = Vec::new();
            while let Some(row) = found.next().map_err(store_error)? {
                let id = row.get_ref(0).ok().and_then(|id| Uuid::from_slice(id.as_blob().ok()?).ok());
                let id =
                    id.ok_or_else(|| Error::new(Code::RowCorrupt).field(name).with("entity", query.entity.name))?;
                counts.push((id, row.get::<_, i64>(1).map_err(store_error)?.unsigned_abs()));
            }
            let more = counts.len() > limit;
            counts.truncate(limit);
            Ok(Page { counts, more, ..Page::default() })
        }),
        _ => {
            let (mut rows, mut ranks) = (Vec::with_capacity(limit.min(ROOM)), Vec::new());
            let rank_at = query.is_ranked().then_some(query.entity.fields.len());
            let more = each(connection, query, &mut |row| {
                rows.push(decode(query.entity, row)?);
                if let Some(index) = rank_at {
                    ranks.push(row.get(index).map_err(store_error)?);
                }
                Ok(())
            })?;
            Ok(Page { rows, more, ranks, ..Page::default() })
        }
    }
}

/// Hands over each row that a checked query finds, and returns whether more follow.
///
/// # Errors
/// Those of `take`, kinds `Unavailable` and `Corrupt`.
pub(super) fn each(
    connection: &Connection,
    query: &Query,
    take: &mut dyn FnMut(&rusqlite::Row<'_>) -> Result<()>,
) -> Result<bool> {
    asked(connection, query, |found| {
        let mut left = query.limit;
        while let Some(row) = found.next().map_err(store_error)? {
            if left == 0 {
                return Ok(true);
            }
            left -= 1;
            take(row)?;
        }
        Ok(false)
    })
}

fn asked<T>(
    connection: &Connection,
    query: &Query,
    read: impl FnOnce(&mut rusqlite::Rows<'_>) -> Result<T>,
) -> Result<T> {
    let sql = sql::select(query, Dialect::Sqlite)?;
    let mut statement = connection.prepare_cached(&sql.text).map_err(store_error)?;
    for (index, argument) in sql.arguments.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, Bound::plain(&argument.value)).map_err(store_error)?;
    }
    read(&mut statement.raw_query())
}
