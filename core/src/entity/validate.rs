//! The limits that every value meets before it reaches a store, read off the reflection table.

use super::{EntityDef, FieldDef, Kind, Value};
use crate::error::{Code, Error, Result};

/// The deepest nesting of a stored JSON document.
const MAX_JSON_DEPTH: usize = 32;
/// The longest item of a list, in characters.
const MAX_ITEM_LENGTH: usize = 100;

/// Checks every value of a row against its field.
///
/// # Errors
/// The first broken limit, with the field's name.
pub fn check_row(def: &EntityDef, row: &[Value]) -> Result<()> {
    def.fields.iter().zip(row).try_for_each(|(field, value)| check_value(field, value))
}

/// Checks one value against its field.
///
/// # Errors
/// The broken limit, with the field's name.
pub fn check_value(field: &FieldDef, value: &Value) -> Result<()> {
    let refuse = |code: Code| Err(Error::new(code).field(field.name));
    match (field.kind, value) {
        (_, Value::Null) => {
            if field.nullable {
                Ok(())
            } else {
                refuse(Code::Required)
            }
        }
        (Kind::Text, Value::Allocated(_)) => Ok(()),
        (Kind::Text, Value::Text(text)) => check_text(field, text),
        (Kind::Enum(names), Value::Text(_) | Value::Word(_)) => {
            if value.as_text().is_some_and(|name| names.contains(&name)) {
                Ok(())
            } else {
                Err(Error::new(Code::EnumUnknown).field(field.name).with("options", names.join(", ")))
            }
        }
        (Kind::List, Value::List(items)) => {
            let max = field.max_length.unwrap_or(100) as usize;
            if items.len() > max {
                return Err(Error::new(Code::ListTooLong).field(field.name).with("max", max));
            }
            if items.iter().any(|item| item.contains('\0')) {
                return refuse(Code::TextNul);
            }
            if items.iter().any(|item| item.is_empty()) {
                return refuse(Code::Required);
            }
            if items.iter().any(|item| item.chars().count() > MAX_ITEM_LENGTH) {
                return Err(Error::new(Code::TextTooLong).field(field.name).with("max", MAX_ITEM_LENGTH));
            }
            Ok(())
        }
        (Kind::Bytes, Value::Bytes(bytes)) => check_bytes(field, bytes.len()),
        (Kind::Json, Value::Json(document)) => check_json(field, document),
        (Kind::Integer, Value::Integer(number)) => match field.range {
            Some((min, max)) if *number < min || *number > max => {
                Err(Error::new(Code::NumberRange).field(field.name).with("min", min).with("max", max))
            }
            _ => Ok(()),
        },
        (Kind::Decimal, Value::Decimal(number)) => match field.range {
            Some((min, max)) if *number < min.into() || *number > max.into() => {
                Err(Error::new(Code::NumberRange).field(field.name).with("min", min).with("max", max))
            }
            // PostgreSQL's numeric and a Decimal agree up to 28 digits; one more could not be read back.
            _ => Ok(()),
        },
        (Kind::Bool, Value::Bool(_))
        | (Kind::Uuid, Value::Uuid(_))
        | (Kind::Timestamp, Value::Timestamp(_))
        | (Kind::Date, Value::Date(_)) => Ok(()),
        _ => Err(Error::new(Code::FieldKind).field(field.name).with("expected", field.kind.description())),
    }
}

fn check_text(field: &FieldDef, text: &str) -> Result<()> {
    if text.contains('\0') {
        return Err(Error::new(Code::TextNul).field(field.name));
    }
    if let Some(max) = field.max_length {
        // A character has at most four bytes, so that most texts need no counting.
        if text.len() > max as usize && text.chars().count() > max as usize {
            return Err(Error::new(Code::TextTooLong).field(field.name).with("max", max));
        }
    }
    if !field.nullable && text.trim().is_empty() {
        return Err(Error::new(Code::Required).field(field.name));
    }
    Ok(())
}

fn check_bytes(field: &FieldDef, length: usize) -> Result<()> {
    match field.max_length {
        Some(max) if length > max as usize => Err(Error::new(Code::BytesTooLong).field(field.name).with("max", max)),
        _ => Ok(()),
    }
}

fn check_json(field: &FieldDef, document: &serde_json::Value) -> Result<()> {
    if depth(document) > MAX_JSON_DEPTH {
        return Err(Error::new(Code::JsonTooDeep).field(field.name).with("max", MAX_JSON_DEPTH));
    }
    if holds_nul(document) {
        return Err(Error::new(Code::TextNul).field(field.name));
    }
    check_bytes(field, weight(document))
}

fn depth(document: &serde_json::Value) -> usize {
    match document {
        serde_json::Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        serde_json::Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn holds_nul(document: &serde_json::Value) -> bool {
    match document {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(items) => items.iter().any(holds_nul),
        serde_json::Value::Object(members) => {
            members.iter().any(|(name, value)| name.contains('\0') || holds_nul(value))
        }
        _ => false,
    }
}

/// Returns about how many bytes the document takes as text, without writing it.
fn weight(document: &serde_json::Value) -> usize {
    match document {
        serde_json::Value::Null | serde_json::Value::Bool(_) => 4,
        serde_json::Value::Number(_) => 8,
        serde_json::Value::String(text) => text.len() + 2,
        serde_json::Value::Array(items) => 2 + items.iter().map(|item| weight(item) + 1).sum::<usize>(),
        serde_json::Value::Object(members) => {
            2 + members.iter().map(|(name, value)| name.len() + 4 + weight(value)).sum::<usize>()
        }
    }
}
