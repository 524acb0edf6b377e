//! The library's search in PostgreSQL beside a column of `tsvector` with an index of its own.

use std::hint::black_box;

use servicedesk::Desk;
use servicedesk::store::postgres::{Options, PostgresStore};

use super::{PAGE, ours, questions};
use crate::pairs::{compare, per_operation};
use crate::postgres::{Bare, Clients};
use crate::report::{Bound, Row};
use crate::{Outcome, population};

/// The schema that holds the tickets, so that a database that was given keeps everything else.
const SCHEMA: &str = "servicedesk_bench_search";

pub(super) fn measure(tickets: usize) -> Outcome<Vec<Row>> {
    let url =
        std::env::var("DATABASE_URL").map_err(|_| "DATABASE_URL names no server; `cargo xtask bench` starts one")?;
    let clients = Clients::start()?;
    let bare = clients.wait(Bare::connect(&url, SCHEMA))?;
    clients.wait(bare.forget())?;
    let options = Options { statement_timeout: None, schema: Some(SCHEMA.to_owned()), ..Options::default() };
    let desk = Desk::new(PostgresStore::connect_blocking(&url, options)?);
    eprintln!("filling a database with {tickets} tickets …");
    // The index of words is made when all tickets are there, as it is after a restore: much quicker than entering each.
    let index = clients.wait(bare.put_off("search_entry_terms"))?;
    population::build(&desk, tickets)?;
    clients.wait(bare.catch_up(index))?;
    let ground = population::find(&desk)?;
    clients.wait(bare.serve(ground.organization))?;
    clients.wait(bare.index(ground.organization))?;
    clients.wait(bare.settle())?;
    let scope = population::scope(&desk, &ground);
    let mut rows = Vec::new();
    for question in questions(&ground)? {
        let asked = words(&question.text);
        let found = ours(&scope, &question.text)?.items.len();
        let expected = clients.wait(bare.found(ground.organization, &asked, PAGE))?.len();
        if found != expected || found == 0 {
            return Err(format!("{}: {found} finds beside {expected}", question.what).into());
        }
        let comparison = compare(
            || {
                per_operation(1, |_| {
                    drop(black_box(ours(&scope, &question.text)?));
                    Ok(())
                })
            },
            || {
                per_operation(1, |_| {
                    drop(black_box(clients.wait(bare.found(ground.organization, &asked, PAGE))?));
                    Ok(())
                })
            },
        )?;
        let what = format!("PostgreSQL, first page, {}", question.what);
        rows.push(Row::compared(what, &comparison, Bound::TimeAtMost(3.0)));
    }
    clients.wait(bare.forget())?;
    Ok(rows)
}

/// Returns the question in the server's own language.
fn words(text: &str) -> String {
    match text.strip_suffix('*') {
        Some(beginning) => format!("{beginning}:*"),
        None if text.starts_with('"') => text.trim_matches('"').replace(' ', " <-> "),
        None => text.replace(' ', " & "),
    }
}
