//! Cuts UTF-8 bytes into rows and fields (RFC 4180), made for dirty files: it knows physical line numbers, bounds its
//! memory, and after a stray quote goes on with the very next line instead of swallowing the file.

use std::io::{self, Read};

use super::limits::{MAX_COLUMNS, MAX_ROW_BYTES};
use super::report::Reason;

const CHUNK: usize = 128 * 1024;
const QUOTE: u8 = b'"';

/// One row: its bytes and where the fields are in them. Reused from row to row.
#[derive(Default)]
pub(crate) struct RawRow {
    pub(crate) bytes: Vec<u8>,
    pub(crate) fields: Vec<Field>,
    /// Physical line where the row begins, counted from 1.
    pub(crate) line: u64,
    /// Fields found; more than `fields` holds when the row has more than any file may have.
    pub(crate) field_count: usize,
}

/// A field within its row's bytes.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Has doubled quotes that stand for one.
    escaped: bool,
}

/// What the next line turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The row was filled.
    Row,
    /// A line that cannot be cut; the row has its line number only.
    Broken(Reason),
    /// No more rows.
    End,
}

enum State {
    FieldStart,
    Plain { from: usize },
    Quoted { from: usize, escaped: bool },
    Closing { from: usize, to: usize, escaped: bool },
}

enum Scan {
    Complete { length: usize, lines: u64 },
    Broken(Reason),
    End,
}

/// A cutter of rows over a reader.
pub(crate) struct Records<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    /// Ended the input early; told only after every whole row before it.
    failure: Option<io::Error>,
    line: u64,
    delimiter: u8,
    quoting: bool,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(input: R, delimiter: u8, quoting: bool) -> Self {
        Records {
            input,
            buffer: vec![0; CHUNK],
            start: 0,
            end: 0,
            ended: false,
            failure: None,
            line: 1,
            delimiter,
            quoting,
        }
    }

    /// Physical line that comes next, counted from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next row; blank lines are skipped. An error of the input is told once every whole row was given.
    pub(crate) fn next(&mut self, row: &mut RawRow) -> io::Result<Step> {
        loop {
            row.fields.clear();
            row.field_count = 0;
            row.line = self.line;
            match self.scan(row) {
                Scan::End => return self.failure.take().map_or(Ok(Step::End), Err),
                Scan::Broken(reason) => {
                    self.skip_line();
                    return Ok(Step::Broken(reason));
                }
                Scan::Complete { length, lines } => {
                    row.take(self.buffer.get(self.start..self.start + length).unwrap_or_default());
                    self.start += length;
                    self.line += lines;
                    if !row.is_blank() {
                        return Ok(Step::Row);
                    }
                }
            }
        }
    }

    /// Finds the row that begins at `start`; offsets are relative to it.
    fn scan(&mut self, row: &mut RawRow) -> Scan {
        let mut at = 0;
        let mut lines = 0;
        let mut state = State::FieldStart;
        loop {
            if self.start + at >= self.end && !self.fill() {
                return self.finish(row, &state, at, lines);
            }
            if at > MAX_ROW_BYTES {
                return Scan::Broken(if lines > 0 { Reason::UnterminatedQuote } else { Reason::RowTooLong });
            }
            let rest = self.buffer.get(self.start + at..self.end).unwrap_or_default();
            let Some(&byte) = rest.first() else { return Scan::End };
            state = match state {
                State::FieldStart if byte == QUOTE && self.quoting => {
                    at += 1;
                    State::Quoted { from: at, escaped: false }
                }
                State::FieldStart => State::Plain { from: at },
                State::Plain { from } => {
                    let delimiter = self.delimiter;
                    let stop = rest.iter().position(|&byte| byte == delimiter || byte == b'\n');
                    let Some(length) = stop else {
                        at += rest.len();
                        state = State::Plain { from };
                        continue;
                    };
                    let ends_row = rest.get(length) == Some(&b'\n');
                    let carriage = ends_row && self.byte_before(at + length, from) == Some(b'\r');
                    at += length;
                    row.push(Field { from, to: at - usize::from(carriage), escaped: false });
                    at += 1;
                    if ends_row {
                        return Scan::Complete { length: at, lines: lines + 1 };
                    }
                    State::FieldStart
                }
                State::Quoted { from, escaped } => match rest.iter().position(|&byte| byte == QUOTE || byte == b'\n') {
                    None => {
                        at += rest.len();
                        State::Quoted { from, escaped }
                    }
                    Some(length) if rest.get(length) == Some(&b'\n') => {
                        at += length + 1;
                        lines += 1;
                        State::Quoted { from, escaped }
                    }
                    Some(length) => {
                        at += length + 1;
                        State::Closing { from, to: at - 1, escaped }
                    }
                },
                State::Closing { from, to, .. } if byte == QUOTE && at == to + 1 => {
                    at += 1;
                    State::Quoted { from, escaped: true }
                }
                // The line feed must follow; when it does not, the next turn finds a carriage return out of place.
                State::Closing { from, to, escaped } if byte == b'\r' && at == to + 1 => {
                    at += 1;
                    State::Closing { from, to, escaped }
                }
                State::Closing { from, to, escaped } if byte == b'\n' => {
                    row.push(Field { from, to, escaped });
                    return Scan::Complete { length: at + 1, lines: lines + 1 };
                }
                State::Closing { from, to, escaped } if byte == self.delimiter && at == to + 1 => {
                    row.push(Field { from, to, escaped });
                    at += 1;
                    State::FieldStart
                }
                State::Closing { .. } => return Scan::Broken(Reason::StrayQuote),
            };
        }
    }

    /// Ends the last row, which has no line feed; after a failure it is a part of a row and is dropped.
    fn finish(&self, row: &mut RawRow, state: &State, at: usize, lines: u64) -> Scan {
        if at == 0 {
            return Scan::End;
        }
        let stray_quote = matches!(state, State::Quoted { .. }) && lines > 0;
        if self.failure.is_some() && !stray_quote {
            return Scan::End;
        }
        let field = match *state {
            State::Quoted { .. } => return Scan::Broken(Reason::UnterminatedQuote),
            State::FieldStart => Field { from: at, to: at, escaped: false },
            State::Plain { from } => {
                let carriage = self.byte_before(at, from) == Some(b'\r');
                Field { from, to: at - usize::from(carriage), escaped: false }
            }
            State::Closing { from, to, escaped } => Field { from, to, escaped },
        };
        row.push(field);
        Scan::Complete { length: at, lines: lines + 1 }
    }

    fn byte_before(&self, at: usize, from: usize) -> Option<u8> {
        (at > from).then(|| self.buffer.get(self.start + at - 1).copied()).flatten()
    }

    /// Goes past the next line feed, forgetting what is before it.
    fn skip_line(&mut self) {
        self.line += 1;
        loop {
            let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
            if let Some(length) = rest.iter().position(|&byte| byte == b'\n') {
                self.start += length + 1;
                return;
            }
            self.start = self.end;
            if !self.fill() {
                return;
            }
        }
    }

    /// Gets more bytes behind those from `start` on; false when there are none.
    fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == self.buffer.len() {
            self.buffer.resize(self.end + CHUNK, 0);
        }
        loop {
            let space = self.buffer.get_mut(self.end..).unwrap_or_default();
            match self.input.read(space) {
                Ok(0) => self.ended = true,
                Ok(length) => self.end += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.failure = Some(error);
                    self.ended = true;
                }
            }
            return !self.ended;
        }
    }
}

impl RawRow {
    fn push(&mut self, field: Field) {
        self.field_count += 1;
        if self.fields.len() < MAX_COLUMNS {
            self.fields.push(field);
        }
    }

    fn is_blank(&self) -> bool {
        self.field_count == 1 && self.bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n'))
    }

    /// Copies the row's bytes and undoubles quotes. What an undoubled field leaves behind is overwritten with quotes, so
    /// that the row stays valid text as a whole.
    fn take(&mut self, bytes: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
        for field in &mut self.fields {
            if !field.escaped {
                continue;
            }
            let Some(text) = self.bytes.get_mut(field.from..field.to) else { continue };
            let (mut read, mut written) = (0, 0);
            while read < text.len() {
                text[written] = text[read];
                read += if text[read] == QUOTE { 2 } else { 1 };
                written += 1;
            }
            text[written..].fill(QUOTE);
            field.to = field.from + written;
        }
    }
}
