//! A value that was read is made to fit its field: as it is, as much as fits, nothing, or the default.

use super::convert::Read;
use super::report::Finding;
use crate::clock::Timestamp;
use crate::entity::{FieldDef, Value, check_value};
use crate::error::{Code, Error};
use crate::ticket::Ticket;

/// Returns whether the library gives the field its number when the source has none.
pub(super) fn is_number(field: &FieldDef) -> bool {
    field.number.is_some() || (field.name == Ticket::NUMBER && field.max_length == Some(40))
}

/// Whether a value can stand in a field that has to hold one: a default that says nothing cannot.
pub(super) fn usable(field: &FieldDef, value: &Value) -> bool {
    let says_nothing = match value {
        Value::Uuid(id) => id.is_nil(),
        Value::Timestamp(at) => *at == Timestamp::EPOCH,
        Value::Date(day) => *day == chrono::NaiveDate::default(),
        _ => false,
    };
    !says_nothing && check_value(field, value).is_ok()
}

/// Makes a value fit its field: as it is, as much as fits, nothing, or the default; an error when the row cannot do without.
pub(super) fn fit(field: &FieldDef, read: Read, default: &Value) -> Result<(Value, Option<Finding>), Finding> {
    let finding = match read {
        Ok(Value::Null) if field.nullable || is_number(field) => return Ok((Value::Null, None)),
        Ok(Value::Null) if usable(field, default) => return Ok((default.clone(), None)),
        Ok(Value::Null) => return Err(Finding::Required),
        Ok(value) => match check_value(field, &value) {
            Ok(()) => return Ok((value, None)),
            Err(error) => match shortened(field, &value, &error) {
                Some(value) => return Ok((value, Some(Finding::OutOfLimits))),
                None => finding_of(&error),
            },
        },
        Err(finding) => finding,
    };
    if field.nullable {
        return Ok((Value::Null, Some(finding)));
    }
    if usable(field, default) { Ok((default.clone(), Some(finding))) } else { Err(finding) }
}

fn shortened(field: &FieldDef, value: &Value, error: &Error) -> Option<Value> {
    let shorter = match (error.code(), value) {
        (Code::TextTooLong, Value::Text(text)) => Value::Text(text.chars().take(field.max_length? as usize).collect()),
        (Code::ListTooLong, Value::List(items)) => {
            Value::List(items.iter().take(field.max_length? as usize).cloned().collect())
        }
        (Code::TextTooLong | Code::Required | Code::TextNul, Value::List(items)) => {
            let sound = |item: &&String| !item.is_empty() && !item.contains('\0');
            Value::List(items.iter().filter(sound).map(|item| item.chars().take(100).collect()).collect())
        }
        _ => return None,
    };
    check_value(field, &shorter).is_ok().then_some(shorter)
}

fn finding_of(error: &Error) -> Finding {
    match error.code() {
        Code::Required => Finding::Required,
        Code::EnumUnknown => Finding::ValueUnknown,
        Code::TextNul | Code::FieldKind => Finding::Unreadable,
        _ => Finding::OutOfLimits,
    }
}
