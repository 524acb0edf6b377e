//! What happens to a ticket, told in few words.

use std::sync::Arc;

use chrono::TimeDelta;
use uuid::Uuid;

use crate::calendar::{Calendar, CalendarDefinition};
use crate::clock::Timestamp;
use crate::sla::{
    ChangeMode, ClockEvent, ClockState, Cycle, Delivery, Happening, Message, PauseRule, Promise, ReopenRule, Side,
    SlaMetric, StatusSeen, Target, Threshold, ThresholdKey, ThresholdPlace, evaluate,
};
use crate::ticket::StatusKind;

/// The instant of that time on Monday, 23 November 2026, or, with a day, in that month.
pub(super) fn at(text: &str) -> Timestamp {
    let (day, time) = text.split_once(' ').unwrap_or(("23", text));
    Timestamp::parse(&format!("2026-11-{day}T{time}:00Z")).unwrap()
}

pub(super) fn office() -> Calendar {
    Calendar::new(CalendarDefinition::weekdays("UTC", &["09:00-17:00"]).unwrap()).unwrap()
}

pub(super) fn minutes(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes)
}

/// A target in office hours with a warning at 80 percent.
pub(super) fn target(metric: SlaMetric, minutes: i64) -> Target {
    Target {
        metric,
        duration: TimeDelta::minutes(minutes),
        calendar: office(),
        pauses: PauseRule::AsTheStatusSays,
        reopening: ReopenRule::of(metric),
        until: crate::sla::Until::Resolved,
        thresholds: vec![warning(80)],
    }
}

pub(super) fn warning(percent: u32) -> Threshold {
    Threshold {
        key: ThresholdKey::Warning(percent),
        place: ThresholdPlace::Percent(percent),
        delivery: Delivery::AtOnce,
    }
}

pub(super) fn promise(number: u128, on_change: ChangeMode, targets: Vec<Target>) -> Arc<Promise> {
    Arc::new(Promise { id: Uuid::from_u128(number), on_change, targets: targets.into_iter().map(Arc::new).collect() })
}

pub(super) fn seen(kind: StatusKind) -> StatusSeen {
    let key = match kind {
        StatusKind::New => "new",
        StatusKind::Open => "open",
        StatusKind::Pending => "pending",
        StatusKind::OnHold => "on_hold",
        StatusKind::Resolved => "resolved",
        StatusKind::Closed => "closed",
        StatusKind::Cancelled => "cancelled",
    };
    StatusSeen { kind, pauses: matches!(kind, StatusKind::Pending | StatusKind::OnHold), key: key.into() }
}

/// A ticket and what happens to it.
#[derive(Clone, Default)]
pub(super) struct Story {
    pub(super) events: Vec<ClockEvent>,
}

impl Story {
    /// A ticket that is opened then, under that promise.
    pub(super) fn opened(time: &str, promise: &Arc<Promise>) -> Self {
        Self::default()
            .then(time, Happening::Opened(seen(StatusKind::New)))
            .then(time, Happening::PromiseChanged(Some(Arc::clone(promise))))
    }

    pub(super) fn then(mut self, time: &str, happening: Happening) -> Self {
        self.events.push(ClockEvent { at: at(time), happening });
        self
    }

    pub(super) fn status(self, time: &str, kind: StatusKind) -> Self {
        self.then(time, Happening::StatusChanged(seen(kind)))
    }

    pub(super) fn answer(self, time: &str) -> Self {
        self.said(time, Side::Agent, true, false)
    }

    pub(super) fn request(self, time: &str) -> Self {
        self.said(time, Side::Requester, true, false)
    }

    pub(super) fn said(self, time: &str, side: Side, is_public: bool, is_automatic: bool) -> Self {
        self.then(time, Happening::Said(Message { side, is_public, is_automatic }))
    }

    pub(super) fn team(self, time: &str, team: Option<u128>) -> Self {
        self.then(time, Happening::TeamChanged(team.map(Uuid::from_u128)))
    }

    pub(super) fn promise(self, time: &str, promise: &Arc<Promise>) -> Self {
        self.then(time, Happening::PromiseChanged(Some(Arc::clone(promise))))
    }

    /// How every clock stands then.
    pub(super) fn states(&self, time: &str) -> Vec<ClockState> {
        evaluate(&self.events, at(time)).unwrap()
    }

    /// Every cycle of a metric then.
    pub(super) fn cycles(&self, metric: SlaMetric, time: &str) -> Vec<Cycle> {
        let states = self.states(time).into_iter().filter(|state| state.metric == metric);
        states.flat_map(|state| state.cycles).collect()
    }

    /// The only cycle of a metric then.
    pub(super) fn cycle(&self, metric: SlaMetric, time: &str) -> Cycle {
        let mut cycles = self.cycles(metric, time);
        assert_eq!(cycles.len(), 1, "{cycles:?}");
        cycles.remove(0)
    }
}
