//! What happens by itself.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::Entity;
use crate::organization::OrganizationId;
use crate::workflow::AutomationTrigger;

crate::ids! {
    /// The id of an [`Automation`].
    AutomationId,
}

/// When something happens and a condition is met, something is done.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "automation", editable)]
#[entity(index(name = "automation_position", on = "is_active, position, id"))]
pub struct Automation {
    /// The identifier, a UUID of version 7.
    pub id: AutomationId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name.
    #[entity(max = 255, public)]
    pub name: String,
    /// What it is for.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// What sets it off.
    pub trigger: AutomationTrigger,
    /// What has to happen, such as `ticket.created`.
    #[entity(max = 100, public)]
    pub event: Option<String>,
    /// When, for those that a time sets off.
    #[entity(max = 8_192, public)]
    pub schedule: Option<Json>,
    /// What has to be so, a condition.
    #[entity(max = 65_536, public)]
    pub condition: Option<Json>,
    /// What is done, in order.
    #[entity(max = 65_536, default = serde_json::json!([]), public)]
    pub actions: Json,
    /// Where it stands among the others, the least first.
    #[entity(range(0, 1_000_000))]
    pub position: i64,
    /// Whether it counts.
    #[entity(default = true)]
    pub is_active: bool,
    /// How often it was done.
    #[entity(range(0, 1_000_000_000_000))]
    pub run_count: i64,
    /// When it was last done, UTC.
    pub last_run_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
