//! Telling time with a thousand clocks due, on a desk with a million open clocks beside one with ten thousand.

use std::path::Path;

use serde_json::json;
use servicedesk::clock::{ManualClock, Timestamp};
use servicedesk::entity::{Draft as _, Entity as _, Stamp};
use servicedesk::scope::Scope;
use servicedesk::sla::{NewSlaPolicy, NewSlaTracking, SlaPolicy, SlaTracking};
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::store::{Batch, BatchId, Write};
use servicedesk::ticket::TicketId;
use servicedesk::{Desk, block_on};
use uuid::Uuid;

use crate::Outcome;
use crate::pairs::{compare, each};
use crate::population::{self, ticket_ids};
use crate::report::{Bound, Row};
use crate::sqlite::remove;

/// Open clocks of each desk that are not due.
const CLOCKS: [usize; 2] = [1_000_000, 10_000];
/// How many of them a ticket has.
const OF_A_TICKET: usize = 4;
/// How many clocks are due in each round.
const DUE: usize = 1_000;
/// How many times the small desk's time, at most.
const TIMES: f64 = 1.5;
const HOUR: i64 = 3_600_000;

pub(super) fn measure(folder: &Path) -> Outcome<Vec<Row>> {
    let paths = ["clocks-many.db", "clocks-few.db"].map(|name| folder.join(name));
    let comparison = {
        let mut many = Ticking::build(&paths[0], CLOCKS[0])?;
        let mut few = Ticking::build(&paths[1], CLOCKS[1])?;
        compare(|| many.round(), || few.round())?
    };
    paths.iter().try_for_each(|path| remove(path))?;
    let what = "tick with 1,000 clocks due among 1,000,000, beside 1,000 among 10,000";
    Ok(vec![
        Row::compared(what, &comparison, Bound::TimeAtMost(TIMES)),
        Row::rate("the same, clocks a second among 1,000,000", DUE as f64 / comparison.ours, None),
    ])
}

/// A desk whose time stands still between rounds.
struct Ticking {
    desk: Desk,
    clock: ManualClock,
    scope: Scope,
    now: Timestamp,
}

impl Ticking {
    fn build(path: &Path, clocks: usize) -> Outcome<Self> {
        remove(path)?;
        let tickets = clocks / OF_A_TICKET * 10 / 9 + 10;
        let now = Timestamp::parse("2026-01-05T12:00:00Z")?;
        let clock = ManualClock::at(now);
        let desk = Desk::builder(SqliteStore::open(path, Options::default())?).clock(clock.clone()).build();
        population::build(&desk, tickets)?;
        let ground = population::find(&desk)?;
        let scope = population::scope(&desk, &ground);
        fill(&scope, &ticket_ids(tickets), clocks, now)?;
        let policy = NewSlaPolicy {
            name: "Gold".to_owned(),
            targets: json!({ "resolution": { "minutes": 60 } }),
            ..NewSlaPolicy::default()
        };
        block_on(scope.repository::<SlaPolicy>().create(policy))?;
        Ok(Self { desk, clock, scope, now })
    }

    /// Opens tickets, lets an hour pass, and returns how long it took to tell all of them late.
    fn round(&mut self) -> Outcome<f64> {
        let new = population::new_ticket(&population::find(&self.desk)?, 1);
        for _ in 0..DUE {
            block_on(self.scope.tickets().create(new.clone()))?;
        }
        self.tick()?;
        self.now = self.now.plus_millis(2 * HOUR);
        self.clock.set(self.now);
        let began = std::time::Instant::now();
        let told = self.tick()?;
        let elapsed = each(began.elapsed(), 1);
        if told == DUE { Ok(elapsed) } else { Err(format!("{told} clocks were due").into()) }
    }

    fn tick(&self) -> Outcome<usize> {
        let mut told = 0;
        loop {
            let ticked = block_on(self.desk.tick(None))?;
            told += ticked.settled.len();
            if !ticked.more {
                return Ok(told);
            }
        }
    }
}

/// Adds open clocks that are due some time in the next century.
fn fill(scope: &Scope, tickets: &[TicketId], clocks: usize, now: Timestamp) -> Outcome<()> {
    let places: Vec<(TicketId, usize)> =
        tickets.iter().flat_map(|ticket| (0..OF_A_TICKET).map(move |cycle| (*ticket, cycle))).take(clocks).collect();
    for (part, some) in places.chunks(2_000).enumerate() {
        let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), scope.organization_id(), now);
        for (place, (ticket_id, cycle)) in some.iter().enumerate() {
            let new = NewSlaTracking {
                ticket_id: *ticket_id,
                cycle: i64::try_from(*cycle)? + 100,
                started_at: now,
                target_seconds: 3_600,
                next_at: Some(now.plus_millis(HOUR * 24 * 3_650 + i64::try_from(part * 2_000 + place)? * 1_000)),
                ..NewSlaTracking::default()
            };
            let stamp = Stamp { id: Uuid::now_v7(), organization_id: scope.organization_id(), at: now };
            batch
                .writes
                .push(Write::Insert { entity: SlaTracking::DEF, row: SlaTracking::build(new, stamp).into_row() });
        }
        block_on(scope.desk().store().commit(batch))?;
    }
    Ok(())
}
