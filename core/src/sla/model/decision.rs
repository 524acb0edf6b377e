//! What people decide about the clocks of a ticket, and what the library notes for itself.

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::{OrganizationId, TeamId};
use crate::sla::{ChangeMode, SlaMetric, SlaPolicyVersion, SlaPolicyVersionId};
use crate::ticket::{Ticket, TicketId};

crate::ids! {
    /// The id of a [`SlaDecision`].
    SlaDecisionId,
    /// The id of a [`ClockMark`].
    ClockMarkId,
}

/// What was decided about clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum SlaDecisionKind {
    /// A breach does not count.
    #[default]
    Waive,
    /// The open clocks come under a later version of what is promised.
    Reprice,
}

/// Something that was decided about the clocks of a ticket. Part of its history, from which its clocks are told; never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "sla_decision", append_only)]
#[entity(history(ticket = "ticket_id", created = "service_level_decided", deleted = "service_level_decision_removed"))]
#[entity(index(name = "sla_decision_ticket", on = "ticket_id, created_at, id"))]
pub struct SlaDecision {
    /// The identifier, a UUID of version 7.
    pub id: SlaDecisionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket)]
    pub ticket_id: TicketId,
    /// What was decided.
    pub kind: SlaDecisionKind,
    /// Of which metric the breach is that does not count.
    pub metric: Option<SlaMetric>,
    /// Of which team's clock, of the metric `ownership`.
    pub team_id: Option<TeamId>,
    /// In which cycle, the first is 1.
    #[entity(range(1, 1_000_000))]
    pub cycle: Option<i64>,
    /// The version of the policy that holds from now on.
    #[entity(references = SlaPolicyVersion)]
    pub sla_policy_version_id: Option<SlaPolicyVersionId>,
    /// What happens to the open clocks.
    pub mode: Option<ChangeMode>,
    /// Who decided it; nobody when the host itself did.
    #[entity(references = User, personal(link, erase = keep))]
    pub decided_by_id: Option<UserId>,
    /// Why.
    #[entity(max = 2_000, personal(content, erase = redact_spans))]
    pub reason: Option<String>,
    /// When, UTC.
    pub created_at: Timestamp,
}

/// That something happened to a ticket that its clocks have not heard yet. Written by the unit of work where an organization has
/// policies, and gone with the next `tick`.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "clock_mark", internal, agenda(on = "created_at"))]
pub struct ClockMark {
    /// The identifier, a UUID of version 7.
    pub id: ClockMarkId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket, which may be gone.
    pub ticket_id: TicketId,
    /// Always 1: a mark is never changed.
    pub version: i64,
    /// When it happened, UTC.
    pub created_at: Timestamp,
    /// The same: a mark is never changed.
    pub updated_at: Timestamp,
}
