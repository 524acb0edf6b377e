//! `cargo xtask test`: everything that has to hold before a change is merged, in one command, with one line at the end.
//!
//! Every step runs even when an earlier one failed, so that one run tells all there is to mend. The last line counts the
//! tests; a step that fails without a test to blame (a lint, code that does not compile) counts as one failure.

mod lints;
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
    /// Run only the tests whose path contains one of these, and no lints.
    filters: Vec<String>,
    /// Run one half only.
    #[arg(long, value_enum, conflicts_with = "no_lints")]
    only: Option<Half>,
    /// Run the tests only; the same as `--only tests`.
    #[arg(long)]
    no_lints: bool,
    #[command(flatten)]
    server: postgres::Options,
}

/// A half of the work.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Half {
    /// The tests.
    Tests,
    /// Formatting, lints, licences and narrow builds.
    Lints,
}

impl Arguments {
    fn wants(&self, half: Half) -> bool {
        let quick = self.no_lints || !self.filters.is_empty();
        self.only.map_or(half == Half::Tests || !quick, |only| only == half)
    }
}

/// Runs what `arguments` ask for and prints the count as the last line.
pub(crate) fn run(arguments: &Arguments) -> Outcome<ExitCode> {
    let mut report = Report::default();
    if arguments.wants(Half::Lints) {
        for step in lints::steps() {
            report.step(step.name, step.run)?;
        }
    }
    let mut tally = Tally::default();
    if arguments.wants(Half::Tests) {
        report.step("tests", || run_tests(arguments, &mut tally))?;
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

/// Runs the unit, integration and documentation tests of every crate, with every feature, beside a server.
fn run_tests(arguments: &Arguments, tally: &mut Tally) -> Outcome<()> {
    let server = Server::obtain(&arguments.server)?;
    let mut cargo = Command::new(places::cargo());
    // Without `--all-targets`, which would leave the documentation tests out and run the benches; clippy builds those.
    cargo.current_dir(places::root()).args(["test", "--workspace", "--all-features", "--no-fail-fast"]);
    if !arguments.filters.is_empty() {
        cargo.arg("--").args(&arguments.filters);
    }
    server.announce_to(&mut cargo);
    let status = process::run_reading(&mut cargo, |line| {
        terminal::pass_on(line);
        tally.read(&String::from_utf8_lossy(line));
    });
    server.stop()?;
    match status? {
        status if status.success() => Ok(()),
        status => Err(Failure::new(format!("`cargo test` failed: {status}."))),
    }
}
