//! Operations that touch much at once, in a SQLite file: changing ten thousand tickets, merging one with a thousand comments,
//! a list with what stands beside each ticket, and telling time with many open clocks.

mod bulk;
mod merge;
mod overview;
mod tick;

use std::path::Path;

use servicedesk::Desk;
use servicedesk::store::sqlite::{Options, SqliteStore};

use crate::report::Section;
use crate::sqlite::{bare, remove};
use crate::{Outcome, population};

/// How many tickets the file has; the operations touch a part of them.
const TICKETS: usize = 20_000;

/// Measures all of them.
pub(crate) fn measure(folder: &Path) -> Outcome<Section> {
    let path = folder.join("operations.db");
    remove(&path)?;
    let mut rows = {
        let desk = Desk::new(SqliteStore::open(&path, Options::default())?);
        population::build(&desk, TICKETS)?;
        let ground = population::find(&desk)?;
        let scope = population::scope(&desk, &ground);
        let mut rows = overview::measure(&scope, &bare::reader(&path)?)?;
        rows.extend(merge::measure(&scope, &bare::writer(&path)?)?);
        rows.extend(bulk::measure(&scope)?);
        rows
    };
    remove(&path)?;
    rows.extend(tick::measure(folder)?);
    Ok(Section {
        name: "operations",
        title: "Operations",
        about: vec![format!(
            "A SQLite file with {TICKETS} tickets, nine tenths of them in one organization, `synchronous=FULL`. The bulk change \
             sets the due time of 10,000 tickets, with history, audit entry and change feed, 500 tickets in a commit; beside it \
             stands the same change made ticket by ticket. The bare side of a merge writes the rows that ours leaves, in one \
             transaction, knowing beforehand what ours finds out. The bare side of the list is one statement with joins and a \
             count for each ticket. Time is told on two further files, whose clocks differ in number only: a thousand \
             tickets are opened in each, and an hour later a thousand promises are broken, recorded and told."
        )],
        rows,
        remarks: Vec::new(),
    })
}
