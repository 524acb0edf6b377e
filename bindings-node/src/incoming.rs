//! Values of the host on their way in: read by the type that their place has, so that `requesterName` becomes
//! `requester_name` where a field is meant, and stays what it is inside a document or a condition.

use std::borrow::Cow;

use napi::{Result, ValueType};
use servicedesk::clock::Timestamp;
use servicedesk::entity::{EntityDef, Kind, Value};
use servicedesk::operation::{ArgumentDef, Body, Data, Fields, OperationDef, ShapeDef, ShapeField, Type};
use servicedesk::{Code, Error};

use crate::failure::{shortened, thrown, unfit};
use crate::raw::{Js, Object};

/// What has no names of ours inside.
const DOCUMENT: Type = Type::Field(Kind::Json, None);
const TEXTS: Type = Type::List(&Type::Field(Kind::Text, None));

/// Reads the arguments of a call, by their names.
pub(crate) fn arguments(given: Js, operation: &OperationDef) -> Result<Fields> {
    let known = |key: &str| {
        let argument = operation.arguments.iter().find(|argument| is_camel_of(key, argument.name))?;
        Some((argument.name, argument.ty))
    };
    match given.kind()? {
        ValueType::Undefined | ValueType::Null => Ok(Fields::default()),
        ValueType::Object => members(given, known, "arguments", 0),
        _ => Err(unfit("arguments", "fields")),
    }
}

/// Reads one argument.
pub(crate) fn argument(given: Js, argument: &ArgumentDef) -> Result<Data> {
    read(given, argument.ty, argument.name, 0)
}

/// Reads options, which are a structure.
pub(crate) fn options(given: Js, name: &str, def: fn() -> &'static ShapeDef) -> Result<Data> {
    match read(given, Type::Shape(def), name, 0)? {
        Data::Value(Value::Null) => Ok(Data::Fields(Fields::default())),
        data => Ok(data),
    }
}

fn read(given: Js, ty: Type, name: &str, depth: usize) -> Result<Data> {
    if depth > Data::MAX_DEPTH {
        let error = Error::new(Code::JsonTooDeep).field(shortened(name)).with("max", Data::MAX_DEPTH);
        return Err(thrown(error));
    }
    match given.kind()? {
        ValueType::Undefined | ValueType::Null => Ok(Data::NULL),
        ValueType::Boolean => Ok(Value::Bool(given.bool()?).into()),
        ValueType::Number => number(given.number()?, name),
        ValueType::BigInt => match given.bigint()? {
            Some(number) => Ok(Value::Integer(number).into()),
            None => {
                let error = Error::new(Code::NumberRange).field(shortened(name));
                Err(thrown(error.with("min", i64::MIN).with("max", i64::MAX)))
            }
        },
        ValueType::String => text(given, name).map(Data::from),
        ValueType::Object if matches!(ty, Type::Calendar) => match given.calendar()? {
            Some(calendar) => Ok(Data::Calendar(calendar)),
            None => Err(unfit(name, "a calendar")),
        },
        ValueType::Object => match given.object()? {
            Object::Array => list(given, ty, name, depth),
            Object::Date => instant(given, name).map(|at| Value::Timestamp(at).into()),
            Object::Bytes(bytes) => Ok(Value::Bytes(bytes).into()),
            Object::Plain => structure(given, ty, name, depth),
            Object::Opaque => Err(unfit(name, "plain data")),
        },
        _ => Err(unfit(name, "plain data")),
    }
}

fn text(given: Js, name: &str) -> Result<String> {
    given.text()?.ok_or_else(|| {
        let error = Error::new(Code::FormatInvalid).field(shortened(name));
        thrown(error.with("expected", "well-formed text"))
    })
}

/// Reads an instant.
pub(crate) fn instant(given: Js, name: &str) -> Result<Timestamp> {
    let refuse = || unfit(name, "an instant");
    match given.kind()? {
        ValueType::String => Timestamp::parse(&text(given, name)?).map_err(|_| refuse()),
        ValueType::Object if matches!(given.object()?, Object::Date) => {
            let millis = given.date()?;
            // The host's dates are whole milliseconds within a range far inside of 64 bits; an invalid one is no number.
            if millis.is_nan() { Err(refuse()) } else { Timestamp::from_millis(millis as i64).map_err(|_| refuse()) }
        }
        _ => Err(refuse()),
    }
}

fn number(number: f64, name: &str) -> Result<Data> {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if number.fract() == 0.0 && (-BEYOND..BEYOND).contains(&number) {
        return Ok(Value::Integer(number as i64).into());
    }
    match serde_json::Number::from_f64(number) {
        Some(number) => Ok(Data::Value(serde_json::Value::Number(number).into())),
        None => Err(unfit(name, "a finite number")),
    }
}

fn list(given: Js, ty: Type, name: &str, depth: usize) -> Result<Data> {
    let item = item_of(ty);
    (0..given.length()?)
        .map(|index| read(given.item(index)?, item, name, depth + 1))
        .collect::<Result<_>>()
        .map(Data::List)
}

fn item_of(ty: Type) -> Type {
    match ty {
        Type::List(item) => *item,
        Type::Optional(inner) => item_of(*inner),
        _ => DOCUMENT,
    }
}

fn structure(given: Js, ty: Type, name: &str, depth: usize) -> Result<Data> {
    let fields = match ty {
        Type::Optional(inner) => return structure(given, *inner, name, depth),
        Type::Entity(def) | Type::New(def) | Type::Patch(def) => members(given, |key| column(def(), key), name, depth)?,
        Type::Find(_) => members(given, question, name, depth)?,
        Type::Page(_) | Type::Nothing | Type::Calendar | Type::Field(..) | Type::List(_) => {
            members(given, |_| None, name, depth)?
        }
        Type::Shape(def) => match def().body {
            Body::Fields(fields) => members(given, |key| part(fields, key), name, depth)?,
            Body::Variants(variants) => {
                // Which variant it is, is known by the names of its fields; what does not belong is refused by name.
                let known = variants.iter().flat_map(|variant| variant.fields);
                members(given, |key| known.clone().find_map(|field| named(field, key)), name, depth)?
            }
        },
    };
    Ok(Data::Fields(fields))
}

fn column(def: &'static EntityDef, key: &str) -> Option<(&'static str, Type)> {
    let field = def.fields.iter().find(|field| is_camel_of(key, field.name))?;
    Some((field.name, Type::Field(field.kind, field.named)))
}

fn question(key: &str) -> Option<(&'static str, Type)> {
    match key {
        "filter" => Some(("filter", DOCUMENT)),
        "sort" => Some(("sort", TEXTS)),
        "withDeleted" => Some(("with_deleted", DOCUMENT)),
        _ => None,
    }
}

fn part(fields: &'static [ShapeField], key: &str) -> Option<(&'static str, Type)> {
    fields.iter().find_map(|field| named(field, key))
}

fn named(field: &'static ShapeField, key: &str) -> Option<(&'static str, Type)> {
    is_camel_of(key, field.name).then_some((field.name, field.ty))
}

/// Reads the members of an object; one that is undefined counts as absent, and one that is not known keeps its name.
fn members(
    given: Js,
    known: impl Fn(&str) -> Option<(&'static str, Type)>,
    name: &str,
    depth: usize,
) -> Result<Fields> {
    let keys = given.keys()?;
    let length = keys.length()?;
    let mut fields = Vec::with_capacity(length as usize);
    for index in 0..length {
        let key = keys.item(index)?;
        let value = given.member(key)?;
        if value.kind()? == ValueType::Undefined {
            continue;
        }
        let key = text(key, name)?;
        let (key, ty) = known(&key).map_or((Cow::Owned(key), DOCUMENT), |(key, ty)| (Cow::Borrowed(key), ty));
        let data = read(value, ty, &key, depth + 1)?;
        fields.push((key, data));
    }
    Ok(Fields(fields))
}

/// Returns whether `key` is the camelCase form of the snake_case `name`.
fn is_camel_of(key: &str, name: &str) -> bool {
    let mut letters = key.bytes();
    let mut after_gap = false;
    for letter in name.bytes() {
        if letter == b'_' {
            after_gap = true;
            continue;
        }
        let expected = if after_gap { letter.to_ascii_uppercase() } else { letter };
        after_gap = false;
        if letters.next() != Some(expected) {
            return false;
        }
    }
    letters.next().is_none()
}
