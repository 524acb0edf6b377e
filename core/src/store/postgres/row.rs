//! From PostgreSQL's binary form to values, by the kind that the reflection table says: nothing is asked of the server.

use chrono::{Days, NaiveDate};
use sqlx::postgres::{PgRow, PgValueRef};
use sqlx::{Decode as _, Row as _, ValueRef as _};
use uuid::Uuid;

use super::error::Trouble;
use super::numeric;
use crate::clock::Timestamp;
use crate::entity::{EntityDef, Kind, Row, Value};
use crate::error::{Code, Error, Result};

/// Milliseconds from 1970, where ours begin, to 2000, where PostgreSQL's microseconds begin.
const EPOCH_2000: i64 = 946_684_800_000;

/// Returns a row of an entity, selected with all its fields in order.
pub(super) fn read(def: &'static EntityDef, row: &PgRow) -> Result<Row> {
    let values = def.fields.iter().enumerate().map(|(index, field)| {
        read_value(row, index, field.kind)
            .ok_or_else(|| Error::new(Code::RowCorrupt).field(field.name).with("entity", def.name))
    });
    values.collect()
}

/// Returns the value of one column, or none when it is of another kind or out of range.
pub(super) fn read_value(row: &PgRow, index: usize, kind: Kind) -> Option<Value> {
    let raw = row.try_get_raw(index).ok()?;
    if raw.is_null() {
        return Some(Value::Null);
    }
    if kind == Kind::List {
        return list(raw);
    }
    let bytes = raw.as_bytes().ok()?;
    Some(match kind {
        Kind::Bool => Value::Bool(*bytes.first()? != 0),
        Kind::Integer => Value::Integer(i64::from_be_bytes(bytes.try_into().ok()?)),
        Kind::Decimal => Value::Decimal(numeric::decimal(bytes)?),
        Kind::Text | Kind::Enum(_) => Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
        Kind::Bytes => Value::Bytes(bytes.to_vec()),
        Kind::Uuid => Value::Uuid(Uuid::from_slice(bytes).ok()?),
        Kind::Timestamp => Value::Timestamp(timestamp(i64::from_be_bytes(bytes.try_into().ok()?))?),
        Kind::Date => Value::Date(date(i32::from_be_bytes(bytes.try_into().ok()?))?),
        // The first byte of a jsonb is the version of its form.
        Kind::Json => Value::Json(Box::new(serde_json::from_slice(bytes.strip_prefix(&[1])?).ok()?)),
        Kind::List => return None,
    })
}

/// Returns a column of a statement of the store itself.
pub(super) fn own(row: &PgRow, index: usize, kind: Kind) -> Result<Value, Trouble> {
    let value = read_value(row, index, kind);
    value.ok_or_else(|| Trouble::Refused(Error::new(Code::StoreCorrupt)))
}

fn list(raw: PgValueRef<'_>) -> Option<Value> {
    Vec::<String>::decode(raw).ok().map(Value::List)
}

fn timestamp(micros: i64) -> Option<Timestamp> {
    let millis = micros.div_euclid(1_000).checked_add(EPOCH_2000)?;
    Timestamp::from_millis(millis).ok()
}

fn date(days: i32) -> Option<NaiveDate> {
    let epoch = NaiveDate::from_ymd_opt(2000, 1, 1)?;
    let distance = Days::new(u64::from(days.unsigned_abs()));
    if days < 0 { epoch.checked_sub_days(distance) } else { epoch.checked_add_days(distance) }
}
