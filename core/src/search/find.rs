//! The search: one question to each kind of row, all from one snapshot, and the best of the answers.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::hit::{Found, Hit, SearchOptions, Searched};
use super::number;
use super::place::{self, Place};
use crate::entity::Entity;
use crate::error::{Code, Error, Result};
use crate::knowledge::Article;
use crate::operation::operations;
use crate::query::{Condition, MAX_SKIP, Matching, Page, Query, field, snippet};
use crate::scope::Scope;
use crate::ticket::{Audience, Comment, Ticket, TicketId};

/// How many finds a page has when nobody says so.
const DEFAULT_LIMIT: u32 = 20;
/// How many it may have.
const MAX_LIMIT: u32 = 100;
/// Every kind of row, in the order in which equally good ones come.
const ALL: [Searched; 3] = [Searched::Ticket, Searched::Comment, Searched::Article];

/// The part of a place that says whether the ticket of the number was shown.
const NUMBERED: usize = 3;

/// A row that was found.
enum Row {
    Ticket(Box<Ticket>),
    Comment(Box<Comment>),
    Article(Box<Article>),
}

#[operations(SEARCH)]
impl Scope {
    /// Finds tickets, comments and articles that have all words of `text`, the best first.
    ///
    /// A text that is the number of a ticket, in whatever case, finds that ticket first, and then what else has it among its words.
    ///
    /// `text` is what a person wrote: words, `"phrases"`, `beginnings*` and `-exclusions`; every text is a question. Case,
    /// accents and the endings of Portuguese and English do not count. Deleted rows, and comments on deleted tickets, are never
    /// found; [`Audience::Requester`] finds public comments and published public articles only, and, when the actor is a
    /// person, tickets that they asked for themselves.
    ///
    /// # Errors
    /// With `text`: [`Code::Required`] when there is no word in it, [`Code::TextTooLong`] for more than 1,000 characters,
    /// [`Code::TextNul`], [`Code::QueryTooComplex`] for more than 32 words. [`Code::NumberRange`] with `limit`,
    /// [`Code::CursorInvalid`] with `after`; kind `Unavailable` or `Corrupt`.
    pub async fn search(&self, text: &str, audience: Audience, within: SearchOptions) -> Result<Found> {
        let mut within = within;
        if audience == Audience::Requester {
            // Who asks as a requester sees what they asked for, whatever the host forgets to say.
            within.requester_id = self.actor().user_id().or(within.requester_id);
        }
        let matching = Matching::read(text)?.public_only(audience == Audience::Requester);
        let limit = within.limit.unwrap_or(DEFAULT_LIMIT);
        if limit == 0 || limit > MAX_LIMIT {
            return Err(Error::new(Code::NumberRange).field("limit").with("min", 1).with("max", MAX_LIMIT));
        }
        let question = question(text, audience, &within);
        let begin = within.after.as_ref().map_or(Ok(Place::default()), |cursor| place::read(&question, cursor))?;
        let asked: Vec<Searched> =
            ALL.into_iter().filter(|kind| within.among.is_empty() || within.among.contains(kind)).collect();
        let numbers = if asked.contains(&Searched::Ticket) { number::candidates(text) } else { Vec::new() };
        let mut queries: Vec<Query> = asked
            .iter()
            .map(|kind| {
                let mut query = self.query_of(*kind, &within);
                if *kind == Searched::Ticket && !numbers.is_empty() {
                    // The ticket of that number is a find of its own.
                    query = query.filter(Condition::none([field(Ticket::NUMBER).is_in(numbers.iter().cloned())]));
                }
                query.limit(limit).matching(matching.clone().skip(begin[*kind as usize]))
            })
            .collect();
        let of_number = self.query_of(Searched::Ticket, &within).filter(field(Ticket::NUMBER).is_in(numbers.clone()));
        let shown_before = begin[NUMBERED] > 0;
        if !numbers.is_empty() && !shown_before {
            queries.push(of_number.limit(1));
        }
        let mut pages = self.desk().read(&queries).await?;
        let numbered = pages.split_off(asked.len()).pop().and_then(|page| page.rows.into_iter().next());
        let numbered = numbered.map(Ticket::from_row).transpose()?;
        let has_more = pages.iter().any(|page| page.more);
        let mut finds = Vec::new();
        for (kind, page) in asked.into_iter().zip(pages) {
            finds.extend(rows(kind, page)?.into_iter().map(|(rank, row)| (rank, kind, row)));
        }
        // Within a kind they are in order already; a stable sort keeps that among equals.
        finds.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
        let room = limit as usize - usize::from(numbered.is_some());
        let has_more = has_more || finds.len() > room;
        finds.truncate(room);
        let mut end = begin;
        for (_, kind, _) in &finds {
            end[*kind as usize] += 1;
        }
        if let Some(ticket) = numbered {
            end[NUMBERED] = 1;
            // Nothing that has the words is a better find.
            let best = finds.first().map_or(0.0, |(rank, ..)| *rank);
            finds.insert(0, (best + 1.0, Searched::Ticket, Row::Ticket(Box::new(ticket))));
        }
        let next = (has_more && end.iter().all(|count| *count <= MAX_SKIP)).then(|| place::write(&question, end));
        Ok(Found { items: self.hits(&matching, finds, &within).await?, next })
    }

    fn query_of(&self, kind: Searched, options: &SearchOptions) -> Query {
        match (kind, options.requester_id) {
            (Searched::Ticket, Some(requester)) => {
                self.query::<Ticket>().filter(field(Ticket::REQUESTER_ID).is(requester))
            }
            (Searched::Ticket, None) => self.query::<Ticket>(),
            (Searched::Comment, _) => self.query::<Comment>(),
            (Searched::Article, _) => self.query::<Article>(),
        }
    }

    async fn hits(
        &self,
        matching: &Matching,
        finds: Vec<(f64, Searched, Row)>,
        options: &SearchOptions,
    ) -> Result<Vec<Hit>> {
        let commented: Vec<TicketId> = finds
            .iter()
            .filter_map(|(_, _, row)| if let Row::Comment(comment) = row { Some(comment.ticket_id) } else { None })
            .collect();
        let mut tickets = BTreeMap::new();
        if !commented.is_empty() {
            let query = self.query::<Ticket>().filter(field(Ticket::ID).is_in(commented)).limit(MAX_LIMIT);
            for ticket in self.snapshot(&[query]).await?.list::<Ticket>()? {
                tickets.insert(ticket.id.as_uuid(), ticket);
            }
        }
        let may_see =
            |ticket: &&Ticket| options.requester_id.is_none_or(|requester| ticket.requester_id == Some(requester));
        let mut hits = Vec::with_capacity(finds.len());
        for (rank, kind, row) in finds {
            let rank = Decimal::from_f64(rank).unwrap_or_default().round_dp(6).normalize();
            let hit = |id, ticket: Option<&Ticket>, title: &str, text: &str| Hit {
                kind,
                id,
                ticket_id: ticket.map(|ticket| ticket.id),
                number: ticket.map(|ticket| ticket.number.clone()),
                title: snippet(matching, title),
                text: snippet(matching, text),
                rank,
            };
            match &row {
                Row::Ticket(ticket) => {
                    let text = ticket.description.as_deref().unwrap_or_default();
                    hits.push(hit(ticket.id.as_uuid(), Some(ticket), &ticket.subject, text));
                }
                Row::Comment(comment) => {
                    if let Some(ticket) = tickets.get(&comment.ticket_id.as_uuid()).filter(may_see) {
                        hits.push(hit(comment.id.as_uuid(), Some(ticket), &ticket.subject, &comment.body));
                    }
                }
                Row::Article(article) => hits.push(hit(article.id.as_uuid(), None, &article.title, &article.content)),
            }
        }
        Ok(hits)
    }
}

fn rows(kind: Searched, page: Page) -> Result<Vec<(f64, Row)>> {
    let row = |row| match kind {
        Searched::Ticket => Ticket::from_row(row).map(|row| Row::Ticket(Box::new(row))),
        Searched::Comment => Comment::from_row(row).map(|row| Row::Comment(Box::new(row))),
        Searched::Article => Article::from_row(row).map(|row| Row::Article(Box::new(row))),
    };
    page.ranks.into_iter().zip(page.rows).map(|(rank, found)| Ok((rank, row(found)?))).collect()
}

/// Returns what makes the list of finds, by which its cursors are known.
fn question(text: &str, audience: Audience, options: &SearchOptions) -> String {
    let among: Vec<&str> = options.among.iter().map(|kind| kind.name()).collect();
    let requester = options.requester_id.map(|id| id.to_string()).unwrap_or_default();
    format!("{}\n{}\n{requester}\n{text}", audience.name(), among.join(","))
}
