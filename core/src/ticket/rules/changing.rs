//! Making changes to a ticket, one after the other, from what was loaded for all tickets that get them.

use std::collections::BTreeMap;

use crate::clock::Timestamp;
use crate::entity::{Entity as _, Value, Writable};
use crate::error::{Code, Error, Result};
use crate::identity::{User, UserId};
use crate::operation::{Data, fit};
use crate::organization::{Team, TeamId};
use crate::scope::Actor;
use crate::ticket::{
    Assignee, Category, FieldDefinition, Priority, PriorityRule, Status, StatusTransition, Ticket, TicketAction,
    Visibility,
};

use super::assignment::{self, Member};
use super::custom_fields::{self, Given};
use super::{form, lifecycle, priority};

/// What changes are decided from, of one snapshot; what they do to people's turns and loads is kept up.
#[derive(Default)]
pub(crate) struct Ground {
    /// The statuses of the organization.
    pub(crate) statuses: Vec<Status>,
    /// The allowed steps.
    pub(crate) steps: Vec<StatusTransition>,
    /// The priorities, by level.
    pub(crate) priorities: Vec<Priority>,
    /// The matrix of impact and urgency.
    pub(crate) matrix: Vec<PriorityRule>,
    /// The categories.
    pub(crate) categories: Vec<Category>,
    /// The active definitions of the tickets' fields.
    pub(crate) definitions: Vec<FieldDefinition>,
    /// The teams that a change names.
    pub(crate) teams: Vec<Team>,
    /// The members of those teams, with what they know.
    pub(crate) members: Vec<(TeamId, UserId, Vec<String>)>,
    /// The people that can be chosen, as they were.
    pub(crate) people: Vec<User>,
    /// Those of them whose turn or load the decisions changed, as they are now.
    pub(crate) touched: BTreeMap<UserId, User>,
}

/// A comment that is to be written.
pub(crate) struct Writing {
    /// What it says.
    pub(crate) body: String,
    /// Who may read it.
    pub(crate) visibility: Visibility,
}

/// What becomes of a ticket.
pub(crate) struct Decided {
    /// The ticket.
    pub(crate) after: Ticket,
    /// The comments that are written on it.
    pub(crate) comments: Vec<Writing>,
    /// People that its custom fields name now, who must be there.
    pub(crate) named: Vec<UserId>,
}

/// Decides what the changes make of a ticket.
///
/// # Errors
/// Those of the single operations, with the field.
pub(crate) fn decide(
    ground: &mut Ground,
    before: &Ticket,
    changes: &[TicketAction],
    actor: &Actor,
    now: Timestamp,
) -> Result<Decided> {
    let mut after = before.clone();
    let (mut comments, mut chosen) = (Vec::new(), None);
    for change in changes {
        match change {
            TicketAction::SetField { field, value } => set_field(&mut after, field, value.as_ref())?,
            TicketAction::SetCustomField { key, value } => set_custom_field(&mut after, key, value.as_ref())?,
            TicketAction::Transition { status_id } => {
                let target = ground.statuses.iter().find(|status| status.id == *status_id);
                let target = target.ok_or_else(|| Error::new(Code::ReferenceMissing).field(Ticket::STATUS_ID))?;
                if after.status_id != target.id {
                    let origin = after.status_id;
                    lifecycle::check_step(&after, target, &ground.steps, actor).map_err(|error| {
                        let origin = ground.statuses.iter().find(|status| status.id == origin);
                        error.with("from", origin.map_or("?", |status| status.key.as_str()))
                    })?;
                    lifecycle::enter(&mut after, target, now);
                }
            }
            TicketAction::SetPriority { priority_id } => chosen = Some(*priority_id),
            TicketAction::Assign { assignee } => assign(ground, &mut after, assignee, actor, now)?,
            TicketAction::AddTags { tags } => {
                for tag in tags {
                    if !after.tags.contains(tag) {
                        after.tags.push(tag.clone());
                    }
                }
            }
            TicketAction::RemoveTags { tags } => after.tags.retain(|tag| !tags.contains(tag)),
            TicketAction::Comment { body, visibility } => {
                comments.push(Writing { body: body.clone(), visibility: *visibility });
            }
            TicketAction::Delete => after.deleted_at = Some(now),
            TicketAction::MarkSpam => lifecycle::throw_away(&mut after, now),
        }
    }
    if !comments.is_empty() && before.merged_into_id.is_some() {
        return Err(Error::new(Code::TicketMerged));
    }
    form::check(&mut after)?;
    decide_priority(ground, before, &mut after, chosen)?;
    let named = check_custom_fields(&ground.definitions, before, &mut after)?;
    keep_load(ground, before, &after);
    Ok(Decided { after, comments, named })
}

fn set_field(ticket: &mut Ticket, name: &str, value: Option<&serde_json::Value>) -> Result<()> {
    let unknown = || Error::new(Code::FieldUnknown).field(name.chars().take(64).collect::<String>());
    let index = Ticket::DEF.index_of(name).ok_or_else(unknown)?;
    let field = &Ticket::DEF.fields[index];
    if field.writable != Writable::Always {
        return Err(Error::new(Code::FieldImmutable).field(field.name));
    }
    let value = match value {
        None | Some(serde_json::Value::Null) => Value::Null,
        Some(json) => fit(field.name, field.kind, Data::from_json(json.clone()))?,
    };
    if value.is_null() && !field.nullable {
        return Err(Error::new(Code::Required).field(field.name));
    }
    let mut row = ticket.clone().into_row();
    row[index] = value;
    *ticket = Ticket::from_row(row)?;
    Ok(())
}

fn set_custom_field(ticket: &mut Ticket, key: &str, value: Option<&serde_json::Value>) -> Result<()> {
    let mut members = match ticket.custom_fields.take() {
        Some(serde_json::Value::Object(members)) => members,
        _ => serde_json::Map::new(),
    };
    match value {
        None | Some(serde_json::Value::Null) => members.remove(key),
        Some(value) => members.insert(key.to_owned(), value.clone()),
    };
    ticket.custom_fields = Some(serde_json::Value::Object(members));
    Ok(())
}

/// Returns the categories that a ticket belongs to.
pub(crate) fn categories_of(ticket: &Ticket) -> Vec<crate::ticket::CategoryId> {
    ticket.category_id.into_iter().chain(ticket.subcategory_id).collect()
}

/// Returns whether a change can have made custom fields wrong: they changed, or the categories that say which there are.
pub(crate) fn may_change_custom_fields(before: &Ticket, after: &Ticket) -> bool {
    before.custom_fields != after.custom_fields || categories_of(before) != categories_of(after)
}

/// Checks the custom fields of a changed ticket, when they or its categories changed.
///
/// # Errors
/// As [`custom_fields::complete`].
pub(crate) fn check_custom_fields(
    definitions: &[FieldDefinition],
    before: &Ticket,
    after: &mut Ticket,
) -> Result<Vec<UserId>> {
    if !may_change_custom_fields(before, after) {
        return Ok(Vec::new());
    }
    let categories = categories_of(after);
    let given = Given { definitions, categories: &categories, before: before.custom_fields.as_ref(), is_new: false };
    custom_fields::complete(&given, &mut after.custom_fields)
}

fn decide_priority(
    ground: &Ground,
    before: &Ticket,
    after: &mut Ticket,
    chosen: Option<Option<crate::ticket::PriorityId>>,
) -> Result<()> {
    if !priority::is_to_be_decided(before, after, chosen) {
        return Ok(());
    }
    let cell = after.impact.zip(after.urgency);
    let inputs = priority::Inputs {
        chosen: chosen.flatten(),
        rule: cell.and_then(|cell| ground.matrix.iter().find(|rule| (rule.impact, rule.urgency) == cell)),
        category: after.category_id.and_then(|id| ground.categories.iter().find(|category| category.id == id)),
        priorities: &ground.priorities,
    };
    (after.priority_id, after.priority_source) = priority::decide(&inputs)?;
    Ok(())
}

fn assign(ground: &mut Ground, after: &mut Ticket, assignee: &Assignee, actor: &Actor, now: Timestamp) -> Result<()> {
    let before = (after.assignee_id, after.team_id);
    let missing = |field: &str| Error::new(Code::ReferenceMissing).field(field);
    let team_of = |ground: &Ground, id: TeamId| {
        let known = ground.teams.iter().any(|team| team.id == id && team.is_active);
        if known { Ok(id) } else { Err(missing(Ticket::TEAM_ID)) }
    };
    let chosen = match assignee {
        Assignee::Nobody => None,
        Assignee::Queue(team_id) => {
            after.team_id = Some(team_of(ground, *team_id)?);
            None
        }
        Assignee::User(user_id) => {
            let user = ground.person(*user_id).filter(|user| user.deleted_at.is_none());
            let user = user.ok_or_else(|| missing(Ticket::ASSIGNEE_ID))?;
            if after.assignee_id != Some(*user_id) {
                assignment::check_assignee(user)?;
            }
            Some(*user_id)
        }
        Assignee::Member { team_id, strategy } => {
            let team_id = team_of(ground, *team_id)?;
            let members = ground.members.iter().filter(|member| member.0 == team_id).filter_map(|member| {
                ground.person(member.1).map(|user| Member { user: user.clone(), skills: member.2.clone() })
            });
            let candidates = assignment::rank(strategy, members.collect());
            let chosen = assignment::choose(&candidates).ok_or_else(|| Error::new(Code::NobodyAvailable))?;
            after.team_id = Some(team_id);
            Some(chosen)
        }
    };
    after.assignee_id = chosen;
    if (after.assignee_id, after.team_id) == before {
        return Ok(());
    }
    after.assigned_at = after.assignee_id.map(|_| now);
    after.assigned_by_id = actor.user_id().filter(|_| after.assignee_id.is_some());
    if let Some(user) = chosen.and_then(|id| ground.touch(id)) {
        assignment::take_turn(user, now);
    }
    Ok(())
}

impl Ground {
    fn person(&self, id: UserId) -> Option<&User> {
        self.touched.get(&id).or_else(|| self.people.iter().find(|user| user.id == id))
    }

    fn touch(&mut self, id: UserId) -> Option<&mut User> {
        if !self.touched.contains_key(&id) {
            let user = self.people.iter().find(|user| user.id == id)?.clone();
            self.touched.insert(id, user);
        }
        self.touched.get_mut(&id)
    }
}

/// Keeps the loads by which the next ticket's holder is chosen.
fn keep_load(ground: &mut Ground, before: &Ticket, after: &Ticket) {
    let holder = |ticket: &Ticket| ticket.assignee_id.filter(|_| lifecycle::is_held(ticket));
    let (from, to) = (holder(before), holder(after));
    if from == to {
        return;
    }
    if let Some(user) = from.and_then(|id| ground.touch(id)) {
        user.open_ticket_count -= 1;
    }
    if let Some(user) = to.and_then(|id| ground.touch(id)) {
        user.open_ticket_count += 1;
    }
}
