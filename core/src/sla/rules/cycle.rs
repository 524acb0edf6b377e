//! One time that something was measured, from its beginning to its end.

use std::sync::Arc;

use chrono::TimeDelta;

use super::target::{Target, ThresholdKey};
use crate::clock::Timestamp;
use crate::identity::UserId;

/// One time that something was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// Which time, the first is 1.
    pub number: u32,
    /// The version of the policy whose target holds.
    pub promise: uuid::Uuid,
    /// When it began, UTC.
    pub started_at: Timestamp,
    /// How long it may take.
    pub target: TimeDelta,
    /// How long it has taken, of the target's time; up to the instant of the evaluation while it runs.
    pub elapsed: TimeDelta,
    /// How long it had taken when it last began to run, stood still or stopped: what does not change while time passes.
    pub counted: TimeDelta,
    /// How it stands.
    pub phase: Phase,
    /// When the promise will be broken, UTC, while the clock runs; nothing while it stands still or is over.
    pub due_at: Option<Timestamp>,
    /// The next instant at which something comes to pass by itself, UTC: a threshold is told or the promise is broken.
    pub next_at: Option<Timestamp>,
    /// When it stopped, UTC.
    pub stopped_at: Option<Timestamp>,
    /// When the promise was broken, UTC. Never taken back.
    pub breached_at: Option<Timestamp>,
    /// Whether it was broken already when the promise was made.
    pub breached_on_attach: bool,
    /// Who said that the breach does not count.
    pub waiver: Option<Waiver>,
    /// What was told, in order.
    pub fired: Vec<Fired>,
    pub(super) stretches: Vec<Stretch>,
}

impl Cycle {
    /// Returns what is left of the target; negative when it was exceeded.
    pub fn remaining(&self) -> TimeDelta {
        self.target - self.elapsed
    }

    /// Returns whether the promise was kept; nothing while that is open or when it was called off.
    pub fn verdict(&self) -> Option<Verdict> {
        match self.phase {
            _ if self.breached_at.is_some() => Some(Verdict::Breached),
            Phase::Stopped => Some(Verdict::Met),
            Phase::Running | Phase::Paused | Phase::Cancelled => None,
        }
    }

    /// Returns when it stood still, from when until when; the last pause of a cycle that stands still has no end.
    pub fn pauses(&self) -> Vec<(Timestamp, Option<Timestamp>)> {
        let mut pauses: Vec<(Timestamp, Option<Timestamp>)> = Vec::new();
        for (place, stretch) in self.stretches.iter().enumerate() {
            let to = self.stretches.get(place + 1).map(|next| next.from).or(self.stopped_at);
            if !matches!(stretch.kind, StretchKind::Paused(_)) || to == Some(stretch.from) {
                continue;
            }
            match pauses.last_mut() {
                // Another reason goes on with the same pause.
                Some(last) if last.1 == Some(stretch.from) => last.1 = to,
                _ => pauses.push((stretch.from, to)),
            }
        }
        pauses
    }

    /// Returns whether it can still go on by itself.
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Running | Phase::Paused)
    }
}

/// How a cycle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Time counts.
    Running,
    /// It stands still.
    Paused,
    /// What was promised has come.
    Stopped,
    /// It was called off, or something else was promised.
    Cancelled,
}

/// Whether a promise was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It was.
    Met,
    /// It was broken.
    Breached,
}

/// That somebody said that a breach does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Who.
    pub by: Option<UserId>,
    /// When, UTC.
    pub at: Timestamp,
}

/// That a threshold was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fired {
    /// Which.
    pub key: ThresholdKey,
    /// When, UTC.
    pub at: Timestamp,
    /// Whether it lay behind already when the promise was made; such a one is not told, only a breach is.
    pub on_attach: bool,
}

/// A part of a cycle in which one thing was so.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) from: Timestamp,
    pub(super) kind: StretchKind,
}

#[derive(Clone, Debug)]
pub(super) enum StretchKind {
    /// Time counted by the calendar of this target.
    Ran(Arc<Target>),
    /// The clock stood still for this reason, the key of a status.
    Paused(Arc<str>),
}

impl PartialEq for Stretch {
    fn eq(&self, other: &Self) -> bool {
        let same_kind = match (&self.kind, &other.kind) {
            (StretchKind::Ran(_), StretchKind::Ran(_)) => true,
            (StretchKind::Paused(left), StretchKind::Paused(right)) => left == right,
            _ => false,
        };
        self.from == other.from && same_kind
    }
}
