//! Which priority a ticket gets: a choice, or else the matrix of impact and urgency (ITIL 4, incident management), or else
//! its category's level, or else the organization's default.

use crate::error::{Code, Error, Result};
use crate::ticket::{Category, Priority, PriorityId, PriorityRule, PrioritySource, Ticket};

/// What the decision is made from.
pub(crate) struct Inputs<'a> {
    /// What somebody chose.
    pub(crate) chosen: Option<PriorityId>,
    /// The cell of the ticket's impact and urgency, when both are known and the organization has one.
    pub(crate) rule: Option<&'a PriorityRule>,
    /// The ticket's category.
    pub(crate) category: Option<&'a Category>,
    /// The organization's priorities.
    pub(crate) priorities: &'a [Priority],
}

/// Returns the priority and why it is that one.
///
/// # Errors
/// [`Code::NoDefaultPriority`] when the organization has none, [`Code::ReferenceMissing`] when the chosen one is not its own.
pub(crate) fn decide(inputs: &Inputs<'_>) -> Result<(PriorityId, PrioritySource)> {
    if let Some(chosen) = inputs.chosen {
        if !inputs.priorities.iter().any(|priority| priority.id == chosen) {
            return Err(Error::new(Code::ReferenceMissing).field(Ticket::PRIORITY_ID));
        }
        return Ok((chosen, PrioritySource::Manual));
    }
    if let Some(rule) = inputs.rule {
        return Ok((rule.priority_id, PrioritySource::Matrix));
    }
    let of_level = |level: i64| inputs.priorities.iter().find(|priority| priority.level == level);
    let of_category = inputs.category.and_then(|category| of_level(category.priority_level));
    let default = || inputs.priorities.iter().find(|priority| priority.is_default);
    let middle = || {
        let mut by_level: Vec<&Priority> = inputs.priorities.iter().collect();
        by_level.sort_by_key(|priority| (priority.level, priority.id));
        by_level.get(by_level.len() / 2).copied()
    };
    let found = of_category.or_else(default).or_else(middle);
    found.map(|priority| (priority.id, PrioritySource::Default)).ok_or_else(|| Error::new(Code::NoDefaultPriority))
}
