//! `cargo xtask schema`: prints the tables of entities, to be read and put into a migration.
//!
//! The printing is a program of the tests, because this one must start quickly, also while the library does not compile.

use std::process::{Command, ExitCode};

use clap::Args;

use crate::failure::Outcome;
use crate::{places, process};

/// What `cargo xtask schema` accepts.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The entities, by the names of their types or tables.
    #[arg(required = true, value_name = "ENTITY")]
    entities: Vec<String>,
    /// Print for SQLite only.
    #[arg(long, conflicts_with = "postgres")]
    sqlite: bool,
    /// Print for PostgreSQL only.
    #[arg(long)]
    postgres: bool,
}

/// Prints what `arguments` ask for.
pub(crate) fn run(arguments: &Arguments) -> Outcome<ExitCode> {
    let mut cargo = Command::new(places::cargo());
    let program = ["run", "--quiet", "--package", "servicedesk-tests", "--bin", "print_schema", "--"];
    cargo.current_dir(places::root()).args(program);
    for (wanted, database) in [(!arguments.postgres, "sqlite"), (!arguments.sqlite, "postgres")] {
        if wanted {
            cargo.args(["--database", database]);
        }
    }
    cargo.args(&arguments.entities);
    process::run(&mut cargo).map(process::exit_code)
}
