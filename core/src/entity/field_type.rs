//! The Rust types a field may have, and how each becomes a [`Value`] and comes back. This is the only place where a
//! type meets its kind.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Kind, Named, Value};
use crate::clock::Timestamp;

/// A Rust type that a field of an entity may have.
pub trait FieldType: Sized {
    /// What the field holds.
    const KIND: Kind;
    /// The id type or the enum that it is, if it is one.
    const NAMED: Option<Named> = None;
    /// Whether it may hold nothing.
    const NULLABLE: bool = false;
    /// Returns the value.
    fn into_value(self) -> Value;
    /// Returns the typed form, or none when the value is of another kind.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! field_type {
    ($($rust:ty => $kind:ident($variant:ident);)+) => {$(
        impl FieldType for $rust {
            const KIND: Kind = Kind::$kind;
            fn into_value(self) -> Value { Value::$variant(self) }
            fn from_value(value: Value) -> Option<Self> {
                if let Value::$variant(inner) = value { Some(inner) } else { None }
            }
        }
        impl From<$rust> for Value {
            fn from(value: $rust) -> Self { Value::$variant(value) }
        }
    )+};
}

field_type! {
    bool => Bool(Bool);
    i64 => Integer(Integer);
    Decimal => Decimal(Decimal);
    String => Text(Text);
    Vec<String> => List(List);
    Vec<u8> => Bytes(Bytes);
    Uuid => Uuid(Uuid);
    Timestamp => Timestamp(Timestamp);
    NaiveDate => Date(Date);
}

impl FieldType for serde_json::Value {
    const KIND: Kind = Kind::Json;
    fn into_value(self) -> Value {
        Value::Json(Box::new(self))
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Json(document) = value { Some(*document) } else { None }
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: Kind = T::KIND;
    const NAMED: Option<Named> = T::NAMED;
    const NULLABLE: bool = true;
    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }
    fn from_value(value: Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::from_value(value).map(Some) }
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        Self::Json(Box::new(value))
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
