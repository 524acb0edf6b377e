//! Random calendars in the zones and weeks in which clocks do what they rarely do.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use crate::calendar::{CalendarDefinition, Holiday, HolidayRule, Interval, LocalTime};

/// A zone and a date near which something happens to its clocks.
const ODD_DAYS: [(&str, &str); 15] = [
    // Midnight does not exist, and an hour before midnight occurs twice.
    ("America/Sao_Paulo", "2018-11-04"),
    ("America/Sao_Paulo", "2018-02-18"),
    ("America/Asuncion", "2017-10-01"),
    // The hour after midnight occurs twice.
    ("America/Havana", "2019-11-03"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Europe/Berlin", "2022-03-27"),
    // Half an hour, and a quarter of one beside the whole.
    ("Australia/Lord_Howe", "2022-04-03"),
    ("Australia/Lord_Howe", "2022-10-02"),
    ("Pacific/Chatham", "2021-09-26"),
    // Dates that were skipped.
    ("Pacific/Apia", "2011-12-30"),
    ("Pacific/Kwajalein", "1993-08-21"),
    // A change that was no summer time.
    ("Europe/Moscow", "2014-10-26"),
    ("Asia/Kolkata", "2026-01-26"),
    ("UTC", "2024-02-29"),
];

fn time() -> impl Strategy<Value = LocalTime> {
    // Quarters of hours, often those around midnight, where things happen.
    prop_oneof![0_u32..=96, 0_u32..=12, 84_u32..=96].prop_map(|quarter| LocalTime::from_seconds(quarter * 900).unwrap())
}

/// Hours of one day that do not overlap, the last perhaps over midnight.
fn hours() -> impl Strategy<Value = Vec<Interval>> {
    prop::collection::vec(time(), 0..=6).prop_map(|mut times| {
        times.sort_unstable();
        times.dedup();
        let mut hours: Vec<Interval> =
            times.chunks_exact(2).filter_map(|pair| Interval::new(pair[0], pair[1])).collect();
        if let [first, .., last] = times[..]
            && times.len() % 2 == 1
        {
            hours.extend(Interval::new(last, first));
        }
        hours
    })
}

fn part() -> impl Strategy<Value = Option<Interval>> {
    let part = (time(), time()).prop_map(|(a, b)| Interval::new(a.min(b), a.max(b)));
    prop_oneof![Just(None), part]
}

/// A calendar, and a date near which it is to be asked.
pub(super) fn calendar() -> impl Strategy<Value = (CalendarDefinition, NaiveDate)> {
    let week = prop::array::uniform7(hours());
    let holidays = prop::collection::vec((0_u64..9, part()), 0..3);
    let overrides = prop::collection::btree_map(0_u64..9, hours(), 0..3);
    (0..ODD_DAYS.len(), week, holidays, overrides).prop_map(|(odd, weekly_hours, holidays, overrides)| {
        let (zone, date) = ODD_DAYS[odd];
        let date: NaiveDate = date.parse().unwrap();
        let near = |days: u64| date - Days::new(4) + Days::new(days);
        let holidays = holidays
            .into_iter()
            .map(|(days, closed)| Holiday { closed, ..Holiday::new("Day", HolidayRule::On(near(days))) });
        let definition = CalendarDefinition {
            timezone: zone.to_owned(),
            weekly_hours,
            presets: Vec::new(),
            holidays: holidays.collect(),
            overrides: overrides.into_iter().map(|(days, hours)| (near(days), hours)).collect(),
        };
        (definition, date)
    })
}
