//! Forgetting the batches that nobody repeats any more.

use super::state::State;
use crate::clock::Timestamp;
use crate::store::upkeep::AT_ONCE;
use crate::store::{Upkeep, Upkept};

impl State {
    /// Does what is due.
    pub(super) fn upkeep(&mut self, upkeep: Upkeep) -> Upkept {
        let mut done = Upkept::default();
        if self.upkeep_due.is_some_and(|due| due > upkeep.at) {
            return done;
        }
        let before = upkeep.forget_batches_before.unwrap_or(Timestamp::EPOCH);
        self.batches.retain(|_, (at, _)| {
            let goes = *at < before && done.batches_forgotten < AT_ONCE;
            done.batches_forgotten += i64::from(goes);
            !goes
        });
        done.more = done.batches_forgotten >= AT_ONCE;
        self.upkeep_due = Some(done.next(upkeep.at));
        done
    }
}
