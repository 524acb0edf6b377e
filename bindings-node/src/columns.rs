//! Many rows of one entity on their way out: one JSON text of their columns, put together on the addon's threads. The host's
//! engine reads such a text several times as fast as it takes the values one by one, and its own thread does only that.

use std::io::Write as _;

use servicedesk::entity::{EntityDef, Row, Value};
use servicedesk::operation::Data;

use crate::outgoing::SAFE;

/// Fewer rows are sooner made one by one.
const FEWEST: usize = 4;

/// A text in one of the two forms that the host's engine keeps.
pub(crate) enum Text {
    /// Each byte is a character of Latin 1.
    Latin1(Vec<u8>),
    /// Units of UTF-16.
    Wide(Vec<u16>),
}

/// The rows: `[count, column, …]`, where a column is an array of its values or, when all are the same, that one value.
pub(crate) struct Columns {
    pub(crate) entity: &'static EntityDef,
    pub(crate) text: Text,
}

impl Columns {
    /// Returns the rows as columns, if they are rows of one entity and nothing in them is beyond JSON.
    pub(crate) fn of(items: &[Data]) -> Option<Self> {
        let Some(Data::Row(entity, _)) = items.first().filter(|_| items.len() >= FEWEST) else { return None };
        let rows: Option<Vec<&Row>> = items
            .iter()
            .map(|item| match item {
                Data::Row(def, row) if std::ptr::eq(*def, *entity) => Some(row),
                _ => None,
            })
            .collect();
        let rows = rows?;
        let mut json = Vec::with_capacity(rows.len() * 512);
        // Writing to a vector does not fail.
        let _ = write!(json, "[{}", rows.len());
        for column in 0..entity.fields.len() {
            json.push(b',');
            let first = rows.first()?.get(column)?;
            let mut others = rows.iter().skip(1);
            if is_plain(first) && others.all(|row| row.get(column).is_some_and(|value| same(first, value))) {
                value(&mut json, first)?;
                continue;
            }
            for (index, row) in rows.iter().enumerate() {
                json.push(if index == 0 { b'[' } else { b',' });
                value(&mut json, row.get(column)?)?;
            }
            json.push(b']');
        }
        json.push(b']');
        Some(Self { entity, text: Text::of(json)? })
    }
}

/// Whether the value is short and often that of the other rows, too. (A list or a document is an array of its own.)
fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::Text(_) | Value::List(_) | Value::Json(_))
}

fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Integer(one), Value::Integer(other)) => one == other,
        (Value::Word(one), Value::Word(other)) => one == other,
        (Value::Uuid(one), Value::Uuid(other)) => one == other,
        (Value::Timestamp(one), Value::Timestamp(other)) => one == other,
        _ => false,
    }
}

/// Writes the value, or nothing that could be used when JSON has no such value.
fn value(json: &mut Vec<u8>, value: &Value) -> Option<()> {
    match value {
        Value::Null | Value::Allocated(_) => json.extend_from_slice(b"null"),
        Value::Bool(value) => json.extend_from_slice(if *value { b"true" } else { b"false" }),
        Value::Integer(number) if (-SAFE..=SAFE).contains(number) => write!(json, "{number}").ok()?,
        // Told by the way that takes the values one by one.
        Value::Integer(_) | Value::Bytes(_) => return None,
        Value::Decimal(number) => write!(json, "\"{number}\"").ok()?,
        Value::Text(text) => quoted(json, text)?,
        Value::Word(word) => quoted(json, word)?,
        Value::List(items) => {
            json.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    json.push(b',');
                }
                quoted(json, item)?;
            }
            json.push(b']');
        }
        Value::Uuid(id) => {
            json.push(b'"');
            json.extend_from_slice(id.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()).as_bytes());
            json.push(b'"');
        }
        Value::Timestamp(at) => write!(json, "{}", at.as_millis()).ok()?,
        Value::Date(date) => write!(json, "\"{date}\"").ok()?,
        Value::Json(document) => serde_json::to_writer(json, document).ok()?,
    }
    Some(())
}

fn quoted(json: &mut Vec<u8>, text: &str) -> Option<()> {
    // Without a way out in the middle, so that many bytes are looked at in one step.
    let special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    if text.as_bytes().iter().fold(false, |found, byte| found | special(byte)) {
        return serde_json::to_writer(json, text).ok();
    }
    json.push(b'"');
    json.extend_from_slice(text.as_bytes());
    json.push(b'"');
    Some(())
}

impl Text {
    fn of(utf8: Vec<u8>) -> Option<Self> {
        if utf8.is_ascii() {
            return Some(Self::Latin1(utf8));
        }
        let text = String::from_utf8(utf8).ok()?;
        let narrow: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
        Some(narrow.map_or_else(|_| Self::Wide(text.encode_utf16().collect()), Self::Latin1))
    }
}
