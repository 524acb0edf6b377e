//! Creating tickets in copies of the large file: one writer beside one, and many waiting writers beside one.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rusqlite::Connection;
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::{Desk, block_on};

use super::{bare, bare_writes, file};
use crate::Outcome;
use crate::pairs::{compare, each, per_operation};
use crate::population::{self, Ground, new_ticket};
use crate::report::{Bound, Row, time};

/// How many tickets one writer creates between two looks at the clock.
const CREATES: usize = 200;
const WRITERS: usize = 64;
const CREATES_EACH: usize = 50;

/// Returns the rows of the table, and what explains them.
pub(super) fn measure(source: &Path, folder: &Path) -> Outcome<(Vec<Row>, Vec<String>)> {
    let (of_ours, of_bare) = (folder.join("ours.db"), folder.join("bare.db"));
    for copy in [&of_ours, &of_bare] {
        file::remove(copy)?;
        std::fs::copy(source, copy)?;
    }
    let rows = {
        let desk = Desk::new(SqliteStore::open(&of_ours, Options::default())?);
        let connection = bare::writer(&of_bare)?;
        rows(&desk, &connection, (&of_ours, &of_bare))
    };
    for copy in [&of_ours, &of_bare] {
        file::remove(copy)?;
    }
    rows
}

fn rows(desk: &Desk, connection: &Connection, files: (&Path, &Path)) -> Outcome<(Vec<Row>, Vec<String>)> {
    let ground = population::find(desk)?;
    let scope = population::scope(desk, &ground);
    let (mut made, mut written, mut grouped) = (0, 0, 0);
    let mut rows = Vec::new();

    let alone = compare(
        || {
            per_operation(CREATES, |_| {
                made += 1;
                block_on(scope.tickets().create(new_ticket(&ground, made)))?;
                Ok(())
            })
        },
        || {
            per_operation(CREATES, |_| {
                written += 1;
                bare_writes::create(connection, &ground, new_ticket(&ground, written))?;
                Ok(())
            })
        },
    )?;
    rows.push(Row::compared("create, one writer", &alone, Bound::RateAtLeast(0.7)));
    same_rows(files)?;

    let next = AtomicUsize::new(made);
    let together = compare(
        || many(desk, &ground, &next),
        || {
            per_operation(CREATES, |_| {
                written += 1;
                bare_writes::create(connection, &ground, new_ticket(&ground, written))?;
                Ok(())
            })
        },
    )?;
    rows.push(Row::compared("create, 64 waiting writers, beside one bare writer", &together, Bound::RateAtLeast(6.0)));

    let ceiling = compare(
        || many(desk, &ground, &next),
        || {
            let rounds = WRITERS * CREATES_EACH / WRITERS;
            let group = per_operation(rounds, |_| {
                grouped += 1;
                let first = written + grouped * WRITERS;
                let news = (first..first + WRITERS).map(|index| new_ticket(&ground, index));
                bare_writes::create_together(connection, &ground, news)
            })?;
            Ok(group / WRITERS as f64)
        },
    )?;
    rows.push(Row::compared(
        "the same, beside one bare writer that puts 64 creates into a transaction",
        &ceiling,
        Bound::RateOnly,
    ));
    // From the medians of the two comparisons: what the bare driver gains by sharing a commit, nobody gains more of it.
    let (alone, shared) = (together.bare, ceiling.bare);
    let most = alone / shared;
    rows.push(
        Row::fact("the most that grouping can give on this disk: bare, 64 in a transaction by bare, one in each", "")
            .beside(format!("{most:.2}")),
    );
    let remark = format!(
        "Grouping saves the wait for the disk and nothing else. The bare driver needs {} for a create in a transaction of          its own and {} for one of 64 that share a transaction, so that on this disk the most that waiting writers can gain          is {most:.2} times the rate of one. Ours reach {:.0} % of that, with five queries for each create on top; a bound          above the ceiling is met only where a wait for the disk takes longer.",
        time(alone),
        time(shared),
        100.0 / (together.ratio() * most),
    );
    Ok((rows, vec![remark]))
}

/// Lets all writers create their tickets, each waiting for its own answer, and returns the seconds for one ticket.
fn many(desk: &Desk, ground: &Ground, next: &AtomicUsize) -> Outcome<f64> {
    let began = Instant::now();
    let outcomes: Vec<servicedesk::Result<()>> = std::thread::scope(|threads| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                threads.spawn(|| {
                    let scope = population::scope(desk, ground);
                    for _ in 0..CREATES_EACH {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        block_on(scope.tickets().create(new_ticket(ground, index)))?;
                    }
                    Ok(())
                })
            })
            .collect();
        // A writer that panicked has said so itself; its tickets are missing from the count below.
        writers.into_iter().filter_map(|writer| writer.join().ok()).collect()
    });
    let elapsed = began.elapsed();
    if outcomes.len() != WRITERS {
        return Err("a writer panicked".into());
    }
    outcomes.into_iter().collect::<servicedesk::Result<()>>()?;
    Ok(each(elapsed, WRITERS * CREATES_EACH))
}

/// Compares how many rows there are, and how long the audit entries are: only ids and times may differ.
fn same_rows((ours, bare): (&Path, &Path)) -> Outcome<()> {
    let count = |path: &Path| -> Outcome<Vec<i64>> {
        let connection = bare::reader(path)?;
        let numbers = [
            "SELECT count(*) FROM ticket WHERE number LIKE 'TKT-%'",
            "SELECT count(*) FROM ticket_history",
            "SELECT count(*) FROM audit_entry WHERE entity='ticket'",
            "SELECT sum(length(changes)) FROM audit_entry WHERE entity='ticket'",
            "SELECT count(*) FROM change_feed",
            "SELECT count(*) FROM batch",
            "SELECT count(*) FROM search_entry",
            "SELECT count(*) FROM json_member",
            "SELECT count(*) FROM sequence",
        ];
        Ok(numbers.into_iter().map(|sql| connection.query_row(sql, [], |row| row.get(0))).collect::<Result<_, _>>()?)
    };
    let (ours, bare) = (count(ours)?, count(bare)?);
    if ours == bare { Ok(()) } else { Err(format!("the sides wrote different rows: {ours:?} and {bare:?}").into()) }
}
