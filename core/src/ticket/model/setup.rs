//! What an organization sets up before tickets: categories, priorities with their matrix, statuses with their transitions, tags.

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::organization::{OrganizationId, Team, TeamId};
use crate::sla::{SlaPolicy, SlaPolicyId};

crate::ids! {
    /// The id of a [`Category`].
    CategoryId,
    /// The id of a [`Priority`].
    PriorityId,
    /// The id of a [`PriorityRule`].
    PriorityRuleId,
    /// The id of a [`Status`].
    StatusId,
    /// The id of a [`StatusTransition`].
    StatusTransitionId,
    /// The id of a [`Tag`].
    TagId,
}

/// What tickets are about, in a tree.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "category", collection = "categories", editable)]
#[entity(index(name = "category_name", on = "parent_id, name", unique, when = "parent_id IS NOT NULL"))]
#[entity(index(name = "category_root_name", on = "name", unique, when = "parent_id IS NULL"))]
pub struct Category {
    /// The identifier, a UUID of version 7.
    pub id: CategoryId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in its parent.
    #[entity(max = 255, public)]
    pub name: String,
    /// What belongs here.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// A colour, as `#rrggbb`.
    #[entity(max = 20, public)]
    pub color: Option<String>,
    /// The name of a picture.
    #[entity(max = 50, public)]
    pub icon: Option<String>,
    /// The category that it is part of.
    #[entity(references = Category)]
    pub parent_id: Option<CategoryId>,
    /// Whether new tickets may have it.
    #[entity(default = true)]
    pub is_active: bool,
    /// Within how many minutes a ticket is to be answered.
    #[entity(range(1, 5_256_000), default = 60)]
    pub response_sla_minutes: i64,
    /// Within how many minutes a ticket is to be resolved.
    #[entity(range(1, 5_256_000), default = 480)]
    pub resolution_sla_minutes: i64,
    /// The level of the priority that a ticket gets when nothing else decides.
    #[entity(range(1, 100), default = 3)]
    pub priority_level: i64,
    /// The team in whose queue a ticket begins.
    #[entity(references = Team)]
    pub default_team_id: Option<TeamId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// How soon a ticket is to be worked on.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "priority", collection = "priorities", editable)]
#[entity(index(name = "priority_key", on = "key", unique))]
#[entity(index(name = "priority_level", on = "level, id"))]
pub struct Priority {
    /// The identifier, a UUID of version 7.
    pub id: PriorityId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name that programs use, such as `high`; unique in the organization.
    #[entity(max = 50, public, on_create)]
    pub key: String,
    /// The name that people see.
    #[entity(max = 100, public)]
    pub name: String,
    /// Its rank: 1 comes first.
    #[entity(range(1, 100), default = 3)]
    pub level: i64,
    /// A colour, as `#rrggbb`.
    #[entity(max = 20, public)]
    pub color: Option<String>,
    /// After how many minutes without an answer its tickets rise by one level: the preset `priorities_with_steps` of service levels
    /// makes a rule of escalation of it. Without one, they rise when the answer is late.
    #[entity(range(1, 5_256_000))]
    pub escalate_after_minutes: Option<i64>,
    /// The service levels of its tickets; without one, those of the first policy whose condition is met.
    #[entity(references = SlaPolicy)]
    pub sla_policy_id: Option<SlaPolicyId>,
    /// Whether a ticket gets it when nothing else decides; at most one of an organization says so.
    pub is_default: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// The degree of impact or urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, TextEnum)]
pub enum Level {
    /// Much.
    High,
    /// Somewhat.
    Medium,
    /// Little.
    Low,
}

/// One cell of the matrix that gives a priority for an impact and an urgency (ITIL 4, incident management).
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "priority_rule", editable)]
#[entity(index(name = "priority_rule_cell", on = "impact, urgency", unique))]
pub struct PriorityRule {
    /// The identifier, a UUID of version 7.
    pub id: PriorityRuleId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// How many are affected.
    #[entity(on_create, default = Level::Low)]
    pub impact: Level,
    /// How soon it hurts.
    #[entity(on_create, default = Level::Low)]
    pub urgency: Level,
    /// The priority that follows.
    #[entity(references = Priority)]
    pub priority_id: PriorityId,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What a status means, whatever an organization calls it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum StatusKind {
    /// Nobody has looked at it.
    #[default]
    New,
    /// Somebody works on it.
    Open,
    /// It waits for the requester.
    Pending,
    /// It waits for somebody else.
    OnHold,
    /// The work is done; the requester may object.
    Resolved,
    /// It is over.
    Closed,
    /// It was called off.
    Cancelled,
}

impl StatusKind {
    /// Returns whether a ticket of this kind still needs work or an answer.
    pub fn is_unresolved(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed | Self::Cancelled)
    }

    /// Returns whether a ticket of this kind is over.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }
}

/// Where a ticket may stand.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "status", collection = "statuses", editable)]
#[entity(index(name = "status_key", on = "key", unique))]
#[entity(index(name = "status_kind", on = "kind, position, id"))]
pub struct Status {
    /// The identifier, a UUID of version 7.
    pub id: StatusId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name that programs use, such as `in_progress`; unique in the organization.
    #[entity(max = 50, public, on_create)]
    pub key: String,
    /// The name that people see.
    #[entity(max = 100, public)]
    pub name: String,
    /// A colour, as `#rrggbb`.
    #[entity(max = 20, public)]
    pub color: Option<String>,
    /// What it means.
    #[entity(on_create)]
    pub kind: StatusKind,
    /// Whether a ticket stays here for good unless it is opened again.
    pub is_final: bool,
    /// Whether service-level clocks stand still here.
    pub pauses_sla: bool,
    /// The place in lists; among statuses of kind new, the first is where tickets begin.
    #[entity(range(0, 10_000))]
    pub position: i64,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A step that is allowed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "status_transition", editable)]
#[entity(index(
    name = "status_transition_step",
    on = "to_status_id, from_status_id",
    unique,
    when = "from_status_id IS NOT NULL"
))]
#[entity(index(name = "status_transition_any", on = "to_status_id", unique, when = "from_status_id IS NULL"))]
pub struct StatusTransition {
    /// The identifier, a UUID of version 7.
    pub id: StatusTransitionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// From where; without one, from anywhere.
    #[entity(references = Status, on_create)]
    pub from_status_id: Option<StatusId>,
    /// To where.
    #[entity(references = Status, on_create)]
    pub to_status_id: StatusId,
    /// The permission that the actor needs.
    #[entity(max = 100, public)]
    pub required_permission: Option<String>,
    /// The names of the ticket's fields that must be filled in first.
    #[entity(max = 20, public)]
    pub required_fields: Vec<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A word that tickets may carry.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "tag", editable)]
#[entity(index(name = "tag_name", on = "name", unique))]
pub struct Tag {
    /// The identifier, a UUID of version 7.
    pub id: TagId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The word, unique in the organization.
    #[entity(max = 50, public)]
    pub name: String,
    /// A colour, as `#rrggbb`.
    #[entity(max = 20, public)]
    pub color: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
