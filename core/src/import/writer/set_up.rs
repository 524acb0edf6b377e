//! What a mapping declares about statuses, steps and priorities, as a preset for the organization.

use crate::import::{Mapping, Transitions};
use crate::ticket::preset::{MatrixCell, Preset, PriorityPreset, StatusPreset, TransitionPreset};

/// Returns the mapping's lifecycle as a preset. A source without priorities gets one, because a ticket has one.
pub(super) fn preset(mapping: &Mapping) -> Preset {
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
    let matrix = mapping
        .priority_matrix
        .iter()
        .map(|cell| MatrixCell { impact: cell.impact, urgency: cell.urgency, priority: cell.priority.clone() })
        .collect();
    Preset { statuses, transitions, priorities, matrix }
}
