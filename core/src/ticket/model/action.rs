//! What can be done to tickets as data: the changes that a macro holds and that many tickets get at once, and their outcome.

use serde_json::Value as Json;

use super::assignment::Assignee;
use super::comment::Visibility;
use super::setup::{PriorityId, StatusId};
use super::ticket::TicketId;
use crate::operation::Shape;

/// One change of a ticket; several are made in order, and all or none.
///
/// Printing it shows no value and no text that a person wrote.
#[derive(Clone, PartialEq, Shape)]
pub enum TicketAction {
    /// Sets a field that callers may change, such as `due_at`, or clears it.
    SetField {
        /// The field's name.
        field: String,
        /// The value, in the form that it has in JSON; nothing clears the field.
        value: Option<Json>,
    },
    /// Sets one custom field and leaves the others, or clears it.
    SetCustomField {
        /// The key of the field's definition.
        key: String,
        /// The value; nothing clears the field.
        value: Option<Json>,
    },
    /// Takes the ticket to a status, by an allowed step.
    Transition {
        /// The status.
        status_id: StatusId,
    },
    /// Chooses the priority; without one it follows impact and urgency again.
    SetPriority {
        /// The priority.
        priority_id: Option<PriorityId>,
    },
    /// Gives the ticket to somebody.
    Assign {
        /// To whom.
        assignee: Assignee,
    },
    /// Adds tags that the ticket does not have.
    AddTags {
        /// Their names.
        tags: Vec<String>,
    },
    /// Takes tags away.
    RemoveTags {
        /// Their names.
        tags: Vec<String>,
    },
    /// Writes a comment in the name of the actor.
    Comment {
        /// What it says.
        body: String,
        /// Who may read it.
        visibility: Visibility,
    },
    /// Marks the ticket as deleted.
    Delete,
    /// Marks the ticket as deleted, as spam.
    MarkSpam,
}

impl TicketAction {
    /// Returns the snake_case name of what is done.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SetField { .. } => "set_field",
            Self::SetCustomField { .. } => "set_custom_field",
            Self::Transition { .. } => "transition",
            Self::SetPriority { .. } => "set_priority",
            Self::Assign { .. } => "assign",
            Self::AddTags { .. } => "add_tags",
            Self::RemoveTags { .. } => "remove_tags",
            Self::Comment { .. } => "comment",
            Self::Delete => "delete",
            Self::MarkSpam => "mark_spam",
        }
    }
}

impl std::fmt::Debug for TicketAction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What became of one ticket of many.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct BulkOutcome {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Its version now, when it was changed or was as wanted already.
    pub version: Option<i64>,
    /// Why it was not changed.
    pub refusal: Option<BulkRefusal>,
}

/// Why one ticket of many was not changed.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct BulkRefusal {
    /// The code of the error, such as `ticket.transition_forbidden`.
    pub code: String,
    /// The names of the fields concerned.
    pub fields: Vec<String>,
    /// The sentence in English.
    pub message: String,
    /// The sentence in Brazilian Portuguese.
    pub message_pt_br: String,
}

/// A field that changes would change.
///
/// Printing it shows no value.
#[derive(Clone, PartialEq, Eq, Shape)]
pub struct FieldPreview {
    /// The field; for a custom field `custom_fields.key`, for comments `comments`.
    pub field: String,
    /// Its value before, as the history would tell it.
    pub before: Option<String>,
    /// Its value after.
    pub after: Option<String>,
}

impl std::fmt::Debug for FieldPreview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FieldPreview").field("field", &self.field).finish_non_exhaustive()
    }
}
