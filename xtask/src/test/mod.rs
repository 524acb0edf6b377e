//! `cargo xtask test`: everything that has to hold before a change is merged, in one command, with one line at the end.
//!
//! Every step runs even when an earlier one failed, so that one run tells all there is to mend. The last line counts the
//! tests; a step that fails without a test to blame (a lint, code that does not compile) counts as one failure.

mod apt;
pub(crate) mod kotlin;
mod lints;
mod loan;
pub(crate) mod mobile;
pub(crate) mod node;
pub(crate) mod node_tool;
mod python;
pub(crate) mod swift;
pub(crate) mod swift_tool;
mod tally;
mod tools;

use std::process::{Command, ExitCode};
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::failure::{Failure, Outcome};
use crate::postgres::{self, Server};
use crate::signals;
use crate::{places, process, terminal};
use tally::Tally;

/// What `cargo xtask test` accepts.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Languages (python, node, kotlin, swift), whose tests alone are run; otherwise run only the Rust tests whose path
    /// contains one of these. No lints in either case.
    filters: Vec<String>,
    /// Run one part only.
    #[arg(long, value_enum, conflicts_with = "no_lints")]
    only: Option<Part>,
    /// Run everything but the lints.
    #[arg(long)]
    no_lints: bool,
    #[command(flatten)]
    server: postgres::Options,
}

/// A part of the work.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The tests in Rust.
    Tests,
    /// Formatting, lints, licences and narrow builds.
    Lints,
    /// The tests in every other language.
    Languages,
}

/// The crates that other languages test.
const BINDINGS: [&str; 3] = ["servicedesk-mobile", "servicedesk-node", "servicedesk-python"];

/// A language other than Rust, and how its package is built and tested beside a server.
type Language = (&'static str, fn(&Server) -> Outcome<Tally>);

const LANGUAGES: [Language; 4] =
    [("python", python::run), ("node", node::run), ("kotlin", kotlin::run), ("swift", swift::run)];

impl Arguments {
    fn wants(&self, part: Part) -> bool {
        match (self.only, part) {
            (Some(only), part) => only == part,
            (None, Part::Lints) => !self.no_lints && self.filters.is_empty(),
            (None, Part::Tests) => self.filters.is_empty() || !self.names_languages(),
            (None, Part::Languages) => self.filters.is_empty() || self.names_languages(),
        }
    }

    fn names_languages(&self) -> bool {
        self.filters.iter().all(|filter| LANGUAGES.iter().any(|(name, _)| name == filter))
    }

    fn languages(&self) -> impl Iterator<Item = Language> {
        let all = self.filters.is_empty();
        LANGUAGES.into_iter().filter(move |(name, _)| all || self.filters.iter().any(|filter| filter == name))
    }
}

/// Runs what `arguments` ask for and prints the count as the last line.
pub(crate) fn run(arguments: &Arguments) -> Outcome<ExitCode> {
    let mut report = Report::default();
    if arguments.wants(Part::Lints) {
        for step in lints::steps() {
            report.step(step.name, step.run)?;
        }
    }
    let mut tally = Tally::default();
    if arguments.wants(Part::Tests) || arguments.wants(Part::Languages) {
        let server = Server::obtain(&arguments.server)?;
        let outcome = run_tests(arguments, &server, &mut report, &mut tally);
        server.stop()?;
        outcome?;
        if tally.ran() == 0 && report.failed.is_empty() {
            report.failed.push(("tests", "No test ran.".to_owned()));
        }
    } else {
        tally.passed = report.passed;
    }
    for (name, why) in &report.failed {
        terminal::say(&format!("FAILED {name}: {why}"));
    }
    let blamed_on_tests = usize::from(tally.failed > 0);
    tally.failed += report.failed.len().saturating_sub(blamed_on_tests);
    terminal::say(&tally.to_string());
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the steps so far came to.
#[derive(Default)]
struct Report {
    passed: usize,
    failed: Vec<(&'static str, String)>,
}

impl Report {
    /// Runs one step between a line that names it and one that tells how long it took.
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
        terminal::say(&format!("==> {name}"));
        let began = Instant::now();
        let outcome = work();
        if let Some(signal) = signals::received() {
            return Err(Failure::new(format!("Stopped by SIG{} during {name}.", signal.name())));
        }
        let word = if outcome.is_ok() { "ok" } else { "FAILED" };
        terminal::say(&format!("==> {name}: {word} after {:.1} s", began.elapsed().as_secs_f64()));
        match outcome {
            Ok(()) => self.passed += 1,
            Err(failure) => self.failed.push((name, failure.to_string())),
        }
        Ok(())
    }
}

/// Runs the tests that `arguments` ask for beside the server.
fn run_tests(arguments: &Arguments, server: &Server, report: &mut Report, tally: &mut Tally) -> Outcome<()> {
    if arguments.wants(Part::Tests) {
        report.step("tests", || run_rust_tests(arguments, server, tally))?;
    }
    if arguments.wants(Part::Languages) {
        for (name, run) in arguments.languages() {
            report.step(name, || {
                let found = run(server)?;
                tally.add(found);
                if found.failed > 0 { Err(Failure::new(format!("Tests of {name} failed."))) } else { Ok(()) }
            })?;
        }
    }
    Ok(())
}

/// Runs the unit, integration and documentation tests of every crate but the bindings, with every feature.
fn run_rust_tests(arguments: &Arguments, server: &Server, tally: &mut Tally) -> Outcome<()> {
    let mut cargo = Command::new(places::cargo());
    // Without `--all-targets`, which would leave the documentation tests out and run the benches; clippy builds those.
    cargo.current_dir(places::root()).args(["test", "--workspace", "--all-features", "--no-fail-fast"]);
    // The bindings have no tests in Rust: their own languages test them.
    for binding in BINDINGS {
        cargo.args(["--exclude", binding]);
    }
    if !arguments.filters.is_empty() {
        cargo.arg("--").args(&arguments.filters);
    }
    server.announce_to(&mut cargo);
    let status = process::run_reading(&mut cargo, |line| {
        terminal::pass_on(line);
        tally.read(&String::from_utf8_lossy(line));
    })?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`cargo test` failed: {status}."))) }
}
