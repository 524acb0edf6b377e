//! A store that overhears what operations ask and lets nothing be changed.

use std::sync::{Arc, Mutex, PoisonError};

use std::time::Duration;

use servicedesk::clock::Timestamp;
use servicedesk::organization::OrganizationId;
use servicedesk::query::{Condition, Page, Query, field};
use servicedesk::store::{Batch, BoxFuture, Changes, Commit, Store, Upkeep, Upkept, Write};
use servicedesk::{Code, Result};

/// A store that passes questions on.
#[derive(Clone)]
pub struct Spy {
    inner: Arc<dyn Store>,
    overheard: Arc<Mutex<Vec<Query>>>,
}

impl Spy {
    /// Stands before a store.
    pub fn before(inner: Arc<dyn Store>) -> Self {
        Self { inner, overheard: Arc::default() }
    }

    /// Returns what was asked since the last time.
    pub fn overheard(&self) -> Vec<Query> {
        std::mem::take(&mut *self.overheard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn hear(&self, query: Query) {
        self.overheard.lock().unwrap_or_else(PoisonError::into_inner).push(query);
    }
}

impl Store for Spy {
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        queries.iter().for_each(|query| self.hear(query.clone()));
        self.inner.read(queries)
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        for write in batch.writes {
            if let Write::Claim(claim) = write {
                // What every store asks for a claim: the rows of the query that nobody holds.
                let free = [field("claimed_until").is_absent(), field("claimed_until").at_most(batch.at)];
                self.hear(claim.query.filter(Condition::any(free)));
            }
        }
        Box::pin(async { Err(Code::StoreReadOnly.into()) })
    }

    fn changes<'a>(
        &'a self,
        organization: OrganizationId,
        position: &'a str,
        limit: u32,
    ) -> BoxFuture<'a, Result<Changes>> {
        self.inner.changes(organization, position, limit)
    }

    fn upkeep(&self, upkeep: Upkeep) -> BoxFuture<'_, Result<Upkept>> {
        self.inner.upkeep(upkeep)
    }

    fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        self.inner.upkeep_due()
    }

    fn wait_for_commit(&self, timeout: Duration) -> BoxFuture<'_, Result<bool>> {
        self.inner.wait_for_commit(timeout)
    }
}
