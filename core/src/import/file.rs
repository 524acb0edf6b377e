//! An import by the path of a file and a mapping in JSON, as hosts of other languages use it.

use super::{Mapping, RefusedEvent, Report, Summary};
use crate::error::{Code, Error, Result};
use crate::operation::{Shape, operations};
use crate::scope::Scope;

/// What an import from a file did.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct ImportReport {
    /// Tickets that came in.
    pub tickets: u64,
    /// Recorded events of those tickets.
    pub events: u64,
    /// Tickets that were there already.
    pub already_there: u64,
    /// People that came in.
    pub people: u64,
    /// Teams that came in.
    pub teams: u64,
    /// Categories that came in.
    pub categories: u64,
    /// Events that were refused by a rule.
    pub refused_events: u64,
    /// The first thousand of them.
    pub refused: Vec<ImportRefusal>,
    /// Rows of the file, without its header.
    pub rows: u64,
    /// Rows that could not be read.
    pub malformed_rows: u64,
    /// Why not, and which ones.
    pub malformed: Vec<ImportMalformed>,
}

/// An event that a rule refused.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct ImportRefusal {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The stable name of the reason.
    pub code: String,
    /// The field concerned.
    pub field: Option<String>,
}

/// Rows that could not be read, for one reason and because of one column.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct ImportMalformed {
    /// The snake_case name of the reason.
    pub reason: String,
    /// The column at fault, when one was.
    pub column: Option<String>,
    /// How many rows.
    pub count: u64,
    /// The first of their line numbers, counted from 1.
    pub lines: Vec<u64>,
}

impl ImportReport {
    fn new(summary: Summary, report: &Report) -> Self {
        let refusal = |RefusedEvent { line, code, field }| ImportRefusal { line, code: code.to_owned(), field };
        Self {
            tickets: summary.tickets,
            events: summary.events,
            already_there: summary.already_there,
            people: summary.people,
            teams: summary.teams,
            categories: summary.categories,
            refused_events: summary.refused_events,
            refused: summary.refused.into_iter().map(refusal).collect(),
            rows: report.rows,
            malformed_rows: report.malformed_rows,
            malformed: report
                .malformed()
                .map(|malformed| ImportMalformed {
                    reason: malformed.reason.to_string(),
                    column: malformed.column.map(str::to_owned),
                    count: malformed.tally.count,
                    lines: malformed.tally.lines.clone(),
                })
                .collect(),
        }
    }
}

#[operations(IMPORT)]
impl Scope {
    /// Brings in the tickets of the delimited file at `path`, plain or gzipped, as `mapping` says; see the import guide for
    /// the mapping. What is there already by its external id is left alone, so that an import can be repeated.
    ///
    /// # Errors
    /// [`Code::ImportMapping`] and [`Code::ImportSource`]; what was committed before stays.
    pub async fn import_from_file(&self, path: &str, mapping: serde_json::Value) -> Result<ImportReport> {
        let mapping = Mapping::from_json(&mapping.to_string())
            .map_err(|error| Error::new(Code::ImportMapping).field("mapping").with("reason", error))?;
        let mut reader = super::open(path, &mapping)
            .map_err(|error| Error::new(Code::ImportSource).field("path").with("reason", error))?;
        let summary = self.importer(&mapping).run(&mut reader, |_| {}).await?;
        Ok(ImportReport::new(summary, reader.report()))
    }
}
