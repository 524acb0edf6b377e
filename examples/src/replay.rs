//! The life of every ticket, told again from the audit log: each entry says what changed, so that the fields of interest
//! are known after every event, whatever the log has become since.

use std::collections::HashMap;

use serde_json::Value as Json;
use servicedesk::audit::AuditEntry;
use servicedesk::clock::Timestamp;
use servicedesk::entity::Entity as _;
use servicedesk::identity::UserId;
use servicedesk::ticket::{Ticket, TicketId};

/// Follows tickets through the entries of the audit log, which come in the order of their ids.
#[derive(Debug)]
pub struct Replay {
    fields: Vec<String>,
    states: HashMap<TicketId, Vec<Json>>,
}

/// One event of one ticket.
#[derive(Debug)]
pub struct Event<'a> {
    /// The ticket.
    pub ticket: TicketId,
    /// When it was recorded, UTC.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Option<UserId>,
    /// The fields before; nothing at the ticket's first event.
    pub before: Option<State<'a>>,
    /// The fields after.
    pub after: State<'a>,
}

/// The followed fields of a ticket at one moment.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    fields: &'a [String],
    values: &'a [Json],
}

impl Replay {
    /// Begins to follow these fields; a member of the custom fields is called `custom_fields.name`.
    pub fn of<F: Into<String>>(fields: impl IntoIterator<Item = F>) -> Self {
        Self { fields: fields.into_iter().map(Into::into).collect(), states: HashMap::new() }
    }

    /// Takes the next entry and hands the event that it tells to `see`; an entry about something else is passed over.
    pub fn take(&mut self, entry: &AuditEntry, see: impl FnOnce(&Event<'_>)) {
        if entry.entity != Ticket::DEF.table {
            return;
        }
        let ticket = TicketId::from(entry.entity_id);
        let known = self.states.remove(&ticket);
        let mut values = known.clone().unwrap_or_else(|| vec![Json::Null; self.fields.len()]);
        for (field, value) in self.fields.iter().zip(&mut values) {
            if let Some(changed) = changed(&entry.changes, field) {
                *value = changed.clone();
            }
        }
        let state = |values| State { fields: &self.fields, values };
        see(&Event {
            ticket,
            at: entry.created_at,
            actor: entry.actor_id,
            before: known.as_deref().map(state),
            after: state(&values),
        });
        self.states.insert(ticket, values);
    }
}

/// Returns the field's new value, if the entry changed it: `{"field": [old, new]}`.
fn changed<'a>(changes: &'a Json, field: &str) -> Option<&'a Json> {
    if let Some(pair) = changes.get(field) {
        return pair.get(1);
    }
    // Where the whole object came, went or was another thing before, it is recorded whole.
    let (object, member) = field.split_once('.')?;
    let whole = changes.get(object)?.get(1)?;
    Some(whole.get(member).unwrap_or(&Json::Null))
}

impl<'a> State<'a> {
    /// Returns the value of a followed field; null for any other.
    pub fn get(&self, field: &str) -> &'a Json {
        let index = self.fields.iter().position(|name| name == field);
        index.and_then(|index| self.values.get(index)).unwrap_or(&Json::Null)
    }

    /// Returns the value of a followed field as text, if it is one.
    pub fn text(&self, field: &str) -> Option<&'a str> {
        self.get(field).as_str()
    }
}
