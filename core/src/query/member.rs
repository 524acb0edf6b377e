//! Tests on a member of a JSON object, such as `custom_fields.color`: which there are, and what they mean.
//!
//! A member has no declared kind, so that each row decides: a test on a text is met by texts only, one on a number by numbers
//! only. Days and instants are texts in JSON, and compared as such. What is missing, and what is null, is absent. Numbers are
//! those of JSON everywhere, floating-point numbers of 64 bits.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::condition::{MAX_LIST, Test};
use super::fold::fold;
use crate::entity::{EntityDef, FieldDef, Value};
use crate::error::{Code, Error, Result};

/// The greatest number of characters of a member's name.
const MAX_NAME: usize = 50;
/// Whole numbers up to this one, and no further, are all numbers of JSON.
const MAX_NUMBER: f64 = 9_007_199_254_740_991.0;
/// The greatest length of what is looked for inside a text, in bytes.
const MAX_PART: usize = 4_000;

/// What a condition tests.
#[derive(Clone, Copy)]
pub(crate) enum Subject<'a> {
    /// A field of the entity.
    Field(&'static FieldDef),
    /// A member of a field that holds a JSON object.
    Member(&'static FieldDef, &'a str),
}

impl<'a> Subject<'a> {
    /// Returns what that name stands for: a field, or a field, a dot and a member's name of letters, digits, `_` and `-`.
    pub(crate) fn named(def: &EntityDef, name: &'a str) -> Option<Self> {
        if let Some(field) = def.field(name) {
            return Some(Self::Field(field));
        }
        let (field, member) = name.split_once('.')?;
        let field = def.field(field).filter(|field| field.members)?;
        is_name(member).then_some(Self::Member(field, member))
    }
}

/// Returns whether conditions may test a member of that name.
pub(super) fn is_name(name: &str) -> bool {
    (1..=MAX_NAME).contains(&name.chars().count())
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
}

/// What a member is compared with.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Wanted<'a> {
    /// A text.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// A truth value.
    Truth(bool),
}

impl<'a> Wanted<'a> {
    /// Returns what a value of a checked condition asks for.
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(Self::Truth(*value)),
            Value::Integer(number) => Some(Self::Number(*number as f64)),
            Value::Decimal(number) => float(number).map(Self::Number),
            value => value.as_text().map(Self::Text),
        }
    }
}

/// Returns the nearest number of JSON; by way of its digits, because the crate's own conversion may be one step off.
fn float(number: &Decimal) -> Option<f64> {
    number.to_string().parse().ok()
}

/// Checks a test on a member.
///
/// # Errors
/// [`Code::FieldKind`], [`Code::NumberRange`], [`Code::TextNul`], [`Code::TextTooLong`] or [`Code::ListTooLong`] with the name.
pub(super) fn check(name: &str, test: &Test) -> Result<()> {
    let wrong = |expected| Error::new(Code::FieldKind).field(name).with("expected", expected);
    let fits = |value: &Value| match Wanted::of(value) {
        Some(Wanted::Text(text)) if text.contains('\0') => Err(Error::new(Code::TextNul).field(name)),
        Some(Wanted::Number(number)) if number.abs() > MAX_NUMBER => {
            Err(Error::new(Code::NumberRange).field(name).with("min", -MAX_NUMBER).with("max", MAX_NUMBER))
        }
        Some(_) => Ok(()),
        None => Err(wrong("a text, a number or a truth value")),
    };
    match test {
        Test::Is(Value::Null) => Ok(()),
        Test::Is(value) => fits(value),
        Test::In(values) if values.len() > MAX_LIST => {
            Err(Error::new(Code::ListTooLong).field(name).with("max", MAX_LIST))
        }
        Test::In(values) => values.iter().try_for_each(fits),
        Test::LessThan(value) | Test::AtMost(value) | Test::MoreThan(value) | Test::AtLeast(value) => match value {
            Value::Bool(_) => Err(wrong("a text or a number")),
            value => fits(value),
        },
        Test::Contains(part) | Test::StartsWith(part) | Test::EndsWith(part) if part.len() > MAX_PART => {
            Err(Error::new(Code::TextTooLong).field(name).with("max", MAX_PART))
        }
        Test::Contains(part) | Test::StartsWith(part) | Test::EndsWith(part) | Test::Has(part) => {
            if part.contains('\0') {
                return Err(Error::new(Code::TextNul).field(name));
            }
            Ok(())
        }
    }
}

/// Returns the value that `json` means for a member.
pub(super) fn value_from_json(name: &str, json: &Json) -> Result<Value> {
    let decimal = |number: &serde_json::Number| number.to_string().parse().ok().map(Value::Decimal);
    let value = match json {
        Json::Null => Some(Value::Null),
        Json::Bool(value) => Some(Value::Bool(*value)),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Number(number) => number.as_i64().map(Value::Integer).or_else(|| decimal(number)),
        Json::Array(_) | Json::Object(_) => None,
    };
    value.ok_or_else(|| Error::new(Code::FieldKind).field(name).with("expected", "a text, a number or a truth value"))
}

/// Returns a value of a test on a member as JSON, where numbers are numbers.
pub(super) fn value_to_json(value: &Value) -> Json {
    match value {
        Value::Decimal(number) => float(number).map_or(Json::Null, Json::from),
        value => value.to_json(),
    }
}

/// Returns whether a member of that document meets the test.
pub(super) fn meets(test: &Test, document: &Value, member: &str) -> bool {
    let member = match document {
        Value::Json(document) => document.get(member).filter(|value| !value.is_null()),
        _ => None,
    };
    if let Test::Is(Value::Null) = test {
        return member.is_none();
    }
    let Some(member) = member else { return false };
    let compared = |value: &Value| Wanted::of(value).and_then(|wanted| compare(member, wanted));
    let text = |meets: &dyn Fn(&str) -> bool| member.as_str().is_some_and(|text| meets(&fold(text)));
    match test {
        Test::Is(value) => compared(value) == Some(Ordering::Equal),
        Test::In(values) => values.iter().any(|value| compared(value) == Some(Ordering::Equal)),
        Test::LessThan(value) => compared(value) == Some(Ordering::Less),
        Test::AtMost(value) => compared(value).is_some_and(Ordering::is_le),
        Test::MoreThan(value) => compared(value) == Some(Ordering::Greater),
        Test::AtLeast(value) => compared(value).is_some_and(Ordering::is_ge),
        Test::Contains(part) => text(&|text| text.contains(&fold(part))),
        Test::StartsWith(part) => text(&|text| text.starts_with(&fold(part))),
        Test::EndsWith(part) => text(&|text| text.ends_with(&fold(part))),
        Test::Has(item) => {
            member.as_array().is_some_and(|items| items.iter().any(|found| found.as_str() == Some(item)))
        }
    }
}

/// Compares what is there with what is wanted; nothing when they are of different kinds.
fn compare(member: &Json, wanted: Wanted<'_>) -> Option<Ordering> {
    match (member, wanted) {
        (Json::String(text), Wanted::Text(wanted)) => Some(text.as_bytes().cmp(wanted.as_bytes())),
        (Json::Number(number), Wanted::Number(wanted)) => number.as_f64()?.partial_cmp(&wanted),
        (Json::Bool(value), Wanted::Truth(wanted)) => Some(value.cmp(&wanted)),
        _ => None,
    }
}
