//! The only retry loop of the crate: load, decide, commit, and again when somebody else committed in between.

use std::future::Future;

use super::Scope;
use crate::entity::Entity as _;
use crate::error::{Code, Error, ErrorKind, Result};
use crate::organization::Organization;
use crate::store::{Batch, Commit, Expect, Key};

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
    /// Runs `attempt` as [`Scope::retry`] does. When it is refused because an earlier call with the same batch id did the work
    /// already (the version is no longer the same, the row is gone, the queue is empty), the answer is what `again` finds.
    pub(crate) async fn once<T, F, G>(&self, attempt: impl FnMut() -> F, again: impl FnOnce(Commit) -> G) -> Result<T>
    where
        F: Future<Output = Result<T, Refusal>>,
        G: Future<Output = Result<T>>,
    {
        match self.retry(attempt).await {
            Err(error) => match self.earlier().await? {
                Some(commit) => again(commit).await,
                None => Err(error),
            },
            done => done,
        }
    }

    /// Returns the answer to this scope's batch, if it has an id under which one was committed.
    pub(crate) async fn earlier(&self) -> Result<Option<Commit>> {
        let Some(id) = self.batch else { return Ok(None) };
        let mut batch = Batch::new(id, self.organization, self.desk.now());
        // What can never hold together: a batch of that id is answered again, and otherwise nothing is committed.
        let organization = Key { entity: Organization::DEF, id: self.organization.as_uuid() };
        batch.expect = vec![Expect::Absent(organization), Expect::Version(organization, 0)];
        match self.desk.commit(batch).await {
            Ok(commit) => Ok(Some(commit)),
            Err(error) if matches!(error.kind(), ErrorKind::Conflict | ErrorKind::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

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
