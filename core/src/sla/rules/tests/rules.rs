//! Each metric, each way of opening again, each way of changing a promise, one by one.

use super::story::{Story, at, minutes, promise, target, warning};
use crate::clock::Timestamp;
use crate::sla::{
    ChangeMode, Happening, PauseRule, Phase, ReopenRule, SlaMetric, Target, Threshold, ThresholdKey, ThresholdPlace,
    Verdict,
};
use crate::ticket::StatusKind;
use chrono::TimeDelta;
use uuid::Uuid;

use SlaMetric::{
    AgentWorkTime, FirstResolution, FirstResponse, NextResponse, PeriodicUpdate, RequesterWait, Resolution, TimeToOwn,
};
use StatusKind::{Cancelled, Closed, OnHold, Open, Pending, Resolved};

fn one(target: Target) -> std::sync::Arc<crate::sla::Promise> {
    promise(1, ChangeMode::CarryElapsed, vec![target])
}

fn elapsed(story: &Story, metric: SlaMetric, time: &str) -> i64 {
    story.cycle(metric, time).elapsed.num_minutes()
}

#[test]
fn each_metric_counts_its_own_time() {
    let metrics = [TimeToOwn, FirstResponse, AgentWorkTime, RequesterWait, FirstResolution, Resolution];
    let all = promise(1, ChangeMode::CarryElapsed, metrics.map(|metric| target(metric, 480)).to_vec());
    let story = Story::opened("09:00", &all)
        .then("09:10", Happening::OwnerChanged { is_owned: true })
        .status("09:20", Open)
        .answer("09:40")
        .status("10:00", Pending)
        .status("11:00", OnHold)
        .status("12:00", Open)
        .status("12:30", Resolved)
        .status("13:00", Open)
        .status("13:15", Closed);
    let minutes = metrics.map(|metric| elapsed(&story, metric, "16:00"));
    assert_eq!(minutes, [10, 40, 60 + 30 + 15, 60 + 60 + 30 + 15, 60 + 30, 60 + 30 + 15]);
}

#[test]
fn updates_follow_one_another_until_the_ticket_is_resolved() {
    let story = Story::opened("09:00", &one(target(PeriodicUpdate, 60)))
        .answer("09:30")
        .answer("10:20")
        .answer("11:30")
        .status("12:00", Resolved)
        .status("14:00", Open);
    let cycles = story.cycles(PeriodicUpdate, "14:10");
    let told: Vec<_> =
        cycles.iter().map(|cycle| (cycle.started_at, cycle.elapsed.num_minutes(), cycle.verdict())).collect();
    assert_eq!(
        told,
        [
            (at("09:30"), 50, Some(Verdict::Met)),
            (at("10:20"), 70, Some(Verdict::Breached)),
            (at("11:30"), 30, Some(Verdict::Met)),
            (at("14:00"), 10, None),
        ]
    );
}

#[test]
fn a_question_on_a_resolved_ticket_waits_until_somebody_opens_it() {
    let both = promise(1, ChangeMode::CarryElapsed, vec![target(FirstResponse, 60), target(NextResponse, 60)]);
    let story = Story::opened("09:00", &both).answer("09:10").status("09:20", Resolved).request("10:00");
    assert_eq!(story.cycle(NextResponse, "12:00").phase, Phase::Paused);
    let opened = story.status("11:00", Open).cycle(NextResponse, "11:30");
    assert_eq!((opened.elapsed, opened.due_at), (minutes(30), Some(at("12:00"))));
}

#[test]
fn nobody_answered_while_it_was_resolved() {
    let story = Story::opened("09:00", &one(target(FirstResponse, 60))).status("09:30", Resolved);
    let cycle = story.cycle(FirstResponse, "16:00");
    assert_eq!((cycle.phase, cycle.verdict()), (Phase::Paused, None));
    assert_eq!(story.status("15:00", Open).cycle(FirstResponse, "16:00").breached_at, Some(at("15:30")));
}

#[test]
fn four_ways_to_be_opened_again() {
    let story = |reopening| {
        Story::opened("09:00", &one(Target { reopening, ..target(Resolution, 120) }))
            .status("10:00", Resolved)
            .status("13:00", Open)
            .cycles(Resolution, "14:00")
    };
    let told = |reopening| -> Vec<(u32, i64, Phase)> {
        story(reopening).iter().map(|cycle| (cycle.number, cycle.elapsed.num_minutes(), cycle.phase)).collect()
    };
    assert_eq!(told(ReopenRule::Resume), [(1, 120, Phase::Running)]);
    assert_eq!(told(ReopenRule::FirstOnly), [(1, 60, Phase::Stopped)]);
    assert_eq!(told(ReopenRule::NewCycle), [(1, 60, Phase::Stopped), (2, 60, Phase::Running)]);
    assert_eq!(told(ReopenRule::RestartAfter(TimeDelta::hours(3))), [(1, 60, Phase::Stopped), (2, 60, Phase::Running)]);
    assert_eq!(told(ReopenRule::RestartAfter(TimeDelta::hours(4))), [(1, 120, Phase::Running)]);
}

#[test]
fn four_ways_to_promise_something_else() {
    let change = |mode, minutes| {
        Story::opened("09:00", &one(target(Resolution, 240)))
            .promise("11:00", &promise(2, mode, vec![target(Resolution, minutes)]))
            .cycles(Resolution, "11:30")
    };
    let told = |mode, minutes| -> Vec<(i64, Option<Timestamp>)> {
        change(mode, minutes).iter().map(|cycle| (cycle.elapsed.num_minutes(), cycle.due_at)).collect()
    };
    assert_eq!(told(ChangeMode::CarryElapsed, 180), [(150, Some(at("12:00")))]);
    assert_eq!(told(ChangeMode::Restart, 180), [(120, None), (30, Some(at("14:00")))]);
    assert_eq!(told(ChangeMode::KeepOriginal, 180), [(150, Some(at("13:00")))]);
    assert_eq!(told(ChangeMode::Strictest, 180), [(150, Some(at("12:00")))]);
    assert_eq!(told(ChangeMode::Strictest, 300), [(150, Some(at("13:00")))]);
}

#[test]
fn what_a_new_promise_puts_behind_is_one_breach_and_no_flood_of_warnings() {
    let many =
        |minutes| Target { thresholds: vec![warning(50), warning(80), after(30)], ..target(Resolution, minutes) };
    let story =
        Story::opened("09:00", &one(many(480))).promise("13:00", &promise(2, ChangeMode::CarryElapsed, vec![many(60)]));
    let cycle = story.cycle(Resolution, "16:00");
    assert_eq!((cycle.breached_at, cycle.breached_on_attach), (Some(at("10:00")), true));
    assert!(cycle.fired.iter().all(|fired| fired.on_attach) && cycle.fired.len() == 3, "{:?}", cycle.fired);
    // The same when the first promise comes late.
    let late = Story::default()
        .then("09:00", Happening::Opened(super::story::seen(StatusKind::New)))
        .promise("13:00", &one(many(60)))
        .cycle(Resolution, "16:00");
    assert_eq!((late.started_at, late.breached_at, late.breached_on_attach), (at("09:00"), Some(at("10:00")), true));
    assert!(late.fired.iter().all(|fired| fired.on_attach) && late.fired.len() == 3);
}

fn after(minutes: i64) -> Threshold {
    Threshold {
        key: ThresholdKey::Rule(Uuid::from_u128(7)),
        place: ThresholdPlace::After(TimeDelta::minutes(minutes)),
        ..warning(1)
    }
}

#[test]
fn thresholds_lie_before_at_and_after_the_end() {
    let before = Threshold {
        key: ThresholdKey::Rule(Uuid::from_u128(8)),
        place: ThresholdPlace::Before(TimeDelta::minutes(15)),
        ..warning(1)
    };
    let thresholds = vec![warning(50), before, after(30), warning(150)];
    let story = Story::opened("09:00", &one(Target { thresholds, ..target(Resolution, 60) }))
        .status("09:50", Pending)
        .status("10:50", Open);
    let fired: Vec<_> = story.cycle(Resolution, "16:00").fired.iter().map(|fired| fired.at).collect();
    assert_eq!(fired, [at("09:30"), at("09:45"), at("11:30"), at("11:30")]);
    assert_eq!(story.cycle(Resolution, "09:35").next_at, Some(at("09:45").plus_millis(1)));
    assert_eq!(story.cycle(Resolution, "10:55").next_at, Some(at("11:00").plus_millis(1)), "the end itself");
    assert_eq!(story.cycle(Resolution, "16:00").next_at, None);
}

#[test]
fn an_answer_at_the_last_moment_is_in_time() {
    let story = Story::opened("09:00", &one(target(FirstResponse, 60)));
    assert_eq!(story.clone().answer("10:00").cycle(FirstResponse, "12:00").verdict(), Some(Verdict::Met));
    // Until that moment is over, nothing is broken; afterwards it is.
    assert_eq!(story.cycle(FirstResponse, "10:00").verdict(), None);
    let next = story.cycle(FirstResponse, "09:59").next_at.unwrap();
    assert_eq!(crate::sla::evaluate(&story.events, next).unwrap()[0].cycles[0].breached_at, Some(at("10:00")));
}

#[test]
fn no_promise_calls_a_cycle_off_and_the_next_one_goes_on_with_it() {
    let story = Story::opened("09:00", &one(target(Resolution, 120))).then("10:00", Happening::PromiseChanged(None));
    let off = story.cycle(Resolution, "16:00");
    assert_eq!((off.phase, off.verdict(), off.elapsed), (Phase::Cancelled, None, minutes(60)));
    let on = story.promise("14:00", &one(target(Resolution, 120))).cycle(Resolution, "14:30");
    assert_eq!((on.phase, on.elapsed, on.due_at), (Phase::Running, minutes(90), Some(at("15:00"))));
}

#[test]
fn calling_a_ticket_off_is_no_verdict_and_deleting_it_a_pause() {
    let story = Story::opened("09:00", &one(target(Resolution, 120)));
    let cancelled = story.clone().status("10:00", Cancelled).cycle(Resolution, "16:00");
    assert_eq!((cancelled.phase, cancelled.verdict()), (Phase::Cancelled, None));
    let deleted = story.then("10:00", Happening::Deleted);
    assert_eq!(deleted.cycle(Resolution, "16:00").phase, Phase::Paused);
    let back = deleted.then("14:00", Happening::Restored).cycle(Resolution, "14:30");
    assert_eq!((back.elapsed, back.due_at), (minutes(90), Some(at("15:00"))));
}

#[test]
fn a_waiver_is_written_beside_a_breach() {
    let waived = Happening::Waived { metric: Resolution, team: None, cycle: 1, by: None };
    let story = Story::opened("09:00", &one(target(Resolution, 60))).then("12:00", waived);
    let cycle = story.cycle(Resolution, "16:00");
    assert_eq!(cycle.waiver.map(|waiver| waiver.at), Some(at("12:00")));
    assert_eq!(cycle.verdict(), Some(Verdict::Breached));
}

#[test]
fn a_policy_may_name_the_kinds_in_which_a_clock_stands_still() {
    let pauses = PauseRule::In(vec![StatusKind::New]);
    let story = Story::opened("09:00", &one(Target { pauses, ..target(Resolution, 60) })).status("10:00", Pending);
    assert_eq!(elapsed(&story, Resolution, "10:30"), 30);
}

#[test]
fn a_promise_may_hold_until_the_ticket_is_closed() {
    let closed = Target { until: crate::sla::Until::Closed, ..target(Resolution, 120) };
    let story = Story::opened("09:00", &one(closed)).status("10:00", Resolved);
    assert_eq!(story.cycle(Resolution, "10:30").phase, Phase::Running);
    let cycle = story.status("12:00", Closed).cycle(Resolution, "16:00");
    assert_eq!((cycle.elapsed, cycle.breached_at), (minutes(180), Some(at("11:00"))));
}

#[test]
fn a_promise_by_a_calendar_that_never_opens_is_never_due() {
    let closed = crate::calendar::CalendarDefinition { timezone: "UTC".into(), ..Default::default() };
    let calendar = crate::calendar::Calendar::new(closed).unwrap();
    let cycle =
        Story::opened("09:00", &one(Target { calendar, ..target(Resolution, 60) })).cycle(Resolution, "27 12:00");
    assert_eq!((cycle.due_at, cycle.elapsed, cycle.verdict()), (None, minutes(0), None));
}
