//! Merging tickets that say the same, and taking it back.
//!
//! Nothing is copied and nothing moves: a merged ticket is closed and names the one it became part of, and what is read of that
//! one is read of all its parts. So a merge costs the same however much hangs on the ticket, and taking it back is exact.

use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::query::{MAX_LIMIT, Query, Sort, field};
use crate::scope::check_version;
use crate::ticket::rules::{lifecycle, links};
use crate::ticket::{Status, StatusKind, Ticket, TicketId};

use super::link::OTHER;
use super::{Tickets, move_load};

/// The longest chain of merges that is followed.
const MAX_PARTS: usize = 1_000;

#[operations(MERGE)]
impl Tickets<'_> {
    /// Makes a ticket, at that version, part of another one, and closes it.
    ///
    /// Its comments are read with those of the other one from then on; [`Tickets::parts`] says whose rows belong together.
    /// It takes no comments and no steps any more, until [`Tickets::unmerge`].
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::StaleVersion`], [`Code::ReferenceMissing`] for the other ticket, [`Code::TicketItself`],
    /// [`Code::TicketMerged`] when either is part of another one already, [`Code::NoClosedStatus`].
    pub async fn merge(&self, id: TicketId, version: i64, other_id: TicketId) -> Result<Ticket> {
        links::check_other(id, other_id)?;
        let attempt = async || {
            let closed = self
                .scope
                .query::<Status>()
                .filter(field(Status::KIND).is(StatusKind::Closed))
                .sort([Sort::ascending(Status::POSITION)])
                .limit(1);
            let queries = [self.scope.query_id::<Ticket>(id), self.scope.query_id::<Ticket>(other_id), closed];
            let mut snapshot = self.scope.snapshot(&queries).await?;
            let before: Ticket = snapshot.required()?;
            let other: Option<Ticket> = snapshot.optional()?;
            let closed: Option<Status> = snapshot.optional()?;
            check_version::<Ticket>(version, before.version)?;
            let other = other.ok_or_else(|| Error::new(Code::ReferenceMissing).field(OTHER))?;
            if before.merged_into_id.is_some() || other.merged_into_id.is_some() {
                return Err(Error::new(Code::TicketMerged).into());
            }
            let mut work = self.scope.unit_of_work();
            // Nobody merges or deletes the other one at the same moment.
            work.expect_version::<Ticket>(other.id, other.version);
            let mut after = before.clone();
            after.merged_into_id = Some(other.id);
            if after.closed_at.is_none() {
                let closed = closed.ok_or_else(|| Error::new(Code::NoClosedStatus))?;
                after.status_before_merge_id = Some(before.status_id);
                lifecycle::enter(&mut after, &closed, work.now());
            }
            move_load(&mut work, Some(&before), &after);
            let after = work.update(before, after)?;
            work.commit().await?;
            Ok(after)
        };
        self.scope.once(attempt, |_| self.scope.reload(id)).await
    }

    /// Takes a merge back, at that version of the merged ticket: it has the status again that it had before, and what was
    /// written on either ticket is where it was written.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::StaleVersion`], [`Code::TicketNotMerged`].
    pub async fn unmerge(&self, id: TicketId, version: i64) -> Result<Ticket> {
        let attempt = async || {
            let before: Ticket = self.scope.load(id).await?;
            check_version::<Ticket>(version, before.version)?;
            if before.merged_into_id.is_none() {
                return Err(Error::new(Code::TicketNotMerged).into());
            }
            let mut after = before.clone();
            after.merged_into_id = None;
            if let Some(status) = after.status_before_merge_id.take() {
                // The merge closed it, which is all that it did; a time of resolution stayed.
                (after.status_id, after.closed_at) = (status, None);
            }
            let mut work = self.scope.unit_of_work();
            move_load(&mut work, Some(&before), &after);
            let after = work.update(before, after)?;
            work.commit().await?;
            Ok(after)
        };
        self.scope.once(attempt, |_| self.scope.reload(id)).await
    }

    /// Returns the ids whose rows belong together: the ticket's own first, then those of the tickets that are part of it,
    /// directly or through others; at most 1,000. Ask for what hangs on all of them with a condition such as
    /// `ticket_id in [...]`.
    ///
    /// # Errors
    /// [`Code::QueryTooComplex`] when there are more.
    pub async fn parts(&self, id: TicketId) -> Result<Vec<TicketId>> {
        let first: Vec<Ticket> = self.scope.snapshot(&[self.merged_into(&[id])]).await?.list()?;
        self.further_parts(id, first).await
    }

    /// Returns the question for the tickets that were merged into these.
    pub(super) fn merged_into(&self, ids: &[TicketId]) -> Query {
        let mut query = self.scope.query::<Ticket>().filter(field(Ticket::MERGED_INTO_ID).is_in(ids.iter().copied()));
        query.with_deleted = true;
        query.limit(MAX_LIMIT)
    }

    /// Follows the merges on from the tickets that were merged into `id` itself.
    pub(super) async fn further_parts(&self, id: TicketId, mut found: Vec<Ticket>) -> Result<Vec<TicketId>> {
        let mut parts = vec![id];
        while !found.is_empty() {
            let ids: Vec<TicketId> = found.iter().map(|ticket| ticket.id).collect();
            parts.extend(&ids);
            if parts.len() > MAX_PARTS {
                return Err(Error::new(Code::QueryTooComplex).field(Ticket::MERGED_INTO_ID).with("max", MAX_PARTS));
            }
            found = self.scope.snapshot(&[self.merged_into(&ids)]).await?.list()?;
        }
        Ok(parts)
    }
}
