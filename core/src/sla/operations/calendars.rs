//! Business time by the calendars that an organization keeps.

use chrono::NaiveDate;

use crate::calendar::{Calendar, CalendarSegment, DayMoment};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::operation::operations;
use crate::scope::Scope;
use crate::sla::rules::policy;
use crate::sla::{BusinessCalendar, BusinessCalendarId};

/// The calendars of an organization, to be asked.
#[derive(Clone, Copy, Debug)]
pub struct Calendars<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the business calendars of the organization, to be asked.
    pub fn calendars(&self) -> Calendars<'_> {
        Calendars { scope: self }
    }
}

impl BusinessCalendar {
    /// Returns the calendar as a value, with which any number of questions can be asked without the store.
    ///
    /// # Errors
    /// Kind `Invalid` for a calendar that came from elsewhere and cannot be read.
    pub fn calendar(&self) -> Result<Calendar> {
        policy::calendar(self)
    }
}

impl Calendars<'_> {
    async fn value(&self, id: BusinessCalendarId) -> Result<Calendar> {
        self.scope.load::<BusinessCalendar>(id).await?.calendar()
    }
}

#[operations(TIME)]
impl Calendars<'_> {
    /// Returns whether the calendar is open at that instant.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound); [`Code::CalendarUncovered`](crate::Code::CalendarUncovered) for a year that a preset of holidays does not know.
    pub async fn is_open(&self, id: BusinessCalendarId, at: Timestamp) -> Result<bool> {
        self.value(id).await?.is_open(at)
    }

    /// Returns the first instant at or after `start` until which the calendar was open for so many milliseconds.
    ///
    /// # Errors
    /// As [`Calendars::is_open`]; [`Code::NumberRange`](crate::Code::NumberRange) for a negative duration, [`Code::CalendarNeverOpens`](crate::Code::CalendarNeverOpens) when there is not so
    /// much time left.
    pub async fn deadline(&self, id: BusinessCalendarId, start: Timestamp, milliseconds: i64) -> Result<Timestamp> {
        self.value(id).await?.questions().deadline(start, milliseconds)
    }

    /// Returns the last instant at or before `end` since which the calendar was open for so many milliseconds.
    ///
    /// # Errors
    /// As [`Calendars::deadline`].
    pub async fn subtract(&self, id: BusinessCalendarId, end: Timestamp, milliseconds: i64) -> Result<Timestamp> {
        self.value(id).await?.questions().subtract(end, milliseconds)
    }

    /// Returns how many milliseconds of the time from `start` to `end` the calendar is open; negative when `end` comes first.
    ///
    /// # Errors
    /// As [`Calendars::is_open`].
    pub async fn elapsed(&self, id: BusinessCalendarId, start: Timestamp, end: Timestamp) -> Result<i64> {
        self.value(id).await?.questions().elapsed(start, end)
    }

    /// Returns the first instant at or after `at` at which the calendar is open.
    ///
    /// # Errors
    /// As [`Calendars::deadline`].
    pub async fn next_open(&self, id: BusinessCalendarId, at: Timestamp) -> Result<Timestamp> {
        self.value(id).await?.next_open(at)
    }

    /// Returns the last instant at or before `at` just before which the calendar was open.
    ///
    /// # Errors
    /// As [`Calendars::deadline`].
    pub async fn previous_close(&self, id: BusinessCalendarId, at: Timestamp) -> Result<Timestamp> {
        self.value(id).await?.previous_close(at)
    }

    /// Returns the time from `start` to `end`, at most ten years, as segments without gaps that are open, closed or a holiday.
    ///
    /// # Errors
    /// As [`Calendars::is_open`].
    pub async fn segments(
        &self,
        id: BusinessCalendarId,
        start: Timestamp,
        end: Timestamp,
    ) -> Result<Vec<CalendarSegment>> {
        self.value(id).await?.questions().segments(start, end)
    }

    /// Returns the date of the nth business day after `date`, which is not counted itself; the 0th is `date` or the next one.
    ///
    /// # Errors
    /// As [`Calendars::deadline`].
    pub async fn business_day(&self, id: BusinessCalendarId, date: NaiveDate, days: u32) -> Result<NaiveDate> {
        self.value(id).await?.business_day(date, days)
    }

    /// Returns the deadline so many business days after `start`, at the moment that is asked for: `time`, such as `16:00`, is needed
    /// for `at_time`. A moment at which the calendar is closed means its last closing before on that day, or else its first opening.
    ///
    /// # Errors
    /// As [`Calendars::deadline`]; [`Code::Required`](crate::Code::Required) and [`Code::FormatInvalid`](crate::Code::FormatInvalid) for `time`.
    pub async fn business_days(
        &self,
        id: BusinessCalendarId,
        start: Timestamp,
        days: u32,
        moment: DayMoment,
        time: Option<String>,
    ) -> Result<Timestamp> {
        self.value(id).await?.questions().business_days(start, days, moment, time)
    }
}
