//! Errors of the library as Python exceptions: made by a callable of `servicedesk.errors`, which knows the classes.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use servicedesk::{Error, Language};

use crate::registry;

/// Returns the exception for an error.
#[cold]
pub(crate) fn raise(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error).unwrap_or_else(|failure| failure)
}

fn exception(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let Some(make) = registry::class(py, "error") else {
        return Ok(PyRuntimeError::new_err(error.to_string()));
    };
    let parameters = PyDict::new(py);
    for (name, value) in error.parameters() {
        parameters.set_item(name, value)?;
    }
    let messages = (error.message(Language::En), error.message(Language::PtBr));
    let parts = (
        error.kind().name(),
        error.code().name(),
        error.fields().to_vec(),
        parameters,
        messages,
        error.is_retryable(),
        std::error::Error::source(error).map(ToString::to_string),
    );
    make.call1(parts).map(PyErr::from_value)
}
