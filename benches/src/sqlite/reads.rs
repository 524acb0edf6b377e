//! Reading tickets from the large file, through the desk and by hand.

use std::hint::black_box;
use std::path::Path;

use servicedesk::query::{Cursor, Find, field};
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::ticket::{Ticket, TicketId};
use servicedesk::{Desk, block_on};

use super::bare;
use crate::Outcome;
use crate::pairs::{Picks, compare, per_operation};
use crate::population::{self, Ground};
use crate::report::{Bound, Row, time};

/// How many rows are read between two looks at the clock.
const GETS: usize = 4_000;
const PAGES: usize = 100;
/// So many tickets fit into the page cache of either side.
const WARM: usize = 2_000;
const DEEP: usize = 10_000;

pub(super) fn measure(file: &Path, tickets: usize) -> Outcome<Vec<Row>> {
    // Whoever asks first for what the machine has not in its memory would pay for both.
    std::io::copy(&mut std::fs::File::open(file)?, &mut std::io::sink())?;
    let desk = Desk::new(SqliteStore::open(file, Options::default())?);
    let ground = population::find(&desk)?;
    let connection = bare::reader(file)?;
    let ids = population::ticket_ids(tickets);
    let scope = population::scope(&desk, &ground);
    let mut rows = Vec::new();

    let recent = &ids[ids.len() - WARM..];
    for (what, ids) in [("get by id, among the newest 2,000", recent), ("get by id, among all", &ids[..])] {
        let (mut of_ours, mut of_bare) = (Picks(1), Picks(1));
        let comparison = compare(
            || {
                per_operation(GETS, |_| {
                    let id: TicketId = ids[of_ours.below(ids.len())];
                    black_box(block_on(scope.tickets().get(id))?);
                    Ok(())
                })
            },
            || {
                per_operation(GETS, |_| {
                    let id = ids[of_bare.below(ids.len())];
                    black_box(bare::get(&connection, ground.organization, id)?);
                    Ok(())
                })
            },
        )?;
        rows.push(Row::compared(what, &comparison, Bound::TimeAtMost(1.5)));
    }
    let floor = per_operation(GETS, |_| {
        let one: i64 = connection.prepare_cached("SELECT 1")?.query_row([], |row| row.get(0))?;
        black_box(one);
        Ok(())
    })?;
    rows.push(Row::fact("the floor: `SELECT 1`, prepared", "").beside(time(floor)));

    let mut first = None;
    for (what, place) in [("page 1 of 50, by organization and status", 1), ("page 10,000 of the same", DEEP)] {
        let (cursor, after) = walk(&desk, &ground, place)?.unzip();
        let (found, _) = ours(&desk, &ground, cursor.clone(), 50)?;
        let (expected, more) = bare::page(&connection, ground.organization, ground.closed, after)?;
        if found != expected || found.len() != 50 || !more {
            return Err("both sides read different pages".into());
        }
        let comparison = compare(
            || {
                per_operation(PAGES, |_| {
                    black_box(ours(&desk, &ground, cursor.clone(), 50)?);
                    Ok(())
                })
            },
            || {
                per_operation(PAGES, |_| {
                    black_box(bare::page(&connection, ground.organization, ground.closed, after)?);
                    Ok(())
                })
            },
        )?;
        rows.push(Row::compared(what, &comparison, Bound::TimeAtMost(1.3)));
        match first {
            None => first = Some(comparison.ours),
            Some(first) => {
                rows.push(Row::fact("page 10,000 by page 1, ours", format!("{:.2}", comparison.ours / first)));
            }
        }
    }
    Ok(rows)
}

fn ours(desk: &Desk, ground: &Ground, after: Option<Cursor>, limit: u32) -> Outcome<(Vec<Ticket>, Option<Cursor>)> {
    let find = Find::new().filter(field(Ticket::STATUS_ID).is(ground.closed)).newest_first().after(after).limit(limit);
    let page = block_on(population::scope(desk, ground).tickets().list(find))?;
    Ok((page.items, page.next))
}

/// Walks to where that page begins, in larger steps.
fn walk(desk: &Desk, ground: &Ground, page: usize) -> Outcome<Option<(Cursor, bare::Place)>> {
    let mut left = (page - 1) * 50;
    let mut cursor = None;
    let mut place = None;
    while left > 0 {
        let step = left.min(1_000);
        let (tickets, next) = ours(desk, ground, cursor, u32::try_from(step)?)?;
        place = tickets.last().map(|ticket| (ticket.created_at, ticket.id));
        cursor = next;
        left -= step;
    }
    if page > 1 && cursor.is_none() {
        return Err("there is no such page".into());
    }
    Ok(cursor.zip(place))
}
