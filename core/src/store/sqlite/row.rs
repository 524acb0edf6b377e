//! A value in SQLite and back. The kinds of the reflection table decide; SQLite's own types are only looked at.

use chrono::NaiveDate;
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::error::store_error;
use crate::clock::Timestamp;
use crate::entity::{EntityDef, FieldDef, Kind, Row, Value};
use crate::error::{Code, Error, Result};

/// A value on its way into a statement, with the numbers that the batch took from sequences so far.
pub(super) struct Bound<'a> {
    pub(super) value: &'a Value,
    pub(super) allocated: &'a [i64],
}

impl<'a> Bound<'a> {
    /// Returns a value that needs no number.
    pub(super) fn plain(value: &'a Value) -> Self {
        Self { value, allocated: &[] }
    }
}

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let text = |text: String| Ok(ToSqlOutput::Owned(Stored::Text(text)));
        let integer = |number: i64| Ok(ToSqlOutput::Owned(Stored::Integer(number)));
        match self.value {
            Value::Null => Ok(ToSqlOutput::Owned(Stored::Null)),
            Value::Bool(value) => integer((*value).into()),
            Value::Integer(number) => integer(*number),
            Value::Decimal(number) => text(number.to_string()),
            Value::Text(text) => Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))),
            Value::Word(name) => Ok(ToSqlOutput::Borrowed(ValueRef::Text(name.as_bytes()))),
            Value::List(items) if items.is_empty() => Ok(ToSqlOutput::Borrowed(ValueRef::Text(b"[]"))),
            Value::List(items) => serde_json::to_string(items).map_or_else(|error| Err(unwritable(error)), text),
            Value::Bytes(bytes) => Ok(ToSqlOutput::Borrowed(ValueRef::Blob(bytes))),
            Value::Uuid(id) => Ok(ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes()))),
            Value::Timestamp(at) => integer(at.as_millis()),
            Value::Date(date) => text(date.to_string()),
            Value::Json(document) => serde_json::to_string(document).map_or_else(|error| Err(unwritable(error)), text),
            Value::Allocated(wanted) => match self.allocated.get(wanted.slot) {
                Some(number) => text(wanted.text(*number)),
                None => {
                    Err(unwritable(Error::new(Code::Internal).with("reason", "a number is taken before it is used")))
                }
            },
        }
    }
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
}

/// Reads a whole row, whose columns are in the order of the entity's fields.
///
/// # Errors
/// [`Code::RowCorrupt`] with the field when a column holds what its kind cannot be.
pub(super) fn decode(def: &EntityDef, row: &rusqlite::Row<'_>) -> Result<Row> {
    let mut values = Vec::with_capacity(def.fields.len());
    for (index, field) in def.fields.iter().enumerate() {
        let stored = row.get_ref(index).map_err(store_error)?;
        values.push(value(field.kind, stored).ok_or_else(|| corrupt(def, field))?);
    }
    Ok(values)
}

/// Returns the values of a row, whose columns are in the order of the entity's fields; they end before one that its kind cannot be.
pub(super) fn values(def: &'static EntityDef, row: &rusqlite::Row<'_>) -> impl Iterator<Item = Value> {
    def.fields.iter().enumerate().map_while(|(index, field)| value(field.kind, row.get_ref(index).ok()?))
}

#[cold]
fn corrupt(def: &EntityDef, field: &FieldDef) -> Error {
    Error::new(Code::RowCorrupt).field(field.name).with("entity", def.name)
}

fn value(kind: Kind, stored: ValueRef<'_>) -> Option<Value> {
    match (kind, stored) {
        (_, ValueRef::Null) => Some(Value::Null),
        (Kind::Text, ValueRef::Text(text)) => Some(Value::Text(str::from_utf8(text).ok()?.to_owned())),
        (Kind::Enum(names), ValueRef::Text(text)) => {
            names.iter().copied().find(|name| name.as_bytes() == text).map(Value::Word)
        }
        (Kind::Uuid, ValueRef::Blob(bytes)) => Uuid::from_slice(bytes).ok().map(Value::Uuid),
        (Kind::Timestamp, ValueRef::Integer(millis)) => Timestamp::from_millis(millis).ok().map(Value::Timestamp),
        (Kind::Integer, ValueRef::Integer(number)) => Some(Value::Integer(number)),
        (Kind::Bool, ValueRef::Integer(0)) => Some(Value::Bool(false)),
        (Kind::Bool, ValueRef::Integer(1)) => Some(Value::Bool(true)),
        (Kind::List, ValueRef::Text(b"[]")) => Some(Value::List(Vec::new())),
        (Kind::List, ValueRef::Text(text)) => serde_json::from_slice(text).ok().map(Value::List),
        (Kind::Json, ValueRef::Text(text)) => {
            serde_json::from_slice(text).ok().map(|document| Value::Json(Box::new(document)))
        }
        (Kind::Decimal, ValueRef::Text(text)) => {
            Decimal::from_str_exact(str::from_utf8(text).ok()?).ok().map(Value::Decimal)
        }
        (Kind::Date, ValueRef::Text(text)) => str::from_utf8(text).ok()?.parse::<NaiveDate>().ok().map(Value::Date),
        (Kind::Bytes, ValueRef::Blob(bytes)) => Some(Value::Bytes(bytes.to_vec())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;
    use serde_json::json;

    /// Writes the value to a strict column of its kind and reads it back.
    #[track_caller]
    fn round_trip(kind: Kind, written: Value) {
        let connection = Connection::open_in_memory().unwrap();
        let column = crate::store::ddl::type_name(kind, crate::query::sql::Dialect::Sqlite);
        connection.execute_batch(&format!("CREATE TABLE t (v {column}) STRICT")).unwrap();
        connection.execute("INSERT INTO t VALUES (?1)", [Bound::plain(&written)]).unwrap();
        let read =
            connection.query_row("SELECT v FROM t", [], |row| Ok(value(kind, row.get_ref(0)?))).unwrap().unwrap();
        // Equal decimals may differ in their digits, which have to survive too.
        assert_eq!(read.to_json(), written.to_json());
        assert!(read == written, "{read:?} {written:?}");
    }

    #[test]
    fn absent_values_of_every_kind() {
        for kind in [Kind::Bool, Kind::Integer, Kind::Decimal, Kind::Text, Kind::List, Kind::Bytes, Kind::Uuid] {
            round_trip(kind, Value::Null);
        }
        for kind in [Kind::Timestamp, Kind::Date, Kind::Json, Kind::Enum(&["a"])] {
            round_trip(kind, Value::Null);
        }
    }

    #[test]
    fn whole_numbers_and_truth_values() {
        for number in [i64::MIN, -1, 0, 1, i64::MAX] {
            round_trip(Kind::Integer, Value::Integer(number));
        }
        round_trip(Kind::Bool, Value::Bool(true));
        round_trip(Kind::Bool, Value::Bool(false));
    }

    #[test]
    fn decimals_keep_every_digit() {
        for text in [
            "0",
            "0.00",
            "1.50",
            "-0.5",
            "79228162514264337593543950335",
            "-79228162514264337593543950335",
            "0.0000000000000000000000000001",
            "7.9228162514264337593543950335",
        ] {
            round_trip(Kind::Decimal, Value::Decimal(text.parse().unwrap()));
        }
    }

    #[test]
    fn instants_and_dates_from_one_end_to_the_other() {
        for at in [Timestamp::MIN, Timestamp::EPOCH, Timestamp::MAX] {
            round_trip(Kind::Timestamp, Value::Timestamp(at));
        }
        for date in ["0001-01-01", "1970-01-01", "2024-02-29", "9999-12-31"] {
            round_trip(Kind::Date, Value::Date(date.parse().unwrap()));
        }
    }

    #[test]
    fn texts_lists_and_bytes() {
        for text in ["", " ", "ação", "🦀𝄞", "'; DROP TABLE ticket; --", "a\0b", "line\nline", "\u{feff}x"] {
            round_trip(Kind::Text, Value::Text(text.to_owned()));
        }
        round_trip(Kind::Enum(&["on"]), Value::Text("on".to_owned()));
        round_trip(Kind::List, Value::List(vec![]));
        round_trip(Kind::List, Value::List(vec![String::new(), "\"[🦀]\"".to_owned()]));
        round_trip(Kind::Bytes, Value::Bytes(vec![]));
        round_trip(Kind::Bytes, Value::Bytes((0..=255).collect()));
        round_trip(Kind::Uuid, Value::Uuid(Uuid::max()));
    }

    #[test]
    fn documents_keep_their_shape() {
        let mut nested = json!("core");
        for _ in 0..32 {
            nested = json!({ "in": [nested] });
        }
        for document in
            [json!(null), json!({}), json!([]), json!(""), json!(i64::MIN), json!(u64::MAX), json!(-1.5e300), nested]
        {
            round_trip(Kind::Json, Value::Json(Box::new(document)));
        }
    }

    #[test]
    fn what_the_kind_cannot_be_is_refused() {
        assert!(value(Kind::Bool, ValueRef::Integer(2)).is_none());
        assert!(value(Kind::Uuid, ValueRef::Blob(&[0; 15])).is_none());
        assert!(value(Kind::Timestamp, ValueRef::Integer(i64::MAX)).is_none());
        assert!(value(Kind::Text, ValueRef::Text(&[0xff])).is_none());
        assert!(value(Kind::Json, ValueRef::Text(b"{")).is_none());
        assert!(value(Kind::Decimal, ValueRef::Text(b"1e400")).is_none());
        assert!(value(Kind::Integer, ValueRef::Text(b"1")).is_none());
    }

    #[test]
    fn a_number_that_was_not_taken_cannot_be_written() {
        let wanted = crate::entity::Allocated { slot: 1, offset: 2, prefix: "T-".to_owned(), width: 4 };
        let value = Value::Allocated(Box::new(wanted));
        assert!(Bound { value: &value, allocated: &[7] }.to_sql().is_err());
        let written = Bound { value: &value, allocated: &[7, 8] };
        assert_eq!(written.to_sql().unwrap(), ToSqlOutput::Owned(Stored::Text("T-0010".to_owned())));
    }
}
