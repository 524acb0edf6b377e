//! The small runtime on which coroutines wait for the desk: made when the first one does, and anew in every forked child,
//! where the threads of the parent's are gone.

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use servicedesk::Result;
use servicedesk::operation::{Data, Type};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::calls::Call;
use crate::deliver::{Answer, deliver};
use crate::owned::Owned;

/// Locked only while attached to the interpreter, so that a fork finds it open.
static RUNTIME: Mutex<Option<Owned<Runtime>>> = Mutex::new(None);

/// Enough for reads from files side by side; writes wait elsewhere.
const THREADS: usize = 2;

fn runtime() -> PyResult<Handle> {
    let mut held = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) =
        held.as_ref().filter(|held| held.process() == std::process::id()).and_then(|held| held.as_ref())
    {
        return Ok(runtime.handle().clone());
    }
    let runtime = Builder::new_multi_thread().worker_threads(THREADS).thread_name("servicedesk").build();
    let runtime = runtime.map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    let handle = runtime.handle().clone();
    *held = Some(Owned::new(runtime));
    Ok(handle)
}

/// Ends the runtime until it is needed again.
pub(crate) fn park(py: Python<'_>) {
    let runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner).take();
    py.detach(|| drop(runtime));
}

/// Starts the call and hands its outcome to the loop of the future, from another thread. It goes on whatever becomes of
/// the one who waits.
pub(crate) fn start(
    result: Type,
    (future, settle): (Py<PyAny>, Py<PyAny>),
    begun: Call,
    call: impl Future<Output = Result<Data>> + Send + 'static,
) -> PyResult<()> {
    let runtime = runtime()?;
    runtime.spawn(async move { deliver(Answer { future, settle, result, outcome: call.await, call: begun }) });
    Ok(())
}
