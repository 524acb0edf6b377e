//! What a store tidies up of its own, which is no organization's: once an hour, by whichever process comes first.

use crate::clock::Timestamp;

/// How long after one upkeep the next is due, in milliseconds: an hour.
pub(crate) const EVERY: i64 = 3_600_000;
/// How many records one upkeep forgets at most; when there are more, the next is due at once.
pub(crate) const AT_ONCE: i64 = 2_000;

/// What is to be tidied up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upkeep {
    /// The present, UTC. Nothing is done before the upkeep is due.
    pub at: Timestamp,
    /// Before when the records of committed batches are forgotten; without it, none are.
    pub forget_batches_before: Option<Timestamp>,
}

/// What was tidied up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upkept {
    /// How many records of committed batches were forgotten.
    pub batches_forgotten: i64,
    /// The partitions that were made ahead of their time.
    pub partitions_made: Vec<String>,
    /// Whether there is more to do at once.
    pub more: bool,
}

impl Upkept {
    /// Returns when the upkeep is due again.
    pub(crate) fn next(&self, at: Timestamp) -> Timestamp {
        if self.more { at } else { at.plus_millis(EVERY) }
    }
}
