//! Reading a file line by line: every line is held to what an export writes, and what is wrong is told with its number and
//! without what it says.

use std::io::{BufRead, BufReader, Read};

use serde::Deserialize;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::survey::{self, Survey};
use super::{ExportSummary, FORMAT, Footer, Header};
use crate::ENTITIES;
use crate::entity::{EntityDef, Row, check_row, row_from_json};
use crate::error::{Code, Error, Result};
use crate::organization::OrganizationId;

/// The longest line: the longest audit entry, written with every character escaped, and some more.
const MAX_LINE: u64 = 32 << 20;

/// A row of the file.
pub(super) struct FileRow {
    /// The number of its line, counted from 1.
    pub(super) line: u64,
    /// Its entity.
    pub(super) def: &'static EntityDef,
    /// Its id.
    pub(super) id: Uuid,
    /// Its values.
    pub(super) row: Row,
    /// How many bytes its line has.
    pub(super) bytes: usize,
}

/// The rows of a file, in its order, and its totals at the end.
pub(super) struct Lines<R> {
    file: BufReader<R>,
    buffer: Vec<u8>,
    line: u64,
    organization: OrganizationId,
    survey: Survey,
    /// The position of the last row's entity, and its id.
    last: Option<(usize, Uuid)>,
    summary: Option<ExportSummary>,
}

/// A line between the first and the last.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowLine {
    entity: String,
    row: Map<String, Json>,
}

impl<R: Read> Lines<R> {
    /// Begins with the first line.
    pub(super) fn open(file: R) -> Result<Self> {
        let mut lines = Self {
            file: BufReader::with_capacity(1 << 16, file),
            buffer: Vec::new(),
            line: 0,
            organization: OrganizationId::default(),
            survey: Survey::default(),
            last: None,
            summary: None,
        };
        if !lines.advance()? {
            return Err(lines.wrong("the file is empty"));
        }
        let header: Header =
            serde_json::from_slice(&lines.buffer).map_err(|_| lines.wrong("it is no export's header"))?;
        if header.format != FORMAT {
            return Err(lines.wrong("it is another version of the format"));
        }
        for table in &header.entities {
            let (_, def) = lines.entity(table)?;
            lines.survey.expect(def.table);
        }
        lines.organization = header.organization_id;
        Ok(lines)
    }

    /// Returns the number of the present line.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Returns what was read, once the last line was.
    pub(super) fn summary(self) -> Result<ExportSummary> {
        let cut = self.wrong("the file ends before its totals");
        self.summary.ok_or(cut)
    }

    /// Returns the next row; nothing after the last one, when the totals were compared.
    pub(super) fn next(&mut self) -> Result<Option<FileRow>> {
        if self.summary.is_some() {
            return Ok(None);
        }
        if !self.advance()? {
            return Err(self.wrong("the file ends before its totals"));
        }
        if self.buffer.starts_with(b"{\"totals\"") {
            return self.end().map(|()| None);
        }
        let line: RowLine =
            serde_json::from_slice(&self.buffer).map_err(|_| self.wrong("it is no row of an export"))?;
        let (position, def) = self.entity(&line.entity)?;
        let row = row_from_json(def, line.row).map_err(|error| self.wrong_because(error))?;
        check_row(def, &row).map_err(|error| self.wrong_because(error))?;
        let value = |name: &str| def.index_of(name).and_then(|index| row[index].as_uuid());
        if value(def.tenant_column()) != Some(self.organization.as_uuid()) {
            return Err(self.wrong("the row belongs to another organization"));
        }
        let id = value("id").ok_or_else(|| self.wrong("the row has no id"))?;
        if self.last.is_some_and(|last| last >= (position, id)) {
            return Err(self.wrong("the row is out of order, or there twice"));
        }
        self.last = Some((position, id));
        self.survey.add(def.table, &self.buffer);
        Ok(Some(FileRow { line: self.line, def, id, row, bytes: self.buffer.len() }))
    }

    /// Compares the totals with what was read, and makes sure that nothing follows.
    fn end(&mut self) -> Result<()> {
        let footer: Footer = serde_json::from_slice(&self.buffer).map_err(|_| self.wrong("these are no totals"))?;
        let totals = std::mem::take(&mut self.survey).finish();
        if let Some(table) = survey::difference(&totals, &footer.totals) {
            let known = ENTITIES.iter().any(|def| def.table == table);
            return Err(self.wrong(&format!("the rows of {} were altered", if known { table } else { "an entity" })));
        }
        if self.advance()? {
            return Err(self.wrong("something follows the totals"));
        }
        self.summary = Some(ExportSummary { organization_id: self.organization, totals });
        Ok(())
    }

    /// Reads the next line without its end; says whether there was one.
    fn advance(&mut self) -> Result<bool> {
        self.buffer.clear();
        let read = (&mut self.file).take(MAX_LINE).read_until(b'\n', &mut self.buffer);
        let read =
            read.map_err(|error| Error::new(Code::ExportStream).with("reason", error.kind()).caused_by(error))?;
        if read == 0 {
            return Ok(false);
        }
        self.line += 1;
        if self.buffer.pop_if(|last| *last == b'\n').is_none() {
            return Err(self.wrong("the line has no end"));
        }
        Ok(true)
    }

    fn entity(&self, table: &str) -> Result<(usize, &'static EntityDef)> {
        let found = ENTITIES.iter().enumerate().find(|(_, def)| def.table == table);
        found.map(|(position, def)| (position, *def)).ok_or_else(|| self.wrong("this version has no such entity"))
    }

    fn wrong(&self, reason: &str) -> Error {
        Error::new(Code::ExportInvalid).with("line", self.line).with("reason", reason)
    }

    fn wrong_because(&self, error: Error) -> Error {
        because(self.line, error)
    }
}

/// Says which line an error is about.
pub(super) fn because(line: u64, error: Error) -> Error {
    let mut wrong = Error::new(Code::ExportInvalid).with("line", line).with("reason", &error);
    for field in error.fields() {
        wrong = wrong.field(field);
    }
    wrong.caused_by(error)
}
