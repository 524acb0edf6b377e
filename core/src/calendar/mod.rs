//! Business time: when people work, as a value that is useful alone. It knows no store, no ticket and no present; service levels
//! are built on it, and so can anything else be that counts working time.
//!
//! A [`CalendarDefinition`] says when a place is open: hours of the week in a time zone, holidays, and dates with hours of
//! their own. A [`Calendar`] answers questions about it: [`Calendar::deadline`], [`Calendar::elapsed`] and the others.

mod answer;
mod arithmetic;
mod brazil;
mod business_days;
mod compiled;
mod definition;
mod easter;
mod given;
mod holiday;
#[cfg(feature = "icalendar")]
mod icalendar;
mod json;
mod local_time;
mod openings;
mod pauses;
mod presets;
mod questions;
mod segments;
mod source;
mod span;
mod stretch;
#[cfg(test)]
mod tests;

pub use answer::{CalendarSegment, DayMoment, HolidayDate, HolidayPreset, SegmentReason};
pub use business_days::DayRule;
pub use compiled::Calendar;
pub use definition::{CalendarDefinition, Weekday};
pub use easter::easter;
pub use holiday::{Holiday, HolidayRule, HolidaySet};
pub use local_time::{Interval, LocalTime};
pub use pauses::Pauses;
pub use presets::{PRESETS, preset};
pub use questions::Questions;
pub use segments::{Segment, SegmentKind};
