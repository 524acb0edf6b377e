//! Deadlines in days: the nth date with any work on it.

use chrono::{Days, NaiveDate};

use super::compiled::{Calendar, PATIENCE};
use super::local_time::LocalTime;
use super::source::local_midnight;
use super::span::Span;
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

/// At which moment of its last day a deadline in business days falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayRule {
    /// At the local time at which it began.
    SameTime,
    /// When the day closes for the last time.
    EndOfDay,
    /// At this local time.
    At(LocalTime),
}

impl Calendar {
    /// Returns whether there is open time on that date of the calendar's zone.
    ///
    /// # Errors
    /// [`Code::CalendarUncovered`] for a year that a preset does not know.
    pub fn is_business_day(&self, date: NaiveDate) -> Result<bool> {
        let day = self.day(date);
        self.known(Timestamp::clamped(day.start))?;
        Ok(!day.is_empty() && !self.open_spans(day).is_empty())
    }

    /// Returns the date of the `n`th business day after `date`; the day itself is not counted (Lei 9.784/1999, art. 66: the day of
    /// the beginning is excluded and that of the end included). The 0th is `date` itself, or the next business day after it.
    ///
    /// ```
    /// use servicedesk::calendar::{Calendar, CalendarDefinition};
    /// let mut federal = CalendarDefinition::weekdays("America/Sao_Paulo", &["00:00-24:00"])?;
    /// federal.presets.push("br.national".to_owned());
    /// let federal = Calendar::new(federal)?;
    /// // Friday the 20th of November 2026 is a holiday.
    /// let known = "2026-11-18".parse().unwrap();
    /// assert_eq!(federal.business_day(known, 3)?.to_string(), "2026-11-24");
    /// # Ok::<(), servicedesk::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Code::CalendarNeverOpens`] when there are not so many left, [`Code::CalendarUncovered`] when that is not known.
    pub fn business_day(&self, date: NaiveDate, n: u32) -> Result<NaiveDate> {
        // The dates of the open time, once each, a compiled year at a time.
        let mut counted = if n == 0 { date.pred_opt() } else { Some(date) };
        let first = if n == 0 { Some(date) } else { date.succ_opt() };
        let mut left = n.max(1);
        let mut from = self.known(Timestamp::clamped(self.day(first.unwrap_or(date)).start))?;
        for _ in 0..PATIENCE {
            let until = Self::start_of(Self::number(from) + 1);
            for span in self.open_spans(Span::new(from, until)) {
                let (first, last) = (self.zone().local_date(span.start), self.zone().local_date(span.end - 1));
                for date in first.iter_days().take_while(|date| *date <= last) {
                    if counted.is_some_and(|counted| date <= counted) {
                        continue;
                    }
                    counted = Some(date);
                    left -= 1;
                    if left == 0 {
                        return Ok(date);
                    }
                }
            }
            if until > self.covered().end {
                return Err(self.uncovered(until));
            }
            if until > self.end_of_hours() {
                break;
            }
            from = until;
        }
        Err(Error::new(Code::CalendarNeverOpens).field("weekly_hours"))
    }

    /// Returns the deadline `n` business days after `start`: on that date, at the moment that `rule` says. A moment at which
    /// the calendar is closed on that day means its last closing before, or else its first opening.
    ///
    /// # Errors
    /// As [`Calendar::business_day`].
    pub fn business_days(&self, start: Timestamp, n: u32, rule: DayRule) -> Result<Timestamp> {
        let began = self.known(start)?;
        let first = self.zone().local_date(began);
        let date = self.business_day(first, n)?;
        let day = self.day(date);
        let open = self.open_spans(day);
        let (Some(opens), Some(closes)) = (open.first(), open.last()) else {
            return Err(Error::new(Code::CalendarNeverOpens).field("weekly_hours"));
        };
        let at = |local: i64| self.zone().first_instant_at(local_midnight(date) + local).as_millis();
        let wanted = match rule {
            DayRule::EndOfDay => closes.end,
            DayRule::SameTime => at(self.zone().local_millis(start) - local_midnight(first)),
            DayRule::At(time) => at(time.millis()),
        };
        let held = open.iter().rev().find(|span| span.start <= wanted).map(|span| wanted.min(span.end));
        Ok(Timestamp::clamped(held.unwrap_or(opens.start)))
    }

    /// Returns the instants of a date; none for a date that a zone skipped.
    fn day(&self, date: NaiveDate) -> Span {
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        let midnight = |date| self.zone().first_instant_at(local_midnight(date)).as_millis();
        Span::new(midnight(date), midnight(next))
    }
}
