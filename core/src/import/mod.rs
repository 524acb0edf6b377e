//! Import: from a delimited file and a mapping file to a stream of source tickets with their recorded events, with a list
//! of the rows that could not be read; and from that stream to tickets of a desk.
//!
//! ```text
//! file -> input     gzip or plain, bytes counted
//!      -> encoding  the declared one, made UTF-8 without repairing
//!      -> records   rows and fields, with physical line numbers
//!      -> extract   a row's meaning by the mapping, resolved once in `plan`
//!      -> reader    rows of one key are a ticket; refused rows go to the report
//!      -> writer    tickets of a desk, with their recorded life
//! ```
//!
//! Up to the writer nothing knows a desk: a ticket keeps the source's keys and names, and the writer gives them
//! identities. No source is known to the code: what makes one different is in its mapping file.

mod cells;
mod dates;
mod encoding;
mod error;
mod extract;
mod file;
mod input;
pub mod limits;
mod mapping;
mod plan;
mod reader;
mod records;
mod report;
mod sample;
mod source;
mod values;
mod vocabulary;
mod writer;

#[cfg(test)]
mod tests;

pub use dates::{ToUtc, fixed_zone};
pub use error::{MappingError, ReadError};
pub use file::{ImportMalformed, ImportRefusal, ImportReport};
pub use input::Progress;
pub use mapping::{
    CustomField, CustomKind, FileFormat, Layout, Lifecycle, MAPPING_VERSION, Mapping, MatrixCell, PriorityMapping,
    StatusMapping, Steps, TagSource, Template, TemplatePart, TicketField, Transitions, ValueSource, ValueTables,
};
pub use reader::TicketReader;
pub use report::{Flag, Malformed, Reason, Report, Tally};
pub use sample::SampleLog;
pub use source::{CustomFields, SourceEvent, SourceState, SourceTicket, SourceValue};
pub use vocabulary::EventKind;
pub use writer::{Importer, RefusedEvent, Summary};

use crate::clock::{Timestamp, Zone};

/// Opens a file for reading with that mapping; dates without a zone are read in the mapping's.
///
/// # Errors
/// [`ReadError`] when the file cannot be opened, its columns do not fit, or the mapping names an unknown time zone.
pub fn open(path: impl AsRef<std::path::Path>, mapping: &Mapping) -> Result<TicketReader, ReadError> {
    TicketReader::open(path, mapping, zone_of(mapping)?)
}

/// Reads from anything that gives bytes, otherwise as [`open`].
///
/// # Errors
/// As [`open`].
pub fn read(input: impl std::io::Read + Send + 'static, mapping: &Mapping) -> Result<TicketReader, ReadError> {
    TicketReader::new(input, mapping, zone_of(mapping)?)
}

/// Resolves local times of the mapping's zone.
fn zone_of(mapping: &Mapping) -> Result<ToUtc, ReadError> {
    if let Some(to_utc) = fixed_zone(&mapping.format.timezone) {
        return Ok(to_utc);
    }
    let zone = Zone::find(&mapping.format.timezone)
        .ok_or_else(|| ReadError::Mapping(MappingError::new("format.timezone", "is no IANA time zone")))?;
    Ok(Box::new(move |local: chrono::NaiveDateTime| {
        Some(Timestamp::to_datetime(zone.instant_of_local(local.and_utc().timestamp_millis())))
    }))
}
