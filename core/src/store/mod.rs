//! Where a desk keeps its rows: three methods, because everything else is built from them, and what the store does for itself.
//!
//! A store knows entities only through their reflection table; it never knows what a ticket is. Every store passes the same
//! contract suite, `tests/contract`.

mod attempt;
mod batch;
mod bell;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub mod ddl;
mod declared;
#[cfg(feature = "attachments")]
pub mod files;
pub mod memory;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub mod migration;
#[cfg(feature = "postgres")]
pub mod postgres;
mod shared;
#[cfg(feature = "sqlite")]
pub mod sqlite;
mod upkeep;

pub use attempt::attempt;
pub(crate) use batch::id_of as row_id;
pub use batch::{Batch, BatchId, Claim, Commit, Expect, FeedEntry, Key, Write};
pub use upkeep::{Upkeep, Upkept};

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::{TextEnum, Value};
use crate::error::Result;
use crate::operation::Shape;
use crate::organization::OrganizationId;
use crate::query::{Page, Query};

/// A future that a store returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Who takes rows from [`Store::read_each`].
pub trait Taker: Send {
    /// Begins: what was taken before belongs to an attempt that came to nothing.
    fn begin(&mut self);

    /// Takes the next row, of which the values come in the order of the entity's fields. They end before the first that the store
    /// holds in a form which its kind cannot have.
    ///
    /// # Errors
    /// Those of whoever takes it; no other row follows then.
    fn take(&mut self, values: &mut dyn Iterator<Item = Value>) -> Result<()>;
}

/// Where rows are kept.
///
/// Every method is safe to call from many threads and many processes at once. A future that is dropped before it is ready
/// does not undo anything: once `commit` was called, the batch is applied or refused whatever becomes of the answer.
pub trait Store: Send + Sync + 'static {
    /// Answers all queries from one snapshot, in their order.
    ///
    /// # Errors
    /// Those of [`Query::check`], and kind [`Unavailable`](crate::ErrorKind::Unavailable) or
    /// [`Corrupt`](crate::ErrorKind::Corrupt).
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>>;

    /// Answers one query for rows, and hands them over value by value, so that who makes something else of a row needs no row in
    /// between. Returns whether more rows follow.
    ///
    /// # Errors
    /// Those of [`Store::read`] and of [`Taker::take`].
    fn read_each<'a>(&'a self, query: &'a Query, taker: &'a mut dyn Taker) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async move {
            let page = self.read(std::slice::from_ref(query)).await?.pop().unwrap_or_default();
            taker.begin();
            page.rows.into_iter().try_for_each(|row| taker.take(&mut row.into_iter()))?;
            Ok(page.more)
        })
    }

    /// Applies the whole batch or nothing.
    ///
    /// A batch whose id was committed before changes nothing and answers the first result, with
    /// [`Commit::replayed`] set.
    ///
    /// # Errors
    /// Kind [`Conflict`](crate::ErrorKind::Conflict) when an expectation does not hold, `Invalid` when a reference points
    /// nowhere, `Rejected` when a unique value is taken or a row is in use, `LimitReached`, `Unavailable`, `Corrupt`.
    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>>;

    /// Returns the changes of an organization after `position`, oldest commit first, at most `limit` (1 to 1,000).
    ///
    /// A change is never skipped: none becomes visible later at a position that was passed. The position is opaque and
    /// belongs to this store; the empty text is the beginning.
    ///
    /// # Errors
    /// [`Code::CursorInvalid`](crate::Code::CursorInvalid) for a position of another store, `Unavailable`, `Corrupt`.
    fn changes<'a>(
        &'a self,
        organization: OrganizationId,
        position: &'a str,
        limit: u32,
    ) -> BoxFuture<'a, Result<Changes>>;

    /// Tidies up what the store keeps for itself, when that is due; otherwise, and when another process is at it, does nothing.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    fn upkeep(&self, upkeep: Upkeep) -> BoxFuture<'_, Result<Upkept>>;

    /// Returns when [`upkeep`](Self::upkeep) is due, UTC.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>>;

    /// Waits until something is committed, which answers yes, or until the time is over. A hint, no more: it may come for
    /// nothing, and be missed. A store in memory or in a file hears of the commits of its own process only; on PostgreSQL, those of
    /// others are heard, too.
    ///
    /// # Errors
    /// Kind `Unavailable`.
    fn wait_for_commit(&self, timeout: Duration) -> BoxFuture<'_, Result<bool>>;
}

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum ChangeKind {
    /// It was added.
    Insert,
    /// It was changed.
    Update,
    /// It was removed.
    Delete,
}

/// A record of the change feed: which row changed, not what is in it, so that the feed holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct ChangeRecord {
    /// The place of this record in the feed.
    pub position: String,
    /// The batch that made the change.
    pub batch: BatchId,
    /// The entity's table.
    pub table: String,
    /// The row's id.
    pub id: Uuid,
    /// What happened.
    pub kind: ChangeKind,
    /// The names of the changed fields; empty for an insert or a delete.
    pub fields: Vec<String>,
    /// The batch's instant.
    pub at: Timestamp,
}

/// A stretch of the change feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Shape)]
pub struct Changes {
    /// The records, oldest commit first.
    pub records: Vec<ChangeRecord>,
    /// Where to go on; the position that was asked from when there is nothing new.
    pub position: String,
}
