//! Counts the calls that are under way, because a fork in the middle of one would leave the child with locks that nobody
//! opens again, and an exit in the middle of one would lose an answer.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use servicedesk::block_on;

use crate::{desk, runtime};

/// Set while somebody forks; the other bits count calls.
const CLOSED: u64 = 1 << 63;

/// No lock: a lock could itself be held by another thread at the moment of the fork.
static CALLS: AtomicU64 = AtomicU64::new(0);

/// How long a fork, or an exit, waits for calls that are under way.
const PATIENCE: Duration = Duration::from_secs(10);

const GLANCE: Duration = Duration::from_micros(100);

/// A call that is under way, until it is dropped.
pub(crate) struct Call {
    process: u32,
}

impl Call {
    /// Begins a call, after the fork that is being made, if one is. Whoever begins a call does so before taking hold of a
    /// desk, so that none is held during a fork.
    pub(crate) fn begin(py: Python<'_>) -> Self {
        if !Self::enter() {
            py.detach(|| {
                while !Self::enter() {
                    thread::sleep(GLANCE);
                }
            });
        }
        Self { process: std::process::id() }
    }

    fn enter() -> bool {
        let open = |calls: u64| (calls & CLOSED == 0).then_some(calls + 1);
        CALLS.fetch_update(Ordering::SeqCst, Ordering::SeqCst, open).is_ok()
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.process == std::process::id() {
            CALLS.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Waits for a future on this thread while other Python threads run: the one place where the package blocks. The future
/// owns the desk that it works on, so that the end of the call is the end of its hold.
pub(crate) fn wait<T: Send>(py: Python<'_>, call: Call, future: impl Future<Output = T> + Send) -> T {
    py.detach(|| {
        let answer = block_on(future);
        drop(call);
        answer
    })
}

fn wait_for_none(py: Python<'_>) {
    py.detach(|| {
        let end = Instant::now() + PATIENCE;
        while CALLS.load(Ordering::SeqCst) & !CLOSED != 0 && Instant::now() < end {
            thread::sleep(GLANCE);
        }
    });
}

/// Lets the calls under way end, holds new ones back, and closes every desk that can be opened again: an open SQLite file
/// must not cross a fork, and threads cannot. Parent and child open what they need when they need it.
#[pyfunction]
pub(crate) fn before_fork(py: Python<'_>) {
    CALLS.fetch_or(CLOSED, Ordering::SeqCst);
    wait_for_none(py);
    runtime::park(py);
    desk::park_all(py);
}

/// Lets the calls go on.
#[pyfunction]
pub(crate) fn after_fork_in_parent() {
    CALLS.fetch_and(!CLOSED, Ordering::SeqCst);
}

/// Forgets the calls of the parent.
#[pyfunction]
pub(crate) fn after_fork_in_child() {
    CALLS.store(0, Ordering::SeqCst);
}

/// Lets the calls under way end, so that what they wrote is answered.
#[pyfunction]
pub(crate) fn before_exit(py: Python<'_>) {
    wait_for_none(py);
}
