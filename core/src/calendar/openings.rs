//! Whether a calendar is open, when it opens next, and when it last closed.

use super::compiled::{Calendar, PATIENCE};
use super::span::Span;
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

impl Calendar {
    /// Returns whether it is open at that instant.
    ///
    /// # Errors
    /// [`Code::CalendarUncovered`] for a year that a preset does not know.
    pub fn is_open(&self, at: Timestamp) -> Result<bool> {
        let millis = self.known(at)?;
        let next = self.stretch(Self::number(millis)).and_then(|stretch| stretch.opening_after(millis));
        Ok(next.is_some_and(|span| span.start <= millis))
    }

    /// Returns the first instant at or after `at` at which it is open: `at` itself while it is.
    ///
    /// # Errors
    /// [`Code::CalendarNeverOpens`] when it does not open any more, [`Code::CalendarUncovered`] when that is not known.
    pub fn next_open(&self, at: Timestamp) -> Result<Timestamp> {
        let millis = self.known(at)?;
        Ok(Timestamp::clamped(self.opening_from(millis)?.start.max(millis)))
    }

    /// Returns the last instant at or before `at` just before which it was open: `at` itself while it is open or just closed.
    ///
    /// # Errors
    /// [`Code::CalendarNeverOpens`] when it was never open before, [`Code::CalendarUncovered`] when that is not known.
    pub fn previous_close(&self, at: Timestamp) -> Result<Timestamp> {
        let millis = self.known(at)?;
        let mut number = Self::number(millis);
        for _ in 0..PATIENCE {
            if let Some(span) = self.stretch(number).and_then(|stretch| stretch.opening_before(millis)) {
                return Ok(Timestamp::clamped(span.end.min(millis)));
            }
            if number == 0 || Self::start_of(number) < self.covered().start {
                return Err(self.uncovered(self.covered().start - 1));
            }
            number -= 1;
        }
        Err(Error::new(Code::CalendarNeverOpens).field("weekly_hours"))
    }

    /// Returns the open stretch that holds `at` or is the next, as far as its compiled year goes.
    fn opening_from(&self, at: i64) -> Result<Span> {
        let mut number = Self::number(at);
        for _ in 0..PATIENCE {
            if let Some(span) = self.stretch(number).and_then(|stretch| stretch.opening_after(at)) {
                return Ok(span);
            }
            number += 1;
            let begins = Self::start_of(number);
            if begins > self.covered().end {
                return Err(self.uncovered(begins));
            }
            if begins > self.end_of_hours() {
                break;
            }
        }
        Err(Error::new(Code::CalendarNeverOpens).field("weekly_hours"))
    }
}
