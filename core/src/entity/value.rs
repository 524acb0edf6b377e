//! What a column holds, independent of any store and any language: the currency in which rows cross every boundary.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Kind;
use crate::clock::Timestamp;

/// One column's value.
///
/// `Debug` tells the kind and the size, never the content, so that a row may appear in a log.
#[derive(Clone, Default)]
pub enum Value {
    /// Nothing is known.
    #[default]
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// An exact decimal number.
    Decimal(Decimal),
    /// Text.
    Text(String),
    /// The snake_case name of an enum's variant; the same as that text.
    Word(&'static str),
    /// An ordered list of short texts.
    List(Vec<String>),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A UUID.
    Uuid(Uuid),
    /// An instant.
    Timestamp(Timestamp),
    /// A calendar date.
    Date(NaiveDate),
    /// A JSON document.
    Json(Box<serde_json::Value>),
    /// A value that the store fills in when it commits.
    Allocated(Box<Allocated>),
}

/// Text made from a number that the commit takes from a sequence, such as `TKT-2026-0001`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocated {
    /// Which of the batch's sequence operations gives the number, counted from zero.
    pub slot: usize,
    /// What is added to that number, when one operation takes several numbers at once.
    pub offset: i64,
    /// What stands before the number.
    pub prefix: String,
    /// The least number of digits; shorter numbers are filled with zeros.
    pub width: usize,
}

impl Allocated {
    /// Returns the text for that number.
    pub fn text(&self, number: i64) -> String {
        format!("{}{:0width$}", self.prefix, number + self.offset, width = self.width)
    }
}

/// The values of a row, in the order of the entity's fields.
pub type Row = Vec<Value>;

impl Value {
    /// Returns whether this is [`Value::Null`].
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns whether this is a value of that kind. Names of enums are texts, and of no other kind.
    pub fn is_of(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::Bool(_), Kind::Bool)
            | (Self::Integer(_), Kind::Integer)
            | (Self::Decimal(_), Kind::Decimal)
            | (Self::Text(_) | Self::Word(_), Kind::Text)
            | (Self::List(_), Kind::List)
            | (Self::Bytes(_), Kind::Bytes)
            | (Self::Uuid(_), Kind::Uuid)
            | (Self::Timestamp(_), Kind::Timestamp)
            | (Self::Date(_), Kind::Date)
            | (Self::Json(_), Kind::Json) => true,
            (Self::Word(name), Kind::Enum(names)) => names.contains(name),
            _ => false,
        }
    }

    /// Returns the text or the name, when it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Word(name) => Some(name),
            _ => None,
        }
    }

    /// Returns the whole number, when it is one.
    pub fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// Returns the UUID, when it is one.
    pub fn as_uuid(&self) -> Option<Uuid> {
        if let Self::Uuid(id) = self { Some(*id) } else { None }
    }

    /// Returns the instant, when it is one.
    pub fn as_timestamp(&self) -> Option<Timestamp> {
        if let Self::Timestamp(at) = self { Some(*at) } else { None }
    }

    /// Returns the form that this value has in JSON: ids, instants, dates and decimals as strings, bytes as base64.
    pub fn to_json(&self) -> serde_json::Value {
        use base64::Engine as _;
        match self {
            Self::Null | Self::Allocated(_) => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Integer(value) => (*value).into(),
            Self::Decimal(value) => value.to_string().into(),
            Self::Text(value) => value.clone().into(),
            Self::Word(name) => (*name).into(),
            Self::List(items) => items.clone().into(),
            Self::Bytes(bytes) => base64::engine::general_purpose::STANDARD.encode(bytes).into(),
            Self::Uuid(id) => id.to_string().into(),
            Self::Timestamp(at) => at.to_string().into(),
            Self::Date(date) => date.to_string().into(),
            Self::Json(document) => (**document).clone(),
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Integer(a), Self::Integer(b)) => a == b,
            (Self::Decimal(a), Self::Decimal(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::Uuid(a), Self::Uuid(b)) => a == b,
            (Self::Timestamp(a), Self::Timestamp(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::Json(a), Self::Json(b)) => a == b,
            (Self::Allocated(a), Self::Allocated(b)) => a == b,
            _ => matches!((self.as_text(), other.as_text()), (Some(a), Some(b)) if a == b),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Bool(value) => write!(f, "Bool({value})"),
            Self::Integer(value) => write!(f, "Integer({value})"),
            Self::Decimal(_) => f.write_str("Decimal(…)"),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::List(items) => write!(f, "List({} items)", items.len()),
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Word(name) => write!(f, "Word({name})"),
            Self::Uuid(id) => write!(f, "Uuid({id})"),
            Self::Timestamp(at) => write!(f, "Timestamp({at})"),
            Self::Date(_) => f.write_str("Date(…)"),
            Self::Json(_) => f.write_str("Json(…)"),
            Self::Allocated(allocated) => write!(f, "Allocated(slot {})", allocated.slot),
        }
    }
}
