//! How the clocks of a ticket stand, and why: always told from its history, so that it is never stale.

use super::lives::{Ground, TOGETHER, Told};
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::scope::{Scope, not_found};
use crate::sla::rules::version::Policies;
use crate::sla::rules::{ClockState, Cycle, Phase, Reason, Verdict};
use crate::sla::{CalendarSegment, ClockPhase, SegmentReason, SlaPolicyVersionId, TicketClock, TicketClocks};
use crate::ticket::{Ticket, TicketId};

/// The service levels of an organization.
#[derive(Clone, Copy, Debug)]
pub struct ServiceLevels<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the service levels of the organization.
    pub fn service_levels(&self) -> ServiceLevels<'_> {
        ServiceLevels { scope: self }
    }
}

#[operations(CLOCKS)]
impl ServiceLevels<'_> {
    /// Returns every clock of a ticket as it stands now, each cycle with the segments that explain it: what was open, closed or a
    /// holiday, and in which status it stood still.
    ///
    /// It is a pure fold over the ticket's history and the versions of the policies, each from the instant from which it holds. The
    /// policy is the one that names the ticket's priority, or else the first, by position, whose condition the ticket met; it is
    /// chosen when the ticket is opened and anew whenever the ticket changes. What is open keeps to the version under which it
    /// began; another policy treats it as its `on_change` says.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound); [`Code::CalendarUncovered`](crate::Code::CalendarUncovered) when a calendar does
    /// not know a year that matters.
    pub async fn clocks(&self, ticket_id: TicketId) -> Result<Vec<TicketClock>> {
        let mut found = self.read(&[ticket_id]).await?;
        let life = found.pop().ok_or_else(not_found::<Ticket>)?;
        Ok(life.clocks)
    }

    /// Returns the clocks of several tickets, in the order of their ids, as [`ServiceLevels::clocks`] does; ids of tickets that are not
    /// there are left out. It asks the store as often for many as for one.
    ///
    /// # Errors
    /// [`Code::ListTooLong`] for more than 100 tickets, and those of [`ServiceLevels::clocks`].
    pub async fn clocks_of(&self, ticket_ids: Vec<TicketId>) -> Result<Vec<TicketClocks>> {
        if ticket_ids.len() > TOGETHER {
            return Err(Error::new(Code::ListTooLong).field("ticket_ids").with("max", TOGETHER));
        }
        self.read(&ticket_ids).await
    }
}

impl ServiceLevels<'_> {
    pub(super) fn scope(&self) -> &Scope {
        self.scope
    }

    async fn read(&self, ids: &[TicketId]) -> Result<Vec<TicketClocks>> {
        let ground = Ground::load(self.scope).await?;
        let now = self.scope.desk().now();
        let told = ground.tickets(ids).await?;
        let answer = |told: &Told| {
            let mut clocks = Vec::new();
            for state in told.states(now)? {
                for cycle in &state.cycles {
                    clocks.push(clock(&ground.policies, &state, cycle, told.at(now))?);
                }
            }
            Ok(TicketClocks { ticket_id: told.ticket.id, clocks })
        };
        told.iter().map(answer).collect()
    }
}

fn clock(policies: &Policies, state: &ClockState, cycle: &Cycle, now: Timestamp) -> Result<TicketClock> {
    let version = policies.get(SlaPolicyVersionId::from(cycle.promise));
    let version =
        version.ok_or_else(|| Error::new(Code::Internal).with("reason", "a clock runs under a known version"))?;
    let segments = cycle.explain(now)?.into_iter().map(|part| {
        let (reason, name) = match part.reason {
            Reason::Counted => (SegmentReason::Open, None),
            Reason::Closed => (SegmentReason::Closed, None),
            Reason::Holiday(name) => (SegmentReason::Holiday, Some(name)),
            Reason::Paused(status) => (SegmentReason::Paused, Some(status)),
        };
        CalendarSegment { started_at: part.from, ended_at: part.to, reason, name }
    });
    Ok(TicketClock {
        metric: state.metric,
        team_id: state.team.map(Into::into),
        cycle: cycle.number.into(),
        sla_policy_id: version.policy,
        policy_version: version.number,
        phase: match cycle.phase {
            Phase::Running => ClockPhase::Running,
            Phase::Paused => ClockPhase::Paused,
            Phase::Stopped => ClockPhase::Stopped,
            Phase::Cancelled => ClockPhase::Cancelled,
        },
        started_at: cycle.started_at,
        target_milliseconds: cycle.target.num_milliseconds(),
        elapsed_milliseconds: cycle.elapsed.num_milliseconds(),
        due_at: cycle.due_at,
        stopped_at: cycle.stopped_at,
        breached_at: cycle.breached_at,
        is_waived: cycle.waiver.is_some(),
        is_met: cycle.verdict().map(|verdict| verdict == Verdict::Met),
        segments: segments.collect(),
    })
}
