//! Gives the organization the statuses, steps and priorities that a mapping declares and that it does not have yet.

use std::collections::HashSet;

use crate::error::{Code, Result};
use crate::import::{Mapping, Transitions};
use crate::query::Find;
use crate::scope::Scope;
use crate::ticket::preset::{Preset, PriorityPreset, StatusPreset, TransitionPreset};
use crate::ticket::{Priority, Status};

/// Adds what is missing. An organization that has one of the mapping's statuses has been set up before and keeps its own.
///
/// # Errors
/// Those of [`Scope::set_up`].
pub(super) async fn missing(scope: &Scope, mapping: &Mapping) -> Result<()> {
    let statuses = scope.repository::<Status>().list(Find::new().limit(1_000)).await?.items;
    let priorities = scope.repository::<Priority>().list(Find::new().limit(1_000)).await?.items;
    let statuses: HashSet<String> = statuses.into_iter().map(|status| status.key).collect();
    let priorities: HashSet<String> = priorities.into_iter().map(|priority| priority.key).collect();
    let wanted = preset(mapping);
    let has_all = wanted.statuses.iter().all(|status| statuses.contains(&status.key))
        && wanted.priorities.iter().all(|priority| priorities.contains(&priority.key));
    if has_all {
        return Ok(());
    }
    match scope.set_up(&wanted).await {
        // Another import of the same source was faster, and in one commit did all of it.
        Err(error) if error.code() == Code::DuplicateValue && statuses.is_empty() => Ok(()),
        result => result,
    }
}

/// Returns the mapping's lifecycle as a preset. A source without priorities gets one, because a ticket has one.
fn preset(mapping: &Mapping) -> Preset {
    let statuses: Vec<StatusPreset> = mapping
        .lifecycle
        .statuses
        .iter()
        .map(|status| StatusPreset {
            key: status.key.clone(),
            name: status.name.clone(),
            kind: status.kind,
            is_final: status.is_final,
            pauses_sla: status.pauses_sla,
        })
        .collect();
    let step = |from: Option<&String>, to: &String| TransitionPreset {
        from: from.cloned(),
        to: to.clone(),
        required_permission: None,
        required_fields: Vec::new(),
    };
    let transitions = match &mapping.lifecycle.transitions {
        Transitions::Any => statuses.iter().map(|status| step(None, &status.key)).collect(),
        Transitions::Listed(pairs) => pairs.iter().map(|(from, to)| step(Some(from), to)).collect(),
    };
    let middle = mapping.priorities.len() / 2;
    let mut priorities: Vec<PriorityPreset> = (0..)
        .zip(&mapping.priorities)
        .map(|(index, priority)| PriorityPreset {
            key: priority.key.clone(),
            name: priority.name.clone(),
            level: i64::from(priority.level),
            is_default: index == middle,
        })
        .collect();
    if priorities.is_empty() {
        let (key, name) = ("normal".to_owned(), "Normal".to_owned());
        priorities.push(PriorityPreset { key, name, level: 3, is_default: true });
    }
    let matrix = mapping.priority_matrix.iter().map(|cell| (cell.impact, cell.urgency, cell.priority.clone())).collect();
    Preset { statuses, transitions, priorities, matrix }
}
