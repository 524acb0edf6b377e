//! What was refused and what was noticed while reading: exact counts, a bounded list of line numbers, and never a value
//! of the file, because a malformed row may hold anything, personal data included.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::limits::MAX_LINES_PER_REASON;
use super::vocabulary::words;

words! {
    /// Why a row was refused; a row is refused once, for the first reason found.
    Reason {
        /// The row has more or fewer fields than the header: a cut line, usually.
        WrongFieldCount = "wrong_field_count",
        /// No date format of the mapping reads the value, or that local time does not exist.
        BadDate = "bad_date",
        /// The status is not in the mapping's lifecycle.
        UnknownStatus = "unknown_status",
        /// The priority is not in the mapping's list.
        UnknownPriority = "unknown_priority",
        /// The impact is not in the mapping's value table.
        UnknownImpact = "unknown_impact",
        /// The urgency is not in the mapping's value table.
        UnknownUrgency = "unknown_urgency",
        /// The channel or ticket type is not in the mapping's value table.
        UnknownValue = "unknown_value",
        /// A required value is absent.
        MissingValue = "missing_value",
        /// The value is not a number, or too large a one.
        BadNumber = "bad_number",
        /// The value is none of the tokens for yes and no.
        BadBoolean = "bad_boolean",
        /// The text is longer than its limit.
        TextTooLong = "text_too_long",
        /// The whole row is longer than a row may be.
        RowTooLong = "row_too_long",
        /// The row has a NUL character.
        NulInText = "nul_in_text",
        /// The row has bytes that mean nothing in the declared encoding.
        InvalidEncoding = "invalid_encoding",
        /// A quoted text never ends; only the line where it begins is refused.
        UnterminatedQuote = "unterminated_quote",
        /// Something follows a closing quote within its field.
        StrayQuote = "stray_quote",
        /// The ticket's rows are not consecutive, or a one-row ticket comes twice.
        KeyReappears = "key_reappears",
        /// The ticket has more events than a ticket may have.
        TooManyEvents = "too_many_events",
        /// The row has more tags than a row may have.
        TooManyTags = "too_many_tags",
    }
}

words! {
    /// What is odd about a row that was accepted as it is.
    Flag {
        /// The text already has U+FFFD: characters were lost before this import, and are not guessed.
        ReplacementCharacter = "replacement_character",
        /// The event is earlier than the ticket's event before it.
        TimeWentBack = "time_went_back",
        /// The event is earlier than the opening of its ticket.
        BeforeOpening = "before_opening",
    }
}

/// How often something was seen, and on which lines first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Exact number of rows.
    pub count: u64,
    /// Physical line numbers, counted from 1; at most [`MAX_LINES_PER_REASON`] per reason.
    pub lines: Vec<u64>,
}

/// Rows refused for one reason because of one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Malformed<'a> {
    /// Why.
    pub reason: Reason,
    /// The column of the mapping that was at fault, when one was.
    pub column: Option<&'a str>,
    /// How many, and where.
    #[serde(flatten)]
    pub tally: &'a Tally,
}

/// The figures of a read: exact at any moment, final when the reader is exhausted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows seen, the header and blank lines not counted: always good rows plus malformed rows.
    pub rows: u64,
    /// Rows that became events.
    pub good_rows: u64,
    /// Rows that were refused.
    pub malformed_rows: u64,
    /// Tickets begun.
    pub tickets: u64,
    /// Events recorded; several per row when a row is a whole ticket.
    pub events: u64,
    malformed: BTreeMap<(Reason, Option<Arc<str>>), Tally>,
    kept: BTreeMap<Reason, usize>,
    flags: BTreeMap<Flag, Tally>,
}

impl Report {
    /// Refused rows by reason and column.
    pub fn malformed(&self) -> impl Iterator<Item = Malformed<'_>> {
        self.malformed.iter().map(|((reason, column), tally)| Malformed {
            reason: *reason,
            column: column.as_deref(),
            tally,
        })
    }

    /// Number of rows refused for a reason, whatever the column.
    pub fn count(&self, reason: Reason) -> u64 {
        self.malformed().filter(|group| group.reason == reason).map(|group| group.tally.count).sum()
    }

    /// Line numbers of rows refused for a reason, ascending, at most [`MAX_LINES_PER_REASON`].
    pub fn lines(&self, reason: Reason) -> Vec<u64> {
        let groups = self.malformed().filter(|group| group.reason == reason);
        let mut lines: Vec<u64> = groups.flat_map(|group| group.tally.lines.iter().copied()).collect();
        lines.sort_unstable();
        lines
    }

    /// Accepted rows that are odd in one way.
    pub fn flagged(&self, flag: Flag) -> Tally {
        self.flags.get(&flag).cloned().unwrap_or_default()
    }

    pub(crate) fn refuse(&mut self, line: u64, reason: Reason, column: Option<Arc<str>>) {
        self.malformed_rows += 1;
        let kept = self.kept.entry(reason).or_default();
        let tally = self.malformed.entry((reason, column)).or_default();
        tally.count += 1;
        if *kept < MAX_LINES_PER_REASON {
            *kept += 1;
            tally.lines.push(line);
        }
    }

    pub(crate) fn flag(&mut self, line: u64, flag: Flag) {
        let tally = self.flags.entry(flag).or_default();
        tally.count += 1;
        if tally.lines.len() < MAX_LINES_PER_REASON {
            tally.lines.push(line);
        }
    }
}

impl Serialize for Report {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Report", 7)?;
        out.serialize_field("rows", &self.rows)?;
        out.serialize_field("good_rows", &self.good_rows)?;
        out.serialize_field("malformed_rows", &self.malformed_rows)?;
        out.serialize_field("tickets", &self.tickets)?;
        out.serialize_field("events", &self.events)?;
        out.serialize_field("malformed", &self.malformed().collect::<Vec<_>>())?;
        out.serialize_field("flagged", &self.flags)?;
        out.end()
    }
}
