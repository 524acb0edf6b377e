//! What cannot be answered is an error that says why, and nothing is searched for without end.

use chrono::{NaiveDate, TimeDelta};
use serde_json::json;

use crate::Code;
use crate::calendar::{Calendar, CalendarDefinition, Holiday, HolidayRule};
use crate::clock::Timestamp;
use crate::error::Error;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn refused(definition: serde_json::Value) -> (Code, String) {
    let outcome = CalendarDefinition::from_json(&definition).and_then(Calendar::new);
    let error: Error = outcome.unwrap_err();
    (error.code(), error.fields()[0].clone())
}

#[test]
fn every_field_of_a_definition_is_checked_and_named() {
    let cases = [
        (json!([]), Code::FieldKind, "calendar"),
        (json!({ "timezone": "Brazil/Nowhere" }), Code::FormatInvalid, "timezone"),
        (json!({ "weekly": {} }), Code::FieldUnknown, "calendar.weekly"),
        (json!({ "weekly_hours": { "mon": [] } }), Code::FieldUnknown, "weekly_hours.mon"),
        (json!({ "weekly_hours": { "monday": "09:00-17:00" } }), Code::FieldKind, "weekly_hours.monday"),
        (json!({ "weekly_hours": { "monday": ["09:00-25:00"] } }), Code::FormatInvalid, "weekly_hours.monday[0]"),
        (json!({ "weekly_hours": { "monday": ["09:00-09:00"] } }), Code::FormatInvalid, "weekly_hours.monday[0]"),
        (
            json!({ "weekly_hours": { "monday": ["09:00-12:00", "11:00-13:00"] } }),
            Code::IntervalsOverlap,
            "weekly_hours.monday",
        ),
        (json!({ "weekly_hours": { "monday": vec!["09:00-10:00"; 49] } }), Code::ListTooLong, "weekly_hours.monday"),
        (json!({ "overrides": { "2026-13-01": [] } }), Code::FormatInvalid, "overrides.2026-13-01"),
        (json!({ "overrides": { "2026-12-01": ["x"] } }), Code::FormatInvalid, "overrides.2026-12-01[0]"),
        (json!({ "holidays": {} }), Code::FieldKind, "holidays"),
        (json!({ "holidays": [{ "preset": "br.atlantis" }] }), Code::EnumUnknown, "holidays[0].preset"),
        (json!({ "holidays": [{ "date": "2026-12-25" }] }), Code::Required, "holidays[0].name"),
        (json!({ "holidays": [{ "name": "", "date": "2026-12-25" }] }), Code::Required, "holidays[0].name"),
        (
            json!({ "holidays": [{ "name": "x".repeat(201), "date": "2026-12-25" }] }),
            Code::TextTooLong,
            "holidays[0].name",
        ),
        (json!({ "holidays": [{ "name": "X" }] }), Code::FormatInvalid, "holidays[0]"),
        (
            json!({ "holidays": [{ "name": "X", "date": "2026-12-25", "easter": 1 }] }),
            Code::FormatInvalid,
            "holidays[0]",
        ),
        (json!({ "holidays": [{ "name": "X", "date": "25/12/2026" }] }), Code::FormatInvalid, "holidays[0].date"),
        (json!({ "holidays": [{ "name": "X", "yearly": "02-30" }] }), Code::FormatInvalid, "holidays[0].yearly"),
        (json!({ "holidays": [{ "name": "X", "easter": 251 }] }), Code::NumberRange, "holidays[0].easter"),
        (json!({ "holidays": [{ "name": "X", "easter": "1" }] }), Code::FieldKind, "holidays[0].easter"),
        (json!({ "holidays": [{ "name": "X", "nth": 1, "month": 5 }] }), Code::Required, "holidays[0].weekday"),
        (
            json!({ "holidays": [{ "name": "X", "nth": 0, "weekday": "monday", "month": 5 }] }),
            Code::NumberRange,
            "holidays[0].nth",
        ),
        (
            json!({ "holidays": [{ "name": "X", "nth": 1, "weekday": "monday", "month": 13 }] }),
            Code::NumberRange,
            "holidays[0].month",
        ),
        (
            json!({ "holidays": [{ "name": "X", "nth": 1, "weekday": "segunda", "month": 5 }] }),
            Code::EnumUnknown,
            "holidays[0].weekday",
        ),
        (
            json!({ "holidays": [{ "name": "X", "yearly": "12-24", "closed": "22:00-06:00" }] }),
            Code::FormatInvalid,
            "holidays[0].closed",
        ),
        (
            json!({ "holidays": [{ "name": "X", "yearly": "12-24", "from": 2030, "until": 2020 }] }),
            Code::RangeReversed,
            "holidays[0].until",
        ),
        (
            json!({ "holidays": [{ "name": "X", "yearly": "12-24", "color": "red" }] }),
            Code::FieldUnknown,
            "holidays[0].color",
        ),
    ];
    for (definition, code, field) in cases {
        assert_eq!(refused(definition.clone()), (code, field.to_owned()), "{definition}");
    }
}

#[test]
fn a_calendar_that_never_opens_has_no_deadline_and_never_becomes_24x7() {
    let closed = Calendar::new(CalendarDefinition { timezone: "UTC".into(), ..Default::default() }).unwrap();
    let start = at("2026-11-20T09:00:00Z");
    let code = |outcome: crate::Result<Timestamp>| outcome.unwrap_err().code();
    assert_eq!(code(closed.deadline(start, TimeDelta::milliseconds(1))), Code::CalendarNeverOpens);
    assert_eq!(code(closed.subtract(start, TimeDelta::milliseconds(1))), Code::CalendarNeverOpens);
    assert_eq!(code(closed.next_open(start)), Code::CalendarNeverOpens);
    assert_eq!(code(closed.previous_close(start)), Code::CalendarNeverOpens);
    assert_eq!(closed.elapsed(start, start.plus_millis(1_000_000_000_000)).unwrap(), TimeDelta::zero());
    assert!(!closed.is_open(start).unwrap());

    // Open on paper, but every day of the year is a holiday.
    let mut definition = CalendarDefinition::weekdays("UTC", &["09:00-17:00"]).unwrap();
    let days = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap().iter_days().take(366);
    definition.holidays = days
        .map(|day| {
            let (month, day) = (chrono::Datelike::month(&day), chrono::Datelike::day(&day));
            Holiday::new("Day", HolidayRule::Yearly { month, day })
        })
        .collect();
    let holidays = Calendar::new(definition).unwrap();
    assert_eq!(code(holidays.deadline(start, TimeDelta::hours(1))), Code::CalendarNeverOpens);
}

#[test]
fn a_calendar_that_opens_years_later_is_waited_for() {
    let mut definition = CalendarDefinition { timezone: "UTC".into(), ..Default::default() };
    definition.overrides.insert("2061-07-28".parse().unwrap(), vec!["09:00-17:00".parse().unwrap()]);
    let comet = Calendar::new(definition).unwrap();
    let start = at("2026-11-20T09:00:00Z");
    assert_eq!(comet.deadline(start, TimeDelta::hours(8)).unwrap(), at("2061-07-28T17:00:00Z"));
    assert_eq!(comet.deadline(start, TimeDelta::hours(9)).unwrap_err().code(), Code::CalendarNeverOpens);
    assert_eq!(comet.next_open(start).unwrap(), at("2061-07-28T09:00:00Z"));
}

#[test]
fn years_that_an_ordinance_has_not_spoken_of_are_not_guessed() {
    let mut definition = CalendarDefinition::weekdays("America/Sao_Paulo", &["09:00-17:00"]).unwrap();
    definition.presets = vec!["br.national".into(), "br.federal_optional".into()];
    let federal = Calendar::new(definition).unwrap();
    let december = at("2026-12-30T09:00:00-03:00");
    // Until 13 o'clock on the 31st there is work; what follows is not known.
    assert_eq!(federal.deadline(december, TimeDelta::hours(12)).unwrap(), at("2026-12-31T13:00:00-03:00"));
    let error = federal.deadline(december, TimeDelta::hours(13)).unwrap_err();
    assert_eq!((error.code(), error.parameter("year")), (Code::CalendarUncovered, Some("2027")));
    assert_eq!(error.parameter("preset"), Some("br.federal_optional"));
    for outcome in [
        federal.is_open(at("2027-06-01T12:00:00Z")).map(|_| ()),
        federal.elapsed(december, at("2027-06-01T12:00:00Z")).map(|_| ()),
        federal.subtract(at("2026-01-05T12:00:00Z"), TimeDelta::hours(100)).map(|_| ()),
        federal.business_day("2026-12-30".parse().unwrap(), 5).map(|_| ()),
        federal.segments(december, at("2027-06-01T12:00:00Z")).map(|_| ()),
    ] {
        assert_eq!(outcome.unwrap_err().code(), Code::CalendarUncovered);
    }
}

#[test]
fn the_ends_of_time_are_errors_not_panics() {
    let office = Calendar::new(CalendarDefinition::weekdays("Asia/Tokyo", &["09:00-17:00"]).unwrap()).unwrap();
    for instant in [Timestamp::MIN, Timestamp::MAX] {
        let _ = office.is_open(instant).unwrap();
        let _ = office.elapsed(instant, at("2026-01-01T00:00:00Z")).unwrap();
    }
    let code = |outcome: crate::Result<Timestamp>| outcome.unwrap_err().code();
    assert_eq!(code(office.deadline(Timestamp::MAX, TimeDelta::hours(1))), Code::InstantRange);
    assert_eq!(code(office.subtract(Timestamp::MIN, TimeDelta::hours(1))), Code::InstantRange);
    assert_eq!(code(office.deadline(at("9999-12-01T00:00:00Z"), TimeDelta::MAX)), Code::InstantRange);
    assert_eq!(code(office.deadline(at("2026-12-01T00:00:00Z"), TimeDelta::hours(-1))), Code::NumberRange);
    assert_eq!(office.segments(Timestamp::MIN, Timestamp::MAX).unwrap_err().fields(), ["to"]);
}
