//! A calendar as Python holds it. A question takes a fraction of a microsecond, so that the interpreter is kept during it; nor is
//! a calendar ever in the middle of an answer when the process forks.

use std::borrow::Cow;

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use servicedesk::calendar::Calendar;
use servicedesk::operation::{Call, Data, Fields, OperationDef};
use servicedesk::{Code, Error};

use crate::desk::operation;
use crate::errors::raise;
use crate::{from_python, to_python};

/// A calendar; the class of the package is made on this one.
#[pyclass(subclass, frozen, module = "servicedesk")]
pub(crate) struct NativeCalendar {
    calendar: Calendar,
}

/// Returns the arguments, which stand in the order of the declaration.
fn arguments(operation: &OperationDef, given: &Bound<'_, PyTuple>) -> PyResult<Fields> {
    let named = operation
        .arguments
        .iter()
        .zip(given.iter())
        .map(|(argument, value)| Ok((Cow::Borrowed(argument.name), from_python::data(&value, argument.name)?)));
    named.collect::<PyResult<_>>().map(Fields)
}

/// Answers what needs no calendar.
#[pyfunction]
pub(crate) fn reckon<'py>(py: Python<'py>, name: &str, given: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
    let operation = operation(py, name)?;
    let data = Calendar::make(name, arguments(operation, given)?).map_err(|error| raise(py, &error))?;
    to_python::object(py, data, operation.result)
}

impl NativeCalendar {
    /// Returns the calendar as an argument of a call.
    pub(crate) fn data(&self) -> Data {
        Data::Calendar(self.calendar.clone())
    }
}

#[pymethods]
impl NativeCalendar {
    /// Makes a calendar by the call of that name.
    #[new]
    fn new(py: Python<'_>, name: &str, given: &Bound<'_, PyTuple>) -> PyResult<Self> {
        match Calendar::make(name, arguments(operation(py, name)?, given)?) {
            Ok(Data::Calendar(calendar)) => Ok(Self { calendar }),
            Ok(_) => Err(raise(py, &Error::new(Code::OperationUnknown))),
            Err(error) => Err(raise(py, &error)),
        }
    }

    /// Answers the question of that name.
    fn _ask<'py>(&self, py: Python<'py>, name: &str, given: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
        let operation = operation(py, name)?;
        let Call::Calendar(call) = operation.call else {
            return Err(raise(py, &Error::new(Code::OperationUnknown)));
        };
        let data = call(&self.calendar, arguments(operation, given)?).map_err(|error| raise(py, &error))?;
        to_python::object(py, data, operation.result)
    }
}
