//! What a calendar is made of, and what is refused before one is compiled.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::holiday::{Holiday, HolidayRule, HolidaySet};
use super::local_time::Interval;
use super::presets;
use crate::clock::Zone;
use crate::error::{Code, Error, Result};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// The first day of the week, by ISO 8601.
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The last.
    Sunday,
}

impl Weekday {
    /// Every day of the week, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// Returns the name in a definition, such as `monday`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    pub(super) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.name() == name)
    }
}

impl From<chrono::Weekday> for Weekday {
    fn from(day: chrono::Weekday) -> Self {
        Self::ALL[day.num_days_from_monday() as usize]
    }
}

impl From<Weekday> for chrono::Weekday {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

/// When a place is open: the hours of its week, its holidays, and the dates with hours of their own.
///
/// As JSON it is what the entity [`BusinessCalendar`](crate::sla::BusinessCalendar) keeps; see [`CalendarDefinition::from_json`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarDefinition {
    /// The IANA time zone of its wall clock, such as `America/Sao_Paulo`.
    pub timezone: String,
    /// The open hours of each weekday, Monday first. What crosses midnight belongs to the day on which it opens.
    pub weekly_hours: [Vec<Interval>; 7],
    /// The names of [`PRESETS`](super::PRESETS) whose holidays it keeps.
    pub presets: Vec<String>,
    /// The holidays of its own.
    pub holidays: Vec<Holiday>,
    /// The dates with hours of their own, which replace the hours of the weekday and beat holidays; none means closed.
    pub overrides: BTreeMap<NaiveDate, Vec<Interval>>,
}

/// The most intervals of one day.
const MAX_INTERVALS: usize = 48;
/// The most holidays of a calendar, and the most dates with hours of their own.
const MAX_DAYS: usize = 4096;
/// The longest name of a holiday, in characters.
const MAX_NAME: usize = 200;

impl CalendarDefinition {
    /// Returns a calendar in that zone that is open from Monday to Friday during `hours`, such as `["09:00-12:00", "13:00-18:00"]`.
    ///
    /// # Errors
    /// [`Code::FormatInvalid`] for what is no interval.
    pub fn weekdays(timezone: &str, hours: &[&str]) -> Result<Self> {
        let intervals: Vec<Interval> = hours.iter().map(|text| text.parse()).collect::<Result<_>>()?;
        let mut definition = Self { timezone: timezone.to_owned(), ..Self::default() };
        definition.weekly_hours[..5].fill(intervals);
        Ok(definition)
    }

    /// Returns the calendar that never closes. Calendar time is measured by it.
    pub fn always() -> Self {
        Self {
            timezone: "UTC".to_owned(),
            weekly_hours: std::array::from_fn(|_| vec![Interval::DAY]),
            ..Self::default()
        }
    }

    /// Checks it and returns its zone and its presets.
    pub(super) fn checked(&self) -> Result<(Zone, Vec<&'static HolidaySet>)> {
        let zone = Zone::find(&self.timezone)
            .ok_or_else(|| Error::new(Code::FormatInvalid).field("timezone").with("expected", "an IANA time zone"))?;
        for day in Weekday::ALL {
            check_hours(&self.weekly_hours[day as usize], || format!("weekly_hours.{}", day.name()))?;
        }
        check_count(self.overrides.len(), "overrides")?;
        for (date, hours) in &self.overrides {
            check_hours(hours, || format!("overrides.{date}"))?;
        }
        check_count(self.holidays.len(), "holidays")?;
        for (index, holiday) in self.holidays.iter().enumerate() {
            check_holiday(holiday, index)?;
        }
        let named = |(index, key): (usize, &String)| {
            presets::preset(key).ok_or_else(|| {
                let known: Vec<&str> = presets::PRESETS.iter().map(|set| set.key).collect();
                Error::new(Code::EnumUnknown)
                    .field(format!("holidays[{index}].preset"))
                    .with("options", known.join(", "))
            })
        };
        check_count(self.presets.len(), "holidays")?;
        Ok((zone, self.presets.iter().enumerate().map(named).collect::<Result<_>>()?))
    }
}

fn check_count(count: usize, field: &str) -> Result<()> {
    if count > MAX_DAYS {
        return Err(Error::new(Code::ListTooLong).field(field).with("max", MAX_DAYS));
    }
    Ok(())
}

/// Refuses hours of one day that overlap, also behind midnight.
fn check_hours(hours: &[Interval], field: impl Fn() -> String) -> Result<()> {
    if hours.len() > MAX_INTERVALS {
        return Err(Error::new(Code::ListTooLong).field(field()).with("max", MAX_INTERVALS));
    }
    let mut sorted = hours.to_vec();
    sorted.sort_unstable();
    if sorted.windows(2).any(|pair| pair[1].opens().millis() < pair[0].closing_millis()) {
        return Err(Error::new(Code::IntervalsOverlap).field(field()));
    }
    Ok(())
}

fn check_holiday(holiday: &Holiday, index: usize) -> Result<()> {
    let field = |name: &str| format!("holidays[{index}].{name}");
    let range = |name: &str, min: i32, max: i32| {
        Error::new(Code::NumberRange).field(field(name)).with("min", min).with("max", max)
    };
    let length = holiday.name.chars().count();
    if length == 0 {
        return Err(Error::new(Code::Required).field(field("name")));
    }
    if length > MAX_NAME {
        return Err(Error::new(Code::TextTooLong).field(field("name")).with("max", MAX_NAME));
    }
    if holiday.closed.is_some_and(Interval::crosses_midnight) {
        return Err(Error::new(Code::FormatInvalid).field(field("closed")).with("expected", "HH:MM-HH:MM"));
    }
    if holiday.years.is_empty() {
        return Err(Error::new(Code::RangeReversed).field(field("until")).with("other", "from"));
    }
    match holiday.rule {
        HolidayRule::Yearly { month, day } if NaiveDate::from_ymd_opt(2000, month, day).is_none() => {
            Err(Error::new(Code::FormatInvalid).field(field("yearly")).with("expected", "MM-DD"))
        }
        HolidayRule::Nth { month, .. } if !(1..=12).contains(&month) => Err(range("month", 1, 12)),
        HolidayRule::Nth { nth, .. } if nth == 0 || nth.abs() > 5 => Err(range("nth", -5, 5)),
        HolidayRule::Easter(shift) if !(-80..=250).contains(&shift) => Err(range("easter", -80, 250)),
        _ => Ok(()),
    }
}
