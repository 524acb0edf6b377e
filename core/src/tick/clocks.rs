//! Clocks of service levels: those of tickets to which something happened, and those that reach a threshold.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::DueKind;
use super::due::{Done, Due};
use crate::entity::{Entity as _, EntityDef, Row, Value};
use crate::error::Result;
use crate::query::field;
use crate::scope::{Refusal, Scope};
use crate::sla::{ClockMark, SlaTracking, Telling, keep};
use crate::store::{BoxFuture, row_id};
use crate::ticket::TicketId;

/// After how many milliseconds that is tried again which cannot be told.
const AGAIN: i64 = 3_600_000;

/// Which clocks.
pub(super) enum Clocks {
    /// Those that have not heard yet what happened to their ticket.
    Heard,
    /// Those that reached a threshold or broke their promise.
    Due,
}

impl Due for Clocks {
    fn kind(&self) -> Option<DueKind> {
        match self {
            Self::Heard => None,
            Self::Due => Some(DueKind::ServiceLevel),
        }
    }

    fn entity(&self) -> &'static EntityDef {
        match self {
            Self::Heard => ClockMark::DEF,
            Self::Due => SlaTracking::DEF,
        }
    }

    fn settle<'a>(&'a self, scope: &'a Scope, rows: Vec<Row>) -> BoxFuture<'a, Result<Done>> {
        Box::pin(self.settle_all(scope, rows))
    }
}

impl Clocks {
    async fn settle_all(&self, scope: &Scope, rows: Vec<Row>) -> Result<Done> {
        let def = self.entity();
        let mut due: BTreeMap<TicketId, Vec<Uuid>> = BTreeMap::new();
        let mut marks: BTreeMap<TicketId, Vec<Row>> = BTreeMap::new();
        for row in rows {
            let Some(ticket) = def.index_of("ticket_id").and_then(|index| row[index].as_uuid()) else { continue };
            due.entry(ticket.into()).or_default().push(row_id(def, &row)?);
            let marks = marks.entry(ticket.into()).or_default();
            if matches!(self, Self::Heard) {
                marks.push(row);
            }
        }
        let mut done = Done::default();
        let failed = match keep(scope, &marks, Telling::All).await {
            Ok(kept) => {
                let ids = kept.tickets.iter().filter_map(|ticket| due.get(ticket)).flatten();
                done.settled.extend(ids);
                kept.failed
            }
            Err(error) if error.is_retryable() => return Err(error),
            // A policy that another program wrote cannot be read: nothing of this organization can be told.
            Err(error) => marks.keys().map(|ticket| (*ticket, error.clone())).collect(),
        };
        for (ticket, error) in failed {
            self.put_off(scope, ticket, marks.get(&ticket).map(Vec::as_slice).unwrap_or_default()).await?;
            done.put_off.push((ticket.into(), error));
        }
        Ok(done)
    }

    /// Lets a ticket be looked at again after a while, so that it holds up no other. When somebody is at it, it is left alone.
    async fn put_off(&self, scope: &Scope, ticket: TicketId, marks: &[Row]) -> Result<()> {
        let mut work = scope.unit_of_work();
        let later = work.now().plus_millis(AGAIN);
        match self {
            Self::Heard => {
                for mark in marks {
                    let after = ClockMark { created_at: later, ..ClockMark::from_row(mark.clone())? };
                    work.delete_row(ClockMark::DEF, mark.clone())?;
                    work.insert(ClockMark { id: scope.desk().new_id(later).into(), ..after })?;
                }
            }
            Self::Due => {
                let of_ticket = field(SlaTracking::TICKET_ID).is(ticket);
                let waiting = of_ticket.and(field(SlaTracking::NEXT_AT).at_most(work.now()));
                let query = scope.query::<SlaTracking>().filter(waiting).limit(crate::query::MAX_LIMIT);
                for row in scope.snapshot(&[query]).await?.page().rows {
                    let mut after = row.clone();
                    if let Some(index) = SlaTracking::DEF.index_of(SlaTracking::NEXT_AT) {
                        after[index] = Value::Timestamp(later);
                    }
                    work.update_row(SlaTracking::DEF, row, after)?;
                }
            }
        }
        match work.commit().await {
            Ok(_) => Ok(()),
            Err(refusal) => unless_unavailable(refusal),
        }
    }
}

fn unless_unavailable(refusal: Refusal) -> Result<()> {
    match refusal {
        Refusal::Final(error) if error.is_retryable() => Err(error),
        Refusal::Final(_) | Refusal::Again(_) => Ok(()),
    }
}
