//! Ready-made lifecycles: statuses with their steps, and priorities with their matrix, as the products that this library
//! replaces have them. A preset is plain data; change it before setting it up, or write one.

use super::{Level, StatusKind};
use crate::desk::Desk;
use crate::entity::TextEnum;
use crate::operation::{Shape, operations};

/// Statuses, steps and priorities for an organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Shape)]
pub struct Preset {
    /// The statuses, in the order of lists; the first of kind new is where tickets begin.
    pub statuses: Vec<StatusPreset>,
    /// The allowed steps: from one status's key, or from any, to another's.
    pub transitions: Vec<TransitionPreset>,
    /// The priorities.
    pub priorities: Vec<PriorityPreset>,
    /// The matrix: the priority of each combination of impact and urgency.
    pub matrix: Vec<MatrixCell>,
}

/// A cell of a preset's matrix.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct MatrixCell {
    /// The impact.
    pub impact: Level,
    /// The urgency.
    pub urgency: Level,
    /// The key of the priority that follows.
    pub priority: String,
}

/// The ready-made lifecycles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TextEnum)]
pub enum PresetName {
    /// The general one (ITIL 4), [`itsm`].
    Itsm,
    /// That of product C, [`product_c`].
    ProductC,
    /// That of product D, [`product_d`].
    ProductD,
    /// That of product E, [`product_e`].
    ProductE,
}

#[operations(PRESETS)]
impl Desk {
    /// Returns a ready-made lifecycle, to be set up as it is or changed first.
    pub fn preset(name: PresetName) -> Preset {
        match name {
            PresetName::Itsm => itsm(),
            PresetName::ProductC => product_c(),
            PresetName::ProductD => product_d(),
            PresetName::ProductE => product_e(),
        }
    }
}

/// A status of a preset.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct StatusPreset {
    /// The name that programs use.
    pub key: String,
    /// The name that people see.
    pub name: String,
    /// What it means.
    pub kind: StatusKind,
    /// Whether a ticket stays here for good unless it is opened again.
    pub is_final: bool,
    /// Whether service-level clocks stand still here.
    pub pauses_sla: bool,
}

/// A step of a preset.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct TransitionPreset {
    /// The key of the status it leaves; nothing for any.
    pub from: Option<String>,
    /// The key of the status it enters.
    pub to: String,
    /// The permission that it needs.
    pub required_permission: Option<String>,
    /// The fields that must be filled in first.
    pub required_fields: Vec<String>,
}

/// A priority of a preset.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct PriorityPreset {
    /// The name that programs use.
    pub key: String,
    /// The name that people see.
    pub name: String,
    /// Its rank: 1 comes first.
    pub level: i64,
    /// Whether a ticket gets it when nothing else decides.
    pub is_default: bool,
}

impl Preset {
    fn status(mut self, key: &str, name: &str, kind: StatusKind) -> Self {
        let (is_final, pauses_sla) = (kind.is_over(), matches!(kind, StatusKind::Pending | StatusKind::OnHold));
        self.statuses.push(StatusPreset { key: key.to_owned(), name: name.to_owned(), kind, is_final, pauses_sla });
        self
    }

    fn steps(mut self, from: &str, to: &[&str]) -> Self {
        self.transitions.extend(to.iter().map(|to| TransitionPreset {
            from: Some(from.to_owned()),
            to: (*to).to_owned(),
            required_permission: None,
            required_fields: Vec::new(),
        }));
        self
    }

    fn priority(mut self, key: &str, name: &str, level: i64, is_default: bool) -> Self {
        self.priorities.push(PriorityPreset { key: key.to_owned(), name: name.to_owned(), level, is_default });
        self
    }

    fn matrix(mut self, cells: [[&str; 3]; 3]) -> Self {
        let levels = [Level::High, Level::Medium, Level::Low];
        for (impact, row) in levels.into_iter().zip(cells) {
            for (urgency, key) in levels.into_iter().zip(row) {
                self.matrix.push(MatrixCell { impact, urgency, priority: key.to_owned() });
            }
        }
        self
    }

    /// Allows every step between any two statuses, for a desk whose rules are kept elsewhere.
    #[must_use]
    pub fn with_free_steps(mut self) -> Self {
        self.transitions = self
            .statuses
            .iter()
            .map(|status| TransitionPreset {
                from: None,
                to: status.key.clone(),
                required_permission: None,
                required_fields: Vec::new(),
            })
            .collect();
        self
    }
}

/// The general one (ITIL 4): new, open, pending, on hold, resolved, closed, cancelled; four priorities by impact and urgency.
pub fn itsm() -> Preset {
    Preset::default()
        .status("new", "New", StatusKind::New)
        .status("open", "Open", StatusKind::Open)
        .status("pending", "Waiting for requester", StatusKind::Pending)
        .status("on_hold", "On hold", StatusKind::OnHold)
        .status("resolved", "Resolved", StatusKind::Resolved)
        .status("closed", "Closed", StatusKind::Closed)
        .status("cancelled", "Cancelled", StatusKind::Cancelled)
        .steps("new", &["open", "pending", "on_hold", "resolved", "cancelled"])
        .steps("open", &["pending", "on_hold", "resolved", "cancelled"])
        .steps("pending", &["open", "on_hold", "resolved", "cancelled"])
        .steps("on_hold", &["open", "pending", "resolved", "cancelled"])
        .steps("resolved", &["open", "closed"])
        .steps("closed", &["open"])
        .priority("critical", "Critical", 1, false)
        .priority("high", "High", 2, false)
        .priority("medium", "Medium", 3, true)
        .priority("low", "Low", 4, false)
        .matrix([["critical", "high", "medium"], ["high", "medium", "low"], ["medium", "low", "low"]])
}

/// The statuses and priorities of product C: a task moves freely while it is open.
pub fn product_c() -> Preset {
    Preset::default()
        .status("open", "Open", StatusKind::New)
        .status("in_progress", "In progress", StatusKind::Open)
        .status("on_hold", "On hold", StatusKind::OnHold)
        .status("resolved", "Resolved", StatusKind::Resolved)
        .status("closed", "Closed", StatusKind::Closed)
        .steps("open", &["in_progress", "on_hold", "resolved", "closed"])
        .steps("in_progress", &["open", "on_hold", "resolved", "closed"])
        .steps("on_hold", &["open", "in_progress", "resolved", "closed"])
        .steps("resolved", &["open", "in_progress", "closed"])
        .steps("closed", &["open"])
        .priority("urgent", "Urgent", 1, false)
        .priority("high", "High", 2, false)
        .priority("medium", "Medium", 3, true)
        .priority("low", "Low", 4, false)
        .matrix([["urgent", "high", "medium"], ["high", "medium", "low"], ["medium", "low", "low"]])
}

/// The statuses and priorities of product D: NEW, IN_PROGRESS, RESOLVED, CLOSED, CANCELLED, and four priorities.
pub fn product_d() -> Preset {
    Preset::default()
        .status("new", "New", StatusKind::New)
        .status("in_progress", "In progress", StatusKind::Open)
        .status("resolved", "Resolved", StatusKind::Resolved)
        .status("closed", "Closed", StatusKind::Closed)
        .status("cancelled", "Cancelled", StatusKind::Cancelled)
        .steps("new", &["in_progress", "resolved", "cancelled"])
        .steps("in_progress", &["resolved", "cancelled"])
        .steps("resolved", &["in_progress", "closed"])
        .steps("closed", &["in_progress"])
        .priority("critical", "Critical", 1, false)
        .priority("high", "High", 2, false)
        .priority("medium", "Medium", 3, true)
        .priority("low", "Low", 4, false)
        .matrix([["critical", "high", "medium"], ["high", "medium", "low"], ["medium", "low", "low"]])
}

/// The statuses of product E, whose priorities are the numbers 1 to 5.
pub fn product_e() -> Preset {
    Preset::default()
        .status("open", "Open", StatusKind::New)
        .status("in_progress", "In progress", StatusKind::Open)
        .status("pending", "Pending", StatusKind::Pending)
        .status("resolved", "Resolved", StatusKind::Resolved)
        .status("closed", "Closed", StatusKind::Closed)
        .steps("open", &["in_progress", "pending", "resolved", "closed"])
        .steps("in_progress", &["pending", "resolved", "closed"])
        .steps("pending", &["in_progress", "resolved", "closed"])
        .steps("resolved", &["in_progress", "closed"])
        .steps("closed", &["in_progress"])
        .priority("1", "1", 1, false)
        .priority("2", "2", 2, false)
        .priority("3", "3", 3, true)
        .priority("4", "4", 4, false)
        .priority("5", "5", 5, false)
        .matrix([["1", "2", "3"], ["2", "3", "4"], ["3", "4", "5"]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_complete() {
        for preset in [itsm(), product_c(), product_d(), product_e()] {
            let known = |key: &str| preset.statuses.iter().any(|status| status.key == key);
            assert!(preset.transitions.iter().all(|step| known(&step.to) && step.from.as_deref().is_none_or(known)));
            assert!(preset.statuses.iter().any(|status| status.kind == StatusKind::New));
            assert_eq!(preset.priorities.iter().filter(|priority| priority.is_default).count(), 1);
            assert_eq!(preset.matrix.len(), 9);
            assert!(
                preset.matrix.iter().all(|cell| preset.priorities.iter().any(|priority| priority.key == cell.priority))
            );
            // Whatever was resolved or closed can be opened again.
            for over in
                preset.statuses.iter().filter(|status| matches!(status.kind, StatusKind::Resolved | StatusKind::Closed))
            {
                let reopens =
                    preset.transitions.iter().filter(|step| step.from.as_deref() == Some(&over.key)).any(|step| {
                        preset.statuses.iter().any(|status| status.key == step.to && status.kind.is_unresolved())
                    });
                assert!(reopens, "{}", over.key);
            }
        }
    }
}
