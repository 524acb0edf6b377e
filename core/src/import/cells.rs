//! Reads single cells fast: a log repeats most of a ticket's values from row to row, so a cell equal to the one above it
//! costs a comparison, and a text seen before costs no memory.

use std::collections::HashSet;
use std::sync::Arc;

use super::limits::{MAX_SHARED_BYTES, MAX_SHARED_TEXTS};
use super::records::Field;
use super::report::Reason;

/// A row known to be text.
#[derive(Clone, Copy)]
pub(crate) struct RowView<'a> {
    pub(crate) text: &'a str,
    pub(crate) fields: &'a [Field],
    /// The row's number in the file, from 1, malformed rows counted, header and blank lines not.
    pub(crate) number: u64,
}

impl<'a> RowView<'a> {
    pub(crate) fn cell(&self, index: usize) -> &'a str {
        self.fields.get(index).and_then(|field| self.text.get(field.from..field.to)).unwrap_or_default()
    }
}

/// Why a row is refused, with the column at fault.
pub(crate) struct Problem {
    pub(crate) reason: Reason,
    pub(crate) column: Option<Arc<str>>,
}

/// What a cell must look like to have a value.
pub(crate) struct Blanks {
    pub(crate) trim: bool,
    pub(crate) nulls: Vec<String>,
}

impl Blanks {
    /// The value of a cell; `None` when it has none.
    pub(crate) fn value<'a>(&self, raw: &'a str) -> Option<&'a str> {
        let text = if self.trim { raw.trim() } else { raw };
        let absent = text.is_empty() || self.nulls.iter().any(|null| null == text);
        (!absent).then_some(text)
    }
}

/// Shares equal texts, up to a number of them.
#[derive(Default)]
pub(crate) struct Texts {
    known: HashSet<Arc<str>>,
}

impl Texts {
    pub(crate) fn share(&mut self, text: &str) -> Arc<str> {
        if text.len() > MAX_SHARED_BYTES {
            return Arc::from(text);
        }
        if let Some(known) = self.known.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(text);
        if self.known.len() < MAX_SHARED_TEXTS {
            self.known.insert(Arc::clone(&new));
        }
        new
    }
}

/// A column resolved to its index, which remembers the cell of the row above and what it meant.
pub(crate) struct Column<T> {
    pub(crate) index: usize,
    pub(crate) name: Arc<str>,
    pub(crate) required: bool,
    above: String,
    meaning: Option<Option<T>>,
}

impl<T: Clone> Column<T> {
    pub(crate) fn new(index: usize, name: Arc<str>, required: bool) -> Self {
        Column { index, name, required, above: String::new(), meaning: None }
    }

    /// The cell's value, read by `parse` unless the row above had the same.
    pub(crate) fn read(
        &mut self,
        row: RowView<'_>,
        blanks: &Blanks,
        parse: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Result<Option<T>, Problem> {
        let raw = row.cell(self.index);
        if raw == self.above
            && let Some(meaning) = &self.meaning
        {
            return Ok(meaning.clone());
        }
        let value = match blanks.value(raw) {
            None if self.required => return Err(self.problem(Reason::MissingValue)),
            None => None,
            Some(text) => Some(parse(text).map_err(|reason| self.problem(reason))?),
        };
        self.above.clear();
        self.above.push_str(raw);
        self.meaning = Some(value.clone());
        Ok(value)
    }

    pub(crate) fn problem(&self, reason: Reason) -> Problem {
        Problem { reason, column: Some(Arc::clone(&self.name)) }
    }
}
