//! The entities of this area.

mod approval;
mod automation;
mod definition;
mod execution;

pub use approval::{
    ApprovalDecision, ApprovalDecisionId, ApprovalDecisionPatch, ApprovalRequest, ApprovalRequestId,
    ApprovalRequestPatch, ApprovalStatus, AutomationTrigger, NewApprovalDecision, NewApprovalRequest, TimeoutAction,
};
pub use automation::{Automation, AutomationId, AutomationPatch, NewAutomation};
pub use definition::{
    NewWorkflowDefinition, NewWorkflowStep, NewWorkflowVersion, WorkflowDefinition, WorkflowDefinitionId,
    WorkflowDefinitionPatch, WorkflowStatus, WorkflowStep, WorkflowStepId, WorkflowVersion, WorkflowVersionId,
};
pub use execution::{
    ExecutionStatus, NewWorkflowExecution, NewWorkflowStepExecution, WorkflowExecution, WorkflowExecutionId,
    WorkflowExecutionPatch, WorkflowStepExecution, WorkflowStepExecutionId, WorkflowStepExecutionPatch,
};
