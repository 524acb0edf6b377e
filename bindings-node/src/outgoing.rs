//! Data on their way out: rows become plain objects made by the package's own functions, so that all rows of an entity
//! have one layout in the host's engine; nothing is always `null`.

use napi::{Result, bindgen_prelude::ToNapiValue, sys};
use servicedesk::entity::{EntityDef, Row, Value};
use servicedesk::operation::{Data, Fields};
use servicedesk::{Code, Error};

use crate::failure::thrown;
use crate::raw::{Js, Maker};

/// The greatest whole number that a number of the host holds exactly.
const SAFE: i64 = (1 << 53) - 1;

/// The answer to a call.
pub struct Outgoing(pub(crate) Data);

impl ToNapiValue for Outgoing {
    #[expect(unsafe_code, reason = "the trait says so; nothing here relies on it")]
    unsafe fn to_napi_value(env: sys::napi_env, val: Self) -> Result<sys::napi_value> {
        let maker = Maker::new(env);
        let mut writer = Writer { maker, row_makers: None, last: None, values: Vec::new() };
        writer.data(val.0).map(Js::handle)
    }
}

struct Writer {
    maker: Maker,
    row_makers: Option<Js>,
    /// The entity of the row before, and the function that makes its rows: a page has many of one kind.
    last: Option<(&'static EntityDef, Js)>,
    values: Vec<sys::napi_value>,
}

impl Writer {
    fn data(&mut self, data: Data) -> Result<Js> {
        match data {
            Data::Value(value) => self.value("result", value),
            Data::List(items) => {
                let array = self.maker.array(items.len())?;
                for (index, item) in items.into_iter().enumerate() {
                    let item = self.data(item)?;
                    self.maker.put(array, index, item)?;
                }
                Ok(array)
            }
            Data::Fields(Fields(fields)) => {
                let object = self.maker.object()?;
                for (name, data) in fields {
                    let value = self.data(data)?;
                    self.maker.set(object, self.maker.text(&camel(&name))?, value)?;
                }
                Ok(object)
            }
            Data::Row(def, row) => self.row(def, row),
        }
    }

    fn row(&mut self, def: &'static EntityDef, row: Row) -> Result<Js> {
        let make = match self.last {
            Some((last, make)) if std::ptr::eq(last, def) => make,
            _ => {
                let makers = match self.row_makers {
                    Some(makers) => makers,
                    None => self.maker.row_makers()?.ok_or_else(unprepared)?,
                };
                self.row_makers = Some(makers);
                let make = makers.member(self.maker.text(def.name)?)?;
                self.last = Some((def, make));
                make
            }
        };
        let mut values = std::mem::take(&mut self.values);
        values.clear();
        for (field, value) in def.fields.iter().zip(row) {
            values.push(self.value(field.name, value)?.handle());
        }
        let made = self.maker.call(make, &values);
        self.values = values;
        made
    }

    fn value(&self, name: &str, value: Value) -> Result<Js> {
        let maker = self.maker;
        match value {
            Value::Null | Value::Allocated(_) => maker.null(),
            Value::Bool(value) => maker.bool(value),
            Value::Integer(number) if (-SAFE..=SAFE).contains(&number) => maker.number(number as f64),
            Value::Integer(_) => {
                Err(thrown(Error::new(Code::NumberRange).field(name).with("min", -SAFE).with("max", SAFE)))
            }
            Value::Decimal(number) => maker.text(&number.to_string()),
            Value::Text(text) => maker.text(&text),
            Value::Word(word) => maker.text(word),
            Value::List(items) => {
                let array = maker.array(items.len())?;
                for (index, item) in items.iter().enumerate() {
                    maker.put(array, index, maker.text(item)?)?;
                }
                Ok(array)
            }
            Value::Bytes(bytes) => maker.bytes(&bytes),
            Value::Uuid(id) => maker.text(id.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer())),
            Value::Timestamp(at) => maker.date(at.as_millis() as f64),
            Value::Date(date) => maker.text(&date.to_string()),
            Value::Json(document) => self.document(&document),
        }
    }

    /// A document is the caller's own: its names stay, and so do its numbers, as `JSON.parse` would read them.
    fn document(&self, document: &serde_json::Value) -> Result<Js> {
        use serde_json::Value as Json;
        let maker = self.maker;
        match document {
            Json::Null => maker.null(),
            Json::Bool(value) => maker.bool(*value),
            Json::Number(number) => maker.number(number.as_f64().unwrap_or(f64::NAN)),
            Json::String(text) => maker.text(text),
            Json::Array(items) => {
                let array = maker.array(items.len())?;
                for (index, item) in items.iter().enumerate() {
                    maker.put(array, index, self.document(item)?)?;
                }
                Ok(array)
            }
            Json::Object(members) => {
                let object = maker.object()?;
                for (name, member) in members {
                    maker.define(object, maker.text(name)?, self.document(member)?)?;
                }
                Ok(object)
            }
        }
    }
}

#[cold]
fn unprepared() -> napi::Error {
    thrown(Error::new(Code::Internal).with("reason", "no functions for making rows were handed in"))
}

fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut after_gap = false;
    for letter in name.chars() {
        if letter == '_' {
            after_gap = true;
        } else {
            camel.push(if after_gap { letter.to_ascii_uppercase() } else { letter });
            after_gap = false;
        }
    }
    camel
}
