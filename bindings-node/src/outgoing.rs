//! Data on their way out: rows become plain objects made by the package's own functions, so that all rows of an entity
//! have one layout in the host's engine; nothing is always `null`.

use std::borrow::Cow;

use napi::{Result, bindgen_prelude::ToNapiValue, sys};
use servicedesk::entity::{EntityDef, Row, Value};
use servicedesk::operation::{Data, Fields};
use servicedesk::{Code, Error};
use uuid::Uuid;

use crate::columns::{Columns, Text};
use crate::failure::thrown;
use crate::raw::{Js, Maker};

/// The greatest whole number that a number of the host holds exactly.
pub(crate) const SAFE: i64 = (1 << 53) - 1;

/// The answer to a call.
pub struct Outgoing(Answer);

enum Answer {
    Data(Data),
    Columns(Columns),
    /// Named parts, such as a page's items and its place.
    Parts(Vec<(Cow<'static, str>, Answer)>),
}

impl Outgoing {
    /// The answer as it is, which is quick for little.
    pub(crate) fn as_is(data: Data) -> Self {
        Self(Answer::Data(data))
    }

    /// The answer made ready on the thread that calls, which is not the host's.
    pub(crate) fn prepared(data: Data) -> Self {
        Self(match data {
            Data::Fields(Fields(fields)) => {
                Answer::Parts(fields.into_iter().map(|(name, data)| (name, Self::prepared(data).0)).collect())
            }
            Data::List(items) => Columns::of(&items).map_or_else(|| Answer::Data(Data::List(items)), Answer::Columns),
            data => Answer::Data(data),
        })
    }
}

impl ToNapiValue for Outgoing {
    #[expect(unsafe_code, reason = "the trait says so; nothing here relies on it")]
    unsafe fn to_napi_value(env: sys::napi_env, val: Self) -> Result<sys::napi_value> {
        let maker = Maker::new(env);
        Writer::new(maker)?.answer(val.0).map(Js::handle)
    }
}

/// Makes the host's values, each text that comes again and again only once.
struct Writer {
    maker: Maker,
    null: Js,
    row_makers: Option<Js>,
    /// The entity of the row before, and the function that makes its rows: a page has many of one kind.
    last: Option<(&'static EntityDef, Js)>,
    values: Vec<sys::napi_value>,
    /// The ids of the row before, column by column: rows of one page mostly point to the same rows.
    ids: Vec<Option<(Uuid, Js)>>,
    words: Vec<(&'static str, Js)>,
    /// The names of documents' members.
    names: Vec<(String, Js)>,
}

/// How many texts of a kind are kept; more would take longer to find than to make.
const KEPT: usize = 16;

/// The names that every object of the host has by itself. Setting one might do something else than adding a member.
const INHERITED: [&str; 12] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

impl Writer {
    fn new(maker: Maker) -> Result<Self> {
        let (ids, words, names) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { maker, null: maker.null()?, row_makers: None, last: None, values: Vec::new(), ids, words, names })
    }

    fn answer(&mut self, answer: Answer) -> Result<Js> {
        match answer {
            Answer::Data(data) => self.data(data),
            Answer::Columns(columns) => {
                let makers = self.maker.makers_of_many()?.ok_or_else(unprepared)?;
                let make = makers.member(self.maker.text(columns.entity.name)?)?;
                let text = match columns.text {
                    Text::Latin1(bytes) => self.maker.latin1(&bytes)?,
                    Text::Wide(units) => self.maker.wide(&units)?,
                };
                self.maker.call(make, self.null, &[text.handle()])
            }
            Answer::Parts(parts) => {
                let object = self.maker.object()?;
                for (name, part) in parts {
                    let value = self.answer(part)?;
                    self.maker.set(object, self.maker.text(&camel(&name))?, value)?;
                }
                Ok(object)
            }
        }
    }

    fn data(&mut self, data: Data) -> Result<Js> {
        match data {
            Data::Value(value) => self.value("result", 0, value),
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
            // The package's JavaScript makes calendars itself; none is an answer.
            Data::Calendar(_) => Ok(self.null),
        }
    }

    fn row(&mut self, def: &'static EntityDef, row: Row) -> Result<Js> {
        let make = match self.last {
            Some((last, make)) if std::ptr::eq(last, def) => make,
            _ => {
                let makers = match self.row_makers {
                    Some(makers) => makers,
                    None => self.maker.makers_of_one()?.ok_or_else(unprepared)?,
                };
                self.row_makers = Some(makers);
                let make = makers.member(self.maker.text(def.name)?)?;
                self.last = Some((def, make));
                make
            }
        };
        let mut values = std::mem::take(&mut self.values);
        values.clear();
        for (column, (field, value)) in def.fields.iter().zip(row).enumerate() {
            values.push(self.value(field.name, column, value)?.handle());
        }
        let made = self.maker.call(make, self.null, &values);
        self.values = values;
        made
    }

    fn value(&mut self, name: &str, column: usize, value: Value) -> Result<Js> {
        let maker = self.maker;
        match value {
            Value::Null | Value::Allocated(_) => Ok(self.null),
            Value::Bool(value) => maker.bool(value),
            Value::Integer(number) if (-SAFE..=SAFE).contains(&number) => maker.number(number as f64),
            Value::Integer(_) => {
                Err(thrown(Error::new(Code::NumberRange).field(name).with("min", -SAFE).with("max", SAFE)))
            }
            Value::Decimal(number) => maker.text(&number.to_string()),
            Value::Text(text) => maker.text(&text),
            Value::Word(word) => self.word(word),
            Value::List(items) => {
                let array = maker.array(items.len())?;
                for (index, item) in items.iter().enumerate() {
                    maker.put(array, index, maker.text(item)?)?;
                }
                Ok(array)
            }
            Value::Bytes(bytes) => maker.bytes(&bytes),
            Value::Uuid(id) => self.id(column, id),
            Value::Timestamp(at) => maker.date(at.as_millis() as f64),
            Value::Date(date) => maker.text(&date.to_string()),
            Value::Json(document) => self.document(&document),
        }
    }

    fn word(&mut self, word: &'static str) -> Result<Js> {
        if let Some((_, made)) = self.words.iter().find(|(known, _)| std::ptr::eq(*known, word)) {
            return Ok(*made);
        }
        let made = self.maker.text(word)?;
        if self.words.len() < KEPT {
            self.words.push((word, made));
        }
        Ok(made)
    }

    fn id(&mut self, column: usize, id: Uuid) -> Result<Js> {
        if self.ids.len() <= column {
            self.ids.resize(column + 1, None);
        }
        let before = &mut self.ids[column];
        match before {
            Some((known, made)) if *known == id => Ok(*made),
            _ => {
                let made = self.maker.text(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()))?;
                *before = Some((id, made));
                Ok(made)
            }
        }
    }

    fn name(&mut self, name: &str) -> Result<Js> {
        if let Some((_, made)) = self.names.iter().find(|(known, _)| known == name) {
            return Ok(*made);
        }
        let made = self.maker.text(name)?;
        if self.names.len() < KEPT {
            self.names.push((name.to_owned(), made));
        }
        Ok(made)
    }

    /// A document is the caller's own: its names stay, and so do its numbers, as `JSON.parse` would read them.
    fn document(&mut self, document: &serde_json::Value) -> Result<Js> {
        use serde_json::Value as Json;
        let maker = self.maker;
        match document {
            Json::Null => Ok(self.null),
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
                    let (key, value) = (self.name(name)?, self.document(member)?);
                    if INHERITED.contains(&name.as_str()) {
                        maker.define(object, key, value)?;
                    } else {
                        maker.set(object, key, value)?;
                    }
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
