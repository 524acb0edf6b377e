//! Searching by words beside the bare full-text indexes of both databases, over the same tickets.

mod postgres;
mod sqlite;

use std::path::Path;

use servicedesk::block_on;
use servicedesk::scope::Scope;
use servicedesk::search::{Found, SearchOptions, Searched};
use servicedesk::ticket::Audience;

use crate::Outcome;
use crate::population::{Ground, new_ticket};
use crate::report::Section;

/// How many finds a page has, on both sides.
const PAGE: u32 = 20;

/// What is asked: what it is called, and as both sides read it.
struct Question {
    what: &'static str,
    text: String,
}

/// Measures the first page over that many tickets.
pub(crate) fn measure(folder: &Path) -> Outcome<Section> {
    let tickets = tickets()?;
    let mut rows = sqlite::measure(folder, tickets)?;
    rows.extend(postgres::measure(tickets)?);
    Ok(Section {
        name: "search",
        title: "Search",
        about: vec![format!(
            "{tickets} tickets, nine tenths of them in the organization that is asked; another number of them is set by \
             SERVICEDESK_BENCH_TICKETS. Ours is `Scope::search` among tickets: both weights, tenants, words that are \
             stemmed, and the page's texts cut into pieces. The bare side has an index of this organization's subjects and \
             descriptions only, each database's own, without stemming, and reads the same {PAGE} tickets by rank."
        )],
        rows,
        remarks: Vec::new(),
    })
}

fn tickets() -> Outcome<usize> {
    match std::env::var("SERVICEDESK_BENCH_TICKETS") {
        Ok(number) => Ok(number.parse()?),
        Err(_) => Ok(1_000_000),
    }
}

fn questions(ground: &Ground) -> Outcome<Vec<Question>> {
    let description = new_ticket(ground, 4_321).description.unwrap_or_default();
    let code = description.split("error ").nth(1).and_then(|rest| rest.split('.').next()).ok_or("there is no code")?;
    Ok(vec![
        Question { what: "a rare word", text: code.to_owned() },
        Question { what: "a word of one ticket in eight", text: "printer".to_owned() },
        Question { what: "that word and one of every ticket", text: "printer meeting".to_owned() },
        Question { what: "a phrase of two words", text: "\"door badge\"".to_owned() },
        Question { what: "a beginning of one ticket in eight", text: "calend*".to_owned() },
    ])
}

fn ours(scope: &Scope, text: &str) -> Outcome<Found> {
    let options = SearchOptions { among: vec![Searched::Ticket], limit: Some(PAGE), ..SearchOptions::default() };
    Ok(block_on(scope.search(text, Audience::Staff, options))?)
}
