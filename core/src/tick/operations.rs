//! Doing what is due, and saying when to come back.

use std::collections::BTreeMap;
use std::time::Duration;

use super::due::{agenda, due_at};
use super::kinds::KINDS;
use super::{PutOff, Settled, Ticked};
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::organization::OrganizationId;
use crate::scope::Actor;
use crate::store::{Store as _, Upkeep, row_id};

/// How many rows of each kind one call does at most.
const AT_ONCE: u32 = 500;
/// How long anybody waits at most, in milliseconds: a program that ends or forks waits for it.
const LONGEST_WAIT: u64 = 60_000;

#[operations(TIME)]
impl Desk {
    /// Does what is due up to `now`, in all organizations, and tells what it did: leases of effects that ran out, invitations and
    /// surveys that nobody answered in time, figures and computed values that no longer count; clocks of service levels, whose rows
    /// follow what happened to their tickets, and whose thresholds and breaches are told and escalated; and the store's own upkeep,
    /// once an hour. Without `now`, up to the present of the desk's clock. What it changes is recorded at that instant.
    ///
    /// The library never calls this by itself; nothing that is due is done before the host does. Several processes may tick
    /// one store at the same moment: each thing is done once, by one of them. One call does at most 500 things of each kind.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`. What was done before stays done, and is no longer due.
    pub async fn tick(&self, now: Option<Timestamp>) -> Result<Ticked> {
        let now = now.unwrap_or_else(|| self.now());
        let desk = self.at(now);
        let mut ticked = Ticked::default();
        for due in KINDS {
            let def = due.entity();
            let question = agenda(def, Some(now), AT_ONCE)?;
            let page = desk.read(&[question]).await?.pop().unwrap_or_default();
            ticked.more |= page.more;
            let mut instants = BTreeMap::new();
            let mut rows: BTreeMap<OrganizationId, Vec<_>> = BTreeMap::new();
            for (place, row) in page.rows.into_iter().enumerate() {
                let Some(organization) = def.index_of(def.tenant_column()).and_then(|index| row[index].as_uuid())
                else {
                    continue;
                };
                instants.insert(row_id(def, &row)?, (place, due_at(def, &row)?.unwrap_or(now)));
                rows.entry(organization.into()).or_default().push(row);
            }
            let mut done = Vec::new();
            for (organization_id, rows) in rows {
                let scope = desk.scope(organization_id, Actor::system());
                let outcome = due.settle(&scope, rows).await?;
                ticked.put_off.extend(outcome.put_off.into_iter().map(|(entity_id, error)| PutOff {
                    organization_id,
                    entity_id,
                    code: error.code().name().to_owned(),
                }));
                let Some(kind) = due.kind() else { continue };
                for entity_id in outcome.settled {
                    let (place, due_at) = instants.get(&entity_id).copied().unwrap_or((usize::MAX, now));
                    done.push((place, Settled { kind, organization_id, entity_id, due_at }));
                }
            }
            done.sort_by_key(|(place, _)| *place);
            ticked.settled.extend(done.into_iter().map(|(_, settled)| settled));
        }
        let upkeep = Upkeep { at: now, forget_batches_before: self.batches_kept_since(now) };
        let kept = self.store().upkeep(upkeep).await?;
        ticked.more |= kept.more;
        ticked.batches_forgotten = kept.batches_forgotten;
        ticked.partitions_made = kept.partitions_made;
        Ok(ticked)
    }

    /// Waits until something is committed, which answers yes, or until so many milliseconds are over, at most 60,000. Who drives
    /// time waits here until [`next_wakeup`](Self::next_wakeup), and who follows the changes until there are some.
    ///
    /// A hint, no more: it may come for nothing, and a commit right before the call is not waited for, so that the time that is
    /// given is the longest that anybody is late. On PostgreSQL the commits of all processes are heard; a desk in a file or
    /// in memory hears those of its own process. The call holds a thread, and in an event loop a place among its workers.
    ///
    /// # Errors
    /// [`Code::NumberRange`](crate::Code::NumberRange), kind `Unavailable`.
    pub async fn wait_for_change(&self, timeout_millis: i64) -> Result<bool> {
        let range = || Error::new(Code::NumberRange).field("timeout_millis").with("min", 0).with("max", LONGEST_WAIT);
        let millis = u64::try_from(timeout_millis).ok().filter(|millis| *millis <= LONGEST_WAIT).ok_or_else(range)?;
        self.store().wait_for_commit(Duration::from_millis(millis)).await
    }

    /// Returns when something falls due next, UTC, which may be in the past when it already has; nothing when there is nothing
    /// to wait for. The answer holds until the next commit, which may bring something forward.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    pub async fn next_wakeup(&self) -> Result<Option<Timestamp>> {
        let questions = KINDS.iter().map(|due| agenda(due.entity(), None, 1)).collect::<Result<Vec<_>>>()?;
        let pages = self.read(&questions).await?;
        let mut earliest = self.store().upkeep_due().await?;
        for (due, page) in KINDS.iter().zip(pages) {
            let at = page.rows.first().map(|row| due_at(due.entity(), row)).transpose()?.flatten();
            earliest = earliest.into_iter().chain(at).min();
        }
        Ok(earliest)
    }
}
