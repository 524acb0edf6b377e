//! The calendar for other languages: how one is made there, and what it is asked, in types that every language has: milliseconds
//! for durations, a named moment for the rule of a deadline in days.

use chrono::{NaiveDate, TimeDelta};
use serde_json::Value as Json;

use super::answer::{CalendarSegment, DayMoment, HolidayDate, HolidayPreset};
use super::business_days::DayRule;
use super::compiled::Calendar;
use super::definition::CalendarDefinition;
use super::holiday::Holiday;
use super::presets::{PRESETS, preset};
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::operation::operations;

/// The questions to a calendar.
#[derive(Clone, Copy, Debug)]
pub struct Questions<'a> {
    calendar: &'a Calendar,
}

impl Calendar {
    /// Returns the questions as other languages ask them.
    pub fn questions(&self) -> Questions<'_> {
        Questions { calendar: self }
    }
}

#[operations(MAKING)]
impl Questions<'_> {
    /// Makes the calendar of a definition. One without any hours is a calendar: it is never open, and has no deadlines.
    ///
    /// # Errors
    /// Kind `Invalid` with the field, such as `weekly_hours.monday[0]`, for a zone that does not exist, intervals that overlap and
    /// holidays that cannot be.
    #[expect(clippy::new_ret_no_self, reason = "the operation makes what is asked here")]
    pub fn new(definition: CalendarDefinition) -> Result<Calendar> {
        Calendar::new(definition)
    }

    /// Makes the calendar that never closes, by which calendar time is measured.
    pub fn always() -> Calendar {
        Calendar::always()
    }

    /// Makes the calendar that is open when one of these is, such as desks that follow the sun. Its dates are those of the first.
    ///
    /// # Errors
    /// [`Code::Required`] for `calendars` when there is none.
    pub fn union(calendars: Vec<Calendar>) -> Result<Calendar> {
        Calendar::union(&calendars)
    }

    /// Makes the calendar that is open when all of these are, such as a meeting of two offices. Its dates are those of the first.
    ///
    /// # Errors
    /// [`Code::Required`] for `calendars` when there is none.
    pub fn intersection(calendars: Vec<Calendar>) -> Result<Calendar> {
        Calendar::intersection(&calendars)
    }

    /// Returns the sets of holidays that a definition can name.
    pub fn presets() -> Vec<HolidayPreset> {
        PRESETS.iter().map(HolidayPreset::from).collect()
    }

    /// Returns the holidays of one year of a set, in the order of their dates.
    ///
    /// # Errors
    /// [`Code::EnumUnknown`] for a set that there is not, [`Code::CalendarUncovered`] for a year that is not known.
    pub fn preset_holidays(preset: &str, year: i64) -> Result<Vec<HolidayDate>> {
        let holidays = set(preset)?.of_year(i32::try_from(year).unwrap_or(i32::MAX))?;
        Ok(holidays.into_iter().map(HolidayDate::from).collect())
    }

    /// Returns the holidays of an iCalendar text (RFC 5545), in the form that a definition has them in.
    ///
    /// An event over whole days closes these days; one with local times closes the part of the day between them. Events that repeat
    /// every year stay rules, and cancelled ones are left out.
    ///
    /// # Errors
    /// [`Code::BytesTooLong`] above one MiB; [`Code::FormatInvalid`] with the event and its property for what is no iCalendar text
    /// and for events that no holiday can express: in UTC, over several days with times, or with another kind of repetition.
    pub fn icalendar_holidays(text: &str) -> Result<Json> {
        holidays_of(text).map(|holidays| holidays.iter().map(Holiday::to_json).collect())
    }
}

fn set(key: &str) -> Result<&'static super::HolidaySet> {
    preset(key).ok_or_else(|| {
        let known: Vec<&str> = PRESETS.iter().map(|set| set.key).collect();
        Error::new(Code::EnumUnknown).field("preset").with("options", known.join(", "))
    })
}

#[cfg(feature = "icalendar")]
fn holidays_of(text: &str) -> Result<Vec<Holiday>> {
    Holiday::from_icalendar(text)
}

#[cfg(not(feature = "icalendar"))]
fn holidays_of(_: &str) -> Result<Vec<Holiday>> {
    Err(Error::new(Code::OperationUnknown))
}

#[operations(TIME, calendar)]
impl Questions<'_> {
    /// Returns whether the calendar is open at that instant. The moment of closing is not open.
    ///
    /// # Errors
    /// [`Code::CalendarUncovered`] for a year that a preset of holidays does not know.
    pub fn is_open(&self, at: Timestamp) -> Result<bool> {
        self.calendar.is_open(at)
    }

    /// Returns whether there is open time on that date of the calendar's zone.
    ///
    /// # Errors
    /// As [`Calendar::is_open`].
    pub fn is_business_day(&self, date: NaiveDate) -> Result<bool> {
        self.calendar.is_business_day(date)
    }

    /// Returns the first instant at or after `start` until which the calendar was open for so many milliseconds. One that lands on a
    /// closing stays there, and after no time at all it is `start` itself, open or not.
    ///
    /// # Errors
    /// As [`Calendar::is_open`]; [`Code::NumberRange`] for a negative duration, [`Code::CalendarNeverOpens`] when there is not so
    /// much time left.
    pub fn deadline(&self, start: Timestamp, milliseconds: i64) -> Result<Timestamp> {
        self.calendar.deadline(start, duration(milliseconds)?)
    }

    /// Returns the last instant at or before `end` since which the calendar was open for so many milliseconds.
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn subtract(&self, end: Timestamp, milliseconds: i64) -> Result<Timestamp> {
        self.calendar.subtract(end, duration(milliseconds)?)
    }

    /// Returns how many milliseconds of the time from `start` to `end` the calendar is open; negative when `end` comes first.
    ///
    /// # Errors
    /// As [`Calendar::is_open`].
    pub fn elapsed(&self, start: Timestamp, end: Timestamp) -> Result<i64> {
        Ok(self.calendar.elapsed(start, end)?.num_milliseconds())
    }

    /// Returns the first instant at or after `at` at which the calendar is open: `at` itself while it is.
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn next_open(&self, at: Timestamp) -> Result<Timestamp> {
        self.calendar.next_open(at)
    }

    /// Returns the last instant at or before `at` just before which the calendar was open: `at` itself while it is open or just
    /// closed.
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn previous_close(&self, at: Timestamp) -> Result<Timestamp> {
        self.calendar.previous_close(at)
    }

    /// Returns the time from `start` to `end`, at most ten years, as segments without gaps that are open, closed or a holiday.
    ///
    /// # Errors
    /// As [`Calendar::is_open`].
    pub fn segments(&self, start: Timestamp, end: Timestamp) -> Result<Vec<CalendarSegment>> {
        Ok(self.calendar.segments(start, end)?.into_iter().map(CalendarSegment::from).collect())
    }

    /// Returns the date of the nth business day after `date`, which is not counted itself; the 0th is `date` or the next one.
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn business_day(&self, date: NaiveDate, days: u32) -> Result<NaiveDate> {
        self.calendar.business_day(date, days)
    }

    /// Returns the deadline so many business days after `start`, at the moment that is asked for: `time`, such as `16:00`, is needed
    /// for `at_time`. A moment at which the calendar is closed means its last closing before on that day, or else its first opening.
    ///
    /// # Errors
    /// As [`Calendar::deadline`]; [`Code::Required`] and [`Code::FormatInvalid`] for `time`.
    pub fn business_days(
        &self,
        start: Timestamp,
        days: u32,
        moment: DayMoment,
        time: Option<String>,
    ) -> Result<Timestamp> {
        let rule = match moment {
            DayMoment::SameTime => DayRule::SameTime,
            DayMoment::EndOfDay => DayRule::EndOfDay,
            DayMoment::AtTime => {
                let time = time.ok_or_else(|| Error::new(Code::Required).field("time"))?;
                DayRule::At(time.parse()?)
            }
        };
        self.calendar.business_days(start, days, rule)
    }
}

fn duration(milliseconds: i64) -> Result<TimeDelta> {
    let wrong = || Error::new(Code::NumberRange).field("milliseconds").with("min", 0).with("max", i64::MAX);
    TimeDelta::try_milliseconds(milliseconds).filter(|duration| *duration >= TimeDelta::zero()).ok_or_else(wrong)
}
