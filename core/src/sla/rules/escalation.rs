//! What a rule of escalation does, read off its settings, and what it means for a ticket.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::error::{Code, Error, Result};
use crate::identity::UserId;
use crate::organization::TeamId;
use crate::sla::{EscalationAction, EscalationRule};
use crate::ticket::{Assignee, Priority, PriorityId, TicketAction};

/// The most people or teams that one rule tells.
const MAX_TOLD: usize = 100;
/// The longest key of a workflow.
const MAX_KEY: usize = 100;

/// What is done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Act {
    /// These people, everybody in these teams and whoever has the ticket are told.
    Notify { users: Vec<UserId>, teams: Vec<TeamId>, assignee: bool },
    /// The ticket goes there.
    Reassign(Assignee),
    /// The ticket gets that priority, or the next higher one.
    RaisePriority(Option<PriorityId>),
    /// The workflow of that key begins.
    RunWorkflow,
}

/// Returns what a rule does.
///
/// # Errors
/// [`Code::FieldUnknown`], [`Code::FieldKind`], [`Code::Required`] or [`Code::ListTooLong`] with the member of `settings`.
pub(crate) fn act(rule: &EscalationRule) -> Result<Act> {
    let empty = Map::new();
    let settings = match &rule.settings {
        None | Some(Json::Null) => &empty,
        Some(Json::Object(settings)) => settings,
        Some(_) => return Err(kind(EscalationRule::SETTINGS, "an object")),
    };
    let known: &[&str] = match rule.action {
        EscalationAction::Notify => &["users", "teams", "assignee"],
        EscalationAction::Reassign => &["team", "user"],
        EscalationAction::RaisePriority => &["priority"],
        EscalationAction::RunWorkflow => &["workflow"],
    };
    if let Some(unknown) = settings.keys().find(|key| !known.contains(&key.as_str())) {
        let name: String = unknown.chars().take(64).collect();
        return Err(Error::new(Code::FieldUnknown).field(member(&name)));
    }
    match rule.action {
        EscalationAction::Notify => {
            let assignee = match settings.get("assignee") {
                None => settings.is_empty(),
                Some(json) => json.as_bool().ok_or_else(|| kind(&member("assignee"), "true or false"))?,
            };
            Ok(Act::Notify { users: ids(settings, "users")?, teams: ids(settings, "teams")?, assignee })
        }
        EscalationAction::Reassign => match (id(settings, "team")?, id(settings, "user")?) {
            (Some(team), None) => Ok(Act::Reassign(Assignee::Queue(team))),
            (None, Some(user)) => Ok(Act::Reassign(Assignee::User(user))),
            (None, None) => Err(Error::new(Code::Required).field(member("team"))),
            (Some(_), Some(_)) => {
                Err(Error::new(Code::FormatInvalid).field(member("user")).with("expected", "empty when team is given"))
            }
        },
        EscalationAction::RaisePriority => Ok(Act::RaisePriority(id(settings, "priority")?)),
        EscalationAction::RunWorkflow => match settings.get("workflow").and_then(Json::as_str) {
            None | Some("") => Err(Error::new(Code::Required).field(member("workflow"))),
            Some(key) if key.chars().count() > MAX_KEY => {
                Err(Error::new(Code::TextTooLong).field(member("workflow")).with("max", MAX_KEY))
            }
            Some(_) => Ok(Act::RunWorkflow),
        },
    }
}

/// Returns the change that an act means for a ticket of that priority; nothing when it changes none.
pub(crate) fn change(act: &Act, present: PriorityId, priorities: &[Priority]) -> Option<TicketAction> {
    match act {
        Act::Notify { .. } | Act::RunWorkflow => None,
        Act::Reassign(assignee) => Some(TicketAction::Assign { assignee: assignee.clone() }),
        Act::RaisePriority(Some(priority)) => {
            (*priority != present).then_some(TicketAction::SetPriority { priority_id: Some(*priority) })
        }
        Act::RaisePriority(None) => {
            let level = priorities.iter().find(|priority| priority.id == present)?.level;
            let higher = priorities.iter().filter(|priority| priority.level < level);
            let next = higher.max_by_key(|priority| (priority.level, priority.id))?;
            Some(TicketAction::SetPriority { priority_id: Some(next.id) })
        }
    }
}

fn member(name: &str) -> String {
    format!("{}.{name}", EscalationRule::SETTINGS)
}

fn kind(field: &str, expected: &str) -> Error {
    Error::new(Code::FieldKind).field(field).with("expected", expected)
}

fn id<I: From<Uuid>>(settings: &Map<String, Json>, name: &str) -> Result<Option<I>> {
    settings.get(name).map(|json| uuid(json, name)).transpose()
}

fn ids<I: From<Uuid>>(settings: &Map<String, Json>, name: &str) -> Result<Vec<I>> {
    let Some(json) = settings.get(name) else { return Ok(Vec::new()) };
    let list = json.as_array().ok_or_else(|| kind(&member(name), "a list of ids"))?;
    if list.len() > MAX_TOLD {
        return Err(Error::new(Code::ListTooLong).field(member(name)).with("max", MAX_TOLD));
    }
    list.iter().map(|json| uuid(json, name)).collect()
}

fn uuid<I: From<Uuid>>(json: &Json, name: &str) -> Result<I> {
    let id: Option<Uuid> = json.as_str().and_then(|text| text.parse().ok());
    id.map(I::from).ok_or_else(|| kind(&member(name), "a UUID"))
}
