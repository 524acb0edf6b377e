//! Rows in memory: the reference for what a store means, and the fastest place for a test.
//!
//! Nothing is kept between two runs of a program. Where the SQL stores lean on their database, this one spells the rule out:
//! [`apply`] is the order in which a batch is judged, [`table`] what "unique" and "in use" mean, [`search`] what a query
//! answers.

mod apply;
mod feed;
mod partial;
mod search;
mod state;
mod table;
mod upkeep;

use std::future::ready;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::attempt::{self, Pace};
use super::{Batch, BoxFuture, Changes, Commit, Store, Upkeep, Upkept};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::organization::OrganizationId;
use crate::query::{Page, Query};
use crate::store::bell::Bell;
use state::State;

/// A store whose rows live as long as it does.
///
/// It takes entities as they come, also those that are not in [`ENTITIES`](crate::ENTITIES).
#[derive(Default)]
pub struct MemoryStore {
    state: RwLock<State>,
    bell: Arc<Bell>,
}

impl MemoryStore {
    /// Returns an empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemoryStore")
    }
}

impl Store for MemoryStore {
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        Box::pin(attempt::reading(move |pace| {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            let is_possible = pace == Pace::Full || state.is_quick(queries);
            is_possible.then(|| queries.iter().map(|query| state.answer(query)).collect())
        }))
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        // Done before the future exists, so that dropping it changes nothing.
        let done = self.state.write().unwrap_or_else(PoisonError::into_inner).commit(batch);
        if done.as_ref().is_ok_and(|commit| !commit.replayed) {
            self.bell.ring();
        }
        Box::pin(ready(done))
    }

    fn changes<'a>(
        &'a self,
        organization: OrganizationId,
        position: &'a str,
        limit: u32,
    ) -> BoxFuture<'a, Result<Changes>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        Box::pin(ready(state.changes(organization, position, limit)))
    }

    fn upkeep(&self, upkeep: Upkeep) -> BoxFuture<'_, Result<Upkept>> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        Box::pin(ready(Ok(state.upkeep(upkeep))))
    }

    fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        Box::pin(ready(Ok(Some(state.upkeep_due.unwrap_or(Timestamp::EPOCH)))))
    }

    fn wait_for_commit(&self, timeout: Duration) -> BoxFuture<'_, Result<bool>> {
        let waiting = self.bell.wait(timeout);
        Box::pin(async move { Ok(waiting?.await) })
    }
}
