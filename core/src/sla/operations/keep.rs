//! Keeps the rows of `sla_tracking` in step with what the histories of tickets say, and tells what came to pass on the way: each
//! thing once, however many processes are at it. A row is changed at its version, and whatever is told leaves its record in the
//! same commit.

use std::collections::{BTreeMap, BTreeSet};

use super::escalate::Escalating;
use super::lives::{Ground, TOGETHER, Told, all};
use super::versions;
use crate::entity::{Entity as _, Row, Stamp};
use crate::error::{Code, Error, Result};
use crate::query::field;
use crate::scope::{Refusal, Scope};
use crate::sla::rules::tracking;
use crate::sla::{ClockMark, SlaTracking};
use crate::ticket::TicketId;
use crate::unit_of_work::UnitOfWork;

/// How often a ticket is tried by itself when others are at it.
const ATTEMPTS: usize = 8;

/// Of which clocks something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Telling {
    /// Of all: time goes on.
    All,
    /// Of those that have a row already. What came to pass before a clock had one is told to nobody.
    Kept,
}

/// What became of some tickets.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The tickets whose rows are right now.
    pub(crate) tickets: BTreeSet<TicketId>,
    /// How many rows were added, changed or removed.
    pub(crate) rows: usize,
    /// The tickets of which no clock can be told, with the reason.
    pub(crate) failed: Vec<(TicketId, Error)>,
}

/// Brings the rows of these tickets up to date. The marks go in the same commit.
///
/// # Errors
/// Kind `Unavailable` or `Corrupt`, and kind `Invalid` when a policy cannot be read.
pub(crate) async fn keep(scope: &Scope, marks: &BTreeMap<TicketId, Vec<Row>>, telling: Telling) -> Result<Kept> {
    let ground = Ground::of(scope, versions::settled(scope).await?).await?;
    let keeping = Keeping { scope, ground: &ground, marks, telling };
    let ids: Vec<TicketId> = marks.keys().copied().collect();
    let mut kept = Kept::default();
    for some in ids.chunks(TOGETHER) {
        match keeping.together(some).await {
            Ok(rows) => {
                kept.rows += rows;
                kept.tickets.extend(some);
            }
            Err(Refusal::Final(error)) if error.is_retryable() => return Err(error),
            // One that others are at, or that cannot be told, holds up no other.
            Err(_) => {
                for id in some {
                    keeping.alone(*id, &mut kept).await?;
                }
            }
        }
    }
    Ok(kept)
}

struct Keeping<'a> {
    scope: &'a Scope,
    ground: &'a Ground<'a>,
    marks: &'a BTreeMap<TicketId, Vec<Row>>,
    telling: Telling,
}

impl Keeping<'_> {
    async fn alone(&self, id: TicketId, kept: &mut Kept) -> Result<()> {
        for _ in 0..ATTEMPTS {
            match self.together(&[id]).await {
                Ok(rows) => {
                    kept.rows += rows;
                    kept.tickets.insert(id);
                    return Ok(());
                }
                Err(Refusal::Again(_)) => {}
                Err(Refusal::Final(error)) if error.is_retryable() => return Err(error),
                // The marks went with another process, which did what they ask for.
                Err(Refusal::Final(error)) if error.code() == Code::NotFound => return Ok(()),
                // Another process entered the same row, or told the same, a moment ago.
                Err(Refusal::Final(error)) if error.code() == Code::DuplicateValue => {}
                Err(Refusal::Final(error)) => {
                    kept.failed.push((id, error));
                    return Ok(());
                }
            }
        }
        // Whoever was faster has done it; what is still due then is found by the next call.
        Ok(())
    }

    /// Brings the rows of these tickets up to date in one commit, and returns how many it wrote.
    async fn together(&self, ids: &[TicketId]) -> Result<usize, Refusal> {
        let scope = self.scope;
        let told = self.ground.tickets(ids).await?;
        let of_tickets = field(SlaTracking::TICKET_ID).is_in(ids.iter().copied());
        let stored: Vec<SlaTracking> = all(scope, of_tickets, SlaTracking::CREATED_AT).await?;
        let mut work = scope.unit_of_work();
        let mut escalating = Escalating::new(scope, self.ground);
        let mut rows = 0;
        for told in &told {
            let stored: Vec<&SlaTracking> = stored.iter().filter(|row| row.ticket_id == told.ticket.id).collect();
            rows += self.one(&mut work, told, &stored, &mut escalating)?;
        }
        escalating.stage(&mut work).await?;
        for mark in ids.iter().filter_map(|id| self.marks.get(id)).flatten() {
            work.delete_row(ClockMark::DEF, mark.clone())?;
        }
        work.commit().await?;
        Ok(rows)
    }

    fn one(
        &self,
        work: &mut UnitOfWork<'_>,
        told: &Told,
        stored: &[&SlaTracking],
        escalating: &mut Escalating<'_>,
    ) -> Result<usize> {
        let states = told.states(work.now())?;
        let stamp = Stamp { id: uuid::Uuid::nil(), ..self.scope.stamp(work.now()) };
        let rows = tracking::rows(told.ticket.id, &states, &told.decisions, &self.ground.policies, stamp);
        let cycles = states.iter().flat_map(|state| state.cycles.iter().map(move |cycle| (state, cycle)));
        let mut written = 0;
        for stale in stored.iter().filter(|row| row.sla_policy_version_id.is_some()) {
            if !rows.iter().any(|row| tracking::is_same_clock(row, stale)) {
                work.delete_row(SlaTracking::DEF, (*stale).clone().into_row())?;
                written += 1;
            }
        }
        for (row, (state, cycle)) in rows.into_iter().zip(cycles) {
            let before = stored.iter().find(|known| tracking::is_same_clock(known, &row)).copied();
            // What came from elsewhere and is over tells what was so there.
            if before.is_some_and(|known| known.sla_policy_version_id.is_none() && known.stopped_at.is_some()) {
                continue;
            }
            if self.telling == Telling::All || before.is_some() {
                escalating.add(&told.ticket, tracking::tells(state, cycle, before));
            }
            match before {
                Some(before) => {
                    let after = tracking::instead_of(before, row);
                    if !tracking::is_unchanged(before, &after) {
                        work.update(before.clone(), after)?;
                        written += 1;
                    }
                }
                None => {
                    let id = self.scope.desk().new_id(work.now()).into();
                    work.insert(SlaTracking { id, ..row })?;
                    written += 1;
                }
            }
        }
        Ok(written)
    }
}
