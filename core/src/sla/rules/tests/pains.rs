//! The first ten pains of the users of other products (public threads), each with the rule that guards against it here.

use super::story::{Story, at, minutes, promise, target, warning};
use crate::calendar::{Calendar, CalendarDefinition};
use crate::sla::{
    ChangeMode, Delivery, Explained, Phase, Reason, Side, SlaMetric, Target, Threshold, ThresholdKey, Verdict,
};
use crate::ticket::StatusKind;

use SlaMetric::{FirstResponse, NextResponse, Ownership, Resolution};
use StatusKind::{Open, Pending, Resolved};

fn resolution(number: u128, minutes: i64) -> std::sync::Arc<crate::sla::Promise> {
    promise(number, ChangeMode::CarryElapsed, vec![target(Resolution, minutes)])
}

#[test]
fn a_pause_survives_another_policy_glpi_6902_15605_zammad_5624() {
    let story = Story::opened("09:00", &resolution(1, 240))
        .status("10:00", Pending)
        .status("12:00", Open)
        .promise("13:00", &resolution(2, 120));
    let cycle = story.cycle(Resolution, "13:30");
    // An hour before the pause, an hour and a half after it; the shorter target ended at 13:00.
    assert_eq!(cycle.elapsed, minutes(150));
    assert_eq!(cycle.due_at, Some(at("13:00")));
    assert_eq!(cycle.breached_at, Some(at("13:00")));
    let longer = story.promise("14:00", &resolution(3, 300)).cycle(Resolution, "14:00");
    assert_eq!(longer.elapsed, minutes(180));
    assert_eq!(longer.due_at, Some(at("16:00")));
    assert_eq!(longer.verdict(), Some(Verdict::Breached), "a breach is never taken back");
}

#[test]
fn nothing_is_due_or_broken_while_the_ticket_waits_glpi_24481_17186() {
    let story = Story::opened("09:00", &resolution(1, 120)).status("10:59", Pending);
    let waiting = story.cycle(Resolution, "27 16:00");
    assert_eq!((waiting.phase, waiting.due_at, waiting.next_at), (Phase::Paused, None, None));
    assert_eq!((waiting.verdict(), waiting.remaining()), (None, minutes(1)));
    let resumed = story.status("30 09:00", Open).cycle(Resolution, "30 09:00");
    assert_eq!(resumed.due_at, Some(at("30 09:01")));
}

#[test]
fn lunch_does_not_count_frappe_2212_chatwoot_14009() {
    let split = Calendar::new(CalendarDefinition::weekdays("UTC", &["08:00-12:00", "13:30-18:00"]).unwrap()).unwrap();
    let of_day = promise(1, ChangeMode::CarryElapsed, vec![Target { calendar: split, ..target(Resolution, 60) }]);
    let cycle = Story::opened("11:30", &of_day).cycle(Resolution, "12:30");
    assert_eq!((cycle.elapsed, cycle.due_at), (minutes(30), Some(at("14:00"))));
}

#[test]
fn the_clock_of_the_wall_counts_only_where_it_is_named_osticket_1168() {
    let business = Story::opened("20 16:30", &resolution(1, 60)).cycle(Resolution, "21 12:00");
    assert_eq!((business.due_at, business.breached_at), (Some(at("23 09:30")), None));
    let always = Target { calendar: Calendar::always(), ..target(Resolution, 60) };
    let always = promise(1, ChangeMode::CarryElapsed, vec![always]);
    let wall = Story::opened("20 16:30", &always).cycle(Resolution, "21 12:00");
    assert_eq!(wall.breached_at, Some(at("20 17:30")));
}

#[test]
fn warnings_keep_office_hours_and_come_once_zammad_4432_glpi_4170() {
    // Calendar time, told in office hours.
    let warning = Threshold { delivery: Delivery::AtNextOpening(super::story::office()), ..warning(50) };
    let target = Target { calendar: Calendar::always(), thresholds: vec![warning], ..target(Resolution, 24 * 60) };
    let story = Story::opened("16:00", &promise(1, ChangeMode::CarryElapsed, vec![target]));
    // Half of it has passed at four in the morning.
    assert!(story.cycle(Resolution, "24 08:59").fired.is_empty());
    assert_eq!(story.cycle(Resolution, "24 08:59").next_at, Some(at("24 09:00").plus_millis(1)));
    for later in ["24 09:01", "24 12:00", "27 12:00"] {
        let fired = story.cycle(Resolution, later).fired;
        assert_eq!(fired.len(), 1);
        assert_eq!((fired[0].key, fired[0].at), (ThresholdKey::Warning(50), at("24 09:00")));
    }
    // What ended in the night is not told in the morning.
    assert!(story.status("24 05:00", Resolved).cycle(Resolution, "24 12:00").fired.is_empty());
}

#[test]
fn the_next_response_waits_for_the_oldest_question_zammad_3140_5177_1322() {
    let both = promise(1, ChangeMode::CarryElapsed, vec![target(FirstResponse, 60), target(NextResponse, 30)]);
    let story = Story::opened("09:00", &both).request("09:10").answer("09:30");
    assert!(story.cycles(NextResponse, "10:00").is_empty(), "before the first answer there is no next one");
    let story = story.request("10:00").request("10:20");
    let waiting = story.cycle(NextResponse, "10:25");
    assert_eq!((waiting.started_at, waiting.due_at), (at("10:00"), Some(at("10:30"))));
    let answered = story.answer("10:29").cycle(NextResponse, "12:00");
    assert_eq!((answered.verdict(), answered.stopped_at), (Some(Verdict::Met), Some(at("10:29"))));
}

#[test]
fn a_bot_an_internal_note_and_an_automatic_answer_stop_no_clock_chatwoot_7679() {
    let first = promise(1, ChangeMode::CarryElapsed, vec![target(FirstResponse, 60)]);
    let story = Story::opened("09:00", &first)
        .said("09:01", Side::Program, true, false)
        .said("09:02", Side::Agent, false, false)
        .said("09:03", Side::Agent, true, true)
        .request("09:04");
    assert_eq!(story.cycle(FirstResponse, "09:30").phase, Phase::Running);
    assert_eq!(story.answer("09:31").cycle(FirstResponse, "10:30").elapsed, minutes(31));
}

#[test]
fn opening_again_keeps_the_first_response_and_goes_on_with_the_resolution_chatwoot_12058_glpi_23359() {
    let both = promise(1, ChangeMode::CarryElapsed, vec![target(FirstResponse, 60), target(Resolution, 240)]);
    let story = Story::opened("09:00", &both).answer("09:20").status("10:00", Resolved);
    assert_eq!(story.cycle(Resolution, "12:00").verdict(), Some(Verdict::Met));
    let again = story.request("25 09:00").status("25 09:00", Open);
    let response = again.cycle(FirstResponse, "27 12:00");
    assert_eq!((response.elapsed, response.verdict()), (minutes(20), Some(Verdict::Met)));
    let resolution = again.cycle(Resolution, "25 10:00");
    assert_eq!(
        (resolution.elapsed, resolution.verdict(), resolution.due_at),
        (minutes(120), None, Some(at("25 12:00")))
    );
    let reasons: Vec<Reason> =
        resolution.explain(at("25 10:00")).unwrap().into_iter().map(|part| part.reason).collect();
    assert_eq!(reasons, [Reason::Counted, Reason::Paused("resolved".into()), Reason::Counted]);
}

#[test]
fn nothing_is_stored_that_could_be_stale_zammad_2579_4516() {
    let story = Story::opened("09:00", &resolution(1, 120))
        .status("10:00", Pending)
        .status("11:00", Open)
        .status("12:30", Resolved);
    // Whoever asks, and however often in between, hears the same.
    let once = story.states("16:00");
    for time in ["09:30", "10:30", "11:30", "12:45"] {
        let _ = story.states(time);
    }
    assert_eq!(story.states("16:00"), once);
    assert_eq!(once[0].cycles[0].breached_at, Some(at("12:00")));
}

#[test]
fn a_new_version_leaves_what_is_over_alone_and_can_be_kept_from_the_open_servicenow_kb0869748() {
    let done =
        Story::opened("09:00", &resolution(1, 120)).status("10:00", Resolved).promise("11:00", &resolution(2, 30));
    let cycle = done.cycle(Resolution, "12:00");
    assert_eq!((cycle.target, cycle.verdict(), cycle.promise.as_u128()), (minutes(120), Some(Verdict::Met), 1));
    let keeping = promise(2, ChangeMode::KeepOriginal, vec![target(Resolution, 30)]);
    let open = Story::opened("09:00", &resolution(1, 120)).promise("10:00", &keeping).cycle(Resolution, "10:30");
    assert_eq!((open.target, open.due_at, open.promise.as_u128()), (minutes(120), Some(at("11:00")), 1));
}

#[test]
fn a_team_does_not_inherit_what_another_team_used_up_glpi_1911_14423() {
    let of_team = promise(1, ChangeMode::CarryElapsed, vec![target(Ownership, 60), target(Resolution, 480)]);
    let story = Story::opened("09:00", &of_team)
        .team("09:00", Some(1))
        .team("09:50", Some(2))
        .team("10:10", Some(1))
        .team("10:30", None);
    let states = story.states("12:00");
    let of = |team: u128| states.iter().find(|state| state.team.is_some_and(|id| id.as_u128() == team)).unwrap();
    // Sent to and fro, what one team took adds up.
    assert_eq!(of(1).cycles[0].elapsed, minutes(70));
    assert_eq!(of(1).cycles[0].breached_at, Some(at("10:20")));
    assert_eq!((of(2).cycles[0].elapsed, of(2).cycles[0].verdict()), (minutes(20), Some(Verdict::Met)));
    assert_eq!(
        story.cycle(Resolution, "12:00").elapsed,
        minutes(180),
        "the promise to the requester hears nothing of it"
    );
}

#[test]
fn every_minute_has_a_reason_and_the_counted_ones_sum_up() {
    let mut definition = CalendarDefinition::weekdays("UTC", &["09:00-17:00"]).unwrap();
    let holiday = crate::calendar::HolidayRule::On("2026-11-24".parse().unwrap());
    definition.holidays.push(crate::calendar::Holiday::new("Foundation", holiday));
    let with_holiday = Target { calendar: Calendar::new(definition).unwrap(), ..target(Resolution, 960) };
    let story = Story::opened("16:00", &promise(1, ChangeMode::CarryElapsed, vec![with_holiday]))
        .status("25 10:00", Pending)
        .status("25 11:00", Open);
    let cycle = story.cycle(Resolution, "25 12:00");
    let part = |from, to, reason| Explained { from: at(from), to: at(to), reason };
    assert_eq!(
        cycle.explain(at("25 12:00")).unwrap(),
        [
            part("16:00", "17:00", Reason::Counted),
            part("17:00", "24 00:00", Reason::Closed),
            part("24 00:00", "25 00:00", Reason::Holiday("Foundation".into())),
            part("25 00:00", "25 09:00", Reason::Closed),
            part("25 09:00", "25 10:00", Reason::Counted),
            part("25 10:00", "25 11:00", Reason::Paused("pending".into())),
            part("25 11:00", "25 12:00", Reason::Counted),
        ]
    );
    assert_eq!(cycle.elapsed, minutes(180));
}
