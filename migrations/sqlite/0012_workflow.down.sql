-- Takes back: Workflows, their runs, approvals and automations.

DROP TABLE "automation";
DROP TABLE "approval_decision";
DROP TABLE "approval_request";
DROP TABLE "workflow_step_execution";
DROP TABLE "workflow_execution";
DROP TABLE "workflow_step";
DROP TABLE "workflow_version";
DROP TABLE "workflow_definition";
