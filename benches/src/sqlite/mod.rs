//! The embedded store beside bare rusqlite.

pub(crate) mod bare;
mod bare_writes;
mod file;
mod reads;
mod writes;

pub(crate) use file::{obtain, remove};

use std::path::Path;

use crate::Outcome;
use crate::report::Section;

/// How many tickets the file has.
const TICKETS: usize = 1_000_000;

/// Measures everything about SQLite.
pub(crate) fn measure(folder: &Path) -> Outcome<Section> {
    let file = file::obtain(folder, TICKETS)?;
    let mut rows = reads::measure(&file, TICKETS)?;
    let (of_writes, remarks) = writes::measure(&file, folder)?;
    rows.extend(of_writes);
    Ok(Section {
        name: "sqlite",
        title: "SQLite",
        about: vec![
            "A file with 1,000,000 tickets, nine tenths of them in one organization, without which no question is asked. \
             Reads: one thread, the file in the machine's memory, the same random ids and places for both, \
             a page cache of 16 MiB on both sides. Creates: `synchronous=FULL`, each side on its own copy of the file, and \
             the bare side writes exactly the rows that ours leaves (ticket, history, audit entry, feed, batch, two \
             sequences, the words of the ticket and the members of its custom fields), knowing beforehand what ours finds out by five queries."
                .to_owned(),
        ],
        rows,
        remarks,
    })
}
