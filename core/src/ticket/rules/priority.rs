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

/// Returns whether a change decides the priority anew: somebody chose one, or what it follows changed.
pub(crate) fn is_to_be_decided(before: &Ticket, after: &Ticket, chosen: Option<Option<PriorityId>>) -> bool {
    let inputs = |ticket: &Ticket| (ticket.impact, ticket.urgency, ticket.category_id);
    chosen.is_some() || (inputs(before) != inputs(after) && after.priority_source != PrioritySource::Manual)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::entity::{Draft as _, Stamp};
    use crate::ticket::{Level, NewCategory, NewPriority, NewPriorityRule};

    fn stamp(id: u128) -> Stamp {
        Stamp { id: uuid::Uuid::from_u128(id), organization_id: Default::default(), at: Timestamp::EPOCH }
    }

    fn priorities(default: Option<i64>) -> Vec<Priority> {
        let make = |level: i64| {
            let new = NewPriority {
                key: level.to_string(),
                level,
                is_default: default == Some(level),
                ..NewPriority::default()
            };
            Priority::build(new, stamp(level.unsigned_abs().into()))
        };
        (1..=4).map(make).collect()
    }

    fn id(level: u128) -> PriorityId {
        PriorityId::from(uuid::Uuid::from_u128(level))
    }

    #[test]
    fn a_choice_comes_first_then_the_matrix_then_the_category_then_the_default() {
        let priorities = priorities(Some(4));
        let rule = PriorityRule::build(
            NewPriorityRule { impact: Level::High, urgency: Level::High, priority_id: id(1) },
            stamp(8),
        );
        let category = Category::build(NewCategory { priority_level: 2, ..NewCategory::default() }, stamp(9));
        let mut inputs =
            Inputs { chosen: Some(id(3)), rule: Some(&rule), category: Some(&category), priorities: &priorities };
        assert_eq!(decide(&inputs).unwrap(), (id(3), PrioritySource::Manual));
        inputs.chosen = None;
        assert_eq!(decide(&inputs).unwrap(), (id(1), PrioritySource::Matrix));
        inputs.rule = None;
        assert_eq!(decide(&inputs).unwrap(), (id(2), PrioritySource::Default));
        inputs.category = None;
        assert_eq!(decide(&inputs).unwrap(), (id(4), PrioritySource::Default));
    }

    #[test]
    fn without_a_default_it_is_the_middle_one_and_without_any_it_is_an_error() {
        let inputs = |priorities: &[Priority]| decide(&Inputs { chosen: None, rule: None, category: None, priorities });
        assert_eq!(inputs(&priorities(None)).unwrap().0, id(3));
        assert_eq!(inputs(&[]).unwrap_err().code(), Code::NoDefaultPriority);
    }

    #[test]
    fn a_foreign_priority_cannot_be_chosen() {
        let priorities = priorities(None);
        let inputs = Inputs { chosen: Some(id(77)), rule: None, category: None, priorities: &priorities };
        assert_eq!(decide(&inputs).unwrap_err().fields(), ["priority_id"]);
    }
}
