//! The history of a ticket: one record for each field that changed, and one for each thing that came or went.

use serde_json::Value as Json;

use super::{Event, EventKind};
use crate::entity::{Entity as _, FieldDef, Kind, Value, value_of_kind};
use crate::error::{Code, Error, Result};
use crate::scope::Scope;
use crate::store::{Batch, Write};
use crate::ticket::{TicketHistory, TicketHistoryId, TicketId};

/// Adds the history records of an event to the batch.
pub(super) fn records(scope: &Scope, event: &Event<'_>, batch: &mut Batch) -> Result<()> {
    let Some(history) = &event.def.history else { return Ok(()) };
    let ticket = event.def.index_of(history.ticket).and_then(|index| event.row[index].as_uuid());
    let ticket = ticket.ok_or_else(|| Error::new(Code::Internal).with("reason", "history belongs to a ticket"))?;
    let mut add = |ticket, action: &str, field: Option<&str>, old_value: Option<String>, new_value: Option<String>| {
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
    match event.kind {
        EventKind::Created => add(ticket, history.created, None, None, None),
        EventKind::Deleted => add(ticket, history.deleted, None, None, None),
        EventKind::Restored => add(ticket, "restored", None, None, None),
        EventKind::Updated => {}
    }
    match history.updated {
        Some(action) if event.kind == EventKind::Updated => {
            // What moved from one ticket to another is told on both.
            let left = event.changes.iter().find(|change| change.name == history.ticket);
            if let Some(left) = left.and_then(|change| change.before.as_uuid()) {
                add(left, MOVED, Some(history.ticket), Some(left.to_string()), Some(ticket.to_string()));
                add(ticket, MOVED, Some(history.ticket), Some(left.to_string()), Some(ticket.to_string()));
            } else {
                add(ticket, action, None, None, None);
            }
        }
        None if matches!(event.kind, EventKind::Updated | EventKind::Deleted | EventKind::Restored) => {
            for change in &event.changes {
                add(ticket, action_of(&change.name), Some(&change.name), text(&change.before), text(&change.after));
            }
        }
        _ => {}
    }
    Ok(())
}

/// The word for something that was on one ticket and is on another now.
const MOVED: &str = "moved";

/// Returns the word for a change of that field of a ticket.
fn action_of(field: &str) -> &'static str {
    match field {
        "status_id" => "status_changed",
        "priority_id" => "priority_changed",
        "assignee_id" | "team_id" => "assigned",
        _ => "updated",
    }
}

/// Returns the value as a history record keeps it: nothing for an absent one, a text as it is, the rest as JSON. A text in
/// a JSON document keeps its quotes where it would be read as something else without them.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Allocated(_) => None,
        Value::Text(text) => Some(text.clone()),
        Value::Word(name) => Some((*name).to_owned()),
        Value::Uuid(id) => Some(id.to_string()),
        Value::Timestamp(at) => Some(at.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Json(document) => match &**document {
            Json::String(text) if serde_json::from_str::<Json>(text).is_err() => Some(text.clone()),
            json => Some(json.to_string()),
        },
        other => match other.to_json() {
            serde_json::Value::String(text) => Some(text),
            json => Some(json.to_string()),
        },
    }
}

/// Returns the value that a record of that field keeps as `text`; the counterpart of [`text`].
///
/// # Errors
/// [`Code::RowCorrupt`] with the field when the text is none of its values.
pub(crate) fn value(field: &FieldDef, text: Option<&str>) -> Result<Value> {
    let Some(text) = text else { return Ok(Value::Null) };
    let json = match field.kind {
        Kind::Text | Kind::Enum(_) => return Ok(Value::Text(text.to_owned())),
        Kind::Uuid | Kind::Timestamp | Kind::Date | Kind::Decimal | Kind::Bytes => Json::String(text.to_owned()),
        Kind::Bool | Kind::Integer | Kind::List | Kind::Json => json(text),
    };
    value_of_kind(field.kind, &json)
        .ok_or_else(|| Error::new(Code::RowCorrupt).field(field.name).with("entity", TicketHistory::DEF.name))
}

/// Returns the member of a JSON document that a record keeps as `text`.
pub(crate) fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_record_keeps_of_a_document_is_what_was_there() {
        let members = [
            json!("red"),
            json!("5"),
            json!("true"),
            json!("null"),
            json!("\"x\""),
            json!(5),
            json!(true),
            json!(["a", 1]),
            json!({ "a": null }),
            json!(""),
            json!("{"),
            json!(1.5),
        ];
        for member in members {
            let kept = text(&Value::Json(Box::new(member.clone()))).unwrap();
            assert_eq!(json(&kept), member, "{kept}");
        }
        assert_eq!(text(&Value::Json(Box::new(json!("red")))).unwrap(), "red");
        assert_eq!(text(&Value::Json(Box::new(json!("5")))).unwrap(), "\"5\"");
    }
}
