//! What waits for somebody's yes.

use serde_json::Value as Json;

use crate::change::{ChangeRequest, ChangeRequestId};
use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::knowledge::{Article, ArticleId};
use crate::organization::OrganizationId;
use crate::ticket::{Ticket, TicketId};
use crate::workflow::{WorkflowExecution, WorkflowExecutionId};

crate::ids! {
    /// The id of an [`ApprovalRequest`].
    ApprovalRequestId,
    /// The id of an [`ApprovalDecision`].
    ApprovalDecisionId,
}

/// Where an approval stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ApprovalStatus {
    /// It waits.
    #[default]
    Pending,
    /// Yes.
    Approved,
    /// No.
    Rejected,
    /// Nobody answered in time.
    Expired,
    /// It is no longer asked for.
    Cancelled,
}

/// What happens when nobody answers in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum TimeoutAction {
    /// It goes on waiting.
    #[default]
    Wait,
    /// It counts as yes.
    Approve,
    /// It counts as no.
    Reject,
    /// Somebody else is asked.
    Escalate,
}

/// Something that waits for somebody's yes.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "approval_request", editable)]
#[entity(index(name = "approval_request_status", on = "status, due_at, id"))]
#[entity(index(name = "approval_request_ticket", on = "ticket_id, id", when = "ticket_id IS NOT NULL"))]
#[entity(index(
    name = "approval_request_change",
    on = "change_request_id, id",
    when = "change_request_id IS NOT NULL"
))]
pub struct ApprovalRequest {
    /// The identifier, a UUID of version 7.
    pub id: ApprovalRequestId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// What it is about.
    #[entity(max = 255, personal(content, erase = redact_spans))]
    pub title: String,
    /// What it is about, in full.
    #[entity(max = 65_536, personal(content, erase = redact_spans))]
    pub description: Option<String>,
    /// The ticket that it is about.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: Option<TicketId>,
    /// The change that it is about.
    #[entity(references = ChangeRequest, on_create)]
    pub change_request_id: Option<ChangeRequestId>,
    /// The article that it is about.
    #[entity(references = Article, on_create)]
    pub article_id: Option<ArticleId>,
    /// The run that waits for it.
    #[entity(references = WorkflowExecution, on_create)]
    pub workflow_execution_id: Option<WorkflowExecutionId>,
    /// Who is asked, in which order, and how many have to agree.
    #[entity(max = 65_536, default = serde_json::json!([]), public)]
    pub stages: Json,
    /// Which stage is asked, the first is 1.
    #[entity(range(1, 100), default = 1)]
    pub current_stage: i64,
    /// Where it stands.
    pub status: ApprovalStatus,
    /// Who asks.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub requested_by_id: Option<UserId>,
    /// Until when an answer is awaited, UTC.
    pub due_at: Option<Timestamp>,
    /// What happens then.
    pub timeout_action: TimeoutAction,
    /// When it was decided, UTC.
    pub decided_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What one of those asked said.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "approval_decision", editable)]
#[entity(index(
    name = "approval_decision_approver",
    on = "approval_request_id, stage, approver_id",
    unique,
    when = "approver_id IS NOT NULL"
))]
#[entity(index(
    name = "approval_decision_waiting",
    on = "approver_id, status, created_at, id",
    when = "approver_id IS NOT NULL"
))]
pub struct ApprovalDecision {
    /// The identifier, a UUID of version 7.
    pub id: ApprovalDecisionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// What was asked.
    #[entity(references = ApprovalRequest, on_create)]
    pub approval_request_id: ApprovalRequestId,
    /// At which stage.
    #[entity(range(1, 100), default = 1, on_create)]
    pub stage: i64,
    /// Who was asked.
    #[entity(references = User, on_create, personal(link, erase = keep))]
    pub approver_id: Option<UserId>,
    /// In whose place.
    #[entity(references = User, on_create, personal(link, erase = keep))]
    pub delegated_from_id: Option<UserId>,
    /// What they said.
    pub status: ApprovalStatus,
    /// What they wrote.
    #[entity(max = 8_192, personal(content, erase = redact_spans))]
    pub comment: Option<String>,
    /// When they said it, UTC.
    pub decided_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What sets a rule off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum AutomationTrigger {
    /// Something happened.
    #[default]
    Event,
    /// A time came.
    Time,
}
