//! The shared store beside bare sqlx: sixteen clients on either side, on a server that waits for its disk.

mod bare;
mod bare_writes;
mod clients;

use servicedesk::Desk;
use servicedesk::query::{Cursor, Find, field};
use servicedesk::store::postgres::{Options, PostgresStore};
use servicedesk::ticket::Ticket;

use crate::Outcome;
use crate::pairs::Picks;
use crate::population::{self, Ground, new_ticket};
use crate::report::{Bound, Row, Section};
pub(crate) use bare::Bare;
use clients::CLIENTS;
pub(crate) use clients::Clients;

/// How many tickets the database has.
const TICKETS: usize = 200_000;
/// The schema that holds them, so that a database that was given keeps everything else.
const SCHEMA: &str = "servicedesk_bench";
/// A page near the end of the list.
const DEEP: usize = 2_000;
const GETS: usize = 100;
const PAGES: usize = 20;
const CREATES: usize = 12;

/// Measures everything about PostgreSQL.
pub(crate) fn measure() -> Outcome<Section> {
    let url =
        std::env::var("DATABASE_URL").map_err(|_| "DATABASE_URL names no server; `cargo xtask bench` starts one")?;
    let clients = Clients::start()?;
    let bare = clients.wait(Bare::connect(&url, SCHEMA))?;
    clients.wait(bare.forget())?;
    let options = Options {
        max_connections: u32::try_from(CLIENTS)?,
        statement_timeout: None,
        schema: Some(SCHEMA.to_owned()),
        ..Options::default()
    };
    let desk = Desk::new(PostgresStore::connect_blocking(&url, options)?);
    eprintln!("filling a database with {TICKETS} tickets …");
    population::build(&desk, TICKETS)?;
    clients.wait(bare.settle())?;
    let ground = population::find(&desk)?;
    clients.wait(bare.serve(ground.organization))?;
    let rows = rows(&clients, &desk, &ground, &bare);
    let server = clients.wait(bare.describe())?;
    clients.wait(bare.forget())?;
    Ok(Section {
        name: "postgres",
        title: "PostgreSQL",
        about: vec![format!(
            "200,000 tickets, {CLIENTS} clients at once on {CLIENTS} connections for each side, all in one organization. \
             {server}. The bare side sends the statements of a create one after the other in a transaction, each prepared \
             once; the numbers of an organization have no gaps, so that its creates wait for one another on both sides. \
             Times of reads are the wall-clock time divided by the number of reads of all clients."
        )],
        rows: rows?,
        remarks: Vec::new(),
    })
}

fn rows(clients: &Clients, desk: &Desk, ground: &Ground, bare: &Bare) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    let ids = population::ticket_ids(TICKETS);
    let scope = population::scope(desk, ground);
    let (organization, closed) = (ground.organization, ground.closed);

    let gets = clients.compare(
        GETS,
        |client, round| {
            let (scope, id) = (scope.clone(), ids[Picks((client * 7_919 + round) as u64).below(ids.len())]);
            async move { scope.tickets().get(id).await.map(|_| ()).map_err(Into::into) }
        },
        |client, round| {
            let (bare, id) = (bare.clone(), ids[Picks((client * 7_919 + round) as u64).below(ids.len())]);
            async move { bare.get(organization, id).await.map(drop) }
        },
    )?;
    rows.push(Row::compared("get by id, among all", &gets, Bound::TimeAtMost(1.5)));

    let mut first = None;
    for page in [1, DEEP] {
        let (cursor, after) = clients.wait(walk(desk, ground, page))?.unzip();
        let found = clients.wait(ours(desk, ground, cursor.clone(), 50))?;
        let (expected, more) = clients.wait(bare.page(organization, closed, after))?;
        if found.0 != expected || expected.len() != 50 || !more {
            return Err("both sides read different pages".into());
        }
        let pages = clients.compare(
            PAGES,
            |_, _| {
                let (desk, ground, cursor) = (desk.clone(), ground.clone(), cursor.clone());
                async move { ours(&desk, &ground, cursor, 50).await.map(drop) }
            },
            |_, _| {
                let bare = bare.clone();
                async move { bare.page(organization, closed, after).await.map(drop) }
            },
        )?;
        let what = match page {
            1 => "page 1 of 50, by organization and status".to_owned(),
            page => format!("page {page} of the same"),
        };
        rows.push(Row::compared(what, &pages, Bound::TimeAtMost(1.3)));
        match first {
            None => first = Some(pages.ours),
            Some(first) => {
                rows.push(Row::fact(format!("page {page} by page 1, ours"), format!("{:.2}", pages.ours / first)));
            }
        }
    }

    let creates = clients.compare(
        CREATES,
        |client, round| {
            let (scope, new) = (scope.clone(), new_ticket(ground, client * 100_003 + round));
            async move { scope.tickets().create(new).await.map(|_| ()).map_err(Into::into) }
        },
        |client, round| {
            let (bare, ground, new) = (bare.clone(), ground.clone(), new_ticket(ground, client * 100_003 + round));
            async move { bare.create(&ground, new).await }
        },
    )?;
    rows.push(Row::compared("create, 16 clients in one organization", &creates, Bound::RateAtLeast(0.7)));
    Ok(rows)
}

async fn ours(
    desk: &Desk,
    ground: &Ground,
    after: Option<Cursor>,
    limit: u32,
) -> Outcome<(Vec<Ticket>, Option<Cursor>)> {
    let find = Find::new().filter(field(Ticket::STATUS_ID).is(ground.closed)).newest_first().after(after).limit(limit);
    let page = population::scope(desk, ground).tickets().list(find).await?;
    Ok((page.items, page.next))
}

/// Walks to where that page begins, in larger steps.
async fn walk(desk: &Desk, ground: &Ground, page: usize) -> Outcome<Option<(Cursor, bare::Place)>> {
    let mut left = (page - 1) * 50;
    let (mut cursor, mut place) = (None, None);
    while left > 0 {
        let step = left.min(1_000);
        let (tickets, next) = ours(desk, ground, cursor, u32::try_from(step)?).await?;
        place = tickets.last().map(|ticket| (ticket.created_at, ticket.id));
        cursor = next;
        left -= step;
    }
    if page > 1 && cursor.is_none() {
        return Err("there is no such page".into());
    }
    Ok(cursor.zip(place))
}
