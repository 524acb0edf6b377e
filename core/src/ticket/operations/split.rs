//! Taking comments out of a ticket into a new one, when a ticket turns out to be two.

use crate::entity::Draft as _;
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::query::{MAX_LIMIT, field};
use crate::scope::Refusal;
use crate::ticket::rules::links;
use crate::ticket::{
    Comment, CommentId, NewTicket, NewTicketLink, Placement, Ticket, TicketId, TicketLink, TicketRelation,
};
use crate::unit_of_work::UnitOfWork;

use super::Tickets;

/// The name of the argument that lists the comments.
const COMMENT_IDS: &str = "comment_ids";
/// The greatest number of comments that leave at once.
const MAX_COMMENTS: usize = 500;

/// What leaves a ticket for a new one.
pub(super) struct Leaving {
    from: TicketId,
    comments: Vec<Comment>,
}

impl Leaving {
    /// Adds what leaves, and the link between the tickets, to the commit that opens the new one.
    pub(super) fn write(&self, tickets: &Tickets<'_>, work: &mut UnitOfWork<'_>, opened: &Ticket) -> Result<()> {
        for comment in &self.comments {
            let mut moved = comment.clone();
            moved.ticket_id = opened.id;
            work.update(comment.clone(), moved)?;
        }
        let kept = links::kept(opened.id, TicketRelation::Related, self.from);
        let new = NewTicketLink {
            source_id: kept.source_id,
            target_id: kept.target_id,
            kind: kept.kind,
            created_by_id: tickets.scope.actor().user_id(),
        };
        work.insert(TicketLink::build(new, tickets.scope.stamp(work.now()))).map(drop)
    }
}

#[operations(SPLIT)]
impl Tickets<'_> {
    /// Opens a new ticket with comments of another one, which leave it, at most 500, and links the two as related.
    ///
    /// Whom the ticket is for, its category and its customer are those of the other one, unless `new` says otherwise.
    ///
    /// # Errors
    /// As [`Tickets::create`]; [`Code::NotFound`], [`Code::TicketMerged`], [`Code::ReferenceMissing`] with `comment_ids` for a
    /// comment that is not on the ticket, [`Code::Required`] and [`Code::ListTooLong`] for none or too many.
    pub async fn split(&self, id: TicketId, comment_ids: Vec<CommentId>, new: NewTicket) -> Result<Ticket> {
        if comment_ids.is_empty() {
            return Err(Error::new(Code::Required).field(COMMENT_IDS));
        }
        if comment_ids.len() > MAX_COMMENTS {
            return Err(Error::new(Code::ListTooLong).field(COMMENT_IDS).with("max", MAX_COMMENTS));
        }
        if let Some(opened) = self.opened_before().await? {
            return Ok(opened);
        }
        let from: Ticket = self.scope.load(id).await?;
        if from.merged_into_id.is_some() {
            return Err(Error::new(Code::TicketMerged));
        }
        let mut new = new;
        if new.requester_id.is_none() && new.requester_email.is_none() {
            (new.requester_id, new.requester_name) = (from.requester_id, from.requester_name);
            new.requester_email = from.requester_email;
        }
        new.category_id = new.category_id.or(from.category_id);
        new.customer_id = new.customer_id.or(from.customer_id);
        self.open(new, Placement::default(), Some((id, &comment_ids))).await
    }

    /// Loads what is to leave the ticket.
    pub(super) async fn leaving(&self, from: TicketId, ids: &[CommentId]) -> Result<Leaving, Refusal> {
        let wanted = field(Comment::TICKET_ID).is(from).and(field(Comment::ID).is_in(ids.iter().copied()));
        let query = self.scope.query::<Comment>().filter(wanted).limit(MAX_LIMIT);
        let comments: Vec<Comment> = self.scope.snapshot(&[query]).await?.list()?;
        let missing = ids.iter().any(|id| !comments.iter().any(|comment| comment.id == *id));
        if missing {
            return Err(Error::new(Code::ReferenceMissing).field(COMMENT_IDS).into());
        }
        Ok(Leaving { from, comments })
    }
}
