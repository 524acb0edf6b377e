//! A host's data as the library's: texts are read as what they stand for, and refused with the name of the part when they are
//! not that.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Kind, Value};
use servicedesk::operation::{Data, Fields};
use servicedesk::{Code, Error, Result};
use uuid::Uuid;

use crate::calendar;
use crate::host_data::{HostData, Part};

/// Returns the arguments of a call.
pub(crate) fn arguments(parts: Vec<Part>) -> Result<Fields> {
    parts.into_iter().map(|part| named(part, 1)).collect::<Result<_>>().map(Fields)
}

/// Returns the name of an operation and the arguments of its call.
pub(crate) fn call(call: Part) -> Result<(String, Fields)> {
    let arguments = match call.data {
        HostData::Parts { parts } => arguments(parts)?,
        other => read(other, "arguments", 1)?.into_fields("arguments")?,
    };
    Ok((call.name, arguments))
}

/// Returns the data of the part `name`.
pub(crate) fn data(host: HostData, name: &str) -> Result<Data> {
    read(host, name, 1)
}

fn named(part: Part, depth: usize) -> Result<(Cow<'static, str>, Data)> {
    let data = read(part.data, &part.name, depth)?;
    Ok((Cow::Owned(part.name), data))
}

fn read(host: HostData, name: &str, depth: usize) -> Result<Data> {
    if depth > Data::MAX_DEPTH {
        return Err(Error::new(Code::JsonTooDeep).field(name).with("max", Data::MAX_DEPTH));
    }
    let refuse = |kind: Kind| Error::new(Code::FieldKind).field(name).with("expected", kind.description());
    Ok(Data::Value(match host {
        HostData::Null => Value::Null,
        HostData::Truth { value } => Value::Bool(value),
        HostData::Whole { value } => Value::Integer(value),
        HostData::Text { text } => Value::Text(text),
        HostData::Binary { bytes } => Value::Bytes(bytes),
        HostData::Decimal { text } => {
            let number = Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text));
            Value::Decimal(number.map_err(|_| refuse(Kind::Decimal))?)
        }
        HostData::Uuid { high, low } => Value::Uuid(Uuid::from_u64_pair(high.cast_unsigned(), low.cast_unsigned())),
        HostData::Instant { millis } => {
            Value::Timestamp(Timestamp::from_millis(millis).map_err(|_| refuse(Kind::Timestamp))?)
        }
        HostData::Day { text } => Value::Date(text.parse::<NaiveDate>().map_err(|_| refuse(Kind::Date))?),
        HostData::Document { json } => {
            // The parser stops by itself at a nesting of 128; what is allowed below that is decided where the field is known.
            let json = serde_json::from_str(&json).map_err(|_| Error::new(Code::JsonInvalid).field(name))?;
            Value::Json(Box::new(json))
        }
        // No call takes a row; its values without their names are a list like any other.
        HostData::Items { items } | HostData::Row { values: items } => {
            return items.into_iter().map(|item| read(item, name, depth + 1)).collect::<Result<_>>().map(Data::List);
        }
        HostData::Calendar { number } => {
            let unknown = || Error::new(Code::FieldKind).field(name).with("expected", "a calendar");
            return calendar::held(number).map(Data::Calendar).ok_or_else(unknown);
        }
        HostData::Parts { parts } => {
            let parts = parts.into_iter().map(|part| named(part, depth + 1)).collect::<Result<_>>()?;
            return Ok(Data::Fields(Fields(parts)));
        }
    }))
}
