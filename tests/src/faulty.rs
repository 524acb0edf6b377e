//! Stores that fail on purpose, around one that does not: what is built on a store must live with both ways to fail, before
//! the commit reached it and after.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use std::time::Duration;

use servicedesk::clock::Timestamp;
use servicedesk::organization::OrganizationId;
use servicedesk::query::{Page, Query};
use servicedesk::store::{Batch, BoxFuture, Changes, Commit, Store, Upkeep, Upkept};
use servicedesk::{Code, Error, Result};

/// Loses the answer to every commit after it was made.
pub struct Lossy<S> {
    store: S,
}

impl<S: Store> Lossy<S> {
    /// Returns a store that loses answers.
    pub fn new(store: S) -> Self {
        Self { store }
    }
}

impl<S: Store> Store for Lossy<S> {
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        self.store.read(queries)
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        Box::pin(async move {
            self.store.commit(batch).await?;
            Err(broken())
        })
    }

    fn changes<'a>(
        &'a self,
        organization: OrganizationId,
        position: &'a str,
        limit: u32,
    ) -> BoxFuture<'a, Result<Changes>> {
        self.store.changes(organization, position, limit)
    }

    fn upkeep(&self, upkeep: Upkeep) -> BoxFuture<'_, Result<Upkept>> {
        self.store.upkeep(upkeep)
    }

    fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        self.store.upkeep_due()
    }

    fn wait_for_commit(&self, timeout: Duration) -> BoxFuture<'_, Result<bool>> {
        self.store.wait_for_commit(timeout)
    }
}

/// How often a [`Faulty`] store fails, in thousandths of the calls.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rates {
    /// Reads, and stretches of the feed, that fail.
    pub read: u64,
    /// Commits that fail before they reach the store.
    pub before_commit: u64,
    /// Commits that are made and whose answer is lost.
    pub after_commit: u64,
}

/// Fails now and then, by the numbers of a seed, so that a run can be had again.
///
/// With calls from several threads the seed decides the sequence of the faults, not which thread meets them.
pub struct Faulty<S> {
    store: S,
    rates: Rates,
    random: AtomicU64,
    faults: AtomicU64,
    calm: AtomicBool,
}

impl<S: Store> Faulty<S> {
    /// Returns a store that fails at these rates.
    pub fn new(store: S, seed: u64, rates: Rates) -> Self {
        Self { store, rates, random: AtomicU64::new(seed), faults: AtomicU64::new(0), calm: AtomicBool::new(false) }
    }

    /// Returns the store inside, which does not fail.
    pub fn inner(&self) -> &S {
        &self.store
    }

    /// Returns how many faults there were.
    pub fn faults(&self) -> u64 {
        self.faults.load(Ordering::SeqCst)
    }

    /// Lets it fail no more, or again: a test sets the ground and looks at the result in calm.
    pub fn set_calm(&self, calm: bool) {
        self.calm.store(calm, Ordering::SeqCst);
    }

    /// Decides whether the next call fails.
    fn strikes(&self, rate: u64) -> bool {
        if rate == 0 || self.calm.load(Ordering::SeqCst) {
            return false;
        }
        // SplitMix64: one addition and a mixing of the sum, so that threads need no lock.
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut mixed = self.random.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let strikes = (mixed ^ (mixed >> 31)) % 1_000 < rate;
        self.faults.fetch_add(u64::from(strikes), Ordering::SeqCst);
        strikes
    }
}

impl<S: Store> Store for Faulty<S> {
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        if self.strikes(self.rates.read) {
            return Box::pin(async { Err(broken()) });
        }
        self.store.read(queries)
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        if self.strikes(self.rates.before_commit) {
            return Box::pin(async { Err(broken()) });
        }
        let lost = self.strikes(self.rates.after_commit);
        Box::pin(async move {
            let answer = self.store.commit(batch).await?;
            if lost { Err(broken()) } else { Ok(answer) }
        })
    }

    fn changes<'a>(
        &'a self,
        organization: OrganizationId,
        position: &'a str,
        limit: u32,
    ) -> BoxFuture<'a, Result<Changes>> {
        if self.strikes(self.rates.read) {
            return Box::pin(async { Err(broken()) });
        }
        self.store.changes(organization, position, limit)
    }

    fn upkeep(&self, upkeep: Upkeep) -> BoxFuture<'_, Result<Upkept>> {
        self.store.upkeep(upkeep)
    }

    fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        self.store.upkeep_due()
    }

    fn wait_for_commit(&self, timeout: Duration) -> BoxFuture<'_, Result<bool>> {
        self.store.wait_for_commit(timeout)
    }
}

fn broken() -> Error {
    Error::new(Code::StoreUnavailable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use servicedesk::store::memory::MemoryStore;

    fn strikes(seed: u64) -> Vec<bool> {
        let store = Faulty::new(MemoryStore::new(), seed, Rates::default());
        (0..1_000).map(|_| store.strikes(250)).collect()
    }

    #[test]
    fn a_seed_gives_the_same_faults_again() {
        assert_eq!(strikes(7), strikes(7));
        assert_ne!(strikes(7), strikes(8));
        let count = strikes(7).into_iter().filter(|strike| *strike).count();
        assert!((200..300).contains(&count), "{count} of 1,000 at a rate of 250");
    }
}
