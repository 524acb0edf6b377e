//! A store that lets commits meet: all have decided before the first is applied, so that a race happens every time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, PoisonError};

use std::time::Duration;

use servicedesk::Result;
use servicedesk::clock::Timestamp;
use servicedesk::organization::OrganizationId;
use servicedesk::query::{Page, Query};
use servicedesk::store::{Batch, BoxFuture, Changes, Commit, Store, Upkeep, Upkept};

/// A store whose next commits wait for each other.
pub struct Gate {
    inner: Arc<dyn Store>,
    meeting: Mutex<Option<(Arc<Barrier>, usize)>>,
    commits: AtomicUsize,
}

impl Gate {
    /// Puts a gate before a store.
    pub fn new(inner: Arc<dyn Store>) -> Arc<Self> {
        Arc::new(Self { inner, meeting: Mutex::new(None), commits: AtomicUsize::new(0) })
    }

    /// Holds the next `count` commits back until all of them have come.
    pub fn meet(&self, count: usize) {
        let meeting = Some((Arc::new(Barrier::new(count)), count));
        *self.meeting.lock().unwrap_or_else(PoisonError::into_inner) = meeting;
    }

    /// Returns how many commits came through.
    pub fn commits(&self) -> usize {
        self.commits.load(Ordering::SeqCst)
    }

    fn wait(&self) {
        let mut meeting = self.meeting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((barrier, left)) = meeting.take() else { return };
        if left > 1 {
            *meeting = Some((Arc::clone(&barrier), left - 1));
        }
        drop(meeting);
        barrier.wait();
    }
}

impl Store for Gate {
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        self.inner.read(queries)
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        self.wait();
        self.commits.fetch_add(1, Ordering::SeqCst);
        self.inner.commit(batch)
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
