//! `cargo xtask codegen`: writes every language's types and calls from the reflection of the library.
//!
//! The writing is a program of its own, because this one must start quickly, also while the library does not compile.

use std::process::{Command, ExitCode};

use clap::Args;

use crate::failure::Outcome;
use crate::{places, process};

/// What `cargo xtask codegen` accepts.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail when something would be written.
    #[arg(long)]
    check: bool,
}

/// Writes or checks.
pub(crate) fn run(arguments: &Arguments) -> Outcome<ExitCode> {
    let mut cargo = Command::new(places::cargo());
    cargo.current_dir(places::root()).args(["run", "--quiet", "--package", "servicedesk-codegen", "--"]);
    if arguments.check {
        cargo.arg("--check");
    }
    process::run(&mut cargo).map(process::exit_code)
}
