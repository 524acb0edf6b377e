//! A desk as Python holds it: opened by options, closed on demand, and opened again by itself in a forked child.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};
use servicedesk::operation::{Call, Data, Fields, Host, OperationDef};
use servicedesk::{Code, Error, Result};

use crate::calls::{self, Call as Begun};
use crate::errors::raise;
use crate::owned::Owned;
use crate::scope::{Cell, NativeScope};
use crate::{from_python, registry, runtime, to_python};

/// A desk, known by how it was opened.
#[pyclass(frozen)]
pub(crate) struct NativeDesk {
    /// Whether another process can open the same desk.
    has_address: bool,
    /// Locked only while attached to the interpreter and never while a desk is being opened, so that a fork finds it open.
    held: Mutex<Held>,
}

struct Held {
    opening: Fields,
    host: Option<Owned<Host>>,
    /// Counts the openings, so that a scope knows when its own is over.
    epoch: u64,
    scopes: Vec<Weak<Cell>>,
    /// When to forget the scopes that are gone.
    crowded: usize,
}

/// Finds the operation of a name.
pub(crate) fn operation(py: Python<'_>, name: &str) -> PyResult<&'static OperationDef> {
    registry::operation(name).ok_or_else(|| raise(py, &Error::new(Code::OperationUnknown)))
}

async fn call(host: &Host, operation: &OperationDef, arguments: Fields) -> Result<Data> {
    match operation.call {
        Call::Desk(call) => call(host.desk(), arguments).await,
        Call::Pure(call) => call(arguments),
        Call::Scope(_) => Err(Error::new(Code::OperationUnknown)),
    }
}

impl NativeDesk {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the open desk and which opening it is.
    pub(crate) fn host(&self, py: Python<'_>) -> PyResult<(Host, u64)> {
        let opening = {
            let held = self.held();
            let Some(owned) = &held.host else { return Err(raise(py, &Error::new(Code::StoreClosed))) };
            if let Some(host) = owned.as_ref()
                && (!self.has_address || owned.process() == std::process::id())
            {
                return Ok((host.clone(), held.epoch));
            }
            held.opening.clone()
        };
        let host = open(py, opening)?;
        let mut held = self.held();
        match &held.host {
            // Another thread was faster.
            Some(owned) if owned.process() == std::process::id() => match owned.as_ref() {
                Some(host) => Ok((host.clone(), held.epoch)),
                None => Err(raise(py, &Error::new(Code::StoreClosed))),
            },
            _ => {
                held.host = Some(Owned::new(host.clone()));
                held.epoch += 1;
                Ok((host, held.epoch))
            }
        }
    }
}

fn open(py: Python<'_>, opening: Fields) -> PyResult<Host> {
    let opened = py.detach(|| {
        let _call = Begun::begin();
        Host::open(Data::Fields(opening))
    });
    opened.map_err(|error| raise(py, &error))
}

#[pymethods]
impl NativeDesk {
    #[new]
    fn new(py: Python<'_>, opening: &Bound<'_, PyDict>) -> PyResult<Self> {
        let opening = from_python::fields(opening)?;
        let has_address = opening.0.iter().any(|(name, data)| name == "address" && !data.is_null());
        let host = open(py, opening.clone())?;
        let held = Held { opening, host: Some(Owned::new(host)), epoch: 0, scopes: Vec::new(), crowded: 64 };
        Ok(Self { has_address, held: Mutex::new(held) })
    }

    /// Calls an operation of the desk and waits for its result.
    fn call<'py>(&self, py: Python<'py>, name: &str, arguments: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
        let (operation, arguments) = (operation(py, name)?, from_python::fields(arguments)?);
        let (host, _) = self.host(py)?;
        let data = calls::wait(py, call(&host, operation, arguments)).map_err(|error| raise(py, &error))?;
        to_python::object(py, data, operation.result)
    }

    /// Starts an operation of the desk; `settle(value, error)` is called from another thread.
    fn start(&self, py: Python<'_>, name: &str, arguments: &Bound<'_, PyDict>, settle: Py<PyAny>) -> PyResult<()> {
        let (operation, arguments) = (operation(py, name)?, from_python::fields(arguments)?);
        let (host, _) = self.host(py)?;
        runtime::start(py, operation.result, settle, async move { call(&host, operation, arguments).await })
    }

    /// Enters an organization.
    fn scope(this: &Bound<'_, Self>, entry: &Bound<'_, PyDict>) -> PyResult<NativeScope> {
        let py = this.py();
        let scope = NativeScope::new(this, from_python::fields(entry)?)?;
        let mut held = this.get().held();
        if held.scopes.len() >= held.crowded {
            held.scopes.retain(|scope| scope.strong_count() > 0);
            held.crowded = (held.scopes.len() * 2).max(64);
        }
        held.scopes.push(scope.cell());
        drop(held);
        scope.enter(py)?;
        Ok(scope)
    }

    /// Sets the clock of a desk that was opened with `now`.
    fn set_now(&self, py: Python<'_>, now: &Bound<'_, PyDateTime>) -> PyResult<()> {
        let at = from_python::instant(now, "now")?;
        let (host, _) = self.host(py)?;
        host.set_now(at).map_err(|error| raise(py, &error))?;
        let mut held = self.held();
        held.opening.0.retain(|(name, _)| name != "now");
        held.opening.0.push(("now".into(), servicedesk::entity::Value::Timestamp(at).into()));
        Ok(())
    }

    /// Closes the desk; calls that are under way end as if it were open.
    fn close(&self, py: Python<'_>) {
        let (host, scopes) = {
            let mut held = self.held();
            (held.host.take(), std::mem::take(&mut held.scopes))
        };
        let scopes: Vec<Arc<Cell>> = scopes.iter().filter_map(Weak::upgrade).collect();
        let scopes: Vec<_> =
            scopes.iter().map(|cell| cell.lock().unwrap_or_else(PoisonError::into_inner).take()).collect();
        // Closing waits for the writer, so other Python threads go on meanwhile.
        py.detach(|| {
            let _call = Begun::begin();
            drop(scopes);
            drop(host);
        });
    }
}
