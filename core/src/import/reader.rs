//! The reader: rows in, tickets out, and a report of what was refused. Its memory does not grow with the file, except for
//! eight bytes per ticket, which are needed to notice that a ticket's rows are not together.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::cells::{Problem, RowView};
use super::encoding::{self, Utf8Reader};
use super::error::ReadError;
use super::extract::RowMeaning;
use super::input::{Input, Meter, Progress};
use super::limits::{MAX_COLUMNS, MAX_EVENTS_PER_TICKET, MAX_NAME_BYTES};
use super::mapping::{Layout, Mapping, TicketField, ValueSource};
use super::plan::Plan;
use super::records::{RawRow, Records, Step};
use super::report::{Flag, Reason, Report};
use super::source::SourceTicket;
use super::vocabulary::EventKind;

/// Reads tickets from a delimited file by a mapping.
///
/// An iterator: tickets in the order of the file, then nothing; or an error, after which there is nothing more. Rows that
/// cannot be read are dropped one by one and counted in [`report`](Self::report). A ticket whose first rows are refused is
/// created by its next good row, because every row of an event log has the creating data.
///
/// ```
/// use servicedesk::import::{Mapping, Reason, TicketReader, fixed_zone};
///
/// # let mapping = r#"{
/// #     "version": "servicedesk.import/1", "name": "a log", "format": { "dates": ["%d/%m/%Y %H:%M"] }, "layout": "events",
/// #     "lifecycle": { "statuses": [{ "key": "Novo", "kind": "new" }, { "key": "Fechado", "kind": "closed" }], "transitions": "any" },
/// #     "fields": { "external_id": "número", "status": "estado", "event_at": "quando" }
/// # }"#;
/// let mapping = Mapping::from_json(mapping).expect("a mapping");
/// let file = "número,estado,quando\n1,Novo,29/2/2016 04:40\n1,Fechado,?\n1,Fechado,1/3/2016 10:00\n";
/// let zone = fixed_zone(&mapping.format.timezone).expect("UTC");
///
/// let mut reader = TicketReader::new(file.as_bytes(), &mapping, zone).expect("its columns are there");
/// let ticket = reader.next().expect("a ticket").expect("readable");
/// assert_eq!((ticket.external_id.as_ref(), ticket.events.len()), ("1", 2));
/// assert!(reader.next().is_none());
/// assert_eq!(reader.report().lines(Reason::BadDate), [3]);
/// ```
pub struct TicketReader {
    records: Records<Utf8Reader<Box<dyn Read + Send>>>,
    meter: Meter,
    plan: Plan,
    row: RawRow,
    report: Report,
    /// Hashes of the keys seen; `None` when keys cannot repeat.
    seen: Option<HashSet<u64>>,
    one_row_each: bool,
    current: Option<SourceTicket>,
    failure: Option<ReadError>,
    ended: bool,
}

impl TicketReader {
    /// Opens a file, plain or gzipped; `to_utc` resolves local times of the mapping's zone
    /// (see [`fixed_zone`](super::fixed_zone)) and answers `None` for one that does not exist.
    ///
    /// # Errors
    /// When the file cannot be opened, or has not the columns that the mapping names.
    pub fn open(
        path: impl AsRef<Path>,
        mapping: &Mapping,
        to_utc: impl FnMut(NaiveDateTime) -> Option<DateTime<Utc>> + Send + 'static,
    ) -> Result<Self, ReadError> {
        Self::start(Input::open(path.as_ref())?, mapping, Box::new(to_utc))
    }

    /// Reads from anything that gives bytes, otherwise as [`open`](Self::open).
    ///
    /// # Errors
    /// When no bytes can be had, or the columns that the mapping names are not there.
    pub fn new(
        input: impl Read + Send + 'static,
        mapping: &Mapping,
        to_utc: impl FnMut(NaiveDateTime) -> Option<DateTime<Utc>> + Send + 'static,
    ) -> Result<Self, ReadError> {
        Self::start(Input::new(input)?, mapping, Box::new(to_utc))
    }

    fn start(input: Input, mapping: &Mapping, to_utc: super::dates::ToUtc) -> Result<Self, ReadError> {
        mapping.check().map_err(ReadError::Mapping)?;
        let format = &mapping.format;
        let encoding = encoding::of_label(&format.encoding).unwrap_or(encoding_rs::UTF_8);
        let (bytes, meter) = input.into_parts();
        // The check allows only an ASCII delimiter.
        let delimiter = u8::try_from(format.delimiter).unwrap_or(b',');
        let mut records = Records::new(Utf8Reader::new(bytes, encoding), delimiter, format.quotes);
        let mut row = RawRow::default();
        let columns = if format.header {
            match records.next(&mut row) {
                Ok(step) => header(&step, &row)?,
                Err(error) => return Err(ReadError::from_io(error, meter.gzip, records.line())),
            }
        } else {
            format.columns.iter().map(|name| Arc::from(name.as_str())).collect()
        };
        let numbered = matches!(mapping.fields.get(&TicketField::ExternalId), Some(ValueSource::RowNumber { .. }));
        Ok(TicketReader {
            plan: Plan::new(mapping, columns, to_utc)?,
            records,
            meter,
            row,
            report: Report::default(),
            seen: (!numbered).then(HashSet::new),
            one_row_each: mapping.layout != Layout::Events,
            current: None,
            failure: None,
            ended: false,
        })
    }

    /// What was read and refused so far; final once the iterator is exhausted.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// How far the file has been read.
    pub fn progress(&self) -> Progress {
        self.meter.progress()
    }

    /// Says how many bytes a reader given to [`new`](Self::new) will give, for [`progress`](Self::progress).
    #[must_use]
    pub fn with_total_bytes(mut self, total: u64) -> Self {
        self.meter.total_bytes = Some(total);
        self
    }

    /// Reads rows until a ticket is complete; `None` at the end or at a failure, once everything before was given.
    fn next_ticket(&mut self) -> Option<SourceTicket> {
        while !self.ended {
            match self.records.next(&mut self.row) {
                Ok(Step::Row) => match self.read_row() {
                    Ok(meaning) => {
                        if let Some(finished) = self.place(meaning) {
                            return Some(finished);
                        }
                    }
                    Err(problem) => self.report.refuse(self.row.line, problem.reason, problem.column),
                },
                Ok(Step::Broken(reason)) => {
                    self.report.rows += 1;
                    self.report.refuse(self.row.line, reason, None);
                }
                Ok(Step::End) => self.ended = true,
                Err(error) => {
                    self.failure = Some(ReadError::from_io(error, self.meter.gzip, self.records.line()));
                    self.ended = true;
                }
            }
        }
        self.current.take()
    }

    fn read_row(&mut self) -> Result<RowMeaning, Problem> {
        self.report.rows += 1;
        let RawRow { bytes, fields, line, field_count } = &self.row;
        let line = *line;
        if *field_count != self.plan.columns.len() {
            return Err(Problem { reason: Reason::WrongFieldCount, column: None });
        }
        let problem_at = |reason, at: usize| {
            let index = fields.iter().position(|field| at < field.to);
            Problem { reason, column: index.and_then(|index| self.plan.columns.get(index)).cloned() }
        };
        let text =
            std::str::from_utf8(bytes).map_err(|error| problem_at(Reason::InvalidEncoding, error.valid_up_to()))?;
        if let Some(at) = text.find('\0') {
            return Err(problem_at(Reason::NulInText, at));
        }
        let replaced = !text.is_ascii() && text.contains('\u{FFFD}');
        let row = RowView { text, fields, number: self.report.rows };
        let meaning = self.plan.extract(row, line)?;
        self.admit(&meaning.key)?;
        if replaced {
            self.report.flag(line, Flag::ReplacementCharacter);
        }
        Ok(meaning)
    }

    /// Decides whether a row belongs to the ticket at hand or begins a new one, and refuses it when it does neither.
    fn admit(&mut self, key: &Arc<str>) -> Result<(), Problem> {
        let refuse = |reason| Problem { reason, column: self.plan.key.column() };
        if let Some(current) = self.current.as_ref().filter(|current| current.external_id == *key) {
            if self.one_row_each {
                return Err(refuse(Reason::KeyReappears));
            }
            if current.events.len() >= MAX_EVENTS_PER_TICKET {
                return Err(refuse(Reason::TooManyEvents));
            }
            return Ok(());
        }
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let new = self.seen.as_mut().is_none_or(|seen| seen.insert(hasher.finish()));
        if new { Ok(()) } else { Err(refuse(Reason::KeyReappears)) }
    }

    /// Puts an admitted row where it belongs; gives the ticket before when the row begins a new one.
    fn place(&mut self, meaning: RowMeaning) -> Option<SourceTicket> {
        let RowMeaning { key, opened_at, mut first, more } = meaning;
        self.report.good_rows += 1;
        self.report.events += 1 + more.len() as u64;
        let line = first.line;
        let same = self.current.as_ref().filter(|current| current.external_id == key);
        let before = same.and_then(|current| current.events.last()).map(|event| event.at);
        let opened = same.map_or(opened_at, |current| current.opened_at);
        let mut went_back = before.is_some_and(|before| first.at < before);
        let mut latest = first.at;
        for event in &more {
            went_back |= event.at < latest;
            latest = event.at;
        }
        if went_back {
            self.report.flag(line, Flag::TimeWentBack);
        }
        if first.at < opened || more.iter().any(|event| event.at < opened) {
            self.report.flag(line, Flag::BeforeOpening);
        }
        if let Some(current) = self.current.as_mut().filter(|current| current.external_id == key) {
            current.events.push(first);
            return None;
        }
        self.report.tickets += 1;
        first.kind = EventKind::Created;
        let mut events = Vec::with_capacity(1 + more.len());
        events.push(first);
        events.extend(more);
        self.current.replace(SourceTicket { external_id: key, line, opened_at, events })
    }
}

/// The names of the columns.
fn header(step: &Step, row: &RawRow) -> Result<Vec<Arc<str>>, ReadError> {
    let refuse = |message: &str| Err(ReadError::Header { message: message.to_owned() });
    match step {
        Step::End => return refuse("the file has none"),
        Step::Broken(reason) => return refuse(&format!("it cannot be cut into columns ({reason})")),
        Step::Row => {}
    }
    if row.field_count > MAX_COLUMNS {
        return refuse(&format!("it has more than {MAX_COLUMNS} columns"));
    }
    let Ok(text) = std::str::from_utf8(&row.bytes) else {
        return refuse("it is not text in the mapping's encoding");
    };
    let view = RowView { text, fields: &row.fields, number: 0 };
    let names: Vec<Arc<str>> = (0..row.fields.len()).map(|index| Arc::from(view.cell(index).trim())).collect();
    if names.iter().any(|name| name.len() > MAX_NAME_BYTES) {
        return refuse("a column's name is too long");
    }
    Ok(names)
}

impl Iterator for TicketReader {
    type Item = Result<SourceTicket, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_ticket().map(Ok).or_else(|| self.failure.take().map(Err))
    }
}
