//! Rows in a PostgreSQL database, which many processes on many machines may share.
//!
//! A commit is one statement whenever its writes do not depend on one another, and a read is one statement: what costs a
//! network is the number of times it is crossed. Row-level security says again what every statement says already, so each
//! connection is told whose rows it works on before it works on them.

mod argument;
mod binary;
mod changes;
mod commit;
mod connection;
mod error;
mod hint;
mod member;
pub mod migrate;
mod numeric;
mod options;
mod order;
mod pool;
mod read;
mod row;
mod runtime;
mod search;
mod single;
mod staged;
#[cfg(test)]
mod tests;
mod upkeep;
mod write;

pub use options::Options;

use std::sync::Arc;
use std::time::Duration;

use super::{Batch, BoxFuture, Changes, Commit, Store, Taker, Upkeep, Upkept};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::organization::OrganizationId;
use crate::query::{Page, Query};
use hint::Hints;
use pool::Pool;
use read::Plan;
use runtime::Runtime;

/// Rows in a PostgreSQL database (14 or newer, in UTF-8).
///
/// The store brings the threads that it needs: its futures may be awaited by any executor, or by none at all. Cloning is
/// cheap; the connections close with the last clone.
///
/// The connections remember whose rows they work on (`set_config` for the session), so that a pooler between the library
/// and the database must keep a session on one connection.
#[derive(Clone)]
pub struct PostgresStore {
    shared: Arc<Shared>,
}

/// What all clones of a store have in common.
struct Shared {
    pool: Arc<Pool>,
    hints: Arc<Hints>,
    runtime: Runtime,
}

impl PostgresStore {
    /// Connects to the database at `url`, such as `postgres://user:password@host/database`.
    ///
    /// An empty database gets its tables. An older one is migrated only when [`Options::migrate`] says so.
    ///
    /// # Errors
    /// [`Code::AddressInvalid`](crate::Code::AddressInvalid) for another text than an address,
    /// [`Code::SchemaOlder`](crate::Code::SchemaOlder), [`Code::SchemaNewer`](crate::Code::SchemaNewer) or
    /// [`Code::MigrationChanged`](crate::Code::MigrationChanged) for a database of another version, and kind
    /// [`Unavailable`](crate::ErrorKind::Unavailable) when there is no answer.
    pub fn connect(url: &str, options: Options) -> BoxFuture<'static, Result<Self>> {
        let address = options.address(url);
        Box::pin(async move {
            let (runtime, address) = (Runtime::start()?, address?);
            let hints = Arc::new(Hints::new(address.clone()));
            let pool = Arc::new(Pool::new(address, &options));
            let opened = runtime.run(open(Arc::clone(&pool), options)).join().await;
            opened.map(|()| Self { shared: Arc::new(Shared { pool, hints, runtime }) })
        })
    }

    /// Connects and waits for it; safe to call on a thread of any executor, which it blocks.
    ///
    /// # Errors
    /// Those of [`connect`](Self::connect).
    pub fn connect_blocking(url: &str, options: Options) -> Result<Self> {
        let (runtime, address) = (Runtime::start()?, options.address(url)?);
        let hints = Arc::new(Hints::new(address.clone()));
        let pool = Arc::new(Pool::new(address, &options));
        runtime.run(open(Arc::clone(&pool), options)).wait()?;
        Ok(Self { shared: Arc::new(Shared { pool, hints, runtime }) })
    }
}

/// Checks the database and brings its tables to this version when that is allowed; keeps the connection for later.
async fn open(pool: Arc<Pool>, options: Options) -> Result<()> {
    let mut lease = pool.lease(None, false).await?;
    migrate::prepare(&mut lease.connection, options.migrate, options.schema).await?;
    lease.finish();
    Ok(())
}

impl Store for PostgresStore {
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        let reading = read::plan(queries);
        Box::pin(async move {
            let reading = reading?;
            if queries.is_empty() {
                return Ok(Vec::new());
            }
            let pool = Arc::clone(&self.shared.pool);
            self.shared.runtime.run(async move { read::read(&pool, &reading).await }).join().await
        })
    }

    fn read_each<'a>(&'a self, query: &'a Query, taker: &'a mut dyn Taker) -> BoxFuture<'a, Result<bool>> {
        let plan = Plan::checked(query);
        Box::pin(async move {
            let (plan, pool) = (plan?, Arc::clone(&self.shared.pool));
            let found = self.shared.runtime.run(async move { read::read(&pool, &plan).await }).join().await?;
            taker.begin();
            let limit = query.limit as usize;
            found.iter().take(limit).try_for_each(|row| taker.take(&mut row::values(query.entity, row)))?;
            Ok(found.len() > limit)
        })
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        // It begins here and keeps what it needs alive: neither a dropped future nor a dropped store stops it half-way.
        let shared = Arc::clone(&self.shared);
        let task = self.shared.runtime.run(async move {
            let commit = commit::commit(&shared.pool, &batch).await?;
            if !commit.replayed {
                shared.hints.tell(&shared.pool);
            }
            Ok(commit)
        });
        Box::pin(task.join())
    }

    fn changes<'a>(
        &'a self,
        organization: OrganizationId,
        position: &'a str,
        limit: u32,
    ) -> BoxFuture<'a, Result<Changes>> {
        let asked = changes::ask(organization, position, limit);
        Box::pin(async move {
            let asked = asked?;
            let pool = Arc::clone(&self.shared.pool);
            self.shared.runtime.run(async move { changes::changes(&pool, asked).await }).join().await
        })
    }

    fn upkeep(&self, upkeep: Upkeep) -> BoxFuture<'_, Result<Upkept>> {
        let pool = Arc::clone(&self.shared.pool);
        Box::pin(self.shared.runtime.run(async move { upkeep::run(&pool, upkeep).await }).join())
    }

    fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        let pool = Arc::clone(&self.shared.pool);
        Box::pin(self.shared.runtime.run(async move { upkeep::due(&pool).await.map(Some) }).join())
    }

    fn wait_for_commit(&self, timeout: Duration) -> BoxFuture<'_, Result<bool>> {
        let hints = Arc::clone(&self.shared.hints);
        Box::pin(self.shared.runtime.run(async move { Ok(hints.wait(timeout).await) }).join())
    }
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PostgresStore")
    }
}
