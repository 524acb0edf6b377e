//! The mapping: what the columns of a delimited file mean to the desk. It is a file of its own, so that a desk can take in
//! a new source without a new program; no source is known to the code.
//!
//! The JSON is described in [`Mapping::from_json`]; every error names the place in the file.

mod check;
mod json;
mod value_source;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use value_source::{Template, TemplatePart, ValueSource};

use super::vocabulary::words;
use crate::ticket::{Level, StatusKind, TicketSource, TicketType};

/// The version that a mapping file declares.
pub const MAPPING_VERSION: &str = "servicedesk.import/1";

/// What a file's columns mean: made by [`Mapping::from_json`] or [`Mapping::load`], which check it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// What the source is called, for people.
    pub name: String,
    /// How the file is written.
    pub format: FileFormat,
    /// What a row is.
    pub layout: Layout,
    /// The source's statuses and the moves between them.
    pub lifecycle: Lifecycle,
    /// The source's priorities; may be empty.
    pub priorities: Vec<PriorityMapping>,
    /// The priority that follows from impact and urgency; may be empty or partial.
    pub priority_matrix: Vec<MatrixCell>,
    /// The source's words for the desk's closed lists.
    pub values: ValueTables,
    /// Where each field of a ticket comes from.
    pub fields: BTreeMap<TicketField, ValueSource>,
    /// Where the tags come from.
    pub tags: Option<TagSource>,
    /// Further columns to keep, in order of field name.
    pub custom_fields: BTreeMap<String, CustomField>,
}

impl Mapping {
    /// The priority that the matrix gives; `None` when it does not have the pair.
    pub fn priority_of(&self, impact: Level, urgency: Level) -> Option<&str> {
        let cell = self.priority_matrix.iter().find(|cell| cell.impact == impact && cell.urgency == urgency)?;
        Some(&cell.priority)
    }

    /// The status with a key of the source.
    pub fn status(&self, key: &str) -> Option<&StatusMapping> {
        self.lifecycle.statuses.iter().find(|status| status.key == key)
    }
}

/// How the file is written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileFormat {
    /// One ASCII character between fields; `,` by default.
    pub delimiter: char,
    /// Whether `"` quotes a field; yes by default.
    pub quotes: bool,
    /// WHATWG label of the encoding, `utf-8` by default. Stricter than WHATWG in one point: a byte that a windows-125x
    /// code page leaves undefined makes its row malformed.
    pub encoding: String,
    /// Whether the first row names the columns; yes by default.
    pub header: bool,
    /// The columns' names when the file does not have them.
    pub columns: Vec<String>,
    /// Tokens that mean no value, besides the empty text.
    pub nulls: Vec<String>,
    /// Whether white space around a value is dropped; yes by default.
    pub trim: bool,
    /// Zone of dates without one: `UTC` by default, `±HH:MM`, or an IANA name for the caller to resolve.
    pub timezone: String,
    /// Formats of dates in strftime notation, tried in order.
    pub dates: Vec<String>,
}

impl Default for FileFormat {
    fn default() -> Self {
        FileFormat {
            delimiter: ',',
            quotes: true,
            encoding: "utf-8".to_owned(),
            header: true,
            columns: Vec::new(),
            nulls: Vec::new(),
            trim: true,
            timezone: "UTC".to_owned(),
            dates: vec!["%Y-%m-%dT%H:%M:%S%.f%:z".to_owned(), "%Y-%m-%d %H:%M:%S%.f".to_owned(), "%Y-%m-%d".to_owned()],
        }
    }
}

/// What a row of the file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// An event: consecutive rows with one key are one ticket, the first good one creates it.
    Events,
    /// A whole ticket, whose date columns are its events.
    Tickets(Steps),
}

/// The status after each event of a one-row ticket: a constant or a column. A step without its date does not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// After `opened_at`.
    pub opened: ValueSource,
    /// After `first_response_at`.
    pub answered: Option<ValueSource>,
    /// After `resolved_at`.
    pub resolved: Option<ValueSource>,
    /// After `closed_at`.
    pub closed: Option<ValueSource>,
}

/// The source's statuses and the moves between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifecycle {
    /// Every status that a row may have.
    pub statuses: Vec<StatusMapping>,
    /// The moves that the desk will allow. Rows are not held to it: a log is what happened.
    pub transitions: Transitions,
}

/// A status of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusMapping {
    /// As in the file.
    pub key: String,
    /// For people; the key by default.
    pub name: String,
    /// What it means to the desk.
    pub kind: StatusKind,
    /// Whether the ticket ends there; closed and cancelled do by default.
    pub is_final: bool,
    /// Whether service-level clocks stand still; in pending and on hold they do by default.
    pub pauses_sla: bool,
}

/// Which moves between statuses are allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transitions {
    /// All of them.
    Any,
    /// These pairs of status keys, from and to.
    Listed(Vec<(String, String)>),
}

/// A priority of the source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityMapping {
    /// As in the file.
    pub key: String,
    /// For people.
    pub name: String,
    /// 1 is the most urgent.
    pub level: u8,
}

/// One cell of the priority matrix.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixCell {
    /// The impact.
    pub impact: Level,
    /// The urgency.
    pub urgency: Level,
    /// Key of the priority that follows.
    pub priority: String,
}

/// The source's words for the desk's closed lists. An empty table means that the source uses the desk's own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValueTables {
    /// Words for impact.
    pub impact: BTreeMap<String, Level>,
    /// Words for urgency.
    pub urgency: BTreeMap<String, Level>,
    /// Words for the channel.
    pub source: BTreeMap<String, TicketSource>,
    /// Words for the ticket type.
    pub ticket_type: BTreeMap<String, TicketType>,
}

words! {
    /// A field of a ticket or event that a mapping can fill.
    TicketField {
        /// The source's own key; required.
        ExternalId = "external_id",
        /// One line about the ticket.
        Subject = "subject",
        /// The whole story.
        Description = "description",
        /// What the ticket is about.
        Type = "type",
        /// The status after the event; required for events, given by the steps for one-row tickets.
        Status = "status",
        /// The priority.
        Priority = "priority",
        /// The impact.
        Impact = "impact",
        /// The urgency.
        Urgency = "urgency",
        /// The category.
        Category = "category",
        /// The subcategory.
        Subcategory = "subcategory",
        /// How the ticket came in.
        Source = "source",
        /// Who needs help.
        Requester = "requester",
        /// Who recorded it.
        OpenedBy = "opened_by",
        /// Who made the event.
        Actor = "actor",
        /// Who works on it.
        Assignee = "assignee",
        /// The team that works on it.
        Team = "team",
        /// When the ticket was opened; when mapped, on every row.
        OpenedAt = "opened_at",
        /// When the event happened; required for events.
        EventAt = "event_at",
        /// When the requester was first answered.
        FirstResponseAt = "first_response_at",
        /// When it was solved.
        ResolvedAt = "resolved_at",
        /// When it was closed.
        ClosedAt = "closed_at",
        /// How often it was opened again.
        ReopenCount = "reopen_count",
    }
}

/// Where the tags come from: columns, each perhaps a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagSource {
    /// The columns.
    pub columns: Vec<String>,
    /// What is between the tags of one column; without it the column is one tag.
    #[serde(default)]
    pub separator: Option<String>,
}

/// A column to keep under a name of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomField {
    /// The column.
    pub column: String,
    /// Whether a row without it is malformed.
    pub required: bool,
    /// What its values are.
    pub kind: CustomKind,
}

/// What the values of a custom field are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomKind {
    /// Anything.
    Text,
    /// Exact numbers, with this character before the decimals.
    Number {
        /// `.` or `,`.
        decimal: char,
    },
    /// Yes or no, by these tokens.
    Boolean {
        /// Tokens for yes.
        yes: Vec<String>,
        /// Tokens for no.
        no: Vec<String>,
    },
    /// Calendar days, in the file's date formats.
    Date,
    /// Moments, in the file's date formats.
    DateTime,
}
