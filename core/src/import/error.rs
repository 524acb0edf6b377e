//! The errors that end an import: a mapping that cannot be used, and a file that cannot be read on. A row that cannot be
//! read ends nothing; the report counts it.

use std::fmt;
use std::io;

/// A mapping file that cannot be used, with the place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingError {
    /// Where in the file, as `fields.custom_fields.rfc` or `priorities[2]`; empty for the whole file.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

impl MappingError {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        MappingError { path: path.into(), message: message.into() }
    }
}

impl fmt::Display for MappingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(f, "mapping: {}", self.message)
        } else {
            write!(f, "mapping, {}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for MappingError {}

/// Why reading had to stop.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// The operating system could not give more bytes.
    Io {
        /// Physical line that was being read; 0 before the first.
        line: u64,
        /// The system's error.
        source: io::Error,
    },
    /// The gzip data ends too early or is damaged; every whole row before was yielded.
    Gzip {
        /// Physical line that was being read.
        line: u64,
        /// Whether the data simply ends, as after a broken download.
        cut: bool,
    },
    /// The file has no header row, or one that cannot be decoded.
    Header {
        /// What is wrong with it, without its content.
        message: String,
    },
    /// The mapping names a column that the file does not have exactly once.
    Column {
        /// The column's name in the mapping.
        column: String,
        /// Whether it is there more than once, rather than not at all.
        repeated: bool,
    },
    /// The path is longer than [`MAX_PATH_BYTES`](super::limits::MAX_PATH_BYTES).
    PathTooLong,
    /// The mapping was changed by hand into one that its own checks refuse.
    Mapping(MappingError),
}

impl ReadError {
    /// Tells damaged gzip data from a failing disk.
    pub(crate) fn from_io(source: io::Error, gzip: bool, line: u64) -> Self {
        use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        match source.kind() {
            UnexpectedEof if gzip => ReadError::Gzip { line, cut: true },
            InvalidData | InvalidInput if gzip => ReadError::Gzip { line, cut: false },
            _ => ReadError::Io { line, source },
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Io { line, source } => write!(f, "line {line}: {source}"),
            ReadError::Gzip { line, cut: true } => write!(f, "line {line}: the gzip data ends too early"),
            ReadError::Gzip { line, cut: false } => write!(f, "line {line}: the gzip data is damaged"),
            ReadError::Header { message } => write!(f, "header: {message}"),
            ReadError::Column { column, repeated: true } => {
                write!(f, "the file has the column `{column}` more than once")
            }
            ReadError::Column { column, repeated: false } => write!(f, "the file has no column `{column}`"),
            ReadError::PathTooLong => write!(f, "the path is too long"),
            ReadError::Mapping(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReadError::Io { source, .. } => Some(source),
            ReadError::Mapping(error) => Some(error),
            _ => None,
        }
    }
}
