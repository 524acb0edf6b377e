//! What is happening.

use serde_json::Value as Json;
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::organization::OrganizationId;
use crate::workflow::{WorkflowDefinition, WorkflowDefinitionId, WorkflowVersion, WorkflowVersionId};

crate::ids! {
    /// The id of a [`WorkflowExecution`].
    WorkflowExecutionId,
    /// The id of a [`WorkflowStepExecution`].
    WorkflowStepExecutionId,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ExecutionStatus {
    /// It has not begun.
    #[default]
    Pending,
    /// It is under way.
    Running,
    /// It waits for a time, a person or the host.
    Waiting,
    /// It came to its end.
    Succeeded,
    /// It could not go on.
    Failed,
    /// It was stopped.
    Cancelled,
    /// It took too long.
    TimedOut,
}

/// A run of a workflow.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "workflow_execution", editable, unaudited)]
#[entity(index(name = "workflow_execution_definition", on = "workflow_definition_id, created_at, id"))]
#[entity(index(name = "workflow_execution_status", on = "status, wake_at, id"))]
#[entity(index(
    name = "workflow_execution_subject",
    on = "subject_id, created_at, id",
    when = "subject_id IS NOT NULL"
))]
pub struct WorkflowExecution {
    /// The identifier, a UUID of version 7.
    pub id: WorkflowExecutionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The workflow.
    #[entity(references = WorkflowDefinition, on_create)]
    pub workflow_definition_id: WorkflowDefinitionId,
    /// The version.
    #[entity(references = WorkflowVersion, on_create)]
    pub workflow_version_id: Option<WorkflowVersionId>,
    /// Which part of an experiment it is.
    #[entity(max = 50, on_create, public)]
    pub variant: Option<String>,
    /// The table of the row that it is about.
    #[entity(max = 63, on_create, public)]
    pub subject: Option<String>,
    /// The id of the row that it is about.
    #[entity(on_create)]
    pub subject_id: Option<Uuid>,
    /// What it began with.
    #[entity(max = 262_144, on_create, personal(content, erase = redact_spans))]
    pub input: Option<Json>,
    /// Where it is.
    #[entity(max = 1_048_576, personal(content, erase = redact_spans))]
    pub state: Option<Json>,
    /// What it ended with.
    #[entity(max = 262_144, personal(content, erase = redact_spans))]
    pub output: Option<Json>,
    /// Where it stands.
    pub status: ExecutionStatus,
    /// The step that it is at.
    #[entity(max = 80, public)]
    pub current_step: Option<String>,
    /// How much is done, in percent.
    #[entity(range(0, 100))]
    pub progress: i64,
    /// How often it was taken up.
    #[entity(range(0, 1_000_000))]
    pub attempts: i64,
    /// When it goes on by itself, UTC.
    pub wake_at: Option<Timestamp>,
    /// Why it could not go on.
    #[entity(max = 8_192, personal(content, erase = redact_spans))]
    pub error: Option<String>,
    /// When it began, UTC.
    pub started_at: Option<Timestamp>,
    /// When it ended, UTC.
    pub finished_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A step of a run.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "workflow_step_execution", editable, unaudited)]
#[entity(index(name = "workflow_step_execution_run", on = "workflow_execution_id, created_at, id"))]
pub struct WorkflowStepExecution {
    /// The identifier, a UUID of version 7.
    pub id: WorkflowStepExecutionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The run.
    #[entity(references = WorkflowExecution, on_create)]
    pub workflow_execution_id: WorkflowExecutionId,
    /// The step's name.
    #[entity(max = 80, on_create, public)]
    pub step: String,
    /// Which attempt it is, the first is 1.
    #[entity(range(1, 1_000_000), default = 1, on_create)]
    pub attempt: i64,
    /// Where it stands.
    pub status: ExecutionStatus,
    /// What it began with.
    #[entity(max = 262_144, on_create, personal(content, erase = redact_spans))]
    pub input: Option<Json>,
    /// What it ended with.
    #[entity(max = 262_144, personal(content, erase = redact_spans))]
    pub output: Option<Json>,
    /// Why it failed.
    #[entity(max = 8_192, personal(content, erase = redact_spans))]
    pub error: Option<String>,
    /// Who worked on it.
    #[entity(max = 100, public)]
    pub worker: Option<String>,
    /// Since when it could begin, UTC.
    #[entity(on_create)]
    pub queued_at: Option<Timestamp>,
    /// When it began, UTC.
    pub started_at: Option<Timestamp>,
    /// When it ended, UTC.
    pub finished_at: Option<Timestamp>,
    /// How long it took, in milliseconds.
    #[entity(range(0, 1_000_000_000_000))]
    pub duration_ms: Option<i64>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
