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
    } else if let Some((field, member)) = field.split_once('.')
        && let Some(index) = Ticket::DEF.index_of(field)
    {
        let mut members = match &row[index] {
            Value::Json(document) => document.as_object().cloned().unwrap_or_default(),
            _ => Map::new(),
        };
        match &record.old_value {
            Some(text) => members.insert(member.to_owned(), recorded_json(text)),
            None => members.remove(member),
        };
        row[index] = Value::Json(Box::new(Json::Object(members)));
    }
    Ok(())
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
