//! Working time with interruptions: the same arithmetic, where what is paused does not count.

use chrono::TimeDelta;

use super::compiled::Calendar;
use super::span::{Span, united};
use crate::clock::Timestamp;
use crate::error::Result;

/// Stretches of time that do not count. Those that overlap count once.
///
/// ```
/// use chrono::TimeDelta;
/// use servicedesk::calendar::{Calendar, Pauses};
/// use servicedesk::clock::Timestamp;
/// let at = |time: &str| Timestamp::parse(&format!("2026-11-20T{time}:00Z")).unwrap();
/// let waiting = Pauses::new([(at("10:00"), at("10:30")), (at("10:15"), at("11:00"))]);
/// let due = Calendar::always().deadline_without(&waiting, at("09:00"), TimeDelta::hours(2))?;
/// assert_eq!(due, at("12:00"));
/// # Ok::<(), servicedesk::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pauses {
    spans: Vec<Span>,
}

impl Pauses {
    /// Returns the union of these stretches, each from its first instant to just before its second; empty ones are left out.
    pub fn new(stretches: impl IntoIterator<Item = (Timestamp, Timestamp)>) -> Self {
        let spans = stretches.into_iter().map(|(from, to)| Span::new(from.as_millis(), to.as_millis()));
        Self { spans: united(spans.collect()) }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns the stretches, apart and in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Timestamp, Timestamp)> {
        self.spans.iter().map(|span| (Timestamp::clamped(span.start), Timestamp::clamped(span.end)))
    }

    /// Returns the stretch that holds that instant.
    pub fn at(&self, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
        self.iter().find(|(from, to)| *from <= at && at < *to)
    }
}

impl Calendar {
    /// Returns how much of the time from `from` to `to` is open and not paused; negative when `to` comes first.
    ///
    /// # Errors
    /// As [`Calendar::elapsed`].
    pub fn elapsed_without(&self, pauses: &Pauses, from: Timestamp, to: Timestamp) -> Result<TimeDelta> {
        if to < from {
            return Ok(-self.elapsed_without(pauses, to, from)?);
        }
        let mut elapsed = self.elapsed(from, to)?;
        for (paused, resumed) in pauses.iter().map(|(paused, resumed)| (paused.max(from), resumed.min(to))) {
            if paused < resumed {
                elapsed -= self.elapsed(paused, resumed)?;
            }
        }
        Ok(elapsed)
    }

    /// Returns the first instant at or after `start` until which `duration` was open and not paused.
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn deadline_without(&self, pauses: &Pauses, start: Timestamp, duration: TimeDelta) -> Result<Timestamp> {
        let mut longer = duration;
        let mut due = self.deadline(start, longer)?;
        // A pause that begins when all is done, or later, moves nothing; an earlier one moves it by the open time it holds.
        for (paused, resumed) in pauses.iter() {
            if paused >= due {
                break;
            }
            longer += self.elapsed(paused.max(start), resumed.max(start))?;
            due = self.deadline(start, longer)?;
        }
        Ok(due)
    }

    /// Returns the last instant at or before `end` since which `duration` was open and not paused.
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn subtract_without(&self, pauses: &Pauses, end: Timestamp, duration: TimeDelta) -> Result<Timestamp> {
        let mut longer = duration;
        let mut began = self.subtract(end, longer)?;
        for (paused, resumed) in pauses.iter().rev() {
            if resumed <= began {
                break;
            }
            longer += self.elapsed(paused.min(end), resumed.min(end))?;
            began = self.subtract(end, longer)?;
        }
        Ok(began)
    }

    /// Returns the first instant at or after `at` at which it is open and nothing is paused.
    ///
    /// # Errors
    /// As [`Calendar::next_open`].
    pub fn next_open_without(&self, pauses: &Pauses, at: Timestamp) -> Result<Timestamp> {
        let mut open = self.next_open(at)?;
        while let Some((_, resumed)) = pauses.at(open) {
            open = self.next_open(resumed)?;
        }
        Ok(open)
    }
}
