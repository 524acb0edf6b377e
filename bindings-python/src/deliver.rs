//! Answers on their way back to the coroutines that wait: those that come while others are being handed over go with them,
//! because taking hold of the interpreter and waking a loop cost more than an answer does.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{mem, process, thread};

use pyo3::prelude::*;
use pyo3::types::PyList;
use servicedesk::Result;
use servicedesk::operation::{Data, Type};

use crate::calls::Call;
use crate::errors::raise;
use crate::to_python;

/// What became of a call that somebody waits for.
pub(crate) struct Answer {
    /// What the coroutine waits for.
    pub(crate) future: Py<PyAny>,
    /// What takes a loop and answers for futures of it.
    pub(crate) settle: Py<PyAny>,
    pub(crate) result: Type,
    pub(crate) outcome: Result<Data>,
    pub(crate) call: Call,
}

struct Waiting {
    answers: Vec<Answer>,
    /// The process of which a thread hands over whatever comes.
    deliverer: Option<u32>,
}

/// Locked for moments, and never by a thread that waits for the interpreter. A fork finds it open, because every thread that
/// locks it is in a call.
static WAITING: Mutex<Waiting> = Mutex::new(Waiting { answers: Vec::new(), deliverer: None });

fn waiting() -> MutexGuard<'static, Waiting> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes another thread the deliverer when this one panics.
struct Delivering;

impl Drop for Delivering {
    fn drop(&mut self) {
        if thread::panicking() {
            waiting().deliverer = None;
        }
    }
}

/// Hands the answer to the loop of its future, unless a thread is at it that will.
pub(crate) fn deliver(answer: Answer) {
    {
        let (mut waiting, process) = (waiting(), process::id());
        if waiting.deliverer.is_some_and(|deliverer| deliverer != process) {
            // A forked child: these are its parent's.
            mem::forget(mem::take(&mut waiting.answers));
            waiting.deliverer = None;
        }
        waiting.answers.push(answer);
        if waiting.deliverer.is_some() {
            return;
        }
        waiting.deliverer = Some(process);
    }
    let _delivering = Delivering;
    // They end when nobody delivers any more, so that a fork waits for that.
    let mut ended = Vec::new();
    let told = Python::try_attach(|py| {
        while let Some(answers) = next() {
            tell(py, answers, &mut ended);
        }
    });
    if told.is_none() {
        // An interpreter that is shutting down has nobody left who waits.
        while let Some(answers) = next() {
            ended.extend(answers.into_iter().map(|answer| answer.call));
        }
    }
}

/// Returns the answers that came meanwhile; without any, this thread is no longer the deliverer.
fn next() -> Option<Vec<Answer>> {
    let mut waiting = waiting();
    if waiting.answers.is_empty() {
        waiting.deliverer = None;
        return None;
    }
    Some(mem::take(&mut waiting.answers))
}

/// The answers for futures of one loop, and what settles them there.
type Told<'py> = (Bound<'py, PyAny>, Py<PyAny>, Vec<(Py<PyAny>, Py<PyAny>, Py<PyAny>)>);

fn tell(py: Python<'_>, answers: Vec<Answer>, ended: &mut Vec<Call>) {
    let mut loops: Vec<Told<'_>> = Vec::new();
    for Answer { future, settle, result, outcome, call } in answers {
        ended.push(call);
        let value = outcome.map_err(|error| raise(py, &error)).and_then(|data| to_python::object(py, data, result));
        let (value, error) = match value {
            Ok(value) => (value.unbind(), py.None()),
            Err(error) => (py.None(), error.into_value(py).into_any()),
        };
        let Ok(its_loop) = future.bind(py).call_method0("get_loop") else { continue };
        match loops.iter_mut().find(|(known, ..)| known.is(&its_loop)) {
            Some((.., told)) => told.push((future, value, error)),
            None => loops.push((its_loop, settle, vec![(future, value, error)])),
        }
    }
    for (its_loop, settle, told) in loops {
        let settled = PyList::new(py, told).and_then(|told| settle.call1(py, (its_loop, told)));
        // The loop was closed meanwhile: again nobody waits.
        drop(settled);
    }
}
