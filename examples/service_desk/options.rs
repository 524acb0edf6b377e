//! What the command line accepts.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use servicedesk::Language;

/// Imports a log of tickets into a desk and reports on it: volume, backlog, states, reassignments, re-opens, priorities,
/// ages, time to resolve, groups; and service levels, with the reasons of the worst breaches and a plot.
///
/// Without a FILE it takes the sample that comes with the project: 300 invented incidents of three months. Every ticket
/// keeps its recorded times. A second run adds nothing twice, and one that was interrupted goes on where it stopped.
#[derive(Debug, Parser)]
#[command(name = "service_desk", after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Options {
    /// The log to import: delimited text, plain or gzipped.
    #[arg(requires = "mapping")]
    pub(crate) file: Option<PathBuf>,
    /// What its columns mean: a mapping file, or one of sample, servicenow, helpdesk_italy, consumidor_gov_br,
    /// consumidor_gov_br_raw.
    #[arg(long, value_name = "NAME|FILE", requires = "file")]
    pub(crate) mapping: Option<String>,
    /// Where the desk is kept: an SQLite file, which is made if need be, or a postgres:// address.
    #[arg(long, value_name = "FILE|URL", default_value = "service_desk.db")]
    pub(crate) store: String,
    /// The short name of the organization that gets the tickets, such as `acme`; by default the mapping's name.
    #[arg(long, value_name = "SLUG")]
    pub(crate) organization: Option<String>,
    /// What the desk promises: a file, or one of sample, servicenow, default. It replaces what the organization promised
    /// before; without it that holds, or at the first run the one of the mapping's name, or else default.
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) service_levels: Option<String>,
    /// Where the plot of the service levels over time goes, as SVG; by default beside the desk, such as service_desk.svg.
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Print the figures as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// The language of the report.
    #[arg(long, value_enum, default_value = "en")]
    pub(crate) language: Tongue,
}

const EXAMPLES: &str = "\
Examples:
  service_desk
      imports the sample into service_desk.db in the current folder and reports on it
  service_desk --language pt-BR
      the same in Portuguese
  service_desk incident_event_log.csv.gz --mapping servicenow --store log.db
      imports a ServiceNow event log into a file of its own
  service_desk tickets.csv --mapping my_columns.json --store postgres://me@localhost/desk --json
      imports with a mapping of your own into PostgreSQL and prints JSON

  service_desk tickets.csv --mapping my_columns.json --service-levels my_promises.json --plot promises.svg
      holds the log against promises of your own

The files in examples/service_desk/mappings show how columns are described, those in examples/service_desk/service_levels
how hours and promises are declared, and where a log tells itself whether a promise was kept.
Exit codes: 0 done, 1 could not be done (a sentence says why), 2 wrong arguments.";

/// The language of the report.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Tongue {
    /// English.
    #[value(name = "en")]
    English,
    /// Brazilian Portuguese.
    #[value(name = "pt-BR", alias = "pt-br", alias = "pt")]
    Portuguese,
}

impl Tongue {
    /// Returns the library's name for it.
    pub(crate) fn language(self) -> Language {
        match self {
            Self::English => Language::En,
            Self::Portuguese => Language::PtBr,
        }
    }
}

impl Options {
    /// Returns where the desk is, as it may be printed: an address may hold a password.
    pub(crate) fn place(&self) -> String {
        if self.has_server() { "PostgreSQL".to_owned() } else { self.store.clone() }
    }

    /// Returns where the plot goes: beside the desk, when that is a file, and named after it.
    pub(crate) fn plot(&self) -> PathBuf {
        match &self.plot {
            Some(plot) => plot.clone(),
            None if self.has_server() => PathBuf::from("service_desk.svg"),
            None => PathBuf::from(&self.store).with_extension("svg"),
        }
    }

    fn has_server(&self) -> bool {
        self.store.contains("://")
    }
}
