//! Ready-made policies: by the minutes that categories hold, and by priorities, with or without steps of escalation.

use serde_json::{Value as Json, json};

use super::ServiceLevels;
use crate::entity::TextEnum;
use crate::error::Result;
use crate::operation::operations;
use crate::query::{MAX_LIMIT, Sort, field};
use crate::sla::{EscalationAction, EscalationRule, NewEscalationRule, NewSlaPolicy, SlaMetric, SlaPolicy};
use crate::ticket::{Category, CategoryId, Priority};

/// At which percentage the preset's first step tells.
const WARNED: i64 = 75;
/// How many minutes after a broken promise its last step tells.
const AGAIN: i64 = 60;
/// How many rows at most belong to one policy of a preset, itself included.
const PARTS: usize = 5;

/// A way to promise something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum SlaPreset {
    /// For each category the minutes that it holds, as product E promises.
    Categories,
    /// For each priority the minutes of its level, as product D promises: within the default calendar, first response and resolution
    /// in 15 and 240 minutes for level 1, 60 and 480 for level 2, 240 and 1,440 for level 3, 480 and 2,400 below.
    Priorities,
    /// The same with three steps of escalation, as product A promises: whoever has the ticket is told at 75 percent, its priority
    /// rises when the promise is broken, and an hour later they are told again. Where a priority says after how many minutes
    /// without an answer its tickets rise, they rise then instead of when the answer is late.
    PrioritiesWithSteps,
}

#[operations(SET_UP)]
impl ServiceLevels<'_> {
    /// Gives the organization the policies of a preset that it lacks, by their names, and returns those that were made. They come
    /// after the policies that are there.
    ///
    /// # Errors
    /// Those of making a policy; what was made before stays.
    pub async fn set_up(&self, preset: SlaPreset) -> Result<Vec<SlaPolicy>> {
        let scope = self.scope();
        let mut snapshot = scope
            .snapshot(&[
                scope.query::<SlaPolicy>().sort([Sort::ascending(SlaPolicy::POSITION)]).limit(MAX_LIMIT),
                scope.query::<Category>().limit(MAX_LIMIT),
                scope.query::<Priority>().sort([Sort::ascending(Priority::LEVEL)]).limit(MAX_LIMIT),
            ])
            .await?;
        let there: Vec<SlaPolicy> = snapshot.list()?;
        let categories: Vec<Category> = snapshot.list()?;
        let priorities: Vec<Priority> = snapshot.list()?;
        let wanted = match preset {
            SlaPreset::Categories => of_categories(&categories),
            SlaPreset::Priorities | SlaPreset::PrioritiesWithSteps => of_priorities(&priorities),
        };
        let steps = preset == SlaPreset::PrioritiesWithSteps;
        let first = there.last().map_or(0, |policy| policy.position + 1);
        let mut made = Vec::new();
        for (place, new) in wanted.into_iter().enumerate() {
            if there.iter().any(|policy| policy.name == new.name) {
                continue;
            }
            let position = (first + i64::try_from(place).unwrap_or(i64::MAX)).min(1_000_000);
            let part = scope.part(place * PARTS);
            let policy = part.repository::<SlaPolicy>().create(NewSlaPolicy { position, ..new }).await?;
            let priority = priorities.get(place).filter(|_| steps);
            let steps = priority.map_or_else(Vec::new, |priority| steps_of(&policy, priority));
            for (number, rule) in steps.into_iter().enumerate() {
                scope.part(place * PARTS + 1 + number).repository::<EscalationRule>().create(rule).await?;
            }
            made.push(policy);
        }
        Ok(made)
    }
}

fn targets(response: i64, resolution: i64) -> Json {
    json!({ "first_response": { "minutes": response }, "resolution": { "minutes": resolution } })
}

fn of_categories(categories: &[Category]) -> Vec<NewSlaPolicy> {
    let active = categories.iter().filter(|category| category.is_active);
    let policy = |category: &Category| NewSlaPolicy {
        name: path(categories, category).chars().take(255).collect(),
        condition: Some(field(crate::ticket::Ticket::CATEGORY_ID).is(category.id).to_json()),
        targets: targets(category.response_sla_minutes, category.resolution_sla_minutes),
        ..NewSlaPolicy::default()
    };
    active.map(policy).collect()
}

/// Returns the names from the root of the tree to a category.
fn path(categories: &[Category], category: &Category) -> String {
    let parent = |id: Option<CategoryId>| categories.iter().find(|row| Some(row.id) == id);
    let mut names = vec![category.name.as_str()];
    let mut above = parent(category.parent_id);
    // A tree is at most 64 rows deep.
    while let Some(row) = above.filter(|_| names.len() < 64) {
        names.push(&row.name);
        above = parent(row.parent_id);
    }
    names.reverse();
    names.join(" / ")
}

/// Returns within how many minutes tickets of that priority are answered and resolved.
fn minutes(priority: &Priority) -> (i64, i64) {
    match priority.level {
        ..=1 => (15, 240),
        2 => (60, 480),
        3 => (240, 1_440),
        _ => (480, 2_400),
    }
}

fn of_priorities(priorities: &[Priority]) -> Vec<NewSlaPolicy> {
    let policy = |priority: &Priority| {
        let (response, resolution) = minutes(priority);
        NewSlaPolicy {
            name: priority.name.clone(),
            condition: Some(field(crate::ticket::Ticket::PRIORITY_ID).is(priority.id).to_json()),
            targets: targets(response, resolution),
            warn_at_percentages: vec!["75".to_owned(), "90".to_owned()],
            ..NewSlaPolicy::default()
        }
    };
    priorities.iter().map(policy).collect()
}

/// Returns the steps of a priority's policy, its own among them where it says when its tickets rise.
fn steps_of(policy: &SlaPolicy, priority: &Priority) -> Vec<NewEscalationRule> {
    let rule = |tier, at_percent, minutes_after_breach, action| NewEscalationRule {
        sla_policy_id: policy.id,
        tier,
        at_percent,
        minutes_after_breach,
        action,
        ..NewEscalationRule::default()
    };
    let warned = rule(1, Some(WARNED), None, EscalationAction::Notify);
    let raised = rule(2, Some(100), None, EscalationAction::RaisePriority);
    let told_again = rule(3, None, Some(AGAIN), EscalationAction::Notify);
    let Some(after) = priority.escalate_after_minutes else { return vec![warned, raised, told_again] };
    let (response, _) = minutes(priority);
    let late = after - response;
    // Steps come in the order of their tiers.
    let tier = match late {
        _ if after * 100 < response * WARNED => 1,
        ..=AGAIN => 2,
        _ => 3,
    };
    let unanswered = NewEscalationRule {
        metric: Some(SlaMetric::FirstResponse),
        ..rule(tier, None, Some(late), EscalationAction::RaisePriority)
    };
    vec![warned, NewEscalationRule { metric: Some(SlaMetric::Resolution), ..raised }, told_again, unanswered]
}
