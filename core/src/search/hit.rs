//! What is asked of a search besides the words, and what it answers.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::entity::TextEnum;
use crate::identity::UserId;
use crate::operation::Shape;
use crate::query::{Cursor, Piece};
use crate::ticket::TicketId;

/// What is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum Searched {
    /// Subjects and descriptions of tickets, and their numbers.
    Ticket,
    /// Comments.
    Comment,
    /// Articles: titles, texts, summaries and tags.
    Article,
}

/// What a search is limited to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Shape)]
pub struct SearchOptions {
    /// What is searched; without any, everything.
    pub among: Vec<Searched>,
    /// Only tickets that this person asked for, and comments on them; articles are nobody's.
    pub requester_id: Option<UserId>,
    /// Where the page begins: the `next` of the page before.
    pub after: Option<Cursor>,
    /// How many finds at most, from 1 to 100; without it, 20.
    pub limit: Option<u32>,
}

/// Something that was found.
#[derive(Clone, PartialEq, Shape)]
pub struct Hit {
    /// What it is.
    pub kind: Searched,
    /// The id of the ticket, comment or article.
    pub id: Uuid,
    /// The ticket: the one found, or the one that the comment is on.
    pub ticket_id: Option<TicketId>,
    /// The ticket's number.
    pub number: Option<String>,
    /// The subject of the ticket or the title of the article, in pieces.
    pub title: Vec<Piece>,
    /// A stretch of the text, in pieces.
    pub text: Vec<Piece>,
    /// How good a find it is: more is better. Comparable within one answer only.
    pub rank: Decimal,
}

impl std::fmt::Debug for Hit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { kind, id, ticket_id, number, rank, .. } = self;
        let mut shown = f.debug_struct("Hit");
        shown.field("kind", kind).field("id", id).field("ticket_id", ticket_id).field("number", number);
        shown.field("rank", rank).finish_non_exhaustive()
    }
}

/// One page of what was found, the best first.
#[derive(Clone, Debug, Default, PartialEq, Shape)]
pub struct Found {
    /// What was found. A page in the middle may hold fewer than the limit, because comments on deleted tickets are left out.
    pub items: Vec<Hit>,
    /// Where the next page begins; nothing on the last page, nor after about a thousand finds. What was found is not kept: a
    /// row that is written between two pages may be missing or appear twice.
    pub next: Option<Cursor>,
}
