//! Fitting loose data to the field that it is meant for: an id given as text becomes an id, and what cannot become what the
//! field holds is refused by name.

use serde_json::Value as Json;

use super::Data;
use crate::entity::{Kind, Value, value_of_kind};
use crate::error::{Code, Error, Result};

/// Returns the value that `data` means for the field `name`, which holds that kind.
///
/// Texts are read as ids, instants, dates, decimals or base64 where such a thing is expected; whole numbers as decimals.
///
/// # Errors
/// [`Code::FieldKind`] or [`Code::EnumUnknown`] with the name.
pub fn fit(name: &str, kind: Kind, data: Data) -> Result<Value> {
    let refuse = || Error::new(Code::FieldKind).field(name).with("expected", kind.description());
    match (kind, data) {
        (_, Data::Value(Value::Null)) => Ok(Value::Null),
        (Kind::Json, Data::Value(Value::Json(document))) => Ok(Value::Json(document)),
        (Kind::Json, data) if !data.holds_calendar() => Ok(data.to_json().into()),
        (Kind::Enum(names), Data::Value(Value::Text(text))) => match names.iter().find(|known| **known == text) {
            Some(known) => Ok(Value::Word(known)),
            None => Err(Error::new(Code::EnumUnknown).field(name).with("options", names.join(", "))),
        },
        (Kind::Decimal, Data::Value(Value::Integer(number))) => Ok(Value::Decimal(number.into())),
        (Kind::List, Data::List(items)) => {
            let text = |item| match item {
                Data::Value(Value::Text(text)) => Some(text),
                // The people who are mentioned, for one, are ids in a list of texts.
                Data::Value(Value::Uuid(id)) => Some(id.to_string()),
                _ => None,
            };
            items.into_iter().map(text).collect::<Option<_>>().map(Value::List).ok_or_else(refuse)
        }
        (_, Data::Value(value)) if value.is_of(kind) => Ok(value),
        // A number with a fraction, or an integer beyond 64 bits, arrives as JSON.
        (Kind::Decimal, Data::Value(Value::Json(number))) if number.is_number() => {
            value_of_kind(kind, &number).ok_or_else(refuse)
        }
        (Kind::Uuid | Kind::Timestamp | Kind::Date | Kind::Decimal | Kind::Bytes, Data::Value(Value::Text(text))) => {
            value_of_kind(kind, &Json::String(text)).ok_or_else(refuse)
        }
        _ => Err(refuse()),
    }
}
