//! What serde cannot see: whether the parts of a mapping agree with each other, found before the first row is read.

use std::collections::BTreeSet;

use super::{CustomKind, Layout, Mapping, TicketField, Transitions, ValueSource};
use crate::import::dates::DateFormat;
use crate::import::encoding;
use crate::import::error::MappingError;
use crate::import::limits::{MAX_COLUMNS, MAX_KEY_BYTES, MAX_MAPPING_ENTRIES, MAX_NAME_BYTES};
use crate::ticket::{Level, TicketSource, TicketType};

type Checked = Result<(), MappingError>;

fn refuse(path: impl Into<String>, message: impl Into<String>) -> Checked {
    Err(MappingError::new(path, message))
}

fn text(path: &str, text: &str) -> Checked {
    if text.is_empty() {
        return refuse(path, "is empty");
    }
    if text.len() > MAX_NAME_BYTES || text.contains('\0') {
        return refuse(path, format!("has a NUL or is longer than {MAX_NAME_BYTES} bytes"));
    }
    Ok(())
}

fn entries(path: &str, count: usize) -> Checked {
    if count > MAX_MAPPING_ENTRIES {
        refuse(path, format!("has more than {MAX_MAPPING_ENTRIES} entries"))
    } else {
        Ok(())
    }
}

/// Refuses a word that is there twice, since only one of the two could count.
fn unique<'a>(path: &str, words: impl Iterator<Item = &'a str>) -> Checked {
    let mut seen = BTreeSet::new();
    for (index, word) in words.enumerate() {
        text(&format!("{path}[{index}]"), word)?;
        if !seen.insert(word) {
            return refuse(format!("{path}[{index}]"), format!("`{word}` is there twice"));
        }
    }
    entries(path, seen.len())
}

impl Mapping {
    /// Checks a mapping that was changed after it was loaded.
    ///
    /// # Errors
    /// The first contradiction, with its place.
    pub fn check(&self) -> Result<(), MappingError> {
        text("name", &self.name)?;
        self.check_format()?;
        self.check_lifecycle()?;
        self.check_priorities()?;
        for (path, count) in [
            ("values.impact", self.values.impact.len()),
            ("values.urgency", self.values.urgency.len()),
            ("values.source", self.values.source.len()),
            ("values.type", self.values.ticket_type.len()),
        ] {
            entries(path, count)?;
        }
        self.check_layout()?;
        for (field, source) in &self.fields {
            self.check_field(*field, source)?;
        }
        self.check_extras()
    }

    fn check_format(&self) -> Checked {
        let format = &self.format;
        let delimiter = format.delimiter;
        if !delimiter.is_ascii() || delimiter.is_ascii_alphanumeric() || matches!(delimiter, '"' | '\r' | '\n' | '\0') {
            return refuse(
                "format.delimiter",
                "must be one ASCII character that is no letter, digit, quote or line end",
            );
        }
        if encoding::of_label(&format.encoding).is_none() {
            return refuse("format.encoding", "is not a WHATWG encoding label");
        }
        if format.header != format.columns.is_empty() {
            return refuse("format.columns", "is needed when, and only when, `header` is false");
        }
        if format.columns.len() > MAX_COLUMNS {
            return refuse("format.columns", format!("has more than {MAX_COLUMNS} columns"));
        }
        unique("format.columns", format.columns.iter().map(String::as_str))?;
        entries("format.nulls", format.nulls.len())?;
        text("format.timezone", &format.timezone)?;
        if format.dates.is_empty() {
            return refuse("format.dates", "is empty");
        }
        unique("format.dates", format.dates.iter().map(String::as_str))?;
        for (index, date) in format.dates.iter().enumerate() {
            if let Err(message) = DateFormat::compile(date) {
                return refuse(format!("format.dates[{index}]"), message);
            }
        }
        Ok(())
    }

    fn check_lifecycle(&self) -> Checked {
        let statuses = &self.lifecycle.statuses;
        if statuses.is_empty() {
            return refuse("lifecycle.statuses", "is empty");
        }
        unique("lifecycle.statuses", statuses.iter().map(|status| status.key.as_str()))?;
        for (index, status) in statuses.iter().enumerate() {
            text(&format!("lifecycle.statuses[{index}].name"), &status.name)?;
        }
        let Transitions::Listed(pairs) = &self.lifecycle.transitions else { return Ok(()) };
        entries("lifecycle.transitions", pairs.len())?;
        for (index, (from, to)) in pairs.iter().enumerate() {
            if let Some(key) = [from, to].into_iter().find(|key| self.status(key).is_none()) {
                return refuse(format!("lifecycle.transitions[{index}]"), format!("`{key}` is not a status"));
            }
        }
        Ok(())
    }

    fn check_priorities(&self) -> Checked {
        unique("priorities", self.priorities.iter().map(|priority| priority.key.as_str()))?;
        for (index, priority) in self.priorities.iter().enumerate() {
            text(&format!("priorities[{index}].name"), &priority.name)?;
            if priority.level == 0 {
                return refuse(format!("priorities[{index}].level"), "begins at 1");
            }
        }
        let mut cells = BTreeSet::new();
        for (index, cell) in self.priority_matrix.iter().enumerate() {
            let path = format!("priority_matrix[{index}]");
            if !self.has_priority(&cell.priority) {
                return refuse(path, format!("`{}` is not a priority", cell.priority));
            }
            if !cells.insert((cell.impact, cell.urgency)) {
                return refuse(path, "this impact and urgency are there twice");
            }
        }
        Ok(())
    }

    fn has_priority(&self, key: &str) -> bool {
        self.priorities.iter().any(|priority| priority.key == key)
    }

    fn check_layout(&self) -> Checked {
        let needs = |field: TicketField| match self.fields.contains_key(&field) {
            true => Ok(()),
            false => refuse(format!("fields.{field}"), "is missing"),
        };
        needs(TicketField::ExternalId)?;
        let Layout::Tickets(steps) = &self.layout else {
            needs(TicketField::Status)?;
            return needs(TicketField::EventAt);
        };
        for (field, why) in
            [(TicketField::Status, "the steps give it"), (TicketField::EventAt, "a row is a whole ticket")]
        {
            if self.fields.contains_key(&field) {
                return refuse(format!("fields.{field}"), format!("has no place in the layout `tickets`: {why}"));
            }
        }
        let steps = [
            ("steps.opened", Some(&steps.opened), TicketField::OpenedAt),
            ("steps.answered", steps.answered.as_ref(), TicketField::FirstResponseAt),
            ("steps.resolved", steps.resolved.as_ref(), TicketField::ResolvedAt),
            ("steps.closed", steps.closed.as_ref(), TicketField::ClosedAt),
        ];
        for (path, status, date) in steps {
            let Some(status) = status else { continue };
            needs(date)?;
            self.check_word(path, status, &|key| self.status(key).is_some())?;
        }
        Ok(())
    }

    fn check_field(&self, field: TicketField, source: &ValueSource) -> Checked {
        use TicketField as F;
        let path = format!("fields.{field}");
        match field {
            F::Status => self.check_word(&path, source, &|word| self.status(word).is_some()),
            F::Priority => self.check_word(&path, source, &|word| self.has_priority(word)),
            F::Impact | F::Urgency => self.check_word(&path, source, &|word| Level::from_name(word).is_some()),
            F::Source => self.check_word(&path, source, &|word| TicketSource::from_name(word).is_some()),
            F::Type => self.check_word(&path, source, &|word| TicketType::from_name(word).is_some()),
            F::OpenedAt | F::EventAt | F::FirstResponseAt | F::ResolvedAt | F::ClosedAt | F::ReopenCount => {
                match source {
                    ValueSource::Column { .. } => self.check_columns(&path, source.columns()),
                    _ => refuse(path, "must be a column"),
                }
            }
            F::ExternalId if matches!(source, ValueSource::Constant(_)) => refuse(path, "must differ from row to row"),
            F::ExternalId if self.layout == Layout::Events && matches!(source, ValueSource::RowNumber { .. }) => {
                refuse(path, "a row number is a key only where a row is a ticket")
            }
            _ => self.check_text(&path, source),
        }
    }

    /// A source for a closed list: a column, or a constant from that list.
    fn check_word(&self, path: &str, source: &ValueSource, known: &dyn Fn(&str) -> bool) -> Checked {
        match source {
            ValueSource::Column { .. } => self.check_columns(path, source.columns()),
            ValueSource::Constant(word) if known(word) => Ok(()),
            ValueSource::Constant(word) => refuse(path, format!("`{word}` is not in the list")),
            _ => refuse(path, "must be a column or a constant"),
        }
    }

    fn check_text(&self, path: &str, source: &ValueSource) -> Checked {
        match source {
            ValueSource::Constant(constant) => text(path, constant),
            ValueSource::RowNumber { prefix, .. } if prefix.len() + 20 > MAX_KEY_BYTES => {
                refuse(path, "has a prefix too long")
            }
            _ => self.check_columns(path, source.columns()),
        }
    }

    /// Without a header the columns are known now; with one, the reader looks.
    fn check_columns<'a>(&self, path: &str, mut columns: impl Iterator<Item = &'a str>) -> Checked {
        if self.format.header {
            return columns.try_for_each(|column| text(path, column));
        }
        match columns.find(|column| !self.format.columns.iter().any(|known| known == column)) {
            Some(column) => refuse(path, format!("`{column}` is not one of `format.columns`")),
            None => Ok(()),
        }
    }

    fn check_extras(&self) -> Checked {
        if let Some(tags) = &self.tags {
            unique("fields.tags.columns", tags.columns.iter().map(String::as_str))?;
            self.check_columns("fields.tags", tags.columns.iter().map(String::as_str))?;
            if tags.separator.as_ref().is_some_and(String::is_empty) {
                return refuse("fields.tags.separator", "is empty");
            }
        }
        entries("fields.custom_fields", self.custom_fields.len())?;
        for (name, field) in &self.custom_fields {
            let path = format!("fields.custom_fields.{name}");
            text(&path, name)?;
            self.check_columns(&path, std::iter::once(field.column.as_str()))?;
            match &field.kind {
                CustomKind::Number { decimal } if !matches!(decimal, '.' | ',') => {
                    return refuse(path, "`decimal` must be `.` or `,`");
                }
                CustomKind::Boolean { yes, no } => unique(&path, yes.iter().chain(no).map(String::as_str))?,
                _ => {}
            }
        }
        Ok(())
    }
}
