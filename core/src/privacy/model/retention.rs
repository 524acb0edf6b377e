//! How long data are kept.

use serde_json::Value as Json;
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`RetentionPolicy`].
    RetentionPolicyId,
    /// The id of a [`RetentionRun`].
    RetentionRunId,
    /// The id of a [`LegalHold`].
    LegalHoldId,
}

/// What is done when the time is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum RetentionAction {
    /// They are deleted.
    #[default]
    Delete,
    /// They are made anonymous.
    Anonymise,
    /// They are put away.
    Archive,
}

/// How long the rows of a table are kept.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "retention_policy", collection = "retention_policies", editable)]
#[entity(index(name = "retention_policy_name", on = "name", unique))]
pub struct RetentionPolicy {
    /// The identifier, a UUID of version 7.
    pub id: RetentionPolicyId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 100, public)]
    pub name: String,
    /// The table.
    #[entity(max = 63, on_create, public)]
    pub entity: String,
    /// The rows that it holds for, a condition; without one, all.
    #[entity(max = 65_536, public)]
    pub condition: Option<Json>,
    /// For how many days.
    #[entity(range(0, 36_500), default = 730)]
    pub keep_days: i64,
    /// The field from which the days count.
    #[entity(max = 63, default = "created_at".to_owned(), public)]
    pub after: String,
    /// What is done then.
    pub action: RetentionAction,
    /// What demands or allows it.
    #[entity(max = 255, public)]
    pub legal_basis: Option<String>,
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

/// That a policy was carried out. Never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "retention_run", recorded)]
#[entity(index(name = "retention_run_policy", on = "retention_policy_id, created_at, id"))]
pub struct RetentionRun {
    /// The identifier, a UUID of version 7.
    pub id: RetentionRunId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The policy.
    #[entity(references = RetentionPolicy, on_create)]
    pub retention_policy_id: RetentionPolicyId,
    /// Whether it was only tried.
    #[entity(on_create)]
    pub is_dry_run: bool,
    /// How many rows were looked at.
    #[entity(range(0, 1_000_000_000_000), on_create)]
    pub examined_count: i64,
    /// How many it was done to.
    #[entity(range(0, 1_000_000_000_000), on_create)]
    pub affected_count: i64,
    /// How many were held back.
    #[entity(range(0, 1_000_000_000_000), on_create)]
    pub held_count: i64,
    /// When it began, UTC.
    #[entity(on_create)]
    pub started_at: Timestamp,
    /// When it ended, UTC.
    #[entity(on_create)]
    pub finished_at: Option<Timestamp>,
    /// What was done, by table.
    #[entity(max = 262_144, on_create, public)]
    pub details: Option<Json>,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}

/// Data that have to stay whatever a policy says.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "legal_hold", editable)]
#[entity(index(name = "legal_hold_name", on = "name", unique))]
#[entity(index(name = "legal_hold_entity", on = "entity, entity_id, id", when = "entity_id IS NOT NULL"))]
pub struct LegalHold {
    /// The identifier, a UUID of version 7.
    pub id: LegalHoldId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 255, public)]
    pub name: String,
    /// Why.
    #[entity(max = 8_192, personal(content, erase = redact_spans))]
    pub reason: Option<String>,
    /// The person whose data have to stay.
    #[entity(references = User, on_create, personal(link, erase = keep))]
    pub user_id: Option<UserId>,
    /// The table of the row that has to stay.
    #[entity(max = 63, on_create, public)]
    pub entity: Option<String>,
    /// The id of the row that has to stay.
    #[entity(on_create)]
    pub entity_id: Option<Uuid>,
    /// Who said so.
    #[entity(references = User, on_create, personal(link, erase = keep))]
    pub placed_by_id: Option<UserId>,
    /// When they no longer had to, UTC.
    pub released_at: Option<Timestamp>,
    /// Who said so.
    #[entity(references = User, personal(link, erase = keep))]
    pub released_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
