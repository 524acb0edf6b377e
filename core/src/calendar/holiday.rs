//! Days without work: on one date, every year, on the nth weekday of a month, or by Easter.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, Days, NaiveDate};

use super::definition::Weekday;
use super::easter::easter;
use super::local_time::Interval;

/// On which days a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HolidayRule {
    /// On this date alone.
    On(NaiveDate),
    /// Every year on this day; 29 February falls in leap years only.
    Yearly {
        /// From 1 to 12.
        month: u32,
        /// From 1 to 31.
        day: u32,
    },
    /// Every year on a weekday of a month: 1 is the first, -1 the last.
    Nth {
        /// From 1 to 12.
        month: u32,
        /// Which day of the week.
        weekday: Weekday,
        /// From 1 to 5 or from -5 to -1; a fifth weekday falls in the months that have one.
        nth: i8,
    },
    /// So many days after Easter Sunday, before it when negative; from -80 to 250, so that it stays in the year.
    Easter(i16),
}

/// A day, or a part of one, on which nobody works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// What it is called; `explain` says so.
    pub name: String,
    /// On which days it falls.
    pub rule: HolidayRule,
    /// The part of the day that is closed, without crossing midnight; nothing for all of it.
    pub closed: Option<Interval>,
    /// The years in which it is one.
    pub years: RangeInclusive<i32>,
}

impl Holiday {
    /// Returns a whole day without work, in every year.
    pub fn new(name: impl Into<String>, rule: HolidayRule) -> Self {
        Self { name: name.into(), rule, closed: None, years: i32::MIN..=i32::MAX }
    }

    /// Returns the date on which it falls in that year, if it does.
    pub fn date_in(&self, year: i32) -> Option<NaiveDate> {
        if !self.years.contains(&year) {
            return None;
        }
        match self.rule {
            HolidayRule::On(date) => (date.year() == year).then_some(date),
            HolidayRule::Yearly { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            HolidayRule::Nth { month, weekday, nth } if nth > 0 => {
                NaiveDate::from_weekday_of_month_opt(year, month, weekday.into(), nth.unsigned_abs())
            }
            HolidayRule::Nth { month, weekday, nth } => {
                // Counted from the end, the fifth from the end is the first in a month that has five.
                let of_month = |n: u8| NaiveDate::from_weekday_of_month_opt(year, month, weekday.into(), n);
                let count = if of_month(5).is_some() { 5 } else { 4 };
                of_month((count + 1_u8).checked_sub(nth.unsigned_abs()).filter(|n| *n > 0)?)
            }
            HolidayRule::Easter(shift) => {
                let days = Days::new(u64::from(shift.unsigned_abs()));
                let easter = easter(year)?;
                if shift < 0 { easter.checked_sub_days(days) } else { easter.checked_add_days(days) }
            }
        }
    }
}

/// Holidays that belong together, with the years for which they are known.
///
/// A question about a date outside these years is answered by an error, because what a law will say is not to be guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidaySet {
    /// The name by which a calendar refers to it, such as `br.national`.
    pub key: &'static str,
    /// The laws it comes from.
    pub source: &'static str,
    /// The years that are known.
    pub years: RangeInclusive<i32>,
    /// The holidays.
    pub holidays: Vec<Holiday>,
}

impl HolidaySet {
    /// Returns the holidays of one year with their dates, in order.
    ///
    /// # Errors
    /// [`Code::CalendarUncovered`](crate::Code::CalendarUncovered) for a year that is not known.
    pub fn of_year(&self, year: i32) -> crate::Result<Vec<(NaiveDate, &Holiday)>> {
        if !self.years.contains(&year) {
            return Err(self.uncovered(year));
        }
        let mut dates: Vec<_> =
            self.holidays.iter().filter_map(|holiday| Some((holiday.date_in(year)?, holiday))).collect();
        dates.sort_by_key(|(date, _)| *date);
        Ok(dates)
    }

    pub(super) fn uncovered(&self, year: i32) -> crate::Error {
        crate::Error::new(crate::Code::CalendarUncovered)
            .field("holidays")
            .with("preset", self.key)
            .with("year", year)
            .with("from", self.years.start())
            .with("until", self.years.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(rule: HolidayRule, year: i32) -> Option<String> {
        Holiday::new("Day", rule).date_in(year).map(|date| date.to_string())
    }

    #[test]
    fn the_nth_weekday_counts_from_either_end() {
        let nth = |month, weekday, nth| date(HolidayRule::Nth { month, weekday, nth }, 2026);
        assert_eq!(nth(11, Weekday::Thursday, 4).as_deref(), Some("2026-11-26"));
        assert_eq!(nth(5, Weekday::Monday, -1).as_deref(), Some("2026-05-25"));
        assert_eq!(nth(5, Weekday::Friday, 5).as_deref(), Some("2026-05-29"));
        assert_eq!(nth(5, Weekday::Friday, -5).as_deref(), Some("2026-05-01"));
        assert_eq!(nth(5, Weekday::Monday, 5), None);
        assert_eq!(nth(5, Weekday::Monday, -5), None);
    }

    #[test]
    fn feasts_move_with_easter() {
        assert_eq!(date(HolidayRule::Easter(-47), 2026).as_deref(), Some("2026-02-17"));
        assert_eq!(date(HolidayRule::Easter(60), 2025).as_deref(), Some("2025-06-19"));
    }

    #[test]
    fn a_day_that_a_year_does_not_have_is_no_holiday() {
        let leap = HolidayRule::Yearly { month: 2, day: 29 };
        assert_eq!(date(leap, 2028).as_deref(), Some("2028-02-29"));
        assert_eq!(date(leap, 2027), None);
        let limited = Holiday { years: 2030..=2040, ..Holiday::new("Day", leap) };
        assert_eq!(limited.date_in(2028), None);
        assert!(limited.date_in(2032).is_some());
    }
}
