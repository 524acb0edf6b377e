//! Days that other products got wrong, named after what they guard. The threads are public.

use chrono::TimeDelta;

use crate::calendar::{Calendar, CalendarDefinition, DayRule, Holiday, HolidayRule, Pauses, Segment, SegmentKind};
use crate::clock::Timestamp;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn weekdays(zone: &str, hours: &[&str]) -> Calendar {
    Calendar::new(CalendarDefinition::weekdays(zone, hours).unwrap()).unwrap()
}

fn hours(hours: i64) -> TimeDelta {
    TimeDelta::hours(hours)
}

#[test]
fn an_hour_on_friday_evening_ends_on_monday_chatwoot_13392() {
    let office = weekdays("UTC", &["09:00-17:00"]);
    assert_eq!(office.deadline(at("2026-11-20T16:30:00Z"), hours(1)).unwrap(), at("2026-11-23T09:30:00Z"));
}

#[test]
fn a_warning_before_the_deadline_keeps_office_hours_glpi_22678() {
    let office = weekdays("UTC", &["08:00-18:00"]);
    let due = office.deadline(at("2026-11-23T17:00:00Z"), hours(4)).unwrap();
    assert_eq!(due, at("2026-11-24T11:00:00Z"));
    assert_eq!(office.subtract(due, hours(1)).unwrap(), at("2026-11-24T10:00:00Z"));
}

#[test]
fn two_pauses_in_one_minute_count_both_zammad() {
    let pauses = Pauses::new([
        (at("2026-11-20T10:00:05Z"), at("2026-11-20T10:00:15Z")),
        (at("2026-11-20T10:00:20Z"), at("2026-11-20T10:00:50Z")),
    ]);
    let elapsed = Calendar::always().elapsed_without(&pauses, at("2026-11-20T10:00:00Z"), at("2026-11-20T10:01:00Z"));
    assert_eq!(elapsed.unwrap(), TimeDelta::seconds(20));
}

#[test]
fn waiting_over_the_weekend_costs_no_working_time_glpi_10594() {
    let office = weekdays("UTC", &["09:00-17:00"]);
    let pending = Pauses::new([(at("2026-11-20T12:00:00Z"), at("2026-11-23T10:00:00Z"))]);
    // Two working days: Friday nine to twelve, then thirteen hours from Monday at ten.
    let due = office.deadline_without(&pending, at("2026-11-20T09:00:00Z"), hours(16)).unwrap();
    assert_eq!(due, at("2026-11-24T15:00:00Z"));
}

#[test]
fn forty_eight_hours_over_twelve_hour_days_with_two_holidays_zammad_390() {
    let mut definition = CalendarDefinition::weekdays("Europe/Berlin", &["08:00-20:00"]).unwrap();
    for date in ["2026-12-24", "2026-12-25"] {
        definition.holidays.push(Holiday::new("Weihnachten", HolidayRule::On(date.parse().unwrap())));
    }
    let office = Calendar::new(definition).unwrap();
    let due = office.deadline(at("2026-12-22T08:00:00+01:00"), hours(48)).unwrap();
    assert_eq!(due, at("2026-12-29T20:00:00+01:00"));
}

#[test]
fn what_arrives_during_lunch_waits_for_its_end_frappe_2212_chatwoot_14009() {
    let office = weekdays("America/Sao_Paulo", &["08:00-12:00", "13:30-18:00"]);
    let arrival = at("2026-11-23T12:40:00-03:00");
    assert!(!office.is_open(arrival).unwrap());
    assert_eq!(office.deadline(arrival, TimeDelta::minutes(30)).unwrap(), at("2026-11-23T14:00:00-03:00"));
}

#[test]
fn a_night_in_sao_paulo_is_an_hour_shorter_or_longer() {
    let mut definition = CalendarDefinition { timezone: "America/Sao_Paulo".into(), ..Default::default() };
    definition.weekly_hours[5] = vec!["22:00-06:00".parse().unwrap()];
    let night = Calendar::new(definition).unwrap();
    // 2018-11-04 had no midnight; the hour before midnight of 2019-02-17 occurred twice.
    let spring = night.elapsed(at("2018-11-03T12:00:00-03:00"), at("2018-11-04T12:00:00-02:00")).unwrap();
    let autumn = night.elapsed(at("2019-02-16T12:00:00-02:00"), at("2019-02-17T12:00:00-03:00")).unwrap();
    assert_eq!((spring, autumn), (hours(7), hours(9)));
}

#[test]
fn brazil_has_four_time_zones() {
    let due = |zone: &str| weekdays(zone, &["09:00-17:00"]).deadline(at("2026-11-23T00:00:00Z"), hours(1)).unwrap();
    assert_eq!(due("America/Noronha"), at("2026-11-23T12:00:00Z"));
    assert_eq!(due("America/Sao_Paulo"), at("2026-11-23T13:00:00Z"));
    assert_eq!(due("America/Manaus"), at("2026-11-23T14:00:00Z"));
    assert_eq!(due("America/Rio_Branco"), at("2026-11-23T15:00:00Z"));
}

#[test]
fn banks_open_at_noon_on_ash_wednesday_glpi_6835() {
    let mut definition = CalendarDefinition::weekdays("America/Sao_Paulo", &["10:00-16:00"]).unwrap();
    definition.presets = vec!["br.national".into(), "br.banking".into()];
    let bank = Calendar::new(definition).unwrap();
    let friday = at("2026-02-13T15:00:00-03:00");
    assert_eq!(bank.deadline(friday, hours(2)).unwrap(), at("2026-02-18T13:00:00-03:00"));
}

#[test]
fn a_holiday_cuts_a_night_at_midnight_and_an_override_beats_it() {
    let mut definition = CalendarDefinition { timezone: "UTC".into(), ..Default::default() };
    definition.weekly_hours = std::array::from_fn(|_| vec!["22:00-06:00".parse().unwrap()]);
    definition.holidays.push(Holiday::new("Natal", HolidayRule::Yearly { month: 12, day: 25 }));
    let night = Calendar::new(definition.clone()).unwrap();
    let (eve, after) = (at("2026-12-24T12:00:00Z"), at("2026-12-26T12:00:00Z"));
    let segment = |start, end, kind| Segment { start: at(start), end: at(end), kind };
    assert_eq!(
        night.segments(eve, after).unwrap(),
        [
            segment("2026-12-24T12:00:00Z", "2026-12-24T22:00:00Z", SegmentKind::Closed),
            segment("2026-12-24T22:00:00Z", "2026-12-25T00:00:00Z", SegmentKind::Open),
            segment("2026-12-25T00:00:00Z", "2026-12-26T00:00:00Z", SegmentKind::Holiday("Natal".into())),
            segment("2026-12-26T00:00:00Z", "2026-12-26T06:00:00Z", SegmentKind::Open),
            segment("2026-12-26T06:00:00Z", "2026-12-26T12:00:00Z", SegmentKind::Closed),
        ]
    );
    definition.overrides.insert("2026-12-25".parse().unwrap(), vec!["08:00-09:00".parse().unwrap()]);
    let staffed = Calendar::new(definition).unwrap();
    // The night of the 24th ends as always, the 25th is open for an hour, and its own night does not take place.
    assert_eq!(staffed.elapsed(eve, after).unwrap(), hours(8 + 1));
}

#[test]
fn a_date_that_was_skipped_has_no_hours() {
    let always = weekdays("Pacific/Apia", &["00:00-24:00"]);
    // There was no Friday, 30 December 2011, in Samoa.
    let elapsed = always.elapsed(at("2011-12-29T00:00:00-10:00"), at("2012-01-03T00:00:00+14:00")).unwrap();
    assert_eq!(elapsed, hours(48));
    assert!(!always.is_business_day("2011-12-30".parse().unwrap()).unwrap());
    assert_eq!(always.business_day("2011-12-29".parse().unwrap(), 1).unwrap().to_string(), "2012-01-02");
}

#[test]
fn a_closing_is_not_open_and_a_deadline_stays_on_it() {
    let office = weekdays("UTC", &["09:00-17:00"]);
    let closing = at("2026-11-23T17:00:00Z");
    assert!(!office.is_open(closing).unwrap());
    assert_eq!(office.deadline(at("2026-11-23T09:00:00Z"), hours(8)).unwrap(), closing);
    assert_eq!(office.deadline(closing, TimeDelta::zero()).unwrap(), closing);
    assert_eq!(office.next_open(closing).unwrap(), at("2026-11-24T09:00:00Z"));
    assert_eq!(office.previous_close(at("2026-11-24T03:00:00Z")).unwrap(), closing);
    assert_eq!(
        office.deadline(at("2026-11-23T16:59:59.999Z"), TimeDelta::milliseconds(2)).unwrap(),
        at("2026-11-24T09:00:00.001Z")
    );
}

#[test]
fn days_are_counted_and_held_inside_their_hours() {
    let office = weekdays("America/Sao_Paulo", &["09:00-12:00", "13:00-18:00"]);
    let days = |start: &str, n, rule| office.business_days(at(start), n, rule).unwrap();
    let thursday = "2026-11-19T15:30:00-03:00";
    assert_eq!(days(thursday, 2, DayRule::SameTime), at("2026-11-23T15:30:00-03:00"));
    assert_eq!(days(thursday, 2, DayRule::EndOfDay), at("2026-11-23T18:00:00-03:00"));
    assert_eq!(days(thursday, 1, DayRule::At("16:00".parse().unwrap())), at("2026-11-20T16:00:00-03:00"));
    // In the lunch break it means its beginning, before the first opening that opening.
    assert_eq!(days("2026-11-19T12:30:00-03:00", 1, DayRule::SameTime), at("2026-11-20T12:00:00-03:00"));
    assert_eq!(days("2026-11-19T04:00:00-03:00", 1, DayRule::SameTime), at("2026-11-20T09:00:00-03:00"));
    assert_eq!(days("2026-11-21T04:00:00-03:00", 0, DayRule::EndOfDay), at("2026-11-23T18:00:00-03:00"));
}

#[test]
fn far_deadlines_and_long_days_count_cross_compiled_years() {
    let office = weekdays("UTC", &["09:00-17:00"]);
    // 2020-01-01 to 2039-12-31 has 5,218 days from Monday to Friday.
    let (from, to) = (at("2020-01-01T00:00:00Z"), at("2040-01-01T00:00:00Z"));
    assert_eq!(office.elapsed(from, to).unwrap(), hours(5218 * 8));
    assert_eq!(office.deadline(from, hours(5218 * 8)).unwrap(), at("2039-12-30T17:00:00Z"));
    assert_eq!(office.subtract(to, hours(5218 * 8)).unwrap(), at("2020-01-01T09:00:00Z"));
    assert_eq!(office.business_day("2020-01-01".parse().unwrap(), 5217).unwrap().to_string(), "2039-12-30");
}
