//! Time and identity come from the host: this folder holds the instant every layer speaks of, and the two sources that
//! a test can replace. Nothing else in the crate asks the operating system what time it is.

mod ids;
mod timestamp;
mod zone;

pub use ids::{Ids, RandomIds, SequentialIds};
pub use timestamp::{Timestamp, TimestampError};
pub use zone::Zone;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells what time it is.
///
/// A desk asks its clock once per operation and passes the answer to every rule, so that a rule is a function of its inputs.
pub trait Clock: Send + Sync + 'static {
    /// Returns the present instant, UTC, in whole milliseconds.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from(chrono::Utc::now())
    }
}

/// A clock that stands still until it is told otherwise.
///
/// ```
/// use servicedesk::clock::{Clock, ManualClock, Timestamp};
/// let clock = ManualClock::at(Timestamp::parse("2026-11-20T12:00:00Z")?);
/// clock.advance_millis(1_500);
/// assert_eq!(clock.now().to_string(), "2026-11-20T12:00:01.500Z");
/// # Ok::<(), servicedesk::clock::TimestampError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock {
    millis: Arc<AtomicI64>,
}

impl ManualClock {
    /// Returns a clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self { millis: Arc::new(AtomicI64::new(now.as_millis())) }
    }

    /// Moves the clock to `now`, backwards if need be.
    pub fn set(&self, now: Timestamp) {
        self.millis.store(now.as_millis(), Ordering::SeqCst);
    }

    /// Moves the clock forward by `millis` milliseconds.
    pub fn advance_millis(&self, millis: i64) {
        self.millis.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::clamped(self.millis.load(Ordering::SeqCst))
    }
}
