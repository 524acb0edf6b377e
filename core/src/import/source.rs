//! What the reader hands over: a ticket as the source recorded it, with the state after each of its events. People, teams
//! and keys are still the source's own names; giving them identities in the desk is the writer's work.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};

use super::vocabulary::EventKind;
use crate::ticket::{Level, TicketSource, TicketType};

/// A ticket of the source with its recorded events, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceTicket {
    /// The source's own key, at most [`MAX_KEY_BYTES`](super::limits::MAX_KEY_BYTES) bytes.
    pub external_id: Arc<str>,
    /// Physical line of the first good row, counted from 1, the header included.
    pub line: u64,
    /// When the source opened it, UTC, truncated to milliseconds; the first event's time when no column says it.
    pub opened_at: DateTime<Utc>,
    /// At least one event.
    pub events: Vec<SourceEvent>,
}

/// One recorded event: who, when, and the whole state afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceEvent {
    /// Physical line where the row begins, counted from 1, the header included.
    pub line: u64,
    /// What happened.
    pub kind: EventKind,
    /// When it happened, UTC, truncated to milliseconds; not necessarily later than the event before.
    pub at: DateTime<Utc>,
    /// Name of whoever made the event, as in the source.
    pub actor: Option<Arc<str>>,
    /// The ticket as recorded on this row.
    pub state: SourceState,
}

/// The ticket's fields as recorded on one row.
///
/// Logs that are exported afterwards often repeat the final dates and ratings on every row: a date here is what the
/// row says, not a promise that it was already known at the event.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceState {
    /// Key of a status of the mapping.
    pub status: Arc<str>,
    /// One line about the ticket.
    pub subject: Option<Arc<str>>,
    /// The whole story.
    pub description: Option<Arc<str>>,
    /// What the ticket is about.
    pub ticket_type: Option<TicketType>,
    /// Key of a priority of the mapping, as recorded; the priority matrix is not applied.
    pub priority: Option<Arc<str>>,
    /// Impact after the mapping's value table.
    pub impact: Option<Level>,
    /// Urgency after the mapping's value table.
    pub urgency: Option<Level>,
    /// Name of the category, as in the source.
    pub category: Option<Arc<str>>,
    /// Name of the subcategory, as in the source.
    pub subcategory: Option<Arc<str>>,
    /// How the ticket came in, after the mapping's value table.
    pub source: Option<TicketSource>,
    /// Name of whoever needs help, as in the source.
    pub requester: Option<Arc<str>>,
    /// Name of whoever recorded the ticket, as in the source.
    pub opened_by: Option<Arc<str>>,
    /// Name of whoever works on it, as in the source.
    pub assignee: Option<Arc<str>>,
    /// Name of the team that works on it, as in the source.
    pub team: Option<Arc<str>>,
    /// When the requester was first answered, UTC.
    pub first_response_at: Option<DateTime<Utc>>,
    /// When it was solved, UTC.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed, UTC.
    pub closed_at: Option<DateTime<Utc>>,
    /// How often the source says it was opened again.
    pub reopen_count: Option<u32>,
    /// Labels, without repetition, in the order of the row.
    pub tags: Vec<Arc<str>>,
    /// Values of the mapping's custom fields.
    pub custom: CustomFields,
}

/// The value of a custom field.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceValue {
    /// Text as in the source, trimmed when the mapping says so.
    Text(Arc<str>),
    /// A whole number.
    Integer(i64),
    /// An exact decimal: digits with a point, optionally a minus sign before.
    Decimal(Arc<str>),
    /// Yes or no.
    Boolean(bool),
    /// A calendar day in the source's own time zone.
    Date(NaiveDate),
    /// A moment, UTC, truncated to milliseconds.
    Instant(DateTime<Utc>),
}

/// As plain JSON: a decimal is text, so that it stays exact; days and moments are ISO 8601.
impl Serialize for SourceValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            SourceValue::Text(text) | SourceValue::Decimal(text) => serializer.serialize_str(text),
            SourceValue::Integer(number) => serializer.serialize_i64(*number),
            SourceValue::Boolean(yes) => serializer.serialize_bool(*yes),
            SourceValue::Date(day) => day.serialize(serializer),
            SourceValue::Instant(moment) => moment.serialize(serializer),
        }
    }
}

/// The custom fields of one row: the names are shared by all rows, only the values are the row's own.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomFields {
    names: Arc<[Arc<str>]>,
    values: Box<[Option<SourceValue>]>,
}

impl CustomFields {
    /// Pairs shared names (sorted) with one row's values, of equal number.
    pub(crate) fn new(names: Arc<[Arc<str>]>, values: Box<[Option<SourceValue>]>) -> Self {
        debug_assert_eq!(names.len(), values.len());
        CustomFields { names, values }
    }

    /// The value of a field; `None` when the row has none or the mapping does not know the field.
    pub fn get(&self, name: &str) -> Option<&SourceValue> {
        let index = self.names.binary_search_by(|known| known.as_ref().cmp(name)).ok()?;
        self.values.get(index)?.as_ref()
    }

    /// Every field of the mapping in order of name, with its value on this row.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, Option<&SourceValue>)> {
        self.names.iter().zip(self.values.iter().map(Option::as_ref))
    }
}
