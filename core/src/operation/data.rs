//! What crosses a language boundary: values, lists, named fields and rows, with no type of either side.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::DataType;
use crate::calendar::Calendar;
use crate::entity::{EntityDef, Row, Value};
use crate::error::{Code, Error, Result};

/// An argument or a result, or a part of one.
#[derive(Clone, Debug)]
pub enum Data {
    /// One value, nothing included.
    Value(Value),
    /// Any number of these, in order.
    List(Vec<Data>),
    /// Named parts.
    Fields(Fields),
    /// A row of that entity.
    Row(&'static EntityDef, Row),
    /// A calendar.
    Calendar(Calendar),
}

impl Data {
    /// The deepest nesting that a binding has to accept from its host.
    pub const MAX_DEPTH: usize = 64;
    /// Nothing.
    pub const NULL: Self = Self::Value(Value::Null);

    /// Returns whether this is nothing.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Value(Value::Null))
    }

    /// Returns whether there is a calendar in it, which no document can hold.
    pub(super) fn holds_calendar(&self) -> bool {
        match self {
            Self::Calendar(_) => true,
            Self::List(items) => items.iter().any(Self::holds_calendar),
            Self::Fields(Fields(parts)) => parts.iter().any(|(_, data)| data.holds_calendar()),
            Self::Value(_) | Self::Row(..) => false,
        }
    }

    /// Returns the form that this has in JSON; a calendar, which has none, is null there.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Value(value) => value.to_json(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Fields(fields) => {
                Json::Object(fields.0.iter().map(|(name, data)| (name.to_string(), data.to_json())).collect())
            }
            Self::Row(def, row) => Json::Object(crate::entity::row_to_json(def, row)),
            Self::Calendar(_) => Json::Null,
        }
    }

    /// Returns what that JSON says; texts stay texts until the type of their place is known.
    pub fn from_json(json: Json) -> Self {
        match json {
            Json::Null => Self::NULL,
            Json::Bool(value) => Self::Value(Value::Bool(value)),
            Json::Number(number) => match number.as_i64() {
                Some(number) => Self::Value(Value::Integer(number)),
                None => Self::Value(Json::Number(number).into()),
            },
            Json::String(text) => Self::Value(Value::Text(text)),
            Json::Array(items) => Self::List(items.into_iter().map(Self::from_json).collect()),
            Json::Object(members) => Self::Fields(Fields(
                members.into_iter().map(|(name, json)| (Cow::Owned(name), Self::from_json(json))).collect(),
            )),
        }
    }

    /// Returns the named parts.
    ///
    /// # Errors
    /// [`Code::FieldKind`] with that name when this has none.
    pub fn into_fields(self, name: &str) -> Result<Fields> {
        match self {
            Self::Fields(fields) => Ok(fields),
            Self::Value(Value::Json(document)) if document.is_object() => Self::from_json(*document).into_fields(name),
            Self::Row(def, row) => Ok(Fields(
                def.fields
                    .iter()
                    .zip(row)
                    .map(|(field, value)| (Cow::Borrowed(field.name), Self::Value(value)))
                    .collect(),
            )),
            Self::Value(_) | Self::List(_) | Self::Calendar(_) => {
                Err(Error::new(Code::FieldKind).field(name).with("expected", "fields"))
            }
        }
    }
}

impl From<Value> for Data {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

/// Parts by name, such as the arguments of a call; taken out one by one.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub Vec<(Cow<'static, str>, Data)>);

impl Fields {
    /// Returns the members of a JSON object.
    ///
    /// # Errors
    /// [`Code::FieldKind`] for any other JSON.
    pub fn from_json(json: Json) -> Result<Self> {
        Data::from_json(json).into_fields("arguments")
    }

    /// Takes out the part of that name.
    ///
    /// # Errors
    /// [`Code::Required`] when it is missing and its type has no default, [`Code::FieldKind`] when it does not fit.
    pub fn take<T: DataType>(&mut self, name: &'static str) -> Result<T> {
        match self.0.iter().position(|(known, _)| known == name) {
            Some(position) => T::from_data(self.0.swap_remove(position).1, name),
            None => T::absent(name),
        }
    }

    /// Takes out the part of that name as it is.
    pub(crate) fn take_data(&mut self, name: &str) -> Option<Data> {
        let position = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.swap_remove(position).1)
    }

    /// Ends the taking.
    ///
    /// # Errors
    /// [`Code::FieldUnknown`] when a part is left that nobody asked for.
    pub fn finish(self) -> Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => Err(unknown(name)),
        }
    }
}

/// The error for a name that is not known; names come from callers, so that only their beginning is repeated.
pub(crate) fn unknown(name: &str) -> Error {
    Error::new(Code::FieldUnknown).field(name.chars().take(64).collect::<String>())
}
