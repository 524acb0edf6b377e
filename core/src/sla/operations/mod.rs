//! What can be asked of calendars and clocks: load a snapshot, decide by a rule.

mod calendars;
mod clocks;

pub use calendars::Calendars;
pub use clocks::ServiceLevels;
