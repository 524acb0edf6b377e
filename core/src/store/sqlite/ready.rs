//! A batch with everything that follows from it alone, made on the thread that hands it in: there may be many of those, and
//! there is one that writes.

use super::search::{Entries, Entry};
use crate::error::Result;
use crate::store::{Batch, FeedEntry, Write};

/// A batch that is ready to be applied.
pub(super) struct Ready {
    pub(super) batch: Batch,
    /// What the index of words is to hold, for each row that the batch adds, in order.
    pub(super) entries: Vec<Option<Entry>>,
    pub(super) feed: Vec<FeedEntry>,
}

impl Ready {
    /// Checks a batch and makes it ready.
    ///
    /// # Errors
    /// Those of [`Batch::check`].
    pub(super) fn of(batch: Batch) -> Result<Self> {
        batch.check()?;
        let mut entries = Entries::new(batch.organization);
        let added = batch.writes.iter().filter_map(|write| match write {
            Write::Insert { entity, row } => Some(entries.of(entity, row)),
            _ => None,
        });
        Ok(Self { entries: added.collect(), feed: batch.feed(), batch })
    }
}
