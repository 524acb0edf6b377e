//! Data as Python values: the declared type of a result says which class each part becomes.

use std::borrow::Cow;

use chrono::{Datelike, Timelike};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{IntoPyDict, PyBytes, PyDate, PyDateTime, PyDict, PyList, PyString, PyType, PyTzInfo};
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Named, Value};
use servicedesk::operation::{Body, Data, Fields, ShapeField, Type};

use crate::record::Record;
use crate::registry::{self, Members};

type Object<'py> = PyResult<Bound<'py, PyAny>>;

/// Returns the value that stands for data of that type.
pub(crate) fn object<'py>(py: Python<'py>, data: Data, ty: Type) -> Object<'py> {
    match (ty, data) {
        (Type::Optional(inner), data) if !data.is_null() => object(py, data, *inner),
        (Type::List(item), Data::List(items)) => {
            let items = items.into_iter().map(|data| object(py, data, *item)).collect::<PyResult<Vec<_>>>()?;
            Ok(PyList::new(py, items)?.into_any())
        }
        (_, Data::Row(def, row)) => Record::make(py, def, row),
        (Type::Page(_), Data::Fields(Fields(parts))) => {
            let (mut items, mut next) = (py.None().into_bound(py), py.None().into_bound(py));
            for (name, data) in parts {
                match &*name {
                    "items" => items = plain(py, data)?,
                    _ => next = plain(py, data)?,
                }
            }
            match registry::class(py, "Page") {
                Some(class) => class.call1((items, next)),
                None => plain(py, Data::NULL),
            }
        }
        (Type::Shape(def), Data::Fields(fields)) => {
            let def = def();
            match def.body {
                Body::Fields(known) => structure(py, def.name, known, fields),
                Body::Variants(variants) => {
                    let variant = fields.0.iter().find_map(|(name, data)| match data {
                        Data::Value(value) if name == "type" => value.as_text(),
                        _ => None,
                    });
                    match variants.iter().find(|known| Some(known.name) == variant) {
                        Some(known) => structure(py, &format!("{}.{}", def.name, known.name), known.fields, fields),
                        None => plain(py, Data::Fields(fields)),
                    }
                }
            }
        }
        (Type::Field(_, Some(Named::Enum(def))), Data::Value(found)) => {
            value(py, &found, registry::enum_members(def.name).as_deref())
        }
        (_, data) => plain(py, data),
    }
}

/// Returns the name of the attribute for a part: a word that Python keeps for itself has a `_` behind it.
fn attribute(name: &str) -> Cow<'_, str> {
    const KEPT: [&str; 35] = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];
    if KEPT.contains(&name) { Cow::Owned(format!("{name}_")) } else { Cow::Borrowed(name) }
}

/// Calls the class of a structure with its parts by name.
fn structure<'py>(py: Python<'py>, name: &str, known: &[ShapeField], fields: Fields) -> Object<'py> {
    let parts = PyDict::new(py);
    for (name, data) in fields.0 {
        if let Some(field) = known.iter().find(|field| field.name == name) {
            parts.set_item(attribute(field.name), object(py, data, field.ty)?)?;
        }
    }
    match registry::class(py, name) {
        Some(class) => class.call((), Some(&parts)),
        None => Ok(parts.into_any()),
    }
}

/// Returns the value for data of which no type is known.
fn plain<'py>(py: Python<'py>, data: Data) -> Object<'py> {
    match data {
        Data::Value(found) => value(py, &found, None),
        Data::List(items) => {
            let items = items.into_iter().map(|data| plain(py, data)).collect::<PyResult<Vec<_>>>()?;
            Ok(PyList::new(py, items)?.into_any())
        }
        Data::Fields(Fields(parts)) => {
            let dict = PyDict::new(py);
            for (name, data) in parts {
                dict.set_item(&*name, plain(py, data)?)?;
            }
            Ok(dict.into_any())
        }
        Data::Row(def, row) => Record::make(py, def, row),
        // A host gets a calendar by making it; none is an answer.
        Data::Calendar(_) => Ok(py.None().into_bound(py)),
    }
}

/// Returns the Python value of one column; `members` are those of the enum that it is, if it is one.
pub(crate) fn value<'py>(py: Python<'py>, value: &Value, members: Option<&Members>) -> Object<'py> {
    match value {
        Value::Null | Value::Allocated(_) => Ok(py.None().into_bound(py)),
        Value::Bool(value) => Ok(value.into_pyobject(py)?.to_owned().into_any()),
        Value::Integer(value) => Ok(value.into_pyobject(py)?.into_any()),
        Value::Decimal(value) => {
            static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
            DECIMAL.import(py, "decimal", "Decimal")?.call1((value.to_string(),))
        }
        Value::Text(text) => Ok(named(py, text, members)),
        Value::Word(text) => Ok(named(py, text, members)),
        Value::List(items) => Ok(PyList::new(py, items)?.into_any()),
        Value::Bytes(bytes) => Ok(PyBytes::new(py, bytes).into_any()),
        Value::Uuid(id) => {
            static UUID: PyOnceLock<Py<PyType>> = PyOnceLock::new();
            let parts = [(pyo3::intern!(py, "int"), id.as_u128())].into_py_dict(py)?;
            UUID.import(py, "uuid", "UUID")?.call((), Some(&parts))
        }
        Value::Timestamp(at) => instant(py, *at),
        Value::Date(date) => {
            let (month, day) = (small(date.month()), small(date.day()));
            Ok(PyDate::new(py, date.year(), month, day)?.into_any())
        }
        Value::Json(document) => json(py, document),
    }
}

fn named<'py>(py: Python<'py>, text: &str, members: Option<&Members>) -> Bound<'py, PyAny> {
    match members.and_then(|members| members.get(text)) {
        Some(member) => member.bind(py).clone(),
        None => PyString::new(py, text).into_any(),
    }
}

fn instant(py: Python<'_>, at: Timestamp) -> Object<'_> {
    let at = at.to_datetime();
    let utc = PyTzInfo::utc(py)?;
    let micros = at.timestamp_subsec_micros();
    let (month, day) = (small(at.month()), small(at.day()));
    let (hour, minute, second) = (small(at.hour()), small(at.minute()), small(at.second()));
    Ok(PyDateTime::new(py, at.year(), month, day, hour, minute, second, micros, Some(&utc))?.into_any())
}

/// Returns a part of a date or of a time, none of which exceeds a byte.
fn small(part: u32) -> u8 {
    u8::try_from(part).unwrap_or(u8::MAX)
}

fn json<'py>(py: Python<'py>, document: &serde_json::Value) -> Object<'py> {
    use serde_json::Value as Json;
    Ok(match document {
        Json::Null => py.None().into_bound(py),
        Json::Bool(value) => value.into_pyobject(py)?.to_owned().into_any(),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.into_pyobject(py)?.into_any(),
            (None, Some(number)) => number.into_pyobject(py)?.into_any(),
            (None, None) => number.as_f64().unwrap_or(f64::NAN).into_pyobject(py)?.into_any(),
        },
        Json::String(text) => PyString::new(py, text).into_any(),
        Json::Array(items) => {
            let items = items.iter().map(|item| json(py, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
        Json::Object(members) => {
            let dict = PyDict::new(py);
            for (name, member) in members {
                dict.set_item(name, json(py, member)?)?;
            }
            dict.into_any()
        }
    })
}
