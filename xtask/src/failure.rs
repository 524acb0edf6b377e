//! The one error of the developer commands: a sentence for the person at the terminal, since nobody matches on it.

use std::error::Error;
use std::fmt;

/// Why a command could not do its work, as a sentence.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// What a command step answers.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure that says `sentence`.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for Failure {}

/// Adds to an input/output error what was being tried.
pub(crate) trait Trying<T> {
    /// Turns the error into a failure that begins with `what`, such as "Reading the log".
    fn trying(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Trying<T> for Result<T, E> {
    fn trying(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failure(format!("{what} failed: {error}.")))
    }
}
