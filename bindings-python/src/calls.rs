//! Counts the calls that are under way, because a fork in the middle of one would leave the child with locks that nobody
//! opens again, and an exit in the middle of one would lose an answer.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use servicedesk::block_on;

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
    /// Begins a call, after the fork that is being made, if one is. Must not be called while attached to the interpreter.
    pub(crate) fn begin() -> Self {
        loop {
            let calls = CALLS.load(Ordering::SeqCst);
            if calls & CLOSED == 0
                && CALLS.compare_exchange_weak(calls, calls + 1, Ordering::SeqCst, Ordering::SeqCst).is_ok()
            {
                return Self { process: std::process::id() };
            }
            if calls & CLOSED != 0 {
                thread::sleep(GLANCE);
            }
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.process == std::process::id() {
            CALLS.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Waits for a future on this thread while other Python threads run: the one place where the package blocks.
pub(crate) fn wait<T: Send>(py: Python<'_>, future: impl Future<Output = T> + Send) -> T {
    py.detach(|| {
        let _call = Call::begin();
        block_on(future)
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

/// Lets the calls under way end and holds new ones back.
#[pyfunction]
pub(crate) fn before_fork(py: Python<'_>) {
    CALLS.fetch_or(CLOSED, Ordering::SeqCst);
    wait_for_none(py);
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
