//! What each metric does in each situation of a ticket: whether its clock runs, stands still or has stopped.

use std::sync::Arc;

use uuid::Uuid;

use super::event::{Happening, StatusSeen};
use super::target::{PauseRule, Target, Until};
use crate::clock::Timestamp;
use crate::sla::SlaMetric;
use crate::ticket::StatusKind;

/// How a ticket stands, as far as clocks care.
#[derive(Clone, Debug)]
pub(super) struct Situation {
    pub(super) status: StatusSeen,
    pub(super) is_owned: bool,
    pub(super) is_deleted: bool,
    pub(super) team: Option<Uuid>,
    /// Whether the requester was answered once.
    pub(super) was_answered: bool,
    /// Since when the oldest message of the requester waits for an answer.
    pub(super) waits_since: Option<Timestamp>,
    /// Whether what happened now answered the requester.
    pub(super) answers_now: bool,
}

/// What a clock is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// There is nothing to measure.
    Rest,
    /// Run.
    Run,
    /// Stand still.
    Pause,
    /// It is over: what was promised has come.
    Stop,
    /// It is over without a verdict.
    Cancel,
}

impl Situation {
    pub(super) fn opened(status: StatusSeen) -> Self {
        Self {
            status,
            is_owned: false,
            is_deleted: false,
            team: None,
            was_answered: false,
            waits_since: None,
            answers_now: false,
        }
    }

    /// Takes in what happened.
    pub(super) fn apply(&mut self, happening: &Happening, at: Timestamp) {
        self.answers_now = false;
        match happening {
            Happening::Opened(status) | Happening::StatusChanged(status) => {
                self.status = status.clone();
                if !self.status.kind.is_unresolved() {
                    self.waits_since = None;
                }
            }
            Happening::Said(message) if message.is_response() => {
                self.answers_now = true;
                self.was_answered = true;
                self.waits_since = None;
            }
            Happening::Said(message) if message.is_request() => {
                // The oldest unanswered message counts; further ones do not begin again.
                self.waits_since.get_or_insert(at);
            }
            Happening::OwnerChanged { is_owned } => self.is_owned = *is_owned,
            Happening::TeamChanged(team) => self.team = *team,
            Happening::Deleted => self.is_deleted = true,
            Happening::Restored => self.is_deleted = false,
            Happening::Said(_)
            | Happening::PromiseChanged(_)
            | Happening::PromiseRevised(_)
            | Happening::Waived { .. } => {}
        }
    }

    /// Returns what the clock of `target`, for that team, is to do. Stopping comes before pausing, and pausing before running.
    pub(super) fn order(&self, target: &Target, team: Option<Uuid>) -> Order {
        match self.order_by_metric(target, team) {
            Order::Run if self.pauses(target) => Order::Pause,
            other => other,
        }
    }

    /// Returns why a clock stands still or has stopped: the key of the status, or what beats it.
    pub(super) fn reason(&self, team: Option<Uuid>) -> Arc<str> {
        match team {
            _ if self.is_deleted => Arc::from("deleted"),
            Some(_) if team != self.team => Arc::from("another team"),
            _ => Arc::clone(&self.status.key),
        }
    }

    fn order_by_metric(&self, target: &Target, team: Option<Uuid>) -> Order {
        let (kind, metric) = (self.status.kind, target.metric);
        let unresolved = kind.is_unresolved();
        let over = match kind {
            StatusKind::Cancelled => Order::Cancel,
            _ => Order::Stop,
        };
        match metric {
            SlaMetric::TimeToOwn if self.is_owned => Order::Stop,
            SlaMetric::FirstResponse if self.was_answered => Order::Stop,
            // Nobody was answered: while the ticket is resolved there is nothing to wait for, and closing it is no answer.
            SlaMetric::TimeToOwn | SlaMetric::FirstResponse if kind == StatusKind::Cancelled => Order::Cancel,
            SlaMetric::TimeToOwn | SlaMetric::FirstResponse if !unresolved => Order::Pause,
            SlaMetric::TimeToOwn | SlaMetric::FirstResponse => Order::Run,
            // What is said before the first answer belongs to the first response.
            SlaMetric::NextResponse if !self.was_answered => Order::Rest,
            SlaMetric::NextResponse if self.waits_since.is_none() => over_or(Order::Stop, kind),
            SlaMetric::NextResponse if unresolved => Order::Run,
            SlaMetric::NextResponse => Order::Pause,
            SlaMetric::PeriodicUpdate if !self.was_answered => Order::Rest,
            SlaMetric::Ownership if self.team.is_none() || self.team != team => Order::Stop,
            SlaMetric::FirstResolution | SlaMetric::Resolution if target.until == Until::Closed && !kind.is_over() => {
                Order::Run
            }
            _ if !unresolved => over,
            SlaMetric::AgentWorkTime if !matches!(kind, StatusKind::New | StatusKind::Open) => Order::Pause,
            SlaMetric::RequesterWait if kind == StatusKind::Pending => Order::Pause,
            _ => Order::Run,
        }
    }

    fn pauses(&self, target: &Target) -> bool {
        match (&target.pauses, target.metric) {
            // These two say by themselves in which kinds of status they run.
            (PauseRule::AsTheStatusSays, SlaMetric::AgentWorkTime | SlaMetric::RequesterWait) => false,
            (PauseRule::AsTheStatusSays, _) => self.status.pauses,
            (PauseRule::In(kinds), _) => kinds.contains(&self.status.kind),
        }
    }
}

fn over_or(order: Order, kind: StatusKind) -> Order {
    if kind == StatusKind::Cancelled { Order::Cancel } else { order }
}
