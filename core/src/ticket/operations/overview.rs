//! Lists with what stands beside each ticket, in as many statements for fifty tickets as for one.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::entity::{Entity, EntityDef};
use crate::error::Result;
use crate::identity::{User, UserId};
use crate::operation::operations;
use crate::query::{Find, MAX_LIMIT, Page, Query, field};
use crate::ticket::{Attachment, Comment, SavedViewId, Ticket, TicketOverview, TicketOverviews};

use super::Tickets;

#[operations(OVERVIEW)]
impl Tickets<'_> {
    /// Returns one page of tickets with requester, assignee and counts: of a saved view, as [`Tickets::list_view`] returns it, or
    /// without one as [`Tickets::list`] does. The number of statements is the same whatever the page.
    ///
    /// # Errors
    /// Those of [`Tickets::list_view`] and [`Tickets::list`].
    pub async fn overview(&self, view_id: Option<SavedViewId>, find: Find<Ticket>) -> Result<TicketOverviews> {
        let page = match view_id {
            Some(view_id) => self.list_view(view_id, find).await?,
            None => self.list(find).await?,
        };
        if page.items.is_empty() {
            return Ok(TicketOverviews { items: Vec::new(), next: page.next });
        }
        let of = |person: fn(&Ticket) -> Option<UserId>| self.people(page.items.iter().filter_map(person));
        let open = [field(Ticket::RESOLVED_AT).is_absent(), field(Ticket::CLOSED_AT).is_absent()];
        let children = open.into_iter().fold(self.counted(Ticket::DEF, Ticket::PARENT_ID, &page.items), Query::filter);
        let queries = [
            of(|ticket| ticket.requester_id),
            of(|ticket| ticket.assignee_id),
            self.counted(Comment::DEF, Comment::TICKET_ID, &page.items),
            self.counted(Attachment::DEF, Attachment::TICKET_ID, &page.items),
            children,
        ];
        let mut answers = self.scope.desk().read(&queries).await?.into_iter();
        let mut next = || answers.next().unwrap_or_default();
        let (requesters, assignees) = (by_id(next())?, by_id(next())?);
        let (comments, attachments, children) = (counts(next()), counts(next()), counts(next()));
        let items = page.items.into_iter().map(|ticket| {
            let id = ticket.id.as_uuid();
            let of = |counts: &HashMap<Uuid, i64>| counts.get(&id).copied().unwrap_or_default();
            TicketOverview {
                requester: ticket.requester_id.and_then(|id| requesters.get(&id).cloned()),
                assignee: ticket.assignee_id.and_then(|id| assignees.get(&id).cloned()),
                comment_count: of(&comments),
                attachment_count: of(&attachments),
                open_child_count: of(&children),
                ticket,
            }
        });
        Ok(TicketOverviews { items: items.collect(), next: page.next })
    }
}

impl Tickets<'_> {
    fn people(&self, ids: impl Iterator<Item = UserId>) -> Query {
        let ids: BTreeSet<UserId> = ids.collect();
        let mut query = Query::new(User::DEF, self.scope.organization_id());
        query = query.filter(field(User::ID).is_in(ids)).limit(MAX_LIMIT);
        query.with_deleted = true;
        query
    }

    /// Asks how many rows point to each of the tickets.
    fn counted(&self, def: &'static EntityDef, name: &'static str, tickets: &[Ticket]) -> Query {
        let query = Query::new(def, self.scope.organization_id());
        query.filter(field(name).is_in(tickets.iter().map(|ticket| ticket.id))).count_by(name).limit(MAX_LIMIT)
    }
}

fn by_id(page: Page) -> Result<HashMap<UserId, User>> {
    page.rows.into_iter().map(User::from_row).map(|user| user.map(|user| (user.id, user))).collect()
}

fn counts(page: Page) -> HashMap<Uuid, i64> {
    page.counts.into_iter().map(|(id, count)| (id, i64::try_from(count).unwrap_or(i64::MAX))).collect()
}
