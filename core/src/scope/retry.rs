//! The only retry loop of the crate: load, decide, commit, and again when somebody else committed in between.

use std::future::Future;

use super::Scope;
use crate::error::{Code, Error, ErrorKind, Result};

/// How often a decision is made anew before the caller is told that the row is contended.
const MAX_ATTEMPTS: u32 = 32;

/// Why one attempt did not succeed.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Deciding again would give the same answer.
    Final(Error),
    /// The commit met a change made in between.
    Again(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Final(error)
    }
}

impl Refusal {
    /// Sorts the error of a commit.
    pub(crate) fn of_commit(error: Error) -> Self {
        if error.kind() == ErrorKind::Conflict { Self::Again(error) } else { Self::Final(error) }
    }
}

impl Scope {
    /// Runs `attempt` until it succeeds or fails for a reason that another attempt would not change.
    pub(crate) async fn retry<T, F>(&self, mut attempt: impl FnMut() -> F) -> Result<T>
    where
        F: Future<Output = Result<T, Refusal>>,
    {
        let mut attempts = 1;
        loop {
            match attempt().await {
                Ok(value) => return Ok(value),
                Err(Refusal::Final(error)) => return Err(error),
                Err(Refusal::Again(error)) if attempts == MAX_ATTEMPTS => {
                    return Err(Error::new(Code::TooManyConflicts).with("attempts", MAX_ATTEMPTS).caused_by(error));
                }
                // No pause: whoever was faster has already committed, and stores answer in turn.
                Err(Refusal::Again(_)) => attempts += 1,
            }
        }
    }
}
