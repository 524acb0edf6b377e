//! A row as JSON and back: the form of exports, of the audit log and of conditions written by people.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::{EntityDef, FieldDef, Kind, Row, Value};
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

/// Returns the row as a JSON object with every field, absent values as `null`.
pub fn row_to_json(def: &EntityDef, row: &Row) -> serde_json::Map<String, Json> {
    def.fields.iter().zip(row).map(|(field, value)| (field.name.to_owned(), value.to_json())).collect()
}

/// Returns the row of a JSON object as [`row_to_json`] writes it; a missing field counts as `null`.
///
/// # Errors
/// [`Code::FieldUnknown`] for a name that the entity does not have, and those of [`value_from_json`].
pub fn row_from_json(def: &EntityDef, object: serde_json::Map<String, Json>) -> Result<Row> {
    if let Some(unknown) = object.keys().find(|name| def.index_of(name).is_none()) {
        return Err(Error::new(Code::FieldUnknown).field(unknown.chars().take(64).collect::<String>()));
    }
    def.fields.iter().map(|field| value_from_json(field, object.get(field.name).unwrap_or(&Json::Null))).collect()
}

/// Returns the value that `json` means for a field of that kind.
///
/// # Errors
/// [`Code::FieldKind`] when the JSON is of another kind.
pub fn value_from_json(field: &FieldDef, json: &Json) -> Result<Value> {
    if json.is_null() {
        return Ok(Value::Null);
    }
    value_of_kind(field.kind, json)
        .ok_or_else(|| Error::new(Code::FieldKind).field(field.name).with("expected", field.kind.description()))
}

/// Returns the value of that kind that `json` means, if it means one.
pub(crate) fn value_of_kind(kind: Kind, json: &Json) -> Option<Value> {
    match (kind, json) {
        (Kind::Bool, Json::Bool(value)) => Some(Value::Bool(*value)),
        (Kind::Integer, Json::Number(number)) => number.as_i64().map(Value::Integer),
        (Kind::Decimal, Json::String(text)) => text.parse().ok().map(Value::Decimal),
        (Kind::Decimal, Json::Number(number)) => number.to_string().parse().ok().map(Value::Decimal),
        (Kind::Text | Kind::Enum(_), Json::String(text)) => Some(Value::Text(text.clone())),
        (Kind::List, Json::Array(items)) => {
            items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>().map(Value::List)
        }
        (Kind::Bytes, Json::String(text)) => {
            use base64::Engine as _;
            base64::engine::general_purpose::STANDARD.decode(text).ok().map(Value::Bytes)
        }
        (Kind::Uuid, Json::String(text)) => text.parse().ok().map(Value::Uuid),
        (Kind::Timestamp, Json::String(text)) => Timestamp::parse(text).ok().map(Value::Timestamp),
        (Kind::Date, Json::String(text)) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Value::Date),
        (Kind::Json, document) => Some(Value::Json(Box::new(document.clone()))),
        _ => None,
    }
}

impl Kind {
    /// Returns what a field of this kind takes, for an error's sentence.
    pub fn description(self) -> &'static str {
        match self {
            Self::Bool => "true or false",
            Self::Integer => "a whole number",
            Self::Decimal => "a decimal number",
            Self::Text => "text",
            Self::List => "a list of texts",
            Self::Bytes => "base64",
            Self::Uuid => "a UUID",
            Self::Timestamp => "an RFC 3339 instant",
            Self::Date => "a date (YYYY-MM-DD)",
            Self::Json => "JSON",
            Self::Enum(_) => "one of its names",
        }
    }
}
