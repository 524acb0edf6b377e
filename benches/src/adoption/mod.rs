//! Product A's database becoming a desk in a new SQLite file, in a child process each time, so that its memory is its own.

mod source;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value as Json, json};
use servicedesk::adoption::{Options as Adoption, Product};
use servicedesk::organization::OrganizationId;
use servicedesk::scope::Actor;
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::{Desk, block_on};
use uuid::Uuid;

use crate::report::{Row, Section};
use crate::sqlite::remove;
use crate::{Outcome, machine};

/// The word by which a child knows what it is for.
pub(crate) const CHILD: &str = "adopt-once";

const RUNS: usize = 3;
/// Rows per second.
const BOUND: f64 = 50_000.0;
/// Rows of the product's database.
const ROWS: usize = 1_000_000;

/// Measures adoptions.
pub(crate) fn measure(folder: &Path) -> Outcome<Section> {
    let wanted = std::env::var("SERVICEDESK_ADOPTED_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(ROWS);
    let mut rows = Vec::new();
    for count in [wanted / 5, wanted] {
        let source = folder.join("product-a.db");
        remove(&source)?;
        source::make(&source, count)?;
        for (word, bound) in [("written", Some(BOUND)), ("proved", None)] {
            let runs = if word == "written" { RUNS } else { 1 };
            let mut told = (0..runs).map(|_| once(folder, &source, word)).collect::<Outcome<Vec<Json>>>()?;
            told.sort_by(|a, b| {
                a["seconds"].as_f64().unwrap_or_default().total_cmp(&b["seconds"].as_f64().unwrap_or_default())
            });
            let median = &told[told.len() / 2];
            let seconds = median["seconds"].as_f64().unwrap_or(f64::NAN);
            let read = median["rows"].as_f64().unwrap_or(f64::NAN);
            let what = if word == "written" { "" } else { ", written and proved" };
            rows.push(Row::rate(format!("product A, {read:.0} rows in {seconds:.2} s{what}"), read / seconds, bound));
            let memory = median["memory"].as_f64();
            let memory = memory.map_or_else(|| "not told by this system".to_owned(), |mib| format!("{mib:.0} MiB"));
            rows.push(Row::fact(format!("product A, {read:.0} rows{what}: peak memory"), memory));
        }
        remove(&source)?;
    }
    Ok(Section {
        name: "adoption",
        title: "Adoption",
        about: vec![format!(
            "Product A's database, a SQLite file of people, tickets, comments and an audit log, into a new SQLite file, \
             `synchronous=FULL`, with the change feed; the median of {RUNS} runs, each in a process of its own. Memory is the \
             greatest resident size of that process. The proof reads source and desk once more and compares every value."
        )],
        rows,
        remarks: Vec::new(),
    })
}

fn once(folder: &Path, source: &Path, word: &str) -> Outcome<Json> {
    let path = folder.join("adopted.db");
    remove(&path)?;
    let output = Command::new(std::env::current_exe()?).arg(CHILD).arg(source).arg(&path).arg(word).output()?;
    remove(&path)?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Adopts once and tells how it went.
pub(crate) fn child(arguments: &[String]) -> Outcome<()> {
    let [source, path, word] = arguments else { return Err("a source, a file and a word are needed".into()) };
    let desk = Desk::new(SqliteStore::open(path, Options::default())?);
    let scope = desk.scope(OrganizationId::from(Uuid::from_u128(1)), Actor::system());
    let options = Adoption { without_proof: word == "written", ..Adoption::default() };
    let began = Instant::now();
    let report = block_on(scope.adopt(Product::A, source, &options))?;
    let seconds = began.elapsed().as_secs_f64();
    let dropped: u64 = report.tables.iter().map(|table| table.read - table.written).sum();
    if dropped > 0 || (word != "written" && !report.is_whole()) {
        return Err(format!("{dropped} rows did not come in").into());
    }
    let told = json!({
        "rows": report.tables.iter().map(|table| table.read).sum::<u64>(),
        "seconds": seconds,
        "processor_seconds": machine::processor_seconds(),
        "memory": machine::peak_memory(),
    });
    println!("{told}");
    Ok(())
}
