//! The connections, and which of them serves whom: preferably one that is set to the right tenant already.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnectOptions;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Options;
use super::connection::Connection;
use super::error::Trouble;
use crate::error::{Code, Error, Result};
use crate::query::Tenant;

/// After this long without use a connection is asked whether it still stands, because what lies between may have cut it.
const DOUBTFUL_AFTER: Duration = Duration::from_secs(60);

/// A limited number of connections.
pub(super) struct Pool {
    address: PgConnectOptions,
    patience: Option<Duration>,
    acquire_timeout: Duration,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

/// A connection for one piece of work. It goes back to the others only when the work says that it ended well.
pub(super) struct Lease {
    pub(super) connection: Connection,
    /// Whether it was used before, so that it may have been cut in the meantime.
    pub(super) used: bool,
    pool: Arc<Pool>,
    _permit: OwnedSemaphorePermit,
}

impl Pool {
    pub(super) fn new(address: PgConnectOptions, options: &Options) -> Self {
        Self {
            address,
            patience: options.patience(),
            acquire_timeout: options.acquire_timeout,
            permits: Arc::new(Semaphore::new(options.max_connections.clamp(1, 10_000) as usize)),
            idle: Mutex::new(Vec::new()),
        }
    }

    /// Returns a connection, preferably one that serves `tenant` already; a new one when `fresh`.
    pub(super) async fn lease(self: &Arc<Self>, tenant: Option<Tenant>, fresh: bool) -> Result<Lease> {
        let deadline = tokio::time::Instant::now() + self.acquire_timeout;
        let permit = tokio::time::timeout_at(deadline, Arc::clone(&self.permits).acquire_owned()).await;
        let permit = permit.map_err(|_| Error::new(Code::StoreBusy))?.map_err(|_| Error::new(Code::StoreClosed))?;
        if fresh {
            // What cut one connection has usually cut them all.
            self.idle().clear();
        }
        let lease = |connection, used| Lease { connection, used, pool: Arc::clone(self), _permit: permit };
        while let Some(mut connection) = self.take(tenant) {
            if connection.idle_since.elapsed() < DOUBTFUL_AFTER || connection.answers().await {
                return Ok(lease(connection, true));
            }
        }
        match tokio::time::timeout_at(deadline, Connection::open(&self.address, self.patience)).await {
            Ok(opened) => Ok(lease(opened.map_err(Trouble::into_error)?, false)),
            Err(_) => Err(Error::new(Code::StoreUnavailable)),
        }
    }

    fn take(&self, tenant: Option<Tenant>) -> Option<Connection> {
        let mut idle = self.idle();
        if idle.is_empty() {
            return None;
        }
        // The last one back is the likeliest to be warm. When none serves the tenant, the one that waited longest changes.
        let place = idle.iter().rposition(|connection| connection.tenant() == tenant).unwrap_or(0);
        Some(idle.remove(place))
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease {
    /// Gives the connection back.
    pub(super) fn finish(self) {
        let Self { mut connection, pool, .. } = self;
        connection.idle_since = Instant::now();
        pool.idle().push(connection);
    }
}
