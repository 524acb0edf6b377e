//! Setting an organization up with a preset: its statuses, steps, priorities and matrix in one commit.

use std::collections::HashMap;

use crate::entity::Draft as _;
use crate::error::{Code, Error, Result};
use crate::scope::Scope;
use crate::ticket::preset::Preset;
use crate::ticket::{
    NewPriority, NewPriorityRule, NewStatus, NewStatusTransition, Priority, PriorityId, PriorityRule, Status, StatusId,
    StatusTransition,
};

impl Scope {
    /// Sets the organization up with the statuses, steps, priorities and matrix of a preset.
    ///
    /// # Errors
    /// [`Code::DuplicateValue`] when a status or a priority of the same key is there already, and
    /// [`Code::ReferenceMissing`] when a step or a cell names a key that the preset does not have.
    pub async fn set_up(&self, preset: &Preset) -> Result<()> {
        let attempt = async || {
            let mut work = self.unit_of_work();
            let at = work.now();
            let missing = |field: &str| Error::new(Code::ReferenceMissing).field(field);
            let mut statuses: HashMap<&str, StatusId> = HashMap::new();
            for (position, status) in (0_i64..).zip(&preset.statuses) {
                let new = NewStatus {
                    key: status.key.clone(),
                    name: status.name.clone(),
                    kind: status.kind,
                    is_final: status.is_final,
                    pauses_sla: status.pauses_sla,
                    position,
                    ..NewStatus::default()
                };
                let made = work.insert(Status::build(new, self.stamp(at)))?;
                statuses.insert(&status.key, made.id);
            }
            let status = |key: &str, field: &str| statuses.get(key).copied().ok_or_else(|| missing(field));
            for step in &preset.transitions {
                let from = step.from.as_deref().map(|key| status(key, StatusTransition::FROM_STATUS_ID)).transpose()?;
                let new = NewStatusTransition {
                    from_status_id: from,
                    to_status_id: status(&step.to, StatusTransition::TO_STATUS_ID)?,
                    required_permission: step.required_permission.clone(),
                    required_fields: step.required_fields.clone(),
                };
                work.insert(StatusTransition::build(new, self.stamp(at)))?;
            }
            let mut priorities: HashMap<&str, PriorityId> = HashMap::new();
            for priority in &preset.priorities {
                let new = NewPriority {
                    key: priority.key.clone(),
                    name: priority.name.clone(),
                    level: priority.level,
                    is_default: priority.is_default,
                    ..NewPriority::default()
                };
                let made = work.insert(Priority::build(new, self.stamp(at)))?;
                priorities.insert(&priority.key, made.id);
            }
            for (impact, urgency, key) in &preset.matrix {
                let priority_id = priorities.get(key.as_str()).copied();
                let priority_id = priority_id.ok_or_else(|| missing(PriorityRule::PRIORITY_ID))?;
                let new = NewPriorityRule { impact: *impact, urgency: *urgency, priority_id };
                work.insert(PriorityRule::build(new, self.stamp(at)))?;
            }
            work.commit().await.map(|_| ())
        };
        self.retry(attempt).await
    }
}
