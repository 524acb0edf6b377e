//! What can be asked of calendars and clocks, and what is done with the rows that are kept of them: load a snapshot, decide by a rule,
//! commit one batch.

mod calendars;
mod clocks;
mod decide;
mod escalate;
mod keep;
mod lives;
mod set_up;
mod versions;

pub use calendars::Calendars;
pub use clocks::ServiceLevels;
pub(crate) use keep::{Telling, keep};
pub use set_up::SlaPreset;
pub(crate) use versions::follow;
