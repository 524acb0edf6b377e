//! The reading half of an import: from a delimited file and a mapping file to a stream of source tickets with their
//! recorded events, and a list of the rows that could not be read.
//!
//! ```text
//! file -> input     gzip or plain, bytes counted
//!      -> encoding  the declared one, made UTF-8 without repairing
//!      -> records   rows and fields, with physical line numbers
//!      -> extract   a row's meaning by the mapping, resolved once in `plan`
//!      -> reader    rows of one key are a ticket; refused rows go to the report
//! ```
//!
//! Nothing here knows a desk: a ticket keeps the source's keys and names, and what writes it gives them identities. No
//! source is known either: what makes one different is in its mapping file.

mod cells;
mod dates;
mod encoding;
mod error;
mod extract;
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

#[cfg(test)]
mod tests;

pub use dates::{ToUtc, fixed_zone};
pub use error::{MappingError, ReadError};
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
