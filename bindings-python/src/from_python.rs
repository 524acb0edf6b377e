//! Python values as data. Nothing is asked of their types beyond what they are: the library fits them to their places.

use std::borrow::Cow;

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDate, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString};
use pyo3::types::{PyTuple, PyType, PyTzInfo};
use servicedesk::clock::Timestamp;
use servicedesk::entity::Value;
use servicedesk::operation::{Data, Fields};
use servicedesk::{Code, Error};

use crate::calendar::NativeCalendar;
use crate::errors::raise;
use crate::record::Record;

/// Returns the data that a value means for the argument or field `name`.
pub(crate) fn data(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Data> {
    read(value, name, 0)
}

/// Returns the named arguments of a call.
pub(crate) fn fields(values: &Bound<'_, PyDict>) -> PyResult<Fields> {
    members(values.iter(), 0)
}

fn refuse(py: Python<'_>, name: &str, expected: &str) -> PyErr {
    raise(py, &Error::new(Code::FieldKind).field(name).with("expected", expected))
}

fn read(value: &Bound<'_, PyAny>, name: &str, depth: usize) -> PyResult<Data> {
    let py = value.py();
    if value.is_none() {
        return Ok(Data::NULL);
    }
    if let Ok(value) = value.cast::<PyString>() {
        return Ok(Value::Text(text(value, name)?.to_owned()).into());
    }
    if let Ok(value) = value.cast::<PyBool>() {
        return Ok(Value::Bool(value.is_true()).into());
    }
    if let Ok(value) = value.cast::<PyInt>() {
        let number: i64 = value.extract().map_err(|_| {
            raise(py, &Error::new(Code::NumberRange).field(name).with("min", i64::MIN).with("max", i64::MAX))
        })?;
        return Ok(Value::Integer(number).into());
    }
    if let Ok(record) = value.cast::<Record>() {
        return Ok(record.get().data());
    }
    if let Ok(calendar) = value.cast::<NativeCalendar>() {
        return Ok(calendar.get().data());
    }
    if depth >= Data::MAX_DEPTH {
        return Err(raise(py, &Error::new(Code::JsonTooDeep).field(name).with("max", Data::MAX_DEPTH)));
    }
    if let Ok(values) = value.cast::<PyDict>() {
        return members(values.iter(), depth + 1).map(Data::Fields);
    }
    if let Ok(items) = value.cast::<PyList>() {
        return list(items.iter(), name, depth + 1);
    }
    if let Ok(items) = value.cast::<PyTuple>() {
        return list(items.iter(), name, depth + 1);
    }
    if value.is_instance(uuid_class(py)?)? {
        let number: u128 = value.getattr(pyo3::intern!(py, "int"))?.extract()?;
        return Ok(Value::Uuid(uuid::Uuid::from_u128(number)).into());
    }
    if let Ok(value) = value.cast::<PyDateTime>() {
        return instant(value, name).map(|at| Value::Timestamp(at).into());
    }
    if value.cast::<PyDate>().is_ok() {
        let part = |part: &str| value.getattr(part)?.extract::<u32>();
        let (year, month, day) = (part("year")?, part("month")?, part("day")?);
        let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
        return date.map(|date| Value::Date(date).into()).ok_or_else(|| refuse(py, name, "a date"));
    }
    if let Ok(value) = value.cast::<PyFloat>() {
        return match serde_json::Number::from_f64(value.value()) {
            Some(number) => Ok(Value::from(serde_json::Value::Number(number)).into()),
            None => Err(refuse(py, name, "a finite number")),
        };
    }
    other(value, name, depth)
}

/// The kinds that are asked for last, because they are rare or hard to tell.
fn other(value: &Bound<'_, PyAny>, name: &str, depth: usize) -> PyResult<Data> {
    let py = value.py();
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(Value::Bytes(bytes.as_bytes().to_vec()).into());
    }
    if value.is_instance(decimal_class(py)?)? {
        // Read as text by the library; what is no number, such as NaN, is refused there.
        return Ok(Value::Text(format!("{}", value.call_method1("__format__", ("f",))?)).into());
    }
    if let Some(parts) = value.getattr_opt(pyo3::intern!(py, "__parts__"))? {
        let mut fields = Fields::default();
        for part in parts.cast::<PyTuple>()?.iter() {
            let part = part.cast::<PyString>()?;
            // An attribute whose name Python keeps for itself has a `_` behind it.
            let name = part.to_str()?.trim_end_matches('_');
            fields.0.push((Cow::Owned(name.to_owned()), read(&value.getattr(part)?, name, depth + 1)?));
        }
        return Ok(Data::Fields(fields));
    }
    if let Ok(values) = value.cast::<PyMapping>() {
        let pairs = values.items()?.iter().map(|pair| pair.extract()).collect::<PyResult<Vec<_>>>()?;
        return members(pairs.into_iter(), depth + 1).map(Data::Fields);
    }
    Err(refuse(py, name, "None, bool, int, float, str, bytes, UUID, datetime, date, Decimal, list, tuple or dict"))
}

fn list<'py>(items: impl Iterator<Item = Bound<'py, PyAny>>, name: &str, depth: usize) -> PyResult<Data> {
    items.map(|item| read(&item, name, depth)).collect::<PyResult<_>>().map(Data::List)
}

fn members<'py>(
    values: impl Iterator<Item = (Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    depth: usize,
) -> PyResult<Fields> {
    let mut fields = Fields::default();
    for (key, value) in values {
        let key = key.cast::<PyString>().map_err(|_| refuse(value.py(), "dict", "names of type str"))?;
        let name = text(key, "dict")?;
        fields.0.push((Cow::Owned(name.to_owned()), read(&value, name, depth)?));
    }
    Ok(fields)
}

/// Returns the text; Python's may hold halves of characters, which no store can.
fn text<'a>(value: &'a Bound<'_, PyString>, name: &str) -> PyResult<&'a str> {
    value.to_str().map_err(|_| {
        raise(value.py(), &Error::new(Code::FormatInvalid).field(name).with("expected", "well-formed Unicode"))
    })
}

/// Returns the instant, exactly, whatever its time zone.
pub(crate) fn instant(value: &Bound<'_, PyDateTime>, name: &str) -> PyResult<Timestamp> {
    static EPOCH: PyOnceLock<Py<PyDateTime>> = PyOnceLock::new();
    static MILLISECOND: PyOnceLock<Py<PyDelta>> = PyOnceLock::new();
    let py = value.py();
    let refuse = || refuse(py, name, "an instant with a time zone, of the years 1 to 9999");
    if value.call_method0(pyo3::intern!(py, "utcoffset"))?.is_none() {
        return Err(refuse());
    }
    let epoch = EPOCH.get_or_try_init(py, || {
        let utc = PyTzInfo::utc(py)?;
        PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc)).map(Bound::unbind)
    })?;
    let millisecond = MILLISECOND.get_or_try_init(py, || PyDelta::new(py, 0, 0, 1_000, true).map(Bound::unbind))?;
    let millis: i64 = value.sub(epoch.bind(py))?.floor_div(millisecond.bind(py))?.extract()?;
    Timestamp::from_millis(millis).map_err(|_| refuse())
}

fn uuid_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static UUID: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    UUID.import(py, "uuid", "UUID")
}

fn decimal_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    DECIMAL.import(py, "decimal", "Decimal")
}
