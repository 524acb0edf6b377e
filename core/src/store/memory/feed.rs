//! The change feed: one list for each organization, in which a position is the number of records before it.

use super::state::State;
use crate::error::{Code, Error, Result};
use crate::organization::OrganizationId;
use crate::store::{Batch, ChangeRecord, Changes};

/// What positions begin with, so that those of another kind of store are refused.
const MARK: &str = "memory-";
/// The greatest number of records in one stretch.
const MAX_STRETCH: u32 = 1_000;

impl State {
    /// Adds what a committed batch leaves in the feed.
    pub(super) fn record(&mut self, batch: &Batch) {
        let feed = self.feeds.entry(batch.organization).or_default();
        for entry in batch.feed() {
            feed.push(ChangeRecord {
                position: format!("{MARK}{}", feed.len() + 1),
                batch: batch.id,
                table: entry.entity.table.to_owned(),
                id: entry.id,
                kind: entry.kind,
                fields: entry.fields.into_iter().map(str::to_owned).collect(),
                at: batch.at,
            });
        }
    }

    /// Returns the records after a position.
    pub(super) fn changes(&self, organization: OrganizationId, position: &str, limit: u32) -> Result<Changes> {
        if limit == 0 || limit > MAX_STRETCH {
            return Err(Error::new(Code::NumberRange).field("limit").with("min", 1).with("max", MAX_STRETCH));
        }
        let feed = self.feeds.get(&organization).map_or(&[][..], Vec::as_slice);
        let passed = if position.is_empty() {
            Some(0)
        } else {
            position.strip_prefix(MARK).and_then(|count| count.parse().ok())
        };
        let rest = passed.and_then(|passed: usize| feed.get(passed..));
        let rest = rest.ok_or_else(|| Error::new(Code::CursorInvalid).field("position"))?;
        let records = rest[..rest.len().min(limit as usize)].to_vec();
        let position = records.last().map_or_else(|| position.to_owned(), |last| last.position.clone());
        Ok(Changes { records, position })
    }
}
