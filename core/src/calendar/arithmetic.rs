//! Adding, subtracting and measuring working time.

use chrono::TimeDelta;

use super::compiled::{Calendar, PATIENCE};
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

impl Calendar {
    /// Returns how much of the time from `from` to `to` is open; negative when `to` comes first.
    ///
    /// # Errors
    /// [`Code::CalendarUncovered`] when one of them lies in a year that a preset does not know.
    pub fn elapsed(&self, from: Timestamp, to: Timestamp) -> Result<TimeDelta> {
        let (from, to) = (self.known(from)?, self.known(to)?);
        let millis = if from <= to { self.open_between(from, to) } else { -self.open_between(to, from) };
        Ok(TimeDelta::milliseconds(millis))
    }

    /// Returns the first instant at or after `start` until which `duration` was open. One that lands on a closing stays there,
    /// and after no time at all it is `start` itself, open or not; see [`Calendar::next_open`].
    ///
    /// # Errors
    /// [`Code::NumberRange`] for a negative duration; [`Code::CalendarNeverOpens`] when there is not so much time left;
    /// [`Code::CalendarUncovered`] when it would lie in a year that a preset does not know.
    pub fn deadline(&self, start: Timestamp, duration: TimeDelta) -> Result<Timestamp> {
        let (start_millis, mut left) = (self.known(start)?, positive(duration)?);
        if left == 0 {
            return Ok(start);
        }
        let mut number = Self::number(start_millis);
        let mut barren = 0;
        if let Some(stretch) = self.stretch(number) {
            let total = stretch.total_before(start_millis).saturating_add(left);
            if total <= stretch.total() {
                return Ok(Timestamp::clamped(stretch.first_at(total)));
            }
            left = total - stretch.total();
        }
        loop {
            number += 1;
            let begins = Self::start_of(number);
            if begins > self.covered().end {
                return Err(self.uncovered(begins));
            }
            barren += 1;
            let stretch = self.stretch(number).filter(|_| begins <= self.end_of_hours() && barren <= PATIENCE);
            let stretch = stretch.ok_or_else(|| Error::new(Code::CalendarNeverOpens).field("weekly_hours"))?;
            if left <= stretch.total() {
                return Ok(Timestamp::clamped(stretch.first_at(left)));
            }
            if stretch.total() > 0 {
                barren = 0;
            }
            left -= stretch.total();
        }
    }

    /// Returns the last instant at or before `end` since which `duration` was open: the inverse of [`Calendar::deadline`].
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn subtract(&self, end: Timestamp, duration: TimeDelta) -> Result<Timestamp> {
        let (end_millis, mut left) = (self.known(end)?, positive(duration)?);
        if left == 0 {
            return Ok(end);
        }
        let mut number = Self::number(end_millis);
        let mut barren = 0;
        if let Some(stretch) = self.stretch(number) {
            let before = stretch.total_before(end_millis);
            if left <= before {
                return Ok(Timestamp::clamped(stretch.last_at(before - left)));
            }
            left -= before;
        }
        loop {
            let ends = Self::start_of(number);
            if ends < self.covered().start || number == 0 {
                return Err(self.uncovered(ends - 1));
            }
            number -= 1;
            barren += 1;
            let stretch = self.stretch(number).filter(|_| barren <= PATIENCE);
            let stretch = stretch.ok_or_else(|| Error::new(Code::CalendarNeverOpens).field("weekly_hours"))?;
            if left <= stretch.total() {
                return Ok(Timestamp::clamped(stretch.last_at(stretch.total() - left)));
            }
            if stretch.total() > 0 {
                barren = 0;
            }
            left -= stretch.total();
        }
    }

    /// Returns the open milliseconds from `from` to `to`, which comes no earlier.
    fn open_between(&self, from: i64, to: i64) -> i64 {
        let (first, last) = (Self::number(from), Self::number(to));
        let before = |number: usize, at: i64| self.stretch(number).map_or(0, |stretch| stretch.total_before(at));
        let whole: i64 = (first..last).map(|number| self.stretch(number).map_or(0, |stretch| stretch.total())).sum();
        whole + before(last, to) - before(first, from)
    }
}

fn positive(duration: TimeDelta) -> Result<i64> {
    let millis = duration.num_milliseconds();
    if millis < 0 {
        return Err(Error::new(Code::NumberRange).field("duration").with("min", 0).with("max", i64::MAX));
    }
    Ok(millis)
}
