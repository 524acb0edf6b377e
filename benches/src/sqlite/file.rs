//! The large file: built once through the library, kept below the target folder, and built anew when the schema changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use servicedesk::Desk;
use servicedesk::store::migration::SQLITE;
use servicedesk::store::sqlite::{Durability, Options, SqliteStore};

use crate::{Outcome, population};

/// Returns the path of the file with that many tickets, which is built first when it is not there.
pub(crate) fn obtain(folder: &Path, tickets: usize) -> Outcome<PathBuf> {
    let schema: Vec<String> = SQLITE.iter().map(|migration| migration.checksum().chars().take(6).collect()).collect();
    let name = format!("tickets-{tickets}-{}-{}", population::VERSION, schema.join("-"));
    let path = folder.join(format!("{name}.db"));
    if path.exists() {
        return Ok(path);
    }
    for entry in fs::read_dir(folder)?.filter_map(Result::ok) {
        // What an older schema left.
        if entry.file_name().to_string_lossy().starts_with("tickets-") {
            fs::remove_file(entry.path())?;
        }
    }
    eprintln!("building a file with {tickets} tickets …");
    let began = Instant::now();
    let unfinished = folder.join("unfinished.db");
    remove(&unfinished)?;
    let options = Options { durability: Durability::Normal, ..Options::default() };
    let desk = Desk::new(SqliteStore::open(&unfinished, options)?);
    population::build(&desk, tickets)?;
    // Closing the store writes the log back into the file.
    drop(desk);
    fs::rename(&unfinished, &path)?;
    eprintln!("built in {:.0} s", began.elapsed().as_secs_f64());
    Ok(path)
}

/// Removes a database with its log, if it is there.
pub(crate) fn remove(path: &Path) -> Outcome<()> {
    for end in ["", "-wal", "-shm"] {
        let part = PathBuf::from(format!("{}{end}", path.display()));
        if part.exists() {
            fs::remove_file(part)?;
        }
    }
    Ok(())
}
