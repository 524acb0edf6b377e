//! Setting an organization up with a preset: what it lacks of the statuses, steps, priorities and matrix, in one commit.

use std::collections::{HashMap, HashSet};

use crate::entity::{Draft as _, Entity};
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::query::{MAX_LIMIT, Query};
use crate::scope::{Refusal, Scope};
use crate::ticket::preset::Preset;
use crate::ticket::{
    Level, NewPriority, NewPriorityRule, NewStatus, NewStatusTransition, Priority, PriorityId, PriorityRule, Status,
    StatusId, StatusTransition,
};
use crate::unit_of_work::UnitOfWork;

#[operations(SET_UP)]
impl Scope {
    /// Gives the organization what it lacks of a preset: statuses, steps, priorities, cells of the matrix.
    ///
    /// What is there already, by key, step or cell, stays as it is, so that setting up twice changes nothing, and a second
    /// preset adds to the first.
    ///
    /// # Errors
    /// [`Code::ReferenceMissing`] when a step or a cell names a key that neither the preset nor the organization has; kind
    /// `Invalid` with the field.
    pub async fn set_up(&self, preset: &Preset) -> Result<()> {
        let attempt = async || {
            let queries = [
                self.page::<Status>(),
                self.page::<StatusTransition>(),
                self.page::<Priority>(),
                self.page::<PriorityRule>(),
            ];
            let mut snapshot = self.snapshot(&queries).await?;
            let mut there = There {
                statuses: snapshot.list::<Status>()?.into_iter().map(|status| (status.key, status.id)).collect(),
                steps: snapshot
                    .list::<StatusTransition>()?
                    .iter()
                    .map(|step| (step.from_status_id, step.to_status_id))
                    .collect(),
                priorities: snapshot
                    .list::<Priority>()?
                    .into_iter()
                    .map(|priority| (priority.key, priority.id))
                    .collect(),
                cells: snapshot.list::<PriorityRule>()?.iter().map(|rule| (rule.impact, rule.urgency)).collect(),
            };
            let mut work = self.unit_of_work();
            self.add_statuses(&mut work, preset, &mut there)?;
            self.add_priorities(&mut work, preset, &mut there)?;
            // A key that is taken now was not a moment ago: somebody else sets up, too, and the next look will see it.
            match work.commit().await {
                Err(Refusal::Final(error)) if error.code() == Code::DuplicateValue => Err(Refusal::Again(error)),
                result => result.map(|_| ()),
            }
        };
        self.retry(attempt).await
    }

    fn page<E: Entity>(&self) -> Query {
        self.query::<E>().limit(MAX_LIMIT)
    }

    fn add_statuses(&self, work: &mut UnitOfWork<'_>, preset: &Preset, there: &mut There) -> Result<()> {
        for (position, status) in (0_i64..).zip(&preset.statuses) {
            if there.statuses.contains_key(&status.key) {
                continue;
            }
            let new = NewStatus {
                key: status.key.clone(),
                name: status.name.clone(),
                kind: status.kind,
                is_final: status.is_final,
                pauses_sla: status.pauses_sla,
                position,
                ..NewStatus::default()
            };
            let made = work.insert(Status::build(new, self.stamp(work.now())))?;
            there.statuses.insert(made.key, made.id);
        }
        for step in &preset.transitions {
            let status = |key: &str, field: &str| there.statuses.get(key).copied().ok_or_else(|| missing(field));
            let from = step.from.as_deref().map(|key| status(key, StatusTransition::FROM_STATUS_ID)).transpose()?;
            let to = status(&step.to, StatusTransition::TO_STATUS_ID)?;
            if !there.steps.insert((from, to)) {
                continue;
            }
            let new = NewStatusTransition {
                from_status_id: from,
                to_status_id: to,
                required_permission: step.required_permission.clone(),
                required_fields: step.required_fields.clone(),
            };
            work.insert(StatusTransition::build(new, self.stamp(work.now())))?;
        }
        Ok(())
    }

    fn add_priorities(&self, work: &mut UnitOfWork<'_>, preset: &Preset, there: &mut There) -> Result<()> {
        // There is one default: an organization that has priorities keeps its own.
        let mut has_default = !there.priorities.is_empty();
        for priority in &preset.priorities {
            if there.priorities.contains_key(&priority.key) {
                continue;
            }
            let new = NewPriority {
                key: priority.key.clone(),
                name: priority.name.clone(),
                level: priority.level,
                is_default: priority.is_default && !has_default,
                ..NewPriority::default()
            };
            let new = Priority::build(new, self.stamp(work.now()));
            has_default |= new.is_default;
            // Somebody else may set the organization up at this moment: then there are priorities when this is tried again.
            if new.is_default {
                work.expect_no_default(Priority::DEF);
            }
            let made = work.insert(new)?;
            there.priorities.insert(made.key, made.id);
        }
        for cell in &preset.matrix {
            let priority_id =
                there.priorities.get(&cell.priority).copied().ok_or_else(|| missing(PriorityRule::PRIORITY_ID))?;
            if !there.cells.insert((cell.impact, cell.urgency)) {
                continue;
            }
            let new = NewPriorityRule { impact: cell.impact, urgency: cell.urgency, priority_id };
            work.insert(PriorityRule::build(new, self.stamp(work.now())))?;
        }
        Ok(())
    }
}

/// What the organization has, growing with what is added.
struct There {
    statuses: HashMap<String, StatusId>,
    steps: HashSet<(Option<StatusId>, StatusId)>,
    priorities: HashMap<String, PriorityId>,
    cells: HashSet<(Level, Level)>,
}

fn missing(field: &str) -> Error {
    Error::new(Code::ReferenceMissing).field(field)
}
