//! A ticket as the model knows it, and what becomes of it by the rules alone.

use servicedesk::clock::Timestamp;
use servicedesk::ticket::{Level, PrioritySource, Ticket, TicketId, preset};
use servicedesk::{Code, Result};

use super::super::fixture::Fixture;
use super::{PRIORITIES, STATUSES};

/// A ticket as the model knows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Modelled {
    pub(super) version: i64,
    pub(super) status: &'static str,
    pub(super) priority: &'static str,
    pub(super) source: PrioritySource,
    pub(super) levels: (Option<u8>, Option<u8>),
    pub(super) agent: Option<u8>,
    pub(super) queued: bool,
    pub(super) assigned_at: Option<Timestamp>,
    pub(super) answered_at: Option<Timestamp>,
    pub(super) resolved_at: Option<Timestamp>,
    pub(super) closed_at: Option<Timestamp>,
    pub(super) deleted_at: Option<Timestamp>,
    pub(super) reopened: i64,
    pub(super) spam: bool,
    pub(super) merged: Option<TicketId>,
    pub(super) before_merge: Option<&'static str>,
}

pub(super) fn level(number: u8) -> Level {
    [Level::High, Level::Medium, Level::Low][usize::from(number)]
}

/// The priority that nobody chose.
pub(super) fn followed(levels: (Option<u8>, Option<u8>)) -> (&'static str, PrioritySource) {
    let matrix = [["critical", "high", "medium"], ["high", "medium", "low"], ["medium", "low", "low"]];
    match levels {
        (Some(impact), Some(urgency)) => (matrix[usize::from(impact)][usize::from(urgency)], PrioritySource::Matrix),
        _ => ("medium", PrioritySource::Default),
    }
}

impl Modelled {
    /// A ticket that was just opened.
    pub(super) fn opened(levels: (Option<u8>, Option<u8>), agent: Option<u8>, now: Timestamp) -> Self {
        let (priority, source) = followed(levels);
        Self {
            version: 1,
            status: "new",
            priority,
            source,
            levels,
            agent,
            queued: false,
            assigned_at: agent.map(|_| now),
            answered_at: None,
            resolved_at: None,
            closed_at: None,
            deleted_at: None,
            reopened: 0,
            spam: false,
            merged: None,
            before_merge: None,
        }
    }

    pub(super) fn is_held(&self) -> bool {
        self.deleted_at.is_none() && self.resolved_at.is_none() && self.closed_at.is_none()
    }

    /// Makes a change; the version counts it when there is one.
    pub(super) fn change(&mut self, edit: impl FnOnce(&mut Self)) {
        let before = self.clone();
        edit(self);
        self.version += i64::from(*self != before);
    }

    pub(super) fn enter(&mut self, status: &'static str, now: Timestamp) {
        let was_over = self.resolved_at.is_some() || self.closed_at.is_some();
        self.status = status;
        match status {
            "closed" | "cancelled" => self.closed_at = Some(now),
            "resolved" => (self.resolved_at, self.closed_at) = (Some(now), None),
            _ => {
                self.reopened += i64::from(was_over);
                (self.resolved_at, self.closed_at) = (None, None);
            }
        }
    }

    pub(super) fn seen(desk: &Fixture, ticket: &Ticket) -> Self {
        let number = |level: Option<Level>| level.map(|level| level as u8);
        let known = |list: &[&'static str], key: &str| *list.iter().find(|known| **known == key).expect("a known key");
        let agent =
            ticket.assignee_id.map(|id| (0..3).find(|agent| desk.agent(usize::from(*agent)) == id).expect("an agent"));
        Self {
            version: ticket.version,
            status: known(&STATUSES, desk.status_key(ticket.status_id)),
            priority: known(&PRIORITIES, desk.priority_key(ticket.priority_id)),
            source: ticket.priority_source,
            levels: (number(ticket.impact), number(ticket.urgency)),
            agent,
            queued: ticket.team_id.is_some(),
            assigned_at: ticket.assigned_at,
            answered_at: ticket.first_response_at,
            resolved_at: ticket.resolved_at,
            closed_at: ticket.closed_at,
            deleted_at: ticket.deleted_at,
            reopened: ticket.reopen_count,
            spam: ticket.is_spam,
            merged: ticket.merged_into_id,
            before_merge: ticket.status_before_merge_id.map(|id| known(&STATUSES, desk.status_key(id))),
        }
    }

    /// What a step to that status comes to.
    pub(super) fn step(&mut self, target: &'static str, now: Timestamp) -> Result<(), Code> {
        if target == self.status {
            return Ok(());
        }
        if self.merged.is_some() {
            return Err(Code::TicketMerged);
        }
        let steps = preset::itsm().transitions;
        if !steps.iter().any(|step| step.from.as_deref() == Some(self.status) && step.to == target) {
            return Err(Code::TransitionForbidden);
        }
        self.change(|ticket| ticket.enter(target, now));
        Ok(())
    }
}
