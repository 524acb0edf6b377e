//! What is promised: for each metric how long it may take, in whose time, and what is done on the way.

use std::sync::Arc;

use chrono::TimeDelta;
use uuid::Uuid;

use crate::calendar::Calendar;
use crate::sla::{ChangeMode, SlaMetric};
use crate::ticket::StatusKind;

/// What is promised for a ticket: one version of a policy, which never changes.
#[derive(Clone, Debug)]
pub struct Promise {
    /// The id of the version.
    pub id: Uuid,
    /// What happens to the open cycles of a ticket that comes under this promise.
    pub on_change: ChangeMode,
    /// The promises, at most one for each metric.
    pub targets: Vec<Arc<Target>>,
}

impl Promise {
    /// Returns what is promised for that metric.
    pub fn target(&self, metric: SlaMetric) -> Option<&Arc<Target>> {
        self.targets.iter().find(|target| target.metric == metric)
    }
}

/// How long something may take.
#[derive(Clone, Debug)]
pub struct Target {
    /// What is measured.
    pub metric: SlaMetric,
    /// How long it may take; more than nothing.
    pub duration: TimeDelta,
    /// Whose time counts; [`Calendar::always`] for calendar time.
    pub calendar: Calendar,
    /// In which statuses the clock stands still.
    pub pauses: PauseRule,
    /// What happens when the ticket is opened again.
    pub reopening: ReopenRule,
    /// Which status the metrics of resolution wait for.
    pub until: Until,
    /// What is told on the way, in the order of their places.
    pub thresholds: Vec<Threshold>,
}

/// Which status ends the metrics of resolution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Until {
    /// The work is done, whether the requester agrees or not.
    #[default]
    Resolved,
    /// The ticket is closed; being resolved is one more status on the way.
    Closed,
}

/// In which statuses a clock stands still.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PauseRule {
    /// In those of which the organization says so.
    #[default]
    AsTheStatusSays,
    /// In those of these kinds, whatever the organization says.
    In(Vec<StatusKind>),
}

/// What happens to a stopped clock when its ticket is opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReopenRule {
    /// It goes on; the time in between was a pause.
    Resume,
    /// Nothing: only the first time counts.
    FirstOnly,
    /// A new cycle begins.
    NewCycle,
    /// It goes on, or, so long after it stopped, a new cycle begins.
    RestartAfter(TimeDelta),
}

impl ReopenRule {
    /// Returns the rule of a metric for which none was given.
    pub fn of(metric: SlaMetric) -> Self {
        match metric {
            SlaMetric::TimeToOwn | SlaMetric::FirstResponse | SlaMetric::FirstResolution => Self::FirstOnly,
            SlaMetric::NextResponse | SlaMetric::PeriodicUpdate => Self::NewCycle,
            SlaMetric::AgentWorkTime | SlaMetric::RequesterWait | SlaMetric::Resolution | SlaMetric::Ownership => {
                Self::Resume
            }
        }
    }
}

/// Something that is told or done when a clock gets to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// What tells it from the others; it fires once in a cycle.
    pub key: ThresholdKey,
    /// Where it lies.
    pub place: ThresholdPlace,
    /// When it is told.
    pub delivery: Delivery,
}

/// What tells a threshold from the others of its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThresholdKey {
    /// A warning at this percentage.
    Warning(u32),
    /// A rule of escalation.
    Rule(Uuid),
}

/// Where a threshold lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThresholdPlace {
    /// At this percentage of the target.
    Percent(u32),
    /// So much of the target's time before its end; one longer than the target lies at the beginning.
    Before(TimeDelta),
    /// So much of the target's time after its end.
    After(TimeDelta),
}

impl ThresholdPlace {
    /// Returns how much of a target of `duration` has elapsed there, in milliseconds.
    pub(super) fn elapsed(self, duration: i64) -> i64 {
        match self {
            Self::Percent(percent) => {
                i64::try_from(i128::from(duration) * i128::from(percent) / 100).unwrap_or(i64::MAX)
            }
            Self::Before(time) => duration.saturating_sub(time.num_milliseconds()).max(0),
            Self::After(time) => duration.saturating_add(time.num_milliseconds()),
        }
    }
}

/// When something is told.
#[derive(Clone, Debug, Default)]
pub enum Delivery {
    /// At once.
    #[default]
    AtOnce,
    /// At the next opening of this calendar, when it is closed.
    AtNextOpening(Calendar),
}

impl PartialEq for Delivery {
    fn eq(&self, other: &Self) -> bool {
        matches!((self, other), (Self::AtOnce, Self::AtOnce) | (Self::AtNextOpening(_), Self::AtNextOpening(_)))
    }
}

impl Eq for Delivery {}
