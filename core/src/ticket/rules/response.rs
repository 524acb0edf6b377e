//! What counts as the first response: a public comment that a person who works on tickets wrote to somebody else.

use crate::identity::{User, UserKind};
use crate::ticket::{Comment, Ticket, Visibility};

/// Returns whether `comment` answers the requester. A program never does, nor does the requester to themselves.
pub(crate) fn answers_requester(ticket: &Ticket, comment: &Comment, author: Option<&User>) -> bool {
    let Some(author) = author else { return false };
    comment.visibility == Visibility::Public
        && !comment.is_auto_response
        && matches!(author.kind, UserKind::Agent | UserKind::Admin | UserKind::Analyst)
        && ticket.requester_id != Some(author.id)
}
