//! A ticket as it was at some instant, read off its history.

use crate::clock::Timestamp;
use crate::entity::{Entity as _, Value};
use crate::error::Result;
use crate::operation::operations;
use crate::query::{MAX_LIMIT, Query, Sort, field};
use crate::scope::not_found;
use crate::ticket::rules::past::{self, Deletion};
use crate::ticket::{Ticket, TicketHistory, TicketId};

use super::Tickets;

#[operations(PAST)]
impl Tickets<'_> {
    /// Returns the ticket as it was at that instant, what was committed in its millisecond included.
    ///
    /// It is rebuilt from the ticket's history, for deleted tickets, too. `version` is the present one: the history does not
    /// count commits; `updated_at` is the time of the last recorded change until then.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) when there is no such ticket, or was none then.
    pub async fn at(&self, id: TicketId, time: Timestamp) -> Result<Ticket> {
        let mut present = self.scope.query_id::<Ticket>(id);
        present.with_deleted = true;
        let of_ticket = || self.scope.query::<TicketHistory>().filter(field(TicketHistory::TICKET_ID).is(id));
        let latest_first = || [Sort::descending(TicketHistory::CREATED_AT)];
        let later = || {
            let later = field(TicketHistory::CREATED_AT).more_than(time);
            of_ticket().filter(later).sort(latest_first()).limit(MAX_LIMIT)
        };
        let earlier = of_ticket().filter(field(TicketHistory::CREATED_AT).at_most(time)).sort(latest_first());
        let mut snapshot = self.scope.snapshot(&[present, later(), earlier.clone().limit(MAX_LIMIT)]).await?;
        let ticket: Ticket = snapshot.required()?;
        if ticket.created_at > time {
            return Err(not_found::<Ticket>());
        }
        let mut records: Vec<TicketHistory> = snapshot.list()?;
        let last: Vec<TicketHistory> = snapshot.list()?;
        let mut row = ticket.into_row();
        let mut deletion = Deletion::Known;
        let changed = !records.is_empty();
        // Records never change, so that the pages need not be of one snapshot.
        while !records.is_empty() {
            match past::rewind(&mut row, &records)? {
                Deletion::Known if records.iter().all(|record| record.action != "deleted") => {}
                found => deletion = found,
            }
            let page: usize = MAX_LIMIT.try_into().unwrap_or(usize::MAX);
            let next = records.last().filter(|_| records.len() == page);
            records = match next {
                Some(last) => self.page_after(later(), last).await?,
                None => Vec::new(),
            };
        }
        if deletion == Deletion::Earlier {
            let deleted = field(TicketHistory::ACTION).is("deleted").and(field(TicketHistory::FIELD).is_absent());
            let record: Option<TicketHistory> =
                self.scope.snapshot(&[earlier.filter(deleted).limit(1)]).await?.optional()?;
            past::put(&mut row, Ticket::DELETED_AT, record.map_or(Value::Null, |record| record.created_at.into()));
        }
        let mut ticket = Ticket::from_row(row)?;
        if changed {
            let touched = last.iter().find(|record| past::is_of_the_ticket(record));
            ticket.updated_at = touched.map_or(ticket.created_at, |record| record.created_at);
        }
        Ok(ticket)
    }

    async fn page_after(&self, mut query: Query, last: &TicketHistory) -> Result<Vec<TicketHistory>> {
        query.after = Some(vec![last.created_at.into(), Value::Uuid(last.id.into())]);
        self.scope.snapshot(&[query]).await?.list()
    }
}
