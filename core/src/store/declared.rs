//! The rules that a column keeps whatever the store: databases hold to them by constraints, which say too little about what
//! was wrong, so that every store asks here first.

use crate::entity::{FieldDef, Kind, Value};
use crate::error::{Code, Error, Result};

/// Checks what a database holds a column to as well: something is there, it is of the field's kind, and in its range.
///
/// # Errors
/// [`Code::Required`], [`Code::FieldKind`], [`Code::NumberRange`] or [`Code::EnumUnknown`], with the field.
pub(crate) fn declared(field: &FieldDef, value: &Value) -> Result<()> {
    let wrong = || Error::new(Code::FieldKind).field(field.name).with("expected", field.kind.description());
    match (field.kind, value) {
        (_, Value::Null) if field.nullable => Ok(()),
        (_, Value::Null) => Err(Error::new(Code::Required).field(field.name)),
        (Kind::Integer, Value::Integer(number)) => match field.range {
            Some((min, max)) if !(min..=max).contains(number) => {
                Err(Error::new(Code::NumberRange).field(field.name).with("min", min).with("max", max))
            }
            _ => Ok(()),
        },
        (Kind::Enum(names), _) if value.as_text().is_some_and(|name| !names.contains(&name)) => {
            Err(Error::new(Code::EnumUnknown).field(field.name).with("options", names.join(", ")))
        }
        (Kind::Text, Value::Text(_) | Value::Allocated(_))
        | (Kind::Enum(_), Value::Text(_) | Value::Word(_))
        | (Kind::Bool, Value::Bool(_))
        | (Kind::Decimal, Value::Decimal(_))
        | (Kind::List, Value::List(_))
        | (Kind::Bytes, Value::Bytes(_))
        | (Kind::Uuid, Value::Uuid(_))
        | (Kind::Timestamp, Value::Timestamp(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Json, Value::Json(_)) => Ok(()),
        _ => Err(wrong()),
    }
}
