//! A desk as Python holds it: opened by options, closed on demand, and opened again by itself in a forked child.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};
use servicedesk::operation::{Call, Data, Fields, Host, OperationDef};
use servicedesk::scope::Scope;
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
    held: Arc<Mutex<Held>>,
}

struct Held {
    opening: Fields,
    host: State,
    /// Counts the openings, so that a scope knows when its own is over.
    epoch: u64,
    scopes: Vec<Weak<Cell>>,
    /// When to forget the scopes that are gone.
    crowded: usize,
}

enum State {
    Open(Owned<Host>),
    /// Closed for a fork; opened again when it is needed.
    Parked,
    /// Closed for good.
    Closed,
}

/// The desks that have an address, to be closed before a fork. Locked only while attached to the interpreter.
static DESKS: Mutex<Vec<Weak<Mutex<Held>>>> = Mutex::new(Vec::new());

/// Closes every desk that can be opened again.
pub(crate) fn park_all(py: Python<'_>) {
    let mut closed = Vec::new();
    DESKS.lock().unwrap_or_else(PoisonError::into_inner).retain(|desk| match desk.upgrade() {
        Some(held) => {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(held.host, State::Open(_)) {
                closed.push(held.shut(State::Parked));
            }
            true
        }
        None => false,
    });
    py.detach(|| drop(closed));
}

type Shut = (Vec<Option<(u64, Owned<Arc<Scope>>)>>, State);

impl Held {
    /// Returns what has to be dropped, scopes first, for the desk to be in another state.
    fn shut(&mut self, state: State) -> Shut {
        let cells: Vec<Arc<Cell>> = self.scopes.iter().filter_map(Weak::upgrade).collect();
        let scopes = cells.iter().map(|cell| cell.lock().unwrap_or_else(PoisonError::into_inner).take()).collect();
        (scopes, std::mem::replace(&mut self.host, state))
    }
}

/// Finds the operation of a name.
pub(crate) fn operation(py: Python<'_>, name: &str) -> PyResult<&'static OperationDef> {
    registry::operation(name).ok_or_else(|| raise(py, &Error::new(Code::OperationUnknown)))
}

async fn call(host: &Host, operation: &OperationDef, arguments: Fields) -> Result<Data> {
    match operation.call {
        Call::Desk(call) => call(host.desk(), arguments).await,
        Call::Pure(call) => call(arguments),
        Call::Scope(_) | Call::Calendar(_) => Err(Error::new(Code::OperationUnknown)),
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
            match &held.host {
                State::Closed => return Err(raise(py, &Error::new(Code::StoreClosed))),
                State::Open(owned) if !self.has_address || owned.process() == std::process::id() => {
                    if let Some(host) = owned.as_ref() {
                        return Ok((host.clone(), held.epoch));
                    }
                }
                State::Open(_) | State::Parked => {}
            }
            held.opening.clone()
        };
        let host = open(py, opening)?;
        let mut held = self.held();
        match &held.host {
            State::Closed => return Err(raise(py, &Error::new(Code::StoreClosed))),
            // Another thread was faster.
            State::Open(owned) if owned.process() == std::process::id() => {
                if let Some(first) = owned.as_ref() {
                    return Ok((first.clone(), held.epoch));
                }
            }
            State::Open(_) | State::Parked => {}
        }
        held.host = State::Open(Owned::new(host.clone()));
        held.epoch += 1;
        Ok((host, held.epoch))
    }
}

fn open(py: Python<'_>, opening: Fields) -> PyResult<Host> {
    py.detach(|| Host::open(Data::Fields(opening))).map_err(|error| raise(py, &error))
}

#[pymethods]
impl NativeDesk {
    #[new]
    fn new(py: Python<'_>, opening: &Bound<'_, PyDict>) -> PyResult<Self> {
        let opening = from_python::fields(opening)?;
        let has_address = opening.0.iter().any(|(name, data)| name == "address" && !data.is_null());
        let _begun = Begun::begin(py);
        let host = State::Open(Owned::new(open(py, opening.clone())?));
        let held = Arc::new(Mutex::new(Held { opening, host, epoch: 0, scopes: Vec::new(), crowded: 64 }));
        if has_address {
            let mut desks = DESKS.lock().unwrap_or_else(PoisonError::into_inner);
            desks.retain(|desk| desk.strong_count() > 0);
            desks.push(Arc::downgrade(&held));
        }
        Ok(Self { has_address, held })
    }

    /// Calls an operation of the desk and waits for its result.
    fn call<'py>(&self, py: Python<'py>, name: &str, arguments: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
        let (operation, arguments) = (operation(py, name)?, from_python::fields(arguments)?);
        let begun = Begun::begin(py);
        let (host, _) = self.host(py)?;
        let outcome = calls::wait(py, begun, async move { call(&host, operation, arguments).await });
        let data = outcome.map_err(|error| raise(py, &error))?;
        to_python::object(py, data, operation.result)
    }

    /// Starts an operation of the desk; `settle(loop, [(future, value, error), …])` is called from another
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
        let (host, _) = self.host(py)?;
        runtime::start(
            operation.result,
            (future, settle),
            begun,
            async move { call(&host, operation, arguments).await },
        )
    }

    /// Enters an organization.
    fn scope(this: &Bound<'_, Self>, entry: &Bound<'_, PyDict>) -> PyResult<NativeScope> {
        let py = this.py();
        let _begun = Begun::begin(py);
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
        let _begun = Begun::begin(py);
        let (host, _) = self.host(py)?;
        host.set_now(at).map_err(|error| raise(py, &error))?;
        let mut held = self.held();
        held.opening.0.retain(|(name, _)| name != "now");
        held.opening.0.push(("now".into(), servicedesk::entity::Value::Timestamp(at).into()));
        Ok(())
    }

    /// Closes the desk; calls that are under way end as if it were open.
    fn close(&self, py: Python<'_>) {
        let begun = Begun::begin(py);
        let shut = self.held().shut(State::Closed);
        // Closing waits for the writer, so other Python threads go on meanwhile.
        py.detach(|| {
            drop(shut);
            drop(begun);
        });
    }
}
