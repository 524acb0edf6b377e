//! The change feed. Transactions become visible in another order than that of their numbers, so that a reader gets those
//! below the oldest one that still runs: nothing can appear behind its back.

use std::sync::Arc;

use sqlx::postgres::PgRow;

use super::error::Trouble;
use super::pool::{Lease, Pool};
use super::row;
use crate::entity::{Kind, Value};
use crate::error::{Code, Error, Result};
use crate::organization::OrganizationId;
use crate::query::Tenant;
use crate::query::sql::{Builder, Dialect, Sql};
use crate::store::{ChangeKind, ChangeRecord, Changes};

/// The greatest number of records that are asked for at once.
const MAX_RECORDS: u32 = 1_000;

const SELECT: &str = "SELECT \"transaction\"::text,\"position\",\"batch_id\",\"entity\",\"entity_id\",\"kind\",\"fields\",\"at\" \
    FROM \"change_feed\" WHERE \"transaction\"<pg_snapshot_xmin(pg_current_snapshot()) AND \"organization_id\"=";

/// What is asked of the feed.
pub(super) struct Asked {
    sql: Sql,
    organization: OrganizationId,
    position: String,
}

/// Checks and compiles the question.
pub(super) fn ask(organization: OrganizationId, position: &str, limit: u32) -> Result<Asked> {
    if limit == 0 || limit > MAX_RECORDS {
        return Err(Error::new(Code::NumberRange).field("limit").with("min", 1).with("max", MAX_RECORDS));
    }
    let (transaction, place) = parse(position).ok_or_else(|| Error::new(Code::CursorInvalid).field("position"))?;
    let mut builder = Builder::new(Dialect::Postgres);
    builder.push(SELECT).bind(Kind::Uuid, Value::Uuid(organization.as_uuid()));
    builder.push(" AND (\"transaction\",\"position\")>(").bind(Kind::Text, Value::Text(transaction.to_string()));
    builder.push("::xid8,").bind(Kind::Integer, Value::Integer(place));
    // With the table's name: alone, "transaction" is the text that is selected, and 1000 would come before 999.
    builder
        .push(") ORDER BY \"change_feed\".\"transaction\",\"change_feed\".\"position\" LIMIT ")
        .bind(Kind::Integer, Value::Integer(limit.into()));
    Ok(Asked { sql: builder.finish(), organization, position: position.to_owned() })
}

/// Reads a position; the empty one is before all others.
fn parse(position: &str) -> Option<(u64, i64)> {
    if position.is_empty() {
        return Some((0, 0));
    }
    let (transaction, place) = position.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(transaction) || !digits(place) {
        return None;
    }
    Some((transaction.parse().ok()?, place.parse().ok()?))
}

/// Answers it.
pub(super) async fn changes(pool: &Arc<Pool>, asked: Asked) -> Result<Changes> {
    let tenant = Tenant::Organization(asked.organization);
    let mut fresh = false;
    loop {
        let mut lease = pool.lease(Some(tenant), fresh).await?;
        match rows(&mut lease, tenant, &asked).await {
            Ok(rows) => {
                lease.finish();
                let records: Vec<ChangeRecord> =
                    rows.iter().map(record).collect::<Result<_, _>>().map_err(Trouble::into_error)?;
                let position = records.last().map_or(asked.position, |last| last.position.clone());
                return Ok(Changes { records, position });
            }
            Err(trouble) if trouble.lost() && lease.used && !fresh => fresh = true,
            Err(trouble) => return Err(trouble.into_error()),
        }
    }
}

async fn rows(lease: &mut Lease, tenant: Tenant, asked: &Asked) -> Result<Vec<PgRow>, Trouble> {
    lease.connection.serve(tenant).await?;
    lease.connection.rows(&asked.sql).await
}

fn record(found: &PgRow) -> Result<ChangeRecord, Trouble> {
    let corrupt = || Trouble::from(Code::StoreCorrupt);
    let text = |index| match row::own(found, index, Kind::Text)? {
        Value::Text(text) => Ok(text),
        _ => Err(corrupt()),
    };
    let id = |index| row::own(found, index, Kind::Uuid)?.as_uuid().ok_or_else(corrupt);
    let place = row::own(found, 1, Kind::Integer)?.as_integer().ok_or_else(corrupt)?;
    let Value::List(fields) = row::own(found, 6, Kind::List)? else { return Err(corrupt()) };
    Ok(ChangeRecord {
        position: format!("{}.{place}", text(0)?),
        batch: id(2)?.into(),
        table: text(3)?,
        id: id(4)?,
        kind: ChangeKind::from_name(&text(5)?).ok_or_else(corrupt)?,
        fields,
        at: row::own(found, 7, Kind::Timestamp)?.as_timestamp().ok_or_else(corrupt)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_two_numbers() {
        assert_eq!(parse(""), Some((0, 0)));
        assert_eq!(parse("18446744073709551615.7"), Some((u64::MAX, 7)));
        for other in
            ["1", "1.", ".1", "+1.1", "1.-1", "1.1.1", "a.b", "18446744073709551616.1", "1.9223372036854775808"]
        {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
