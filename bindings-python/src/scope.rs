//! A scope as Python holds it: entered by options, and entered again when its desk was opened again.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use pyo3::prelude::*;
use pyo3::types::PyDict;
use servicedesk::operation::{Call, Data, Fields, OperationDef};
use servicedesk::scope::Scope;
use servicedesk::{Code, Error, Result};

use crate::calls::Call as Begun;
use crate::desk::{NativeDesk, operation};
use crate::errors::raise;
use crate::owned::Owned;
use crate::{calls, from_python, runtime, to_python};

/// A scope, once entered, with the opening of the desk that it belongs to; emptied when the desk is closed.
pub(crate) type Cell = Mutex<Option<(u64, Owned<Arc<Scope>>)>>;

/// The place from which one actor works with one organization.
#[pyclass(frozen)]
pub(crate) struct NativeScope {
    desk: Py<NativeDesk>,
    entry: Fields,
    /// Locked only while attached to the interpreter, so that a fork finds it open.
    cell: Arc<Cell>,
}

async fn call(scope: &Scope, operation: &OperationDef, arguments: Fields) -> Result<Data> {
    match operation.call {
        Call::Scope(call) => call(scope, arguments).await,
        Call::Desk(_) | Call::Pure(_) | Call::Calendar(_) => Err(Error::new(Code::OperationUnknown)),
    }
}

impl NativeScope {
    pub(crate) fn new(desk: &Bound<'_, NativeDesk>, entry: Fields) -> PyResult<Self> {
        Ok(Self { desk: desk.clone().unbind(), entry, cell: Arc::default() })
    }

    pub(crate) fn cell(&self) -> Weak<Cell> {
        Arc::downgrade(&self.cell)
    }

    /// Returns the scope in the desk as it is open now.
    pub(crate) fn enter(&self, py: Python<'_>) -> PyResult<Arc<Scope>> {
        let (host, epoch) = self.desk.get().host(py)?;
        let mut cell = self.cell.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((entered, scope)) = &*cell
            && *entered == epoch
            && let Some(scope) = scope.as_ref()
        {
            return Ok(scope.clone());
        }
        let scope = host.scope(Data::Fields(self.entry.clone()));
        let scope = Arc::new(scope.map_err(|error| raise(py, &error))?);
        *cell = Some((epoch, Owned::new(scope.clone())));
        Ok(scope)
    }
}

#[pymethods]
impl NativeScope {
    /// Calls an operation of the scope and waits for its result.
    fn call<'py>(&self, py: Python<'py>, name: &str, arguments: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
        let (operation, arguments) = (operation(py, name)?, from_python::fields(arguments)?);
        let begun = Begun::begin(py);
        let scope = self.enter(py)?;
        let outcome = calls::wait(py, begun, async move { call(&scope, operation, arguments).await });
        let data = outcome.map_err(|error| raise(py, &error))?;
        to_python::object(py, data, operation.result)
    }

    /// Starts an operation of the scope; `settle(loop, [(future, value, error), …])` is called from another
    /// thread.
    fn start(
        &self,
        py: Python<'_>,
        name: &str,
        arguments: &Bound<'_, PyDict>,
        future: Py<PyAny>,
        settle: Py<PyAny>,
    ) -> PyResult<()> {
        let (operation, arguments) = (operation(py, name)?, from_python::fields(arguments)?);
        let begun = Begun::begin(py);
        let scope = self.enter(py)?;
        runtime::start(
            operation.result,
            (future, settle),
            begun,
            async move { call(&scope, operation, arguments).await },
        )
    }
}
