//! What can be done with tickets: load a snapshot, decide by a rule, commit one batch.

mod assign;
#[cfg(feature = "attachments")]
mod attachment;
mod bulk;
mod change;
mod comment;
mod create;
mod link;
mod merge;
mod overview;
mod past;
mod queue;
mod set_up;
mod split;
mod survey;
mod template;
mod transition;

#[cfg(feature = "attachments")]
pub use attachment::Attachments;
pub use comment::{Audience, Comments};
pub use create::Placement;
pub use survey::Surveys;

use crate::entity::Entity as _;
use crate::error::Result;
use crate::identity::User;
use crate::operation::operations;
use crate::query::{Find, MAX_LIMIT, Paged, Query, field};
use crate::scope::{Repository, Scope};
use crate::ticket::{FieldDefinition, FieldOwner, Ticket, TicketHistory, TicketId};
use crate::unit_of_work::UnitOfWork;

use super::rules::lifecycle;

/// The tickets of an organization.
#[derive(Clone, Copy, Debug)]
pub struct Tickets<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the tickets of the organization.
    pub fn tickets(&self) -> Tickets<'_> {
        Tickets { scope: self }
    }
}

impl<'a> Tickets<'a> {
    fn rows(&self) -> Repository<'a, Ticket> {
        self.scope.repository()
    }

    /// Returns the ticket of that id.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) when it is not there, deleted, or another organization's.
    pub async fn get(&self, id: TicketId) -> Result<Ticket> {
        self.rows().get(id).await
    }

    /// Returns the ticket of that id, if there is one.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    pub async fn find(&self, id: TicketId) -> Result<Option<Ticket>> {
        self.rows().find(id).await
    }

    /// Returns one page of tickets.
    ///
    /// # Errors
    /// As [`Repository::list`].
    pub async fn list(&self, find: Find<Ticket>) -> Result<Paged<Ticket>> {
        self.rows().list(find).await
    }

    /// Returns how many tickets meet the filter of `find`, whatever its limit and place.
    ///
    /// # Errors
    /// As [`Repository::list`].
    pub async fn count(&self, find: Find<Ticket>) -> Result<u64> {
        self.rows().count(find).await
    }
}

#[operations(READ)]
impl Tickets<'_> {
    /// Returns the ticket of that number, such as `TKT-2026-0001`, if there is one.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    pub async fn find_by_number(&self, number: &str) -> Result<Option<Ticket>> {
        if number.contains('\0') {
            return Ok(None);
        }
        let find = Find::new().filter(field(Ticket::NUMBER).is(number)).limit(1);
        Ok(self.list(find).await?.items.pop())
    }

    /// Returns one page of what happened to a ticket, the earliest first unless `find` says otherwise.
    ///
    /// # Errors
    /// As [`Repository::list`].
    pub async fn history(&self, id: TicketId, find: Find<TicketHistory>) -> Result<Paged<TicketHistory>> {
        let find = find.filter(field(TicketHistory::TICKET_ID).is(id)).otherwise_ascending(TicketHistory::CREATED_AT);
        self.scope.repository().list(find).await
    }
}

/// Asks for the fields that tickets of the organization have at present.
fn field_definitions(scope: &Scope) -> Query {
    let active = field(FieldDefinition::OWNER).is(FieldOwner::Ticket).and(field(FieldDefinition::IS_ACTIVE).is(true));
    scope.query::<FieldDefinition>().filter(active).limit(MAX_LIMIT)
}

/// Keeps the number of tickets that each person holds, when a ticket's holder or state changes.
fn move_load(work: &mut UnitOfWork<'_>, before: Option<&Ticket>, after: &Ticket) {
    let holder = |ticket: &Ticket| ticket.assignee_id.filter(|_| lifecycle::is_held(ticket));
    let (from, to) = (before.and_then(holder), holder(after));
    if from == to {
        return;
    }
    if let Some(user) = from {
        work.add(User::DEF, user, User::OPEN_TICKET_COUNT, -1, None);
    }
    if let Some(user) = to {
        work.add(User::DEF, user, User::OPEN_TICKET_COUNT, 1, None);
    }
}
