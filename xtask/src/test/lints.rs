//! The steps before the tests: what can be said about the code without running it.

use std::process::Command;

use super::tools;
use crate::failure::Outcome;
use crate::{places, process};

/// One step, named for the person who watches.
pub(super) struct Step {
    /// What stands in front of its output.
    pub(super) name: &'static str,
    /// The work.
    pub(super) run: fn() -> Outcome<()>,
}

/// Every step, cheapest first.
pub(super) fn steps() -> Vec<Step> {
    vec![
        Step { name: "format", run: format },
        Step { name: "clippy", run: clippy },
        Step { name: "licences, bans and sources", run: deny },
        Step { name: "core without features", run: || narrow("") },
        Step { name: "core with sqlite only", run: || narrow("sqlite") },
        Step { name: "core with postgres only", run: || narrow("postgres") },
    ]
}

fn cargo() -> Command {
    let mut cargo = Command::new(places::cargo());
    cargo.current_dir(places::root());
    cargo
}

fn format() -> Outcome<()> {
    tools::component("rustfmt", "fmt")?;
    process::check(cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Outcome<()> {
    tools::component("clippy", "clippy")?;
    process::check(
        cargo().args(["clippy", "--workspace", "--all-targets", "--all-features"]).args(["--", "-D", "warnings"]),
    )
}

fn deny() -> Outcome<()> {
    let mut deny = Command::new(tools::cargo_deny()?);
    process::check(deny.current_dir(places::root()).args(["check", "licenses", "bans", "sources"]))
}

/// Checks the library with few features: code that only a switched-off feature uses must be switched off with it.
fn narrow(features: &str) -> Outcome<()> {
    // Clippy instead of a build: it shares the dependencies that were checked before, and generates no code.
    process::check(cargo().args(["clippy", "--package", "servicedesk", "--lib", "--no-default-features"]).args([
        "--features",
        features,
        "--",
        "-D",
        "warnings",
    ]))
}
