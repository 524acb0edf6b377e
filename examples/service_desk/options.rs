//! What the command line accepts.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use servicedesk::Language;

/// Imports a log of tickets into a desk and reports on it: volume, backlog, states, reassignments, re-opens, priorities,
/// ages, time to resolve, groups.
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

The mapping files in examples/service_desk/mappings show how columns are described.
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
        if self.store.contains("://") { "PostgreSQL".to_owned() } else { self.store.clone() }
    }
}
