//! The history of a ticket: one record for each field that changed, and one for each thing that came or went.

use super::{Event, EventKind};
use crate::entity::{Entity as _, Value};
use crate::error::{Code, Error, Result};
use crate::scope::Scope;
use crate::store::{Batch, Write};
use crate::ticket::{TicketHistory, TicketHistoryId, TicketId};

/// Adds the history records of an event to the batch.
pub(super) fn records(scope: &Scope, event: &Event<'_>, batch: &mut Batch) -> Result<()> {
    let Some(history) = &event.def.history else { return Ok(()) };
    let ticket = event.def.index_of(history.ticket).and_then(|index| event.row[index].as_uuid());
    let ticket = ticket.ok_or_else(|| Error::new(Code::Internal).with("reason", "history belongs to a ticket"))?;
    let mut add = |action: &str, field: Option<&str>, old_value: Option<String>, new_value: Option<String>| {
        let record = TicketHistory {
            id: TicketHistoryId::from(scope.desk().new_id(batch.at)),
            organization_id: scope.organization_id(),
            ticket_id: TicketId::from(ticket),
            actor_id: event.actor,
            action: action.to_owned(),
            field: field.map(str::to_owned),
            old_value,
            new_value,
            created_at: event.at,
        };
        batch.writes.push(Write::Insert { entity: TicketHistory::DEF, row: record.into_row() });
    };
    match (event.kind, history.updated) {
        (EventKind::Created, _) => add(history.created, None, None, None),
        (EventKind::Deleted, _) => add(history.deleted, None, None, None),
        (EventKind::Restored, _) => add("restored", None, None, None),
        (EventKind::Updated, Some(action)) => add(action, None, None, None),
        (EventKind::Updated, None) => {
            for change in &event.changes {
                add(action_of(&change.name), Some(&change.name), text(&change.before), text(&change.after));
            }
        }
    }
    Ok(())
}

/// Returns the word for a change of that field of a ticket.
fn action_of(field: &str) -> &'static str {
    match field {
        "status_id" => "status_changed",
        "priority_id" => "priority_changed",
        "assignee_id" | "team_id" => "assigned",
        _ => "updated",
    }
}

/// Returns the value as a history record keeps it: nothing for an absent one, a text as it is, the rest as JSON.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Allocated(_) => None,
        Value::Text(text) => Some(text.clone()),
        Value::Word(name) => Some((*name).to_owned()),
        Value::Uuid(id) => Some(id.to_string()),
        Value::Timestamp(at) => Some(at.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        other => match other.to_json() {
            serde_json::Value::String(text) => Some(text),
            json => Some(json.to_string()),
        },
    }
}
