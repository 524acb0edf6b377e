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

use std::future::ready;
use std::sync::{PoisonError, RwLock};

use super::{Batch, BoxFuture, Changes, Commit, Store};
use crate::error::Result;
use crate::organization::OrganizationId;
use crate::query::{Page, Query};
use state::State;

/// A store whose rows live as long as it does.
///
/// It takes entities as they come, also those that are not in [`ENTITIES`](crate::ENTITIES).
#[derive(Default)]
pub struct MemoryStore {
    state: RwLock<State>,
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
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        Box::pin(ready(queries.iter().map(|query| state.answer(query)).collect()))
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        // Done before the future exists, so that dropping it changes nothing.
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        Box::pin(ready(state.commit(batch)))
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
}
