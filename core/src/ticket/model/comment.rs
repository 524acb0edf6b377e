//! What people write on a ticket.

use super::ticket::{Ticket, TicketId};
use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`Comment`].
    CommentId,
}

/// How the body of a comment is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum CommentFormat {
    /// As it stands.
    #[default]
    Plain,
    /// CommonMark.
    Markdown,
    /// HTML; the host cleans it before it is stored and before it is shown.
    Html,
}

/// Who may read a comment. A type, not a flag, so that no caller mistakes one for the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum Visibility {
    /// Everybody who may read the ticket.
    Public,
    /// Only those who work on it.
    #[default]
    Internal,
}

/// A message on a ticket.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "comment", soft, public_when = "visibility = public")]
#[entity(history(
    ticket = "ticket_id",
    created = "comment_added",
    deleted = "comment_deleted",
    updated = "comment_edited"
))]
#[entity(index(name = "comment_ticket", on = "ticket_id, created_at, id"))]
pub struct Comment {
    /// The identifier, a UUID of version 7.
    pub id: CommentId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// Who wrote it; nobody for an e-mail from outside.
    #[entity(references = User, managed, personal(link, erase = null))]
    pub author_id: Option<UserId>,
    /// What they wrote.
    #[entity(max = 65_536, personal(content, erase = tombstone), searchable = body)]
    pub body: String,
    /// How it is written.
    pub format: CommentFormat,
    /// Who may read it.
    #[entity(on_create)]
    pub visibility: Visibility,
    /// The sender's address, when it came by e-mail.
    #[entity(max = 254, on_create, personal(contact, erase = null))]
    pub from_email: Option<String>,
    /// Whether a program wrote it; such an answer is no first response.
    #[entity(on_create)]
    pub is_auto_response: bool,
    /// The ids of the people that it mentions.
    #[entity(max = 50, personal(link, erase = null))]
    pub mentions: Vec<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
    /// When it was deleted, UTC; nothing while it is not.
    pub deleted_at: Option<Timestamp>,
}
