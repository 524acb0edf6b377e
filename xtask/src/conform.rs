//! `cargo xtask conform`: holds files of cases, inputs with expected answers, against the library.
//!
//! The checking is a program of the tests, because this one must start quickly, also while the library does not compile.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::{Args, ValueEnum};

use crate::failure::Outcome;
use crate::{places, process};

/// What `cargo xtask conform` accepts.
#[derive(Args)]
pub(crate) struct Arguments {
    /// What the cases are about.
    kind: Kind,
    /// The files, each a JSON list of cases.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What cases can be about.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Business time.
    Sla,
    /// Brazilian holidays and deadlines.
    Brazil,
}

/// Checks the files; fails when a case disagrees. The last line printed is `N passed, M failed`.
pub(crate) fn run(arguments: &Arguments) -> Outcome<ExitCode> {
    let kind = match arguments.kind {
        Kind::Sla => "sla",
        Kind::Brazil => "brazil",
    };
    // The program runs in the project's folder, the files were named from here.
    let here = std::env::current_dir().unwrap_or_default();
    let mut cargo = Command::new(places::cargo());
    cargo.current_dir(places::root()).args([
        "run",
        "--quiet",
        "--package",
        "servicedesk-tests",
        "--bin",
        "conform",
        "--",
        kind,
    ]);
    cargo.args(arguments.files.iter().map(|file| here.join(file)));
    process::run(&mut cargo).map(process::exit_code)
}
