//! The Rust types that an argument or a result may have, and how each becomes [`Data`] and comes back: the counterpart of
//! [`FieldType`](crate::entity::FieldType) for whole operations.

use super::data::unknown;
use super::{Body, Data, Fields, ShapeDef, ShapeField, Type};
use crate::calendar::Calendar;
use crate::clock::Timestamp;
use crate::entity::{Entity, EntityDef, FieldType, Kind, Value};
use crate::error::{Code, Error, Result};
use crate::query::{Cursor, Find, Paged};

/// A Rust type that an argument or a result may have.
pub trait DataType: Sized {
    /// Its description.
    const TYPE: Type;

    /// Returns what an argument is that was not given.
    ///
    /// # Errors
    /// [`Code::Required`] with the name, for a type without a default.
    fn absent(name: &str) -> Result<Self> {
        Err(Error::new(Code::Required).field(name))
    }

    /// Returns the data.
    fn into_data(self) -> Data;

    /// Returns what the data of the argument or field `name` mean.
    ///
    /// # Errors
    /// Kind `Invalid` with the name, or with that of the part that does not fit.
    fn from_data(data: Data, name: &str) -> Result<Self>;
}

/// Returns the typed form of data for one field; used by the derives.
///
/// # Errors
/// [`Code::Required`] for nothing where something is needed, and those of [`fit`](super::fit).
#[doc(hidden)]
pub fn field_from_data<T: FieldType>(data: Data, name: &str) -> Result<T> {
    let value = super::fit(name, T::KIND, data)?;
    if value.is_null() && !T::NULLABLE {
        return Err(Error::new(Code::Required).field(name));
    }
    T::from_value(value).ok_or_else(|| Error::new(Code::FieldKind).field(name).with("expected", T::KIND.description()))
}

/// Makes types that fields may have types that arguments may have.
#[macro_export]
#[doc(hidden)]
macro_rules! field_data_type {
    ($($rust:ty),+ $(,)?) => {$(
        impl $crate::operation::DataType for $rust {
            const TYPE: $crate::operation::Type = $crate::operation::Type::Field(
                <$rust as $crate::entity::FieldType>::KIND,
                <$rust as $crate::entity::FieldType>::NAMED,
            );
            fn into_data(self) -> $crate::operation::Data {
                $crate::operation::Data::Value($crate::entity::FieldType::into_value(self))
            }
            fn from_data(data: $crate::operation::Data, name: &str) -> $crate::Result<Self> {
                $crate::operation::field_from_data(data, name)
            }
        }
    )+};
}

field_data_type!(bool, i64, String, uuid::Uuid, Timestamp, rust_decimal::Decimal, chrono::NaiveDate, serde_json::Value);

/// Whole numbers of fewer values than 64 bits have.
macro_rules! narrow_integer {
    ($($rust:ty),+) => {$(
        impl DataType for $rust {
            const TYPE: Type = Type::Field(Kind::Integer, None);
            fn into_data(self) -> Data {
                Data::Value(Value::Integer(i64::try_from(self).unwrap_or(i64::MAX)))
            }
            fn from_data(data: Data, name: &str) -> Result<Self> {
                let number: i64 = field_from_data(data, name)?;
                <$rust>::try_from(number).map_err(|_| {
                    Error::new(Code::NumberRange).field(name).with("min", 0).with("max", u32::MAX)
                })
            }
        }
    )+};
}

narrow_integer!(u32, u64, usize);

impl DataType for () {
    const TYPE: Type = Type::Nothing;
    fn into_data(self) -> Data {
        Data::NULL
    }
    fn from_data(_: Data, _: &str) -> Result<Self> {
        Ok(())
    }
}

impl<T: DataType> DataType for Option<T> {
    const TYPE: Type = Type::Optional(&T::TYPE);
    fn absent(_: &str) -> Result<Self> {
        Ok(None)
    }
    fn into_data(self) -> Data {
        self.map_or(Data::NULL, T::into_data)
    }
    fn from_data(data: Data, name: &str) -> Result<Self> {
        if data.is_null() { Ok(None) } else { T::from_data(data, name).map(Some) }
    }
}

impl<T: DataType> DataType for Vec<T> {
    const TYPE: Type = Type::List(&T::TYPE);
    fn absent(_: &str) -> Result<Self> {
        Ok(Vec::new())
    }
    fn into_data(self) -> Data {
        Data::List(self.into_iter().map(T::into_data).collect())
    }
    fn from_data(data: Data, name: &str) -> Result<Self> {
        match data {
            Data::List(items) => items.into_iter().map(|item| T::from_data(item, name)).collect(),
            Data::Value(Value::List(items)) => {
                items.into_iter().map(|item| T::from_data(Data::Value(item.into()), name)).collect()
            }
            _ => Err(Error::new(Code::FieldKind).field(name).with("expected", "a list")),
        }
    }
}

impl DataType for Vec<u8> {
    const TYPE: Type = Type::Field(Kind::Bytes, None);
    fn into_data(self) -> Data {
        Data::Value(Value::Bytes(self))
    }
    fn from_data(data: Data, name: &str) -> Result<Self> {
        field_from_data(data, name)
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Self::Value(text.into())
    }
}

impl DataType for Cursor {
    const TYPE: Type = Type::Field(Kind::Text, None);
    fn into_data(self) -> Data {
        self.to_string().into()
    }
    fn from_data(data: Data, name: &str) -> Result<Self> {
        field_from_data(data, name).map(|text: String| Self::from_text(text))
    }
}

impl DataType for Calendar {
    const TYPE: Type = Type::Calendar;
    fn into_data(self) -> Data {
        Data::Calendar(self)
    }
    fn from_data(data: Data, name: &str) -> Result<Self> {
        match data {
            Data::Calendar(calendar) => Ok(calendar),
            _ => Err(Error::new(Code::FieldKind).field(name).with("expected", "a calendar")),
        }
    }
}

impl<E: Entity> DataType for Find<E> {
    const TYPE: Type = Type::Find(|| E::DEF);
    fn absent(_: &str) -> Result<Self> {
        Ok(Self::new())
    }
    fn into_data(self) -> Data {
        self.to_data()
    }
    fn from_data(data: Data, name: &str) -> Result<Self> {
        Self::read_data(data, name)
    }
}

impl<E: Entity + DataType> DataType for Paged<E> {
    const TYPE: Type = Type::Page(|| E::DEF);
    fn into_data(self) -> Data {
        Data::Fields(Fields(vec![("items".into(), self.items.into_data()), ("next".into(), self.next.into_data())]))
    }
    fn from_data(data: Data, name: &str) -> Result<Self> {
        let mut fields = data.into_fields(name)?;
        let paged = Self { items: fields.take("items")?, next: fields.take("next")? };
        fields.finish()?;
        Ok(paged)
    }
}

/// Returns the row that `data` mean, each value fitted to its field; used by the derive.
#[doc(hidden)]
pub fn entity_from_data<E: Entity>(data: Data, name: &str) -> Result<E> {
    match data {
        Data::Row(def, row) if def == E::DEF => E::from_row(row),
        data => {
            let mut given = data.into_fields(name)?;
            let row = E::DEF
                .fields
                .iter()
                .map(|field| {
                    let position = given.0.iter().position(|(known, _)| known == field.name);
                    let data = position.map_or(Data::NULL, |position| given.0.swap_remove(position).1);
                    let value = super::fit(field.name, field.kind, data)?;
                    if value.is_null() && !field.nullable {
                        return Err(Error::new(Code::Required).field(field.name));
                    }
                    Ok(value)
                })
                .collect::<Result<_>>()?;
            given.finish()?;
            E::from_row(row)
        }
    }
}

/// Refuses a form in which a field is missing that a caller has to give, or one is given that it does not have; used by
/// the derive.
#[doc(hidden)]
pub fn check_given(def: &EntityDef, given: &Fields) -> Result<()> {
    let has = |name: &str| given.0.iter().any(|(known, _)| known == name);
    match def.fields.iter().find(|field| field.required && !has(field.name)) {
        Some(missing) => Err(Error::new(Code::Required).field(missing.name)),
        None => Ok(()),
    }
}

/// The error for a field that a form does not have: unknown, or known but not for callers; used by the derive.
#[doc(hidden)]
#[cold]
pub fn not_given(def: &EntityDef, name: &str) -> Error {
    match def.field(name) {
        Some(field) => Error::new(Code::FieldImmutable).field(field.name),
        None => unknown(name),
    }
}

impl ShapeDef {
    /// Returns the fields of the structure, or none when it is one of several variants.
    pub fn fields(&self) -> &'static [ShapeField] {
        if let Body::Fields(fields) = self.body { fields } else { &[] }
    }
}
