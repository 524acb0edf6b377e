//! What happened on a desk in a day, as a list to be printed: what was done, and what was refused and why.

use servicedesk::{Error, Result};

/// A day on a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// What happened, in order.
    pub lines: Vec<String>,
    /// The numbers that were given.
    pub numbers: Vec<String>,
    /// The codes of what was refused, in order.
    pub refusals: Vec<&'static str>,
}

impl Day {
    /// Notes what happened.
    pub fn note(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Notes that something got a number.
    pub fn number(&mut self, number: &str, what: &str) {
        self.numbers.push(number.to_owned());
        self.note(format!("{number}  {what}"));
    }

    /// Notes what the desk said to something that it has to refuse.
    ///
    /// # Errors
    /// Nothing of the desk's own: what was allowed after all is noted as that, for the tests to see.
    pub fn refusal<T>(&mut self, what: &str, answer: Result<T>) -> Option<Error> {
        match answer {
            Ok(_) => {
                self.refusals.push("none");
                self.note(format!("allowed, against expectation: {what}"));
                None
            }
            Err(error) => {
                self.refusals.push(error.code().name());
                self.note(format!("refused: {what}: {error}"));
                Some(error)
            }
        }
    }
}
