//! What business time and clocks cost: the page of figures takes its lines from here.

use std::hint::black_box;
use std::sync::Arc;

use chrono::TimeDelta;
use criterion::{Criterion, criterion_group, criterion_main};
use servicedesk::calendar::{Calendar, CalendarDefinition};
use servicedesk::clock::Timestamp;
use servicedesk::sla::{
    ChangeMode, ClockEvent, Delivery, Happening, Message, PauseRule, Promise, ReopenRule, Side, SlaMetric, StatusSeen,
    Target, Threshold, ThresholdKey, ThresholdPlace, Until, evaluate,
};
use servicedesk::ticket::StatusKind;

/// São Paulo's working days with a break, without the national holidays.
fn office() -> Calendar {
    let hours = ["09:00-12:00", "13:00-18:00"];
    let mut definition = CalendarDefinition::weekdays("America/Sao_Paulo", &hours).expect("they are hours");
    definition.presets.push("br.national".to_owned());
    Calendar::new(definition).expect("it is a calendar")
}

/// Instants between 2021 and 2026, the same in every run.
fn instants(count: usize) -> Vec<Timestamp> {
    let first = Timestamp::parse("2021-01-01T00:00:00Z").expect("an instant").as_millis();
    let last = Timestamp::parse("2026-06-01T00:00:00Z").expect("an instant").as_millis();
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        i64::try_from(state % u64::try_from(last - first).unwrap_or(1)).unwrap_or(0)
    };
    (0..count).map(|_| Timestamp::clamped(first + next())).collect()
}

fn calendars(criterion: &mut Criterion) {
    let office = office();
    let starts = instants(16_384);
    let mut turn = starts.iter().cycle();
    for (name, hours) in [("an hour", 1), ("4 hours", 4), ("40 hours", 40), ("a year of working hours", 2_000)] {
        let span = TimeDelta::hours(hours);
        criterion.bench_function(&format!("deadline after {name}"), |bencher| {
            bencher.iter(|| office.deadline(black_box(*turn.next().expect("it goes round")), span));
        });
        let pairs: Vec<_> =
            starts.iter().map(|start| (*start, office.deadline(*start, span).expect("it opens"))).collect();
        let mut turn = pairs.iter().cycle();
        criterion.bench_function(&format!("time elapsed over {name}"), |bencher| {
            bencher.iter(|| {
                let (start, end) = turn.next().expect("it goes round");
                office.elapsed(black_box(*start), *end)
            });
        });
    }
}

fn clocks(criterion: &mut Criterion) {
    let (office, now) = (office(), Timestamp::parse("2027-01-01T00:00:00Z").expect("an instant"));
    let target = |metric, minutes| {
        Arc::new(Target {
            metric,
            duration: TimeDelta::minutes(minutes),
            calendar: office.clone(),
            pauses: PauseRule::AsTheStatusSays,
            reopening: ReopenRule::of(metric),
            until: Until::Resolved,
            thresholds: vec![Threshold {
                key: ThresholdKey::Warning(80),
                place: ThresholdPlace::Percent(80),
                delivery: Delivery::AtOnce,
            }],
        })
    };
    let promise = Arc::new(Promise {
        id: uuid::Uuid::from_u128(1),
        on_change: ChangeMode::CarryElapsed,
        targets: vec![target(SlaMetric::FirstResponse, 60), target(SlaMetric::Resolution, 480)],
    });
    let seen = |kind, key: &str| StatusSeen { kind, pauses: kind == StatusKind::Pending, key: key.into() };
    let open = seen(StatusKind::Open, "open");
    let answer = Message { side: Side::Agent, is_public: true, is_automatic: false };
    let tickets: Vec<Vec<ClockEvent>> = instants(4_096)
        .into_iter()
        .map(|opened| {
            let happenings = [
                Happening::Opened(seen(StatusKind::New, "new")),
                Happening::PromiseChanged(Some(Arc::clone(&promise))),
                Happening::OwnerChanged { is_owned: true },
                Happening::StatusChanged(open.clone()),
                Happening::Said(answer),
                Happening::StatusChanged(seen(StatusKind::Pending, "pending")),
                Happening::StatusChanged(open.clone()),
                Happening::StatusChanged(seen(StatusKind::Resolved, "resolved")),
                Happening::StatusChanged(seen(StatusKind::Closed, "closed")),
            ];
            let step = 1 + opened.as_millis() % 36_000_000;
            let later = (0_i64..).map(|number| opened.plus_millis((number - 1).max(0) * step));
            later.zip(happenings).map(|(at, happening)| ClockEvent { at, happening }).collect()
        })
        .collect();
    let mut turn = tickets.iter().cycle();
    criterion.bench_function("fold two clocks of a ticket with nine events", |bencher| {
        bencher.iter(|| evaluate(black_box(turn.next().expect("it goes round")), now));
    });
}

criterion_group!(service_levels, calendars, clocks);
criterion_main!(service_levels);
