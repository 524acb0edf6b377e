//! `cargo xtask bench`: what the library costs beside the bare drivers. A whole run writes `docs/benchmarks.md`; a run of
//! some sections only prints them, because figures of different runs are not compared.

use std::process::{Command, ExitCode};

use clap::{Args, ValueEnum};

use crate::failure::Outcome;
use crate::postgres::{self, Server};
use crate::{places, process};

/// What `cargo xtask bench` accepts.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The sections to run; all when none is named.
    sections: Vec<Section>,
    /// The server: 18, 16, or a folder that holds the `bin` of an installed PostgreSQL.
    #[arg(long, default_value = "18", value_name = "18|16|DIR")]
    server: postgres::ServerChoice,
}

/// A part of the measurements.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Section {
    /// SQLite beside rusqlite.
    Sqlite,
    /// PostgreSQL beside sqlx.
    Postgres,
    /// Importing logs.
    Import,
    /// The small parts by themselves, with criterion.
    Micro,
}

impl Section {
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Import => "import",
            Self::Micro => "micro",
        }
    }
}

/// Builds everything for speed and measures.
pub(crate) fn run(arguments: &Arguments) -> Outcome<ExitCode> {
    let wanted = |section| arguments.sections.is_empty() || arguments.sections.contains(&section);
    if wanted(Section::Micro) {
        // First, because the program of the other sections reads what it left.
        process::check(cargo().args(["bench", "--package", "servicedesk-benches", "--benches"]))?;
    }
    let mut bench = cargo();
    bench.args(["run", "--release", "--package", "servicedesk-benches", "--"]);
    bench.args(arguments.sections.iter().map(|section| section.name()));
    // Built before the server starts, which would only wait.
    process::check(cargo().args(["build", "--release", "--package", "servicedesk-benches"]))?;
    if !wanted(Section::Postgres) {
        return process::run(&mut bench).map(process::exit_code);
    }
    let server = Server::obtain(&postgres::Options { durable: true, server: arguments.server.clone() })?;
    server.announce_to(&mut bench);
    let status = process::run(&mut bench);
    server.stop()?;
    status.map(process::exit_code)
}

fn cargo() -> Command {
    let mut cargo = Command::new(places::cargo());
    cargo.current_dir(places::root());
    cargo
}
