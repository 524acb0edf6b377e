//! What was promised.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::organization::OrganizationId;
use crate::sla::{BusinessCalendar, BusinessCalendarId, SlaMetric};

crate::ids! {
    /// The id of a [`SlaPolicy`].
    SlaPolicyId,
    /// The id of a [`SlaPolicyVersion`].
    SlaPolicyVersionId,
    /// The id of an [`EscalationRule`].
    EscalationRuleId,
}

/// What was promised for the tickets that meet a condition.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "sla_policy", collection = "sla_policies", editable)]
#[entity(index(name = "sla_policy_name", on = "name", unique))]
#[entity(index(name = "sla_policy_position", on = "is_active, position, id"))]
pub struct SlaPolicy {
    /// The identifier, a UUID of version 7.
    pub id: SlaPolicyId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 255, public)]
    pub name: String,
    /// What it promises.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// Where it stands among the others; the first whose condition is met holds.
    #[entity(range(0, 1_000_000))]
    pub position: i64,
    /// The tickets that it holds for, a condition; without one, all.
    #[entity(max = 65_536, public)]
    pub condition: Option<Json>,
    /// For each metric the minutes and whether they are of business or calendar time.
    #[entity(max = 65_536, default = serde_json::json!({}), public)]
    pub targets: Json,
    /// The calendar of business time; without one, the default.
    #[entity(references = BusinessCalendar)]
    pub calendar_id: Option<BusinessCalendarId>,
    /// Which kinds of status stop which clock.
    #[entity(max = 65_536, public)]
    pub pause_rules: Option<Json>,
    /// At which parts of the target people are warned, such as `75`.
    #[entity(max = 10, public)]
    pub warn_at_percentages: Vec<String>,
    /// What happens to the open clocks of a ticket that comes under it.
    pub on_change: ChangeMode,
    /// From when it holds, UTC; without it, from when it was made. A time that lies behind judges tickets that were imported.
    #[entity(on_create)]
    pub effective_from: Option<Timestamp>,
    /// Whether it counts.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What happens to an open clock when something else is promised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ChangeMode {
    /// What has elapsed is kept, only the target changes.
    #[default]
    CarryElapsed,
    /// A new cycle begins.
    Restart,
    /// The open cycle keeps its old target to its end.
    KeepOriginal,
    /// Whichever target is due earlier holds.
    Strictest,
}

/// A policy as it was promised from an instant on, with its calendar and its rules of escalation. The library makes one whenever
/// any of them changes; it never changes itself, and the clocks that began under it keep to it.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "sla_policy_version", append_only)]
#[entity(index(name = "sla_policy_version_number", on = "sla_policy_id, number", unique))]
pub struct SlaPolicyVersion {
    /// The identifier, a UUID of version 7.
    pub id: SlaPolicyVersionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The policy, which may be gone when nobody was promised anything by it.
    pub sla_policy_id: SlaPolicyId,
    /// Which version, the first is 1.
    #[entity(range(1, 1_000_000))]
    pub number: i64,
    /// What it promises to whom: the policy's own fields, its calendar, its active rules and the priorities that name it.
    #[entity(max = 1_048_576, public)]
    pub definition: Json,
    /// From when it holds, UTC.
    pub effective_from: Timestamp,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}

/// What is done when a promise is in danger or broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum EscalationAction {
    /// People are told.
    #[default]
    Notify,
    /// The ticket goes to somebody else.
    Reassign,
    /// The ticket gets the next priority.
    RaisePriority,
    /// A workflow begins.
    RunWorkflow,
}

/// What is done when a promise is in danger or broken.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "escalation_rule", editable)]
#[entity(index(name = "escalation_rule_policy", on = "sla_policy_id, tier, id"))]
pub struct EscalationRule {
    /// The identifier, a UUID of version 7.
    pub id: EscalationRuleId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The policy.
    #[entity(references = SlaPolicy, on_create)]
    pub sla_policy_id: SlaPolicyId,
    /// Which of the policy's promises it is about; without one, each.
    pub metric: Option<SlaMetric>,
    /// Which step it is, the first is 1.
    #[entity(range(1, 100), default = 1)]
    pub tier: i64,
    /// At which part of the target.
    #[entity(range(0, 1_000))]
    pub at_percent: Option<i64>,
    /// How many minutes of the policy's time after the promise was broken; less than none means before it is.
    #[entity(range(-5_256_000, 5_256_000))]
    pub minutes_after_breach: Option<i64>,
    /// What is done.
    pub action: EscalationAction,
    /// For `notify` whom it tells: `users`, `teams` (lists of ids) and `assignee`; for `reassign` one of `team`, `user`; for
    /// `raise_priority` perhaps a `priority`, otherwise the next higher one; for `run_workflow` the key of a `workflow`.
    #[entity(max = 65_536, public)]
    pub settings: Option<Json>,
    /// Whether it counts.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
