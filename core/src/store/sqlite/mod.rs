//! Rows in a SQLite file: the default store, and the one that travels inside a host program.
//!
//! Reads run on the calling thread through a small pool of read-only connections; nothing waits for a thread to answer.
//! Writes go to one thread, which takes all batches that wait and commits them together: a burst of writers shares one
//! `fsync`. Several processes may use the same file at once.
//!
//! A store must be opened after `fork`, never carried through one: the writer's thread does not exist in the child, and
//! SQLite forbids a connection to cross.

mod answers;
mod apply;
mod checkpoint;
mod connection;
mod constraint;
mod error;
mod feed;
mod member;
pub mod migrate;
mod page;
mod permit;
mod reader;
mod ready;
mod reply;
mod row;
mod search;
#[cfg(test)]
mod tests;
mod upkeep;
mod writer;

use std::path::Path;
use std::time::Duration;

use super::{Batch, BoxFuture, Changes, Commit, Store, Taker, Upkeep, Upkept, attempt};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::organization::OrganizationId;
use crate::query::{Page, Query};

/// When a committed batch is safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Before `commit` answers, even if the power fails (`synchronous=FULL`).
    #[default]
    Full,
    /// Soon after: a power failure may take back the last commits, all in order, and damages nothing
    /// (`synchronous=NORMAL`).
    Normal,
}

/// How a file is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether a file with an older schema is migrated. A new or empty file always is.
    pub migrate: bool,
    /// When a committed batch is safe.
    pub durability: Durability,
    /// How many threads may read at the same time; more wait. Connections are opened when they are first needed.
    pub readers: usize,
    /// How long SQLite itself waits for another process, in milliseconds, before the store tries again. The store gives
    /// up after a minute.
    pub busy_timeout_ms: u32,
    /// How many batches at most share one commit.
    pub max_group: usize,
    /// How many pages the file may have, so that a test can fill the disk.
    #[cfg(test)]
    pub(crate) max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            migrate: false,
            durability: Durability::Full,
            readers: 8,
            busy_timeout_ms: 5_000,
            max_group: 256,
            #[cfg(test)]
            max_pages: None,
        }
    }
}

/// A store in one SQLite file.
///
/// Dropping it waits until every batch that was handed in is applied or refused.
#[derive(Debug)]
pub struct SqliteStore {
    readers: reader::Readers,
    writer: writer::Writer,
}

impl SqliteStore {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// [`Code::StoreNotADesk`](crate::Code::StoreNotADesk) for a file of something else,
    /// [`Code::SchemaNewer`](crate::Code::SchemaNewer), [`Code::SchemaOlder`](crate::Code::SchemaOlder) when it may not be
    /// migrated, [`Code::MigrationChanged`](crate::Code::MigrationChanged),
    /// [`Code::AddressInvalid`](crate::Code::AddressInvalid) for a path that is not one,
    /// [`Code::StoreReadOnly`](crate::Code::StoreReadOnly), `Unavailable`, `Corrupt`.
    pub fn open(path: impl AsRef<Path>, options: Options) -> Result<Self> {
        let path = connection::absolute(path.as_ref())?;
        let open = || {
            migrate::prepare(&path, &options)?;
            let writer = writer::Writer::open(&path, &options)?;
            let readers = reader::Readers::open(&path, &options)?;
            Ok(Self { readers, writer })
        };
        open().map_err(|error| connection::explain(&path, error))
    }

    /// Returns how many commits reached the file, for the tests of group commit.
    #[doc(hidden)]
    pub fn commits_made(&self) -> u64 {
        self.writer.commits_made()
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        // The writer's connection has to be the last: only it may write back the log and remove it.
        self.readers.close();
        self.writer.close();
    }
}

impl Store for SqliteStore {
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        Box::pin(attempt::reading(|pace| self.readers.read(queries, pace)))
    }

    fn read_each<'a>(&'a self, query: &'a Query, taker: &'a mut dyn Taker) -> BoxFuture<'a, Result<bool>> {
        Box::pin(attempt::reading(|pace| self.readers.read_each(query, taker, pace)))
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        // Handed in now, not when the future is first asked, so that dropping the future changes nothing.
        Box::pin(self.writer.commit(batch))
    }

    fn changes<'a>(
        &'a self,
        organization: OrganizationId,
        position: &'a str,
        limit: u32,
    ) -> BoxFuture<'a, Result<Changes>> {
        Box::pin(async move { self.readers.changes(organization, position, limit) })
    }

    fn upkeep(&self, upkeep: Upkeep) -> BoxFuture<'_, Result<Upkept>> {
        Box::pin(async move { self.readers.upkeep(upkeep) })
    }

    fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        Box::pin(async move { self.readers.upkeep_due().map(Some) })
    }

    fn wait_for_commit(&self, timeout: Duration) -> BoxFuture<'_, Result<bool>> {
        let waiting = self.writer.bell().wait(timeout);
        Box::pin(async move { Ok(waiting?.await) })
    }
}
