//! A ticket as a list shows it: with the people and the numbers that stand beside it.

use super::Ticket;
use crate::identity::User;
use crate::operation::Shape;
use crate::query::Cursor;

/// A ticket, who it is about, and how much there is of what belongs to it. Its tags are its own.
#[derive(Clone, Debug, PartialEq, Shape)]
pub struct TicketOverview {
    /// The ticket.
    pub ticket: Ticket,
    /// Who asked, if it is somebody whom the organization knows; also one that was deleted.
    pub requester: Option<User>,
    /// Who works on it; also one that was deleted.
    pub assignee: Option<User>,
    /// How many comments there are, internal ones included.
    pub comment_count: i64,
    /// How many attachments the ticket itself has.
    pub attachment_count: i64,
    /// How many of its child tickets are neither resolved nor closed.
    pub open_child_count: i64,
}

/// One page of tickets with what stands beside them.
#[derive(Clone, Debug, PartialEq, Shape)]
pub struct TicketOverviews {
    /// The tickets, in order.
    pub items: Vec<TicketOverview>,
    /// Where the next page begins; nothing on the last page.
    pub next: Option<Cursor>,
}
