//! From PostgreSQL's binary form to values, by the kind that the reflection table says: nothing is asked of the server.

use chrono::{Days, NaiveDate};
use sqlx::postgres::PgRow;
use sqlx::{Row as _, ValueRef as _};
use uuid::Uuid;

use super::error::Trouble;
use super::{binary, numeric};
use crate::clock::Timestamp;
use crate::entity::{EntityDef, Kind, Row, Value};
use crate::error::{Code, Error, Result};

/// Milliseconds from 1970, where ours begin, to 2000, where PostgreSQL's microseconds begin.
const EPOCH_2000: i64 = 946_684_800_000;

/// Returns a row of an entity, selected with all its fields in order.
pub(super) fn read(def: &'static EntityDef, row: &PgRow) -> Result<Row> {
    fields(def, |index, kind| read_value(row, index, kind))
}

/// Returns the values of a row of an entity, selected with all its fields in order; they end before one that its kind cannot be.
pub(super) fn values(def: &'static EntityDef, row: &PgRow) -> impl Iterator<Item = Value> {
    def.fields.iter().enumerate().map_while(|(index, field)| read_value(row, index, field.kind))
}

/// Returns the rows of an entity from a column that is an array of records of all its fields in order.
pub(super) fn read_array(def: &'static EntityDef, row: &PgRow, index: usize) -> Result<Vec<Row>> {
    let damaged = || Error::new(Code::StoreCorrupt);
    let raw = row.try_get_raw(index).map_err(|_| damaged())?;
    let records = raw.as_bytes().ok().and_then(binary::array).ok_or_else(damaged)?;
    let row = |bytes: Option<&[u8]>| {
        let columns = bytes.and_then(binary::record).ok_or_else(damaged)?;
        fields(def, |index, kind| value(*columns.get(index)?, kind))
    };
    records.into_iter().map(row).collect()
}

fn fields(def: &'static EntityDef, read: impl Fn(usize, Kind) -> Option<Value>) -> Result<Row> {
    // Collecting into a result would not know how many there are, and would move what it has whenever it grows.
    let mut values = Row::with_capacity(def.fields.len());
    for (index, field) in def.fields.iter().enumerate() {
        let corrupt = || Error::new(Code::RowCorrupt).field(field.name).with("entity", def.name);
        values.push(read(index, field.kind).ok_or_else(corrupt)?);
    }
    Ok(values)
}

/// Returns the value of one column, or none when it is of another kind or out of range.
pub(super) fn read_value(row: &PgRow, index: usize, kind: Kind) -> Option<Value> {
    let raw = row.try_get_raw(index).ok()?;
    let bytes = if raw.is_null() { None } else { Some(raw.as_bytes().ok()?) };
    value(bytes, kind)
}

fn value(bytes: Option<&[u8]>, kind: Kind) -> Option<Value> {
    let Some(bytes) = bytes else { return Some(Value::Null) };
    Some(match kind {
        Kind::Bool => Value::Bool(*bytes.first()? != 0),
        Kind::Integer => Value::Integer(i64::from_be_bytes(bytes.try_into().ok()?)),
        Kind::Decimal => Value::Decimal(numeric::decimal(bytes)?),
        Kind::Text => Value::Text(text(bytes)?),
        Kind::Enum(names) => Value::Word(names.iter().copied().find(|name| name.as_bytes() == bytes)?),
        Kind::List => Value::List(binary::array(bytes)?.into_iter().map(|item| text(item?)).collect::<Option<_>>()?),
        Kind::Bytes => Value::Bytes(bytes.to_vec()),
        Kind::Uuid => Value::Uuid(Uuid::from_slice(bytes).ok()?),
        Kind::Timestamp => Value::Timestamp(timestamp(i64::from_be_bytes(bytes.try_into().ok()?))?),
        Kind::Date => Value::Date(date(i32::from_be_bytes(bytes.try_into().ok()?))?),
        // The first byte of a jsonb is the version of its form.
        Kind::Json => Value::Json(Box::new(serde_json::from_slice(bytes.strip_prefix(&[1])?).ok()?)),
    })
}

/// Returns a column of a statement of the store itself.
pub(super) fn own(row: &PgRow, index: usize, kind: Kind) -> Result<Value, Trouble> {
    let value = read_value(row, index, kind);
    value.ok_or_else(|| Trouble::Refused(Error::new(Code::StoreCorrupt)))
}

/// Returns a column that is a floating-point number of eight bytes.
pub(super) fn number(row: &PgRow, index: usize) -> Result<f64, Trouble> {
    let damaged = || Trouble::Refused(Error::new(Code::StoreCorrupt));
    let raw = row.try_get_raw(index).map_err(|_| damaged())?;
    let bytes = raw.as_bytes().ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(damaged)?;
    Ok(f64::from_be_bytes(bytes))
}

fn text(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
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
