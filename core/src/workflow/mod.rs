//! Workflows, approvals and automations: what happens by itself, and what waits for somebody's yes.

mod model;

pub use model::{
    ApprovalDecision, ApprovalDecisionId, ApprovalDecisionPatch, ApprovalRequest, ApprovalRequestId,
    ApprovalRequestPatch, ApprovalStatus, Automation, AutomationId, AutomationPatch, AutomationTrigger,
    ExecutionStatus, NewApprovalDecision, NewApprovalRequest, NewAutomation, NewWorkflowDefinition,
    NewWorkflowExecution, NewWorkflowStep, NewWorkflowStepExecution, NewWorkflowVersion, TimeoutAction,
    WorkflowDefinition, WorkflowDefinitionId, WorkflowDefinitionPatch, WorkflowExecution, WorkflowExecutionId,
    WorkflowExecutionPatch, WorkflowStatus, WorkflowStep, WorkflowStepExecution, WorkflowStepExecutionId,
    WorkflowStepExecutionPatch, WorkflowStepId, WorkflowVersion, WorkflowVersionId,
};
