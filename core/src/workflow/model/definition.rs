//! What is to happen.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`WorkflowDefinition`].
    WorkflowDefinitionId,
    /// The id of a [`WorkflowVersion`].
    WorkflowVersionId,
    /// The id of a [`WorkflowStep`].
    WorkflowStepId,
}

/// Whether a workflow is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum WorkflowStatus {
    /// It is being written.
    #[default]
    Draft,
    /// It is in use.
    Published,
    /// It will not be again.
    Retired,
}

/// What is to happen when something happens.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "workflow_definition", editable)]
#[entity(index(name = "workflow_definition_key", on = "key", unique))]
#[entity(index(name = "workflow_definition_status", on = "status, id"))]
pub struct WorkflowDefinition {
    /// The identifier, a UUID of version 7.
    pub id: WorkflowDefinitionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name that programs use; unique in the organization.
    #[entity(max = 100, on_create, public)]
    pub key: String,
    /// The name that people see.
    #[entity(max = 255, public)]
    pub name: String,
    /// What it is for.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// What sets it off, and under which condition.
    #[entity(max = 65_536, public)]
    pub trigger: Option<Json>,
    /// The steps, in the Amazon States Language.
    #[entity(max = 1_048_576, default = serde_json::json!({}), public)]
    pub definition: Json,
    /// Where a designer draws the steps.
    #[entity(max = 262_144, public)]
    pub layout: Option<Json>,
    /// Whether it is in use.
    pub status: WorkflowStatus,
    /// Whether others are made from it.
    pub is_template: bool,
    /// Whether other organizations may copy it.
    pub is_shared: bool,
    /// Which versions share the runs, and by which weights.
    #[entity(max = 8_192, public)]
    pub experiment: Option<Json>,
    /// Who made it.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub created_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A workflow as it was published. Never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "workflow_version", recorded)]
#[entity(index(name = "workflow_version_number", on = "workflow_definition_id, number", unique))]
pub struct WorkflowVersion {
    /// The identifier, a UUID of version 7.
    pub id: WorkflowVersionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The workflow.
    #[entity(references = WorkflowDefinition, on_create)]
    pub workflow_definition_id: WorkflowDefinitionId,
    /// Which version it is, the first is 1.
    #[entity(range(1, 1_000_000), default = 1, on_create)]
    pub number: i64,
    /// The steps, in the Amazon States Language.
    #[entity(max = 1_048_576, default = serde_json::json!({}), on_create, public)]
    pub definition: Json,
    /// Who published it.
    #[entity(references = User, on_create, personal(link, erase = keep))]
    pub published_by_id: Option<UserId>,
    /// What changed, and why.
    #[entity(max = 2_000, on_create, personal(content, erase = redact_spans))]
    pub note: Option<String>,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}

/// A step of a published version, for reports. Never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "workflow_step", recorded, unaudited)]
#[entity(index(name = "workflow_step_name", on = "workflow_version_id, name", unique))]
pub struct WorkflowStep {
    /// The identifier, a UUID of version 7.
    pub id: WorkflowStepId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The version.
    #[entity(references = WorkflowVersion, on_create)]
    pub workflow_version_id: WorkflowVersionId,
    /// The step's name.
    #[entity(max = 80, on_create, public)]
    pub name: String,
    /// The step's type, such as `Task`.
    #[entity(max = 50, on_create, public)]
    pub kind: String,
    /// Where it stands in the document.
    #[entity(range(0, 1_000_000), on_create)]
    pub position: i64,
    /// What the document says about it.
    #[entity(max = 262_144, default = serde_json::json!({}), on_create, public)]
    pub definition: Json,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}
