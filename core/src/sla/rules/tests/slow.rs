//! A clock minute by minute: in each minute, does it run, and is the calendar open? Held against the fold on random stories.

use std::sync::Arc;

use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::story::{office, seen};
use crate::clock::Timestamp;
use crate::sla::{
    ChangeMode, ClockEvent, Happening, Message, PauseRule, Promise, ReopenRule, Side, SlaMetric, Target, evaluate,
};
use crate::ticket::StatusKind;

const MINUTE: i64 = 60_000;
const METRICS: [SlaMetric; 6] = [
    SlaMetric::TimeToOwn,
    SlaMetric::FirstResponse,
    SlaMetric::AgentWorkTime,
    SlaMetric::RequesterWait,
    SlaMetric::Resolution,
    SlaMetric::Ownership,
];

fn happening() -> impl Strategy<Value = Happening> {
    let kinds = [StatusKind::Open, StatusKind::Pending, StatusKind::OnHold, StatusKind::Resolved, StatusKind::Closed];
    let sides = [Side::Requester, Side::Agent, Side::Program];
    prop_oneof![
        6 => prop::sample::select(kinds.to_vec()).prop_map(|kind| Happening::StatusChanged(seen(kind))),
        2 => (prop::sample::select(sides.to_vec()), any::<bool>(), any::<bool>())
            .prop_map(|(side, is_public, is_automatic)| Happening::Said(Message { side, is_public, is_automatic })),
        1 => any::<bool>().prop_map(|is_owned| Happening::OwnerChanged { is_owned }),
        2 => prop::option::of(1_u128..3).prop_map(|team| Happening::TeamChanged(team.map(Uuid::from_u128))),
        1 => prop_oneof![Just(Happening::Deleted), Just(Happening::Restored)],
        2 => (1_i64..1000).prop_map(|minutes| Happening::PromiseChanged(Some(promise(minutes)))),
    ]
}

fn promise(minutes: i64) -> Arc<Promise> {
    let target = |metric| Target {
        metric,
        duration: TimeDelta::minutes(minutes),
        calendar: office(),
        pauses: PauseRule::AsTheStatusSays,
        reopening: ReopenRule::of(metric),
        until: crate::sla::Until::Resolved,
        thresholds: Vec::new(),
    };
    let targets = METRICS.map(|metric| Arc::new(target(metric))).to_vec();
    Arc::new(Promise { id: Uuid::from_u128(1), on_change: ChangeMode::CarryElapsed, targets })
}

/// What is known of a ticket in some minute.
#[derive(Default)]
struct Known {
    kind: StatusKind,
    owned: bool,
    answered: bool,
    deleted: bool,
    team: Option<Uuid>,
    target: i64,
}

impl Known {
    fn hear(&mut self, happening: &Happening) {
        match happening {
            Happening::Opened(status) | Happening::StatusChanged(status) => self.kind = status.kind,
            Happening::Said(message) => {
                self.answered |= message.side == Side::Agent && message.is_public && !message.is_automatic;
            }
            Happening::OwnerChanged { is_owned } => self.owned = *is_owned,
            Happening::TeamChanged(team) => self.team = *team,
            Happening::PromiseChanged(Some(promise)) => self.target = promise.targets[0].duration.num_minutes(),
            Happening::Deleted => self.deleted = true,
            Happening::Restored => self.deleted = false,
            Happening::PromiseChanged(None) | Happening::PromiseRevised(_) | Happening::Waived { .. } => {}
        }
    }

    fn counts(&self, metric: SlaMetric, team: Option<Uuid>) -> bool {
        use StatusKind::{New, OnHold, Open};
        let goes_on = matches!(self.kind, New | Open);
        !self.deleted
            && match metric {
                SlaMetric::TimeToOwn => goes_on && !self.owned,
                SlaMetric::FirstResponse => goes_on && !self.answered,
                SlaMetric::RequesterWait => matches!(self.kind, New | Open | OnHold),
                SlaMetric::Ownership => goes_on && team.is_some() && self.team == team,
                _ => goes_on,
            }
    }
}

/// How many minutes counted until `now`, and in how many events the clock of a thing that ends for good could have ended.
fn slow(events: &[ClockEvent], metric: SlaMetric, team: Option<Uuid>, now: i64) -> i64 {
    let office = office();
    let mut known = Known::default();
    let (mut elapsed, mut next, mut is_over) = (0, 0, false);
    for minute in (events[0].at.as_millis()..now).step_by(usize::try_from(MINUTE).unwrap()) {
        while events.get(next).is_some_and(|event| event.at.as_millis() <= minute) {
            known.hear(&events[next].happening);
            next += 1;
            // These two end with the first time, unless the ticket was deleted when it came.
            is_over |= !known.deleted && metric == SlaMetric::TimeToOwn && known.owned;
        }
        if !is_over && known.counts(metric, team) && office.is_open(Timestamp::clamped(minute)).unwrap() {
            elapsed += 1;
        }
    }
    elapsed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_fold_counts_what_a_walk_counts(
        first in 1_i64..1000,
        steps in prop::collection::vec((0_i64..400, happening()), 0..14),
        rest in 0_i64..3000,
    ) {
        let mut at = Timestamp::parse("2026-11-20T09:00:00Z").unwrap();
        let mut events = vec![
            ClockEvent { at, happening: Happening::Opened(seen(StatusKind::New)) },
            ClockEvent { at, happening: Happening::PromiseChanged(Some(promise(first))) },
        ];
        for (minutes, happening) in steps {
            at = at.plus_millis(minutes * MINUTE);
            events.push(ClockEvent { at, happening });
        }
        let now = at.plus_millis(rest * MINUTE);
        for state in evaluate(&events, now).unwrap() {
            prop_assert_eq!(state.cycles.len(), 1);
            let cycle = &state.cycles[0];
            let expected = slow(&events, state.metric, state.team, now.as_millis());
            prop_assert_eq!(cycle.elapsed.num_minutes(), expected, "{:?} {:?}", state.metric, cycle);
            // The reasons sum to what elapsed.
            let counted: i64 = cycle.explain(now).unwrap().iter()
                .filter(|part| part.reason == crate::sla::Reason::Counted)
                .map(|part| part.to.as_millis() - part.from.as_millis())
                .sum();
            prop_assert_eq!(counted, cycle.elapsed.num_milliseconds());
            // Running, it is due when the rest of the target has been open.
            if let (crate::sla::Phase::Running, Some(due)) = (cycle.phase, cycle.due_at) && due > now {
                prop_assert_eq!(office().elapsed(now, due).unwrap(), cycle.remaining());
            }
            // A breach is told at the instant at which the then target was used up, and at no other.
            if cycle.elapsed > cycle.target && cycle.phase == crate::sla::Phase::Running {
                prop_assert!(cycle.breached_at.is_some());
            }
        }
        // The same prefix gives the same states, whatever happens later.
        for cut in 1..events.len() {
            let until = events[cut].at.plus_millis(-1);
            if until >= events[cut - 1].at {
                prop_assert_eq!(evaluate(&events, until).unwrap(), evaluate(&events[..cut], until).unwrap());
            }
        }
    }
}
