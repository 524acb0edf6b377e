//! Days become weeks, months or quarters, whichever makes a picture that fits on a screen.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};
use serde::Serialize;
use servicedesk::clock::Timestamp;

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// From Monday to Sunday (ISO 8601).
    Week,
    /// A calendar month.
    #[default]
    Month,
    /// Three calendar months.
    Quarter,
}

/// What happened in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// `2026-W07`, `2026-02` or `2026-Q1`.
    pub name: String,
    /// Tickets opened.
    pub opened: u64,
    /// Times that a ticket was resolved or ended.
    pub resolved: u64,
    /// Times that a ticket was opened again.
    pub reopened: u64,
    /// Tickets open at the end of the period.
    pub backlog: i64,
}

/// What happened on a day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Day {
    pub(super) opened: u64,
    pub(super) resolved: u64,
    pub(super) reopened: u64,
}

/// The days of an organization, which begin at midnight where it is.
pub(super) struct Days {
    zone: TimeZone,
    days: BTreeMap<Date, Day>,
}

impl Days {
    /// Begins to count in that time zone; in UTC when there is no such zone.
    pub(super) fn new(timezone: &str) -> Self {
        Self { zone: TimeZone::get(timezone).unwrap_or(TimeZone::UTC), days: BTreeMap::new() }
    }

    /// Returns the day of that instant.
    pub(super) fn of(&mut self, at: Timestamp) -> &mut Day {
        self.days.entry(date(&self.zone, at)).or_default()
    }

    /// Returns the periods from the first day to the last.
    pub(super) fn periods(&self) -> (Grain, Vec<Period>) {
        let (Some((first, _)), Some((last, _))) = (self.days.first_key_value(), self.days.last_key_value()) else {
            return (Grain::default(), Vec::new());
        };
        let (grain, spans) = Grain::split(*first, *last);
        let mut periods = Vec::new();
        let mut backlog = 0;
        for (start, end) in spans {
            let mut sum = Day::default();
            for day in self.days.range(start..end).map(|(_, day)| day) {
                sum.opened += day.opened;
                sum.resolved += day.resolved;
                sum.reopened += day.reopened;
            }
            backlog += signed(sum.opened) + signed(sum.reopened) - signed(sum.resolved);
            let Day { opened, resolved, reopened } = sum;
            periods.push(Period { name: grain.name(start), opened, resolved, reopened, backlog });
        }
        (grain, periods)
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Returns the day of that instant in that time zone.
pub(crate) fn date(zone: &TimeZone, at: Timestamp) -> Date {
    let instant = jiff::Timestamp::from_millisecond(at.as_millis());
    instant.map(|instant| zone.to_datetime(instant).date()).unwrap_or_default()
}

impl Grain {
    /// Returns the periods that hold all days from the first to the last, without a gap: the first day of each, and the first after it.
    pub(crate) fn split(first: Date, last: Date) -> (Self, Vec<(Date, Date)>) {
        let grain = Self::for_days((last - first).get_days().into());
        let mut spans = Vec::new();
        let mut start = grain.start(first);
        while start <= last {
            let Ok(end) = start.checked_add(grain.length()) else { break };
            spans.push((start, end));
            start = end;
        }
        (grain, spans)
    }

    /// Weeks for a season, months for some years, quarters for more.
    fn for_days(days: i64) -> Self {
        match days {
            ..=130 => Self::Week,
            131..=900 => Self::Month,
            _ => Self::Quarter,
        }
    }

    fn length(self) -> Span {
        match self {
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
        }
    }

    /// Returns the first day of the period of that day.
    fn start(self, day: Date) -> Date {
        match self {
            Self::Week => {
                let since_monday = day.weekday().since(Weekday::Monday);
                day.checked_sub(i64::from(since_monday).days()).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let into_quarter = i64::from((day.month() - 1) % 3);
                day.first_of_month().checked_sub(into_quarter.months()).unwrap_or(day)
            }
        }
    }

    /// Returns the name of the period that begins on that day.
    pub(crate) fn name(self, start: Date) -> String {
        match self {
            Self::Week => {
                let week = start.iso_week_date();
                format!("{}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{}-{:02}", start.year(), start.month()),
            Self::Quarter => format!("{}-Q{}", start.year(), (start.month() - 1) / 3 + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(from: &str, to: &str) -> Vec<String> {
        let mut days = Days::new("America/Sao_Paulo");
        for at in [from, to] {
            days.of(Timestamp::parse(at).unwrap()).opened += 1;
        }
        days.periods().1.into_iter().map(|period| period.name).collect()
    }

    #[test]
    fn days_begin_where_the_organization_is() {
        assert_eq!(names("2026-03-02T02:59:00Z", "2026-03-02T03:00:00Z"), ["2026-W09", "2026-W10"]);
    }

    #[test]
    fn periods_have_no_gap() {
        assert_eq!(
            names("2026-01-15T12:00:00Z", "2026-02-10T12:00:00Z"),
            ["2026-W03", "2026-W04", "2026-W05", "2026-W06", "2026-W07"]
        );
        assert_eq!(names("2025-11-30T12:00:00Z", "2026-05-01T12:00:00Z").len(), 7);
        assert_eq!(names("2020-03-31T12:00:00Z", "2026-05-01T12:00:00Z")[..2], ["2020-Q1", "2020-Q2"]);
    }

    #[test]
    fn the_backlog_is_carried_on() {
        let mut days = Days::new("UTC");
        days.of(Timestamp::EPOCH).opened += 5;
        days.of(Timestamp::EPOCH).resolved += 2;
        days.of(Timestamp::EPOCH.plus_millis(20 * 86_400_000)).resolved += 3;
        let backlog: Vec<i64> = days.periods().1.iter().map(|period| period.backlog).collect();
        assert_eq!(backlog, [3, 3, 3, 0]);
    }
}
