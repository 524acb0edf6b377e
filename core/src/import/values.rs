//! Reads one field of a ticket by its mapping: text from a column, a constant, a template or the row's number, a word
//! of a closed list, a date, a number.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::cells::{Blanks, Column, Problem, RowView, Texts};
use super::dates::{DateFormat, Moment, ToUtc};
use super::mapping::CustomKind;
use super::report::Reason;
use super::source::SourceValue;

/// What all fields of a file share while it is read.
pub(crate) struct Context {
    pub(crate) blanks: Blanks,
    pub(crate) texts: Texts,
    pub(crate) clock: Clock,
}

/// The file's date formats and its zone.
pub(crate) struct Clock {
    pub(crate) formats: Vec<DateFormat>,
    pub(crate) to_utc: ToUtc,
}

impl Clock {
    fn moment(&self, text: &str) -> Result<Moment, Reason> {
        self.formats.iter().find_map(|format| format.parse(text)).ok_or(Reason::BadDate)
    }

    fn instant(&mut self, text: &str) -> Result<DateTime<Utc>, Reason> {
        match self.moment(text)? {
            Moment::Utc(moment) => Ok(moment),
            Moment::Local(local) => (self.to_utc)(local).ok_or(Reason::BadDate),
        }
    }
}

/// A text field.
pub(crate) struct TextField {
    pub(crate) from: TextFrom,
    /// Longest text, in bytes.
    pub(crate) limit: usize,
    /// Whether tickets have texts in common. Keys and descriptions have not, and would only crowd out the rest.
    pub(crate) repeats: bool,
}

pub(crate) enum TextFrom {
    Column(Column<Arc<str>>),
    Constant(Arc<str>),
    Template(Rendering),
    RowNumber { prefix: String, width: usize },
}

/// A template with its columns resolved, which remembers the text of the row above.
pub(crate) struct Rendering {
    pub(crate) parts: Vec<RenderedPart>,
    /// Names the first column, for the report.
    pub(crate) column: Arc<str>,
    pub(crate) above: Option<Arc<str>>,
    pub(crate) scratch: String,
}

pub(crate) enum RenderedPart {
    Literal(String),
    Column(usize),
}

impl TextField {
    pub(crate) fn read(&mut self, row: RowView<'_>, context: &mut Context) -> Result<Option<Arc<str>>, Problem> {
        let Context { blanks, texts, .. } = context;
        let (limit, repeats) = (self.limit, self.repeats);
        let mut keep = |text: &str| match text.len() > limit {
            true => Err(Reason::TextTooLong),
            false if repeats => Ok(texts.share(text)),
            false => Ok(Arc::from(text)),
        };
        match &mut self.from {
            TextFrom::Constant(text) => Ok(Some(Arc::clone(text))),
            TextFrom::Column(column) => column.read(row, blanks, keep),
            TextFrom::Template(template) => template.read(row, blanks, &mut keep),
            TextFrom::RowNumber { prefix, width } => {
                let width = *width;
                Ok(Some(Arc::from(format!("{prefix}{:0width$}", row.number))))
            }
        }
    }

    /// The column to name when the value is at fault.
    pub(crate) fn column(&self) -> Option<Arc<str>> {
        match &self.from {
            TextFrom::Column(column) => Some(Arc::clone(&column.name)),
            TextFrom::Template(template) => Some(Arc::clone(&template.column)),
            _ => None,
        }
    }
}

impl Rendering {
    fn read(
        &mut self,
        row: RowView<'_>,
        blanks: &Blanks,
        keep: &mut dyn FnMut(&str) -> Result<Arc<str>, Reason>,
    ) -> Result<Option<Arc<str>>, Problem> {
        self.scratch.clear();
        let mut any = false;
        for part in &self.parts {
            match part {
                RenderedPart::Literal(text) => self.scratch.push_str(text),
                RenderedPart::Column(index) => {
                    let value = blanks.value(row.cell(*index));
                    any |= value.is_some();
                    self.scratch.push_str(value.unwrap_or("-"));
                }
            }
        }
        if !any {
            return Ok(None);
        }
        if self.above.as_deref() != Some(&self.scratch) {
            let problem = |reason| Problem { reason, column: Some(Arc::clone(&self.column)) };
            self.above = Some(keep(&self.scratch).map_err(problem)?);
        }
        Ok(self.above.clone())
    }
}

/// A field of a closed list: a constant, or a column whose words are looked up.
pub(crate) enum WordField<T> {
    Constant(T),
    Column { column: Column<T>, words: HashMap<String, T>, unknown: Reason },
}

impl<T: Clone> WordField<T> {
    pub(crate) fn read(&mut self, row: RowView<'_>, context: &Context) -> Result<Option<T>, Problem> {
        match self {
            WordField::Constant(value) => Ok(Some(value.clone())),
            WordField::Column { column, words, unknown } => {
                column.read(row, &context.blanks, |text| words.get(text).cloned().ok_or(*unknown))
            }
        }
    }
}

/// A date column, as a moment.
pub(crate) struct DateField(pub(crate) Column<DateTime<Utc>>);

impl DateField {
    pub(crate) fn read(&mut self, row: RowView<'_>, context: &mut Context) -> Result<Option<DateTime<Utc>>, Problem> {
        let Context { blanks, clock, .. } = context;
        self.0.read(row, blanks, |text| clock.instant(text))
    }
}

/// A small counter.
pub(crate) struct CountField(pub(crate) Column<u32>);

impl CountField {
    pub(crate) fn read(&mut self, row: RowView<'_>, context: &Context) -> Result<Option<u32>, Problem> {
        self.0.read(row, &context.blanks, |text| text.parse().map_err(|_| Reason::BadNumber))
    }
}

/// A custom field.
pub(crate) struct ExtraField {
    pub(crate) column: Column<SourceValue>,
    pub(crate) kind: CustomKind,
    pub(crate) limit: usize,
}

impl ExtraField {
    pub(crate) fn read(&mut self, row: RowView<'_>, context: &mut Context) -> Result<Option<SourceValue>, Problem> {
        let Context { blanks, texts, clock } = context;
        let (kind, limit) = (&self.kind, self.limit);
        self.column.read(row, blanks, |text| match kind {
            CustomKind::Text if text.len() > limit => Err(Reason::TextTooLong),
            CustomKind::Text => Ok(SourceValue::Text(texts.share(text))),
            CustomKind::Number { decimal } => number(text, *decimal),
            CustomKind::Boolean { yes, .. } if yes.iter().any(|token| token == text) => Ok(SourceValue::Boolean(true)),
            CustomKind::Boolean { no, .. } if no.iter().any(|token| token == text) => Ok(SourceValue::Boolean(false)),
            CustomKind::Boolean { .. } => Err(Reason::BadBoolean),
            CustomKind::Date => Ok(SourceValue::Date(clock.moment(text)?.day())),
            CustomKind::DateTime => clock.instant(text).map(SourceValue::Instant),
        })
    }
}

/// An exact number: digits, perhaps a sign before and a decimal character within. At most 28 digits, what a decimal of
/// the desk holds.
fn number(text: &str, decimal: char) -> Result<SourceValue, Reason> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = match digits.split_once(decimal) {
        Some((whole, part)) => (whole, Some(part)),
        None => (digits, None),
    };
    let proper = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !proper(whole) || !part.is_none_or(proper) || digits.len() > 29 {
        return Err(Reason::BadNumber);
    }
    let mut exact = String::with_capacity(text.len());
    if negative {
        exact.push('-');
    }
    exact.push_str(whole);
    let Some(part) = part else {
        return exact.parse().map(SourceValue::Integer).map_err(|_| Reason::BadNumber);
    };
    // Writing to a String cannot fail.
    let _ = write!(exact, ".{part}");
    Ok(SourceValue::Decimal(Arc::from(exact)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_and_in_the_notation_of_the_file() {
        let decimal = |text: &str| Ok(SourceValue::Decimal(Arc::from(text)));
        assert_eq!(number("-007", '.'), Ok(SourceValue::Integer(-7)));
        assert_eq!(number("+7", '.'), Ok(SourceValue::Integer(7)));
        assert_eq!(number("0.10", '.'), decimal("0.10"));
        assert_eq!(number("-12,50", ','), decimal("-12.50"));
        for text in ["", "-", "1.", ".5", "1e3", "1.234,50", "1 000", "NaN", "9223372036854775808", "--1", "1.2.3"] {
            assert_eq!(number(text, '.'), Err(Reason::BadNumber), "{text}");
        }
        assert_eq!(number(&"1".repeat(40), '.'), Err(Reason::BadNumber));
    }
}
