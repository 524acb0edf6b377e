//! Business time minute by minute: what does the wall clock show, and is that an open hour? Slow, and too simple to be wrong in
//! the same way. It shares with the calendar only the offset of a zone at an instant.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::calendar::{CalendarDefinition, Interval, Weekday};
use crate::clock::{Timestamp, Zone};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

pub(super) struct Slow<'a> {
    definition: &'a CalendarDefinition,
    zone: Zone,
}

impl<'a> Slow<'a> {
    pub(super) fn new(definition: &'a CalendarDefinition) -> Self {
        Self { definition, zone: Zone::find(&definition.timezone).unwrap() }
    }

    /// Whether it is open during the minute that begins at `at`.
    pub(super) fn is_open(&self, at: i64) -> bool {
        let local = self.zone.local_millis(Timestamp::clamped(at));
        let date =
            NaiveDate::from_num_days_from_ce_opt(i32::try_from(local.div_euclid(DAY)).unwrap() + 719_163).unwrap();
        let time = local.rem_euclid(DAY);
        let own = self.hours(date).iter().any(|hours| shows(*hours, time));
        let night = self.hours(date - Days::new(1)).iter().any(|hours| shows(*hours, time + DAY));
        (own || night) && !self.is_holiday(date, time)
    }

    fn hours(&self, date: NaiveDate) -> &[Interval] {
        match self.definition.overrides.get(&date) {
            Some(hours) => hours,
            None => &self.definition.weekly_hours[Weekday::from(date.weekday()) as usize],
        }
    }

    fn is_holiday(&self, date: NaiveDate, time: i64) -> bool {
        let closed = |part: Option<Interval>| part.is_none_or(|part| shows(part, time));
        !self.definition.overrides.contains_key(&date)
            && self.definition.holidays.iter().any(|day| day.date_in(date.year()) == Some(date) && closed(day.closed))
    }

    pub(super) fn elapsed(&self, from: i64, to: i64) -> i64 {
        (from..to).step_by(MINUTE as usize).filter(|&at| self.is_open(at)).count() as i64 * MINUTE
    }

    /// The first instant until which `minutes` were open, or none within `days`.
    pub(super) fn deadline(&self, start: i64, minutes: i64, days: i64) -> Option<i64> {
        let mut left = minutes;
        let mut at = start;
        while left > 0 {
            if at > start + days * DAY {
                return None;
            }
            left -= i64::from(self.is_open(at));
            at += MINUTE;
        }
        Some(at)
    }

    /// The last instant since which `minutes` were open, or none within `days`.
    pub(super) fn subtract(&self, end: i64, minutes: i64, days: i64) -> Option<i64> {
        let mut left = minutes;
        let mut at = end;
        while left > 0 {
            if at < end - days * DAY {
                return None;
            }
            at -= MINUTE;
            left -= i64::from(self.is_open(at));
        }
        Some(at)
    }
}

fn shows(hours: Interval, time: i64) -> bool {
    let end = hours.closes().millis() + if hours.crosses_midnight() { DAY } else { 0 };
    hours.opens().millis() <= time && time < end
}
