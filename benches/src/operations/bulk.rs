//! One change of ten thousand tickets beside the same change one by one.

use servicedesk::block_on;
use servicedesk::clock::{Clock as _, SystemClock, Timestamp};
use servicedesk::entity::Change;
use servicedesk::scope::Scope;
use servicedesk::ticket::{TicketAction, TicketId, TicketPatch};

use crate::pairs::{compare, per_operation};
use crate::population::ticket_ids;
use crate::report::{Bound, Row};
use crate::{Outcome, operations::TICKETS};

/// How many tickets one call changes.
const TOGETHER: usize = 10_000;
/// How many are changed one by one between two looks at the clock.
const ALONE: usize = 200;
/// Tickets per second.
const RATE: f64 = 20_000.0;
/// How many times faster together than alone.
const TIMES: f64 = 10.0;

pub(super) fn measure(scope: &Scope) -> Outcome<Vec<Row>> {
    let ids = ticket_ids(TICKETS);
    let (many, others) = ids.split_at(TOGETHER);
    let (mut round, mut alone) = (0, 0);
    let comparison = compare(
        || {
            round += 1;
            let value = Some(due(round).to_string().into());
            let changes = vec![TicketAction::SetField { field: "due_at".to_owned(), value }];
            let elapsed = per_operation(1, |_| {
                let outcomes = block_on(scope.tickets().bulk(many.to_vec(), changes.clone()))?;
                let changed = outcomes.iter().filter(|outcome| outcome.version.is_some()).count();
                if changed == TOGETHER { Ok(()) } else { Err(format!("{changed} tickets were changed").into()) }
            })?;
            Ok(elapsed / TOGETHER as f64)
        },
        || {
            alone += 1;
            let versions = versions(scope, &others[..ALONE])?;
            per_operation(ALONE, |place| {
                let (id, version) = versions[place];
                let patch = TicketPatch { due_at: Change::Set(Some(due(alone))), ..TicketPatch::default() };
                block_on(scope.tickets().update(id, version, patch))?;
                Ok(())
            })
        },
    )?;
    Ok(vec![
        Row::compared("change 10,000 tickets at once, beside one by one", &comparison, Bound::RateAtLeast(TIMES)),
        Row::rate("change 10,000 tickets at once, tickets", 1.0 / comparison.ours, Some(RATE)),
    ])
}

/// Returns another time for each round, so that every round changes something.
fn due(round: i64) -> Timestamp {
    SystemClock.now().plus_millis(round * 60_000)
}

fn versions(scope: &Scope, ids: &[TicketId]) -> Outcome<Vec<(TicketId, i64)>> {
    let mut versions = Vec::with_capacity(ids.len());
    for id in ids {
        versions.push((*id, block_on(scope.tickets().get(*id))?.version));
    }
    Ok(versions)
}
