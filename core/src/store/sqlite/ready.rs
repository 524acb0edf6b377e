//! A batch with everything that follows from it alone, made on the thread that hands it in: there may be many of those, and
//! there is one that writes.

use super::search::{Entries, Entry};
use crate::error::{Error, Result};
use crate::store::declared::declared;
use crate::store::{Batch, FeedEntry, Write};

/// A batch that is ready to be applied.
pub(super) struct Ready {
    pub(super) batch: Batch,
    /// What the index of words is to hold, for each row that the batch adds, in order.
    pub(super) entries: Vec<Option<Entry>>,
    pub(super) feed: Vec<FeedEntry>,
    /// The first row to be added that its columns do not take: which write it is of, and why.
    pub(super) unfit: Option<(usize, Error)>,
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
        let entries = added.collect();
        let unfit = batch.writes.iter().enumerate().find_map(|(place, write)| {
            let Write::Insert { entity, row } = write else { return None };
            let fits = entity.fields.iter().zip(row).try_for_each(|(field, value)| declared(field, value));
            fits.err().map(|error| (place, error))
        });
        Ok(Self { entries, feed: batch.feed(), unfit, batch })
    }
}
