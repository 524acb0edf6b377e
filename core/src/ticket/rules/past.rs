//! A ticket as it was: its row, and its history read backwards.

use serde_json::{Map, Value as Json};

use crate::entity::{Entity as _, Row, Value};
use crate::error::Result;
use crate::ticket::{Ticket, TicketHistory};
use crate::unit_of_work::{recorded_json, recorded_value};

/// Whether a ticket that is read backwards was deleted then, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deletion {
    /// As the row says.
    Known,
    /// It was deleted, at an instant that an earlier record tells.
    Earlier,
}

/// Takes back what the records tell, which are those after the instant asked for, the latest first.
///
/// # Errors
/// [`Code::RowCorrupt`](crate::Code::RowCorrupt) when a record cannot be read.
pub(crate) fn rewind(row: &mut Row, records: &[TicketHistory]) -> Result<Deletion> {
    let mut deletion = Deletion::Known;
    for record in records {
        match (record.field.as_deref(), record.action.as_str()) {
            (Some(field), _) => take_back(row, field, record)?,
            (None, "deleted") => {
                put(row, Ticket::DELETED_AT, Value::Null);
                deletion = Deletion::Known;
            }
            (None, "restored") => deletion = Deletion::Earlier,
            _ => {}
        }
    }
    Ok(deletion)
}

fn take_back(row: &mut Row, field: &str, record: &TicketHistory) -> Result<()> {
    if let Some(index) = Ticket::DEF.index_of(field) {
        row[index] = recorded_value(&Ticket::DEF.fields[index], record.old_value.as_deref())?;
    } else if let Some(index) = document_of(field) {
        put_member(row, index, field, record.old_value.as_deref());
    }
    Ok(())
}

/// Takes over what a record tells, which is the one after those that the row knows.
///
/// # Errors
/// [`Code::RowCorrupt`](crate::Code::RowCorrupt) when the record cannot be read.
pub(crate) fn replay(row: &mut Row, field: &str, record: &TicketHistory) -> Result<()> {
    if let Some(index) = Ticket::DEF.index_of(field) {
        row[index] = recorded_value(&Ticket::DEF.fields[index], record.new_value.as_deref())?;
    } else if let Some(index) = document_of(field) {
        put_member(row, index, field, record.new_value.as_deref());
    }
    Ok(())
}

/// Returns the position of the document of which `field` names a member, such as `custom_fields.color`.
fn document_of(field: &str) -> Option<usize> {
    field.split_once('.').and_then(|(document, _)| Ticket::DEF.index_of(document))
}

fn put_member(row: &mut Row, index: usize, field: &str, value: Option<&str>) {
    let mut members = match &row[index] {
        Value::Json(document) => document.as_object().cloned().unwrap_or_default(),
        _ => Map::new(),
    };
    let member = field.split_once('.').map_or(field, |(_, member)| member);
    match value {
        Some(text) => members.insert(member.to_owned(), recorded_json(text)),
        None => members.remove(member),
    };
    row[index] = Value::Json(Box::new(Json::Object(members)));
}

/// Sets a field of the row.
pub(crate) fn put(row: &mut Row, field: &str, value: Value) {
    if let Some(index) = Ticket::DEF.index_of(field) {
        row[index] = value;
    }
}

/// Returns whether a record tells a change of the ticket's own row, and not of what hangs on it.
pub(crate) fn is_of_the_ticket(record: &TicketHistory) -> bool {
    match record.field.as_deref() {
        Some(field) => Ticket::DEF.index_of(field.split('.').next().unwrap_or(field)).is_some(),
        None => matches!(record.action.as_str(), "created" | "deleted" | "restored"),
    }
}
