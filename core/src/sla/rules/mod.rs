//! What was promised and whether it was kept: a pure fold over what happened to a ticket. What is stored of it is a cache that can
//! be thrown away and made again with the same result.

mod clock;
mod cycle;
pub(crate) mod escalation;
mod event;
mod explain;
mod fold;
pub(crate) mod history;
mod metric;
pub(crate) mod policy;
mod target;
pub(crate) mod tracking;
pub(crate) mod version;
pub(crate) mod wording;

pub use cycle::{Cycle, Fired, Phase, Verdict, Waiver};
pub use event::{ClockEvent, Happening, Message, Side, StatusSeen};
pub use explain::{Explained, Reason};
pub use fold::{ClockState, evaluate};
pub use target::{Delivery, PauseRule, Promise, ReopenRule, Target, Threshold, ThresholdKey, ThresholdPlace, Until};

#[cfg(test)]
mod tests;
