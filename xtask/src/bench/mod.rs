//! `cargo xtask bench`: what the library costs beside the bare drivers, and its packages for other languages beside what
//! programs in those languages use. A whole run writes `docs/benchmarks.md`, one of all languages
//! `docs/benchmarks-languages.md`; a run of some sections only prints them, because figures of different runs are not compared.

mod languages;
mod machine;
mod mobile;
mod table;

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
    /// Full-text search beside bare FTS5 and bare tsvector.
    Search,
    /// Bulk changes, merging, lists with people and counts.
    Operations,
    /// Importing logs.
    Import,
    /// Adopting the database of product A.
    Adoption,
    /// The small parts by themselves, with criterion.
    Micro,
    /// The Python package beside SQLAlchemy and Django.
    Python,
    /// The Node package beside better-sqlite3, Drizzle and Prisma.
    Node,
    /// What a call costs in the Kotlin package.
    Kotlin,
    /// What a call costs in the Swift package.
    Swift,
}

impl Section {
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Search => "search",
            Self::Operations => "operations",
            Self::Import => "import",
            Self::Adoption => "adoption",
            Self::Micro => "micro",
            Self::Python => "python",
            Self::Node => "node",
            Self::Kotlin => "kotlin",
            Self::Swift => "swift",
        }
    }

    fn is_language(self) -> bool {
        matches!(self, Self::Python | Self::Node | Self::Kotlin | Self::Swift)
    }
}

/// Builds everything for speed and measures.
pub(crate) fn run(arguments: &Arguments) -> Outcome<ExitCode> {
    let (of_languages, own): (Vec<Section>, Vec<Section>) =
        arguments.sections.iter().partition(|section| section.is_language());
    let everything = arguments.sections.is_empty();
    if everything || !own.is_empty() {
        let code = measure(&own, &arguments.server)?;
        if code != ExitCode::SUCCESS {
            return Ok(code);
        }
    }
    if everything || !of_languages.is_empty() {
        return languages::measure(|section| everything || of_languages.contains(&section));
    }
    Ok(ExitCode::SUCCESS)
}

/// Measures the library itself: the sections, or all when none is named.
fn measure(sections: &[Section], server: &postgres::ServerChoice) -> Outcome<ExitCode> {
    let wanted = |section| sections.is_empty() || sections.contains(&section);
    if wanted(Section::Micro) {
        // First, because the program of the other sections reads what it left.
        process::check(cargo().args(["bench", "--package", "servicedesk-benches", "--benches"]))?;
    }
    let mut bench = cargo();
    bench.args(["run", "--release", "--package", "servicedesk-benches", "--"]);
    bench.args(sections.iter().map(|section| section.name()));
    // Built before the server starts, which would only wait.
    process::check(cargo().args(["build", "--release", "--package", "servicedesk-benches"]))?;
    if !wanted(Section::Postgres) && !wanted(Section::Search) {
        return process::run(&mut bench).map(process::exit_code);
    }
    let server = Server::obtain(&postgres::Options { durable: true, server: server.clone() })?;
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
