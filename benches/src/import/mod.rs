//! Importing a log into a new file, in a child process each time, so that its memory is its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::{Value as Json, json};
use servicedesk::import::{self, Mapping, SampleLog};
use servicedesk::organization::NewOrganization;
use servicedesk::scope::Actor;
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::{Desk, block_on};

use crate::report::{Row, Section};
use crate::sqlite::remove;
use crate::{Outcome, machine};

/// The word by which a child knows what it is for.
pub(crate) const CHILD: &str = "import-once";

const RUNS: usize = 3;
/// Events per second.
const BOUND: f64 = 25_000.0;
/// Tickets of the generated log.
const TICKETS: u32 = 20_000;
/// A real log, kept beside the workspace by those who have it.
const REAL_LOG: &str = "shared/data/uci_servicenow_incident_log/incident_event_log.csv.gz";

/// What a child tells about its import.
struct Run {
    events: f64,
    seconds: f64,
    processor_seconds: f64,
    memory: Option<f64>,
}

/// Measures imports.
pub(crate) fn measure(folder: &Path, workspace: &Path) -> Outcome<Section> {
    let mappings = workspace.join("examples/service_desk/mappings");
    let mut rows = Vec::new();
    if let Some(log) = workspace.ancestors().map(|folder| folder.join(REAL_LOG)).find(|log| log.exists()) {
        rows.extend(median_run(folder, &mappings.join("servicenow.json"), &log, "ServiceNow incident log")?);
    }
    let sample = mappings.join("sample.json");
    for factor in [1, 5] {
        let log = folder.join("sample.csv");
        let tickets = TICKETS * factor;
        SampleLog { tickets, ..SampleLog::default() }.write(std::io::BufWriter::new(std::fs::File::create(&log)?))?;
        rows.extend(median_run(folder, &sample, &log, &format!("generated log, {tickets} tickets"))?);
        std::fs::remove_file(&log)?;
    }
    Ok(Section {
        name: "import",
        title: "Import",
        about: vec![format!(
            "A log into a new SQLite file, `synchronous=FULL`, with its history, audit entries and feed; the median of \
             {RUNS} runs, each in a process of its own. Memory is the greatest resident size of that process."
        )],
        rows,
        remarks: Vec::new(),
    })
}

fn median_run(folder: &Path, mapping: &Path, log: &Path, what: &str) -> Outcome<Vec<Row>> {
    let mut runs = (0..RUNS).map(|_| run_child(folder, mapping, log)).collect::<Outcome<Vec<Run>>>()?;
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let median = &runs[RUNS / 2];
    let note = format!(
        "{:.0} events in {:.2} s ({:.2}–{:.2}), {:.2} s of processor time",
        median.events,
        median.seconds,
        runs[0].seconds,
        runs[RUNS - 1].seconds,
        median.processor_seconds
    );
    let memory = median.memory.map_or_else(|| "not told by this system".to_owned(), |mib| format!("{mib:.0} MiB"));
    Ok(vec![
        Row::rate(format!("{what}: {note}"), median.events / median.seconds, Some(BOUND)),
        Row::fact(format!("{what}: peak memory"), memory),
    ])
}

fn run_child(folder: &Path, mapping: &Path, log: &Path) -> Outcome<Run> {
    let path: PathBuf = folder.join("import.db");
    remove(&path)?;
    let output = Command::new(std::env::current_exe()?).arg(CHILD).args([mapping, log, &path]).output()?;
    remove(&path)?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let told: Json = serde_json::from_slice(&output.stdout)?;
    let number = |name: &str| told[name].as_f64();
    Ok(Run {
        events: number("events").ok_or("the child told no number of events")?,
        seconds: number("seconds").ok_or("the child told no time")?,
        processor_seconds: number("processor_seconds").unwrap_or(f64::NAN),
        memory: number("memory"),
    })
}

/// Imports once and tells how it went.
pub(crate) fn child(arguments: &[String]) -> Outcome<()> {
    let [mapping, log, path] = arguments else { return Err("a mapping, a log and a file are needed".into()) };
    let mapping = Mapping::load(mapping)?;
    let desk = Desk::new(SqliteStore::open(path, Options::default())?);
    let organization = block_on(desk.create_organization(NewOrganization {
        name: "Import".to_owned(),
        slug: "import".to_owned(),
        ..NewOrganization::default()
    }))?;
    let scope = desk.scope(organization.id, Actor::system());
    let began = Instant::now();
    let summary = block_on(scope.importer(&mapping).run(import::open(log, &mapping)?, |_| {}))?;
    let seconds = began.elapsed().as_secs_f64();
    let told = json!({
        "events": summary.events,
        "seconds": seconds,
        "processor_seconds": machine::processor_seconds(),
        "memory": machine::peak_memory(),
    });
    println!("{told}");
    Ok(())
}
