//! What a calendar answers in every language.

use chrono::NaiveDate;

use super::holiday::{Holiday, HolidaySet};
use super::segments::{Segment, SegmentKind};
use crate::clock::Timestamp;
use crate::entity::TextEnum;
use crate::operation::Shape;

/// Why time counts or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum SegmentReason {
    /// It is open.
    Open,
    /// It lies outside the hours.
    Closed,
    /// A holiday closes it.
    Holiday,
    /// The clock stands still.
    Paused,
}

/// A stretch of time and why it counts or does not.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct CalendarSegment {
    /// The first instant, UTC.
    pub started_at: Timestamp,
    /// The first instant after it, UTC.
    pub ended_at: Timestamp,
    /// Why it counts or does not.
    pub reason: SegmentReason,
    /// The name of the holiday, or the key of the status in which the clock stands still.
    pub name: Option<String>,
}

impl From<Segment> for CalendarSegment {
    fn from(segment: Segment) -> Self {
        let (reason, name) = match segment.kind {
            SegmentKind::Open => (SegmentReason::Open, None),
            SegmentKind::Closed => (SegmentReason::Closed, None),
            SegmentKind::Holiday(name) => (SegmentReason::Holiday, Some(name)),
        };
        Self { started_at: segment.start, ended_at: segment.end, reason, name }
    }
}

/// At which moment of its last day a deadline in business days falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum DayMoment {
    /// At the local time at which it began.
    SameTime,
    /// When the day closes for the last time.
    EndOfDay,
    /// At a local time that is given.
    AtTime,
}

/// A set of holidays that the library knows by name.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct HolidayPreset {
    /// The name, such as `br.national`.
    pub key: String,
    /// The laws that the holidays come from.
    pub source: String,
    /// The first year that is known.
    pub first_year: i64,
    /// The last year that is known.
    pub last_year: i64,
}

impl From<&HolidaySet> for HolidayPreset {
    fn from(set: &HolidaySet) -> Self {
        let (first, last) = (i64::from(*set.years.start()), i64::from(*set.years.end()));
        Self { key: set.key.to_owned(), source: set.source.to_owned(), first_year: first, last_year: last }
    }
}

/// A holiday on its date.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct HolidayDate {
    /// The date.
    pub date: NaiveDate,
    /// What it is called.
    pub name: String,
    /// The part of the day that is closed, such as `14:00-24:00`; nothing for all of it.
    pub closed: Option<String>,
}

impl From<(NaiveDate, &Holiday)> for HolidayDate {
    fn from((date, holiday): (NaiveDate, &Holiday)) -> Self {
        Self { date, name: holiday.name.clone(), closed: holiday.closed.map(|part| part.to_string()) }
    }
}
