//! What became of what was promised.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::{OrganizationId, Team, TeamId};
use crate::sla::{
    EscalationAction, EscalationRule, EscalationRuleId, SlaPolicy, SlaPolicyId, SlaPolicyVersion, SlaPolicyVersionId,
};
use crate::ticket::{Ticket, TicketId};

crate::ids! {
    /// The id of a [`SlaTracking`].
    SlaTrackingId,
    /// The id of an [`Escalation`].
    EscalationId,
}

/// What is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, TextEnum)]
pub enum SlaMetric {
    /// Until somebody took it.
    TimeToOwn,
    /// Until somebody answered.
    #[default]
    FirstResponse,
    /// Until the next answer.
    NextResponse,
    /// Between one answer and the next.
    PeriodicUpdate,
    /// While the desk had to act.
    AgentWorkTime,
    /// While the requester waited.
    RequesterWait,
    /// Until it was first resolved.
    FirstResolution,
    /// Until it was resolved for good.
    Resolution,
    /// While a team had it (OLA).
    Ownership,
}

/// One clock of a ticket in one of its cycles, as `tick` last saw it. A copy of what the ticket's history says, rebuilt from it at
/// will with the same result; rows without a version of a policy came from elsewhere, and are left alone once they have stopped.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "sla_tracking", collection = "sla_tracking", editable, unaudited)]
#[entity(agenda(on = "next_at", when = "next_at IS NOT NULL"))]
#[entity(index(name = "sla_tracking_clock", on = "ticket_id, metric, cycle", unique, when = "team_id IS NULL"))]
#[entity(index(
    name = "sla_tracking_team_clock",
    on = "ticket_id, team_id, metric, cycle",
    unique,
    when = "team_id IS NOT NULL"
))]
#[entity(index(name = "sla_tracking_ticket", on = "ticket_id, created_at, id"))]
#[entity(index(name = "sla_tracking_due", on = "due_at, id", when = "due_at IS NOT NULL AND stopped_at IS NULL"))]
#[entity(index(name = "sla_tracking_breached", on = "breached_at, id", when = "breached_at IS NOT NULL"))]
pub struct SlaTracking {
    /// The identifier, a UUID of version 7.
    pub id: SlaTrackingId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// The policy that promised.
    #[entity(references = SlaPolicy)]
    pub sla_policy_id: Option<SlaPolicyId>,
    /// The version of it that holds for this cycle.
    #[entity(references = SlaPolicyVersion)]
    pub sla_policy_version_id: Option<SlaPolicyVersionId>,
    /// Whose time it is, of the metric `ownership`.
    #[entity(references = Team, on_create)]
    pub team_id: Option<TeamId>,
    /// What is measured.
    #[entity(on_create)]
    pub metric: SlaMetric,
    /// Which time it is measured, the first is 1.
    #[entity(range(1, 1_000_000), default = 1, on_create)]
    pub cycle: i64,
    /// When the clock began, UTC.
    #[entity(on_create)]
    pub started_at: Timestamp,
    /// How long it may take, in seconds of the policy's time.
    #[entity(range(0, 1_000_000_000))]
    pub target_seconds: i64,
    /// How long it had taken when it last began to run, stood still or stopped, in seconds of the policy's time.
    #[entity(range(0, 10_000_000_000))]
    pub elapsed_seconds: i64,
    /// When it stood still, pairs of instants.
    #[entity(max = 262_144, public)]
    pub paused_intervals: Option<Json>,
    /// Since when it stands still, UTC; nothing while it runs.
    pub paused_at: Option<Timestamp>,
    /// When the promise will be broken, UTC; nothing while it stands still.
    pub due_at: Option<Timestamp>,
    /// When something comes to pass next by itself, UTC: a threshold or the breach; nothing while it stands still.
    pub next_at: Option<Timestamp>,
    /// When people were last warned, UTC.
    pub warned_at: Option<Timestamp>,
    /// What was told already, each once: `warning:80` or `rule:` and the id of the rule of escalation.
    #[entity(max = 60, public)]
    pub told: Vec<String>,
    /// When it stopped for good, UTC.
    pub stopped_at: Option<Timestamp>,
    /// When the promise was kept, UTC.
    pub met_at: Option<Timestamp>,
    /// When the promise was broken, UTC. Never taken back.
    pub breached_at: Option<Timestamp>,
    /// Who said that the breach does not count.
    #[entity(references = User, personal(link, erase = null))]
    pub waived_by_id: Option<UserId>,
    /// Why it does not.
    #[entity(max = 2_000, personal(content, erase = redact_spans))]
    pub waived_reason: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// That a promise was in danger or broken, and what was done about it. Never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "escalation", recorded)]
#[entity(history(ticket = "ticket_id", created = "escalated", deleted = "escalation_removed"))]
#[entity(index(name = "escalation_occasion", on = "ticket_id, occasion", unique, when = "occasion IS NOT NULL"))]
#[entity(index(name = "escalation_ticket", on = "ticket_id, created_at, id"))]
pub struct Escalation {
    /// The identifier, a UUID of version 7.
    pub id: EscalationId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// The rule; nothing when a warning or the breach itself is told, or when somebody did it by hand.
    #[entity(references = EscalationRule, on_create)]
    pub escalation_rule_id: Option<EscalationRuleId>,
    /// What it was about, once for each ticket, such as `resolution/1/breach`, `first_response/1/warning:80`, or, with the id of a
    /// rule, `resolution/1/rule:…`; nothing when somebody did it by hand.
    #[entity(max = 160, on_create, public)]
    pub occasion: Option<String>,
    /// Which step it was.
    #[entity(range(1, 100), default = 1, on_create)]
    pub tier: i64,
    /// What was done.
    #[entity(on_create)]
    pub action: EscalationAction,
    /// When, UTC.
    #[entity(on_create)]
    pub fired_at: Timestamp,
    /// Who did it by hand.
    #[entity(references = User, on_create, personal(link, erase = keep))]
    pub fired_by_id: Option<UserId>,
    /// Why.
    #[entity(max = 2_000, on_create, personal(content, erase = redact_spans))]
    pub reason: Option<String>,
    /// What came of it.
    #[entity(max = 65_536, on_create, personal(content, erase = redact_spans))]
    pub outcome: Option<Json>,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}
