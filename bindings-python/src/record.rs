//! A row as Python sees it: one class that holds the row as it came, and descriptors that turn a field into a Python value
//! when it is read. Generated classes only name the fields.

use std::cell::Cell;
use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};
use servicedesk::ENTITIES;
use servicedesk::entity::{EntityDef, Named, Row};
use servicedesk::operation::{Data, fit};
use servicedesk::{Code, Error};

use crate::errors::raise;
use crate::registry::{self, Members};
use crate::{from_python, to_python};

thread_local! {
    /// The row of the object that is being made: Python calls the constructor, which takes it from here.
    static SEED: Cell<Option<(&'static EntityDef, Row)>> = const { Cell::new(None) };
}

/// A row of some entity; rows come from a desk and never change.
#[pyclass(subclass, frozen, module = "servicedesk")]
pub(crate) struct Record {
    def: &'static EntityDef,
    row: Row,
}

impl Record {
    /// Returns an object of the class that is registered for the entity.
    pub(crate) fn make<'py>(py: Python<'py>, def: &'static EntityDef, row: Row) -> PyResult<Bound<'py, PyAny>> {
        match registry::class(py, def.name) {
            Some(class) => Self::make_of(&class, def, row),
            None => Ok(Bound::new(py, Self { def, row })?.into_any()),
        }
    }

    fn make_of<'py>(class: &Bound<'py, PyAny>, def: &'static EntityDef, row: Row) -> PyResult<Bound<'py, PyAny>> {
        SEED.set(Some((def, row)));
        let made = class.call0();
        SEED.take();
        made
    }

    /// Returns the row as an argument of a call.
    pub(crate) fn data(&self) -> Data {
        Data::Row(self.def, self.row.clone())
    }

    fn value<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        let members = match self.def.fields[index].named {
            Some(Named::Enum(def)) => registry::enum_members(def.name),
            _ => None,
        };
        to_python::value(py, &self.row[index], members.as_deref())
    }
}

/// What pickle keeps of a row: a function, and with which class and which fields to call it.
type Reduced<'py> = (Bound<'py, PyAny>, (Bound<'py, PyType>, Bound<'py, PyDict>));

#[pymethods]
impl Record {
    #[new]
    fn new() -> PyResult<Self> {
        let (def, row) =
            SEED.take().ok_or_else(|| PyTypeError::new_err("rows come from a desk; call `create` there"))?;
        Ok(Self { def, row })
    }

    /// Returns the fields by name, with the values that the attributes have.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (index, field) in self.def.fields.iter().enumerate() {
            dict.set_item(field.name, self.value(py, index)?)?;
        }
        Ok(dict)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.def == other.get().def && self.row == other.get().row)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.def.table.hash(&mut hasher);
        if let Some(index) = self.def.index_of("id") {
            self.row[index].as_uuid().hash(&mut hasher);
        }
        if let Some(index) = self.def.index_of("version") {
            self.row[index].as_integer().hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Shows no personal data, so that a row may appear in a log.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut text = format!("{}(", self.def.name);
        for (index, field) in self.def.fields.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            let shown = if field.is_discreet() {
                self.value(py, index)?.repr()?.to_string()
            } else if self.row[index].is_null() {
                "None".to_owned()
            } else {
                "…".to_owned()
            };
            text.push_str(&format!("{separator}{}={shown}", field.name));
        }
        text.push(')');
        Ok(text)
    }

    fn __reduce__<'py>(this: &Bound<'py, Self>) -> PyResult<Reduced<'py>> {
        let restore = this.py().import("servicedesk._native")?.getattr("restore")?;
        let values = this.get().to_dict(this.py())?;
        Ok((restore, (this.get_type(), values)))
    }
}

/// Makes a row again from what `to_dict` gave; used by pickle.
#[pyfunction]
pub(crate) fn restore<'py>(class: &Bound<'py, PyType>, values: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
    let py = class.py();
    let name = class.name()?;
    let def = ENTITIES.iter().find(|def| name == def.name);
    let def = *def.ok_or_else(|| PyValueError::new_err("the class stands for no entity"))?;
    let row = def.fields.iter().map(|field| {
        let value = match values.get_item(field.name)? {
            Some(value) => from_python::data(&value, field.name)?,
            None => Data::NULL,
        };
        let value = fit(field.name, field.kind, value).map_err(|error| raise(py, &error))?;
        if value.is_null() && !field.nullable {
            return Err(raise(py, &Error::new(Code::Required).field(field.name)));
        }
        Ok(value)
    });
    let row = row.collect::<PyResult<Row>>()?;
    Record::make_of(class, def, row)
}

/// An attribute of a row: reading it makes the Python value.
#[pyclass(frozen, module = "servicedesk")]
pub(crate) struct Field {
    index: usize,
    members: Option<Members>,
}

#[pymethods]
impl Field {
    fn __get__<'py>(
        this: &Bound<'py, Self>,
        owner: &Bound<'py, PyAny>,
        class: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = class;
        if owner.is_none() {
            return Ok(this.clone().into_any());
        }
        let (record, field) = (owner.cast::<Record>()?.get(), this.get());
        match record.row.get(field.index) {
            Some(value) => to_python::value(this.py(), value, field.members.as_ref()),
            None => Err(PyTypeError::new_err("the row has no such field")),
        }
    }
}

/// Returns the attribute for the field at that position, whose names are those of the enum `kind`, if it is one.
#[pyfunction]
#[pyo3(signature = (index, kind=None))]
pub(crate) fn field(index: usize, kind: Option<&Bound<'_, PyAny>>) -> PyResult<Field> {
    Ok(Field { index, members: kind.map(registry::members).transpose()? })
}
