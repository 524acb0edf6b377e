//! How well an organization keeps what it promised, told by the library's clocks: attainment by priority, group and period, the worst
//! breaches with their reasons, and whether a log that has verdicts of its own says the same.
//!
//! [`read`] fetches; [`counting::Counting`] only counts.

mod breach;
mod counting;
mod declaration;
pub mod plot;
mod recorded;
mod set_up;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use servicedesk::clock::{ManualClock, Timestamp};
use servicedesk::query::Find;
use servicedesk::scope::Scope;
use servicedesk::sla::SlaMetric;
use servicedesk::ticket::{Ticket, TicketId};
use servicedesk::{Desk, Result};

pub use breach::{Breach, Spent};
pub use declaration::{Declaration, Hours, Policy, RecordedVerdict};
pub use recorded::{Disagreement, Recorded, RecordedPriority};
pub use set_up::{are_there, set_up};

use crate::figures::{Grain, Names};
use counting::Counting;

/// For how many tickets the clocks are asked at once.
const TOGETHER: u32 = 100;

/// How well an organization keeps what it promised.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceLevels {
    /// The instant up to which time counts, UTC.
    pub as_of: Timestamp,
    /// The organization's time zone, in which days begin.
    pub timezone: String,
    /// How long the periods are.
    pub grain: Grain,
    /// What is measured, in the order of the library.
    pub metrics: Vec<MetricLevels>,
    /// The ten breaches that exceed their target the most, the worst first.
    pub worst: Vec<Breach>,
    /// The log's own verdicts beside those of the clocks, where it has any.
    pub recorded: Option<Recorded>,
}

/// How well one promise is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetricLevels {
    /// What is measured.
    pub metric: SlaMetric,
    /// All clocks.
    pub all: Attainment,
    /// By the priority that the tickets have now, the most urgent first.
    pub priorities: Vec<OfPriority>,
    /// By the group that has the tickets now, the one with the most verdicts first; of `ownership`, by the group whose time it was.
    pub groups: Vec<OfGroup>,
    /// By the period in which the promise was kept or broken, without a gap, the same periods for every metric.
    pub periods: Vec<OfPeriod>,
}

/// How often a promise was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Attainment {
    /// How often it was kept.
    pub met: u64,
    /// How often it was broken.
    pub breached: u64,
    /// How often neither has happened yet.
    pub open: u64,
}

impl Attainment {
    fn add(&mut self, is_met: Option<bool>) {
        match is_met {
            Some(true) => self.met += 1,
            Some(false) => self.breached += 1,
            None => self.open += 1,
        }
    }

    /// Returns how often there is a verdict.
    pub fn decided(self) -> u64 {
        self.met + self.breached
    }

    /// Returns which part of the promises was kept, from 0 to 1; nothing where there is no verdict.
    pub fn share(self) -> Option<f64> {
        (self.decided() > 0).then(|| self.met as f64 / self.decided() as f64)
    }
}

/// How well a promise is kept for a priority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfPriority {
    /// The priority's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// How long it may take, in milliseconds of business time; nothing where that is not the same for all tickets.
    pub target_ms: Option<i64>,
    /// How often it was kept.
    pub attainment: Attainment,
}

/// How well a promise is kept by a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfGroup {
    /// The group's name; nothing for tickets that no group has.
    pub name: Option<String>,
    /// How often it was kept.
    pub attainment: Attainment,
    /// How often it was kept for each priority, in the order of the metric's priorities.
    pub priorities: Vec<Attainment>,
}

/// How well a promise was kept in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfPeriod {
    /// `2026-W07`, `2026-02` or `2026-Q1`.
    pub name: String,
    /// Its first day.
    #[serde(serialize_with = "as_text")]
    pub starts_on: Date,
    /// How often it was kept.
    pub attainment: Attainment,
}

fn as_text<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// Returns the same place in the desk at another instant: a clock of a log of last year that never stopped is not a year late.
pub fn at(scope: &Scope, instant: Timestamp) -> Scope {
    let desk = Desk::builder(Arc::clone(scope.desk().store())).clock(ManualClock::at(instant)).build();
    desk.scope(scope.organization_id(), scope.actor().clone())
}

/// Reads the service levels of an organization as they are at the desk's instant; `progress` is told how many tickets were read so
/// far. `recorded` says where the log has verdicts of its own, if it has.
///
/// # Errors
/// Those of the store, and of the clocks.
pub async fn read(
    scope: &Scope,
    recorded: Option<&RecordedVerdict>,
    mut progress: impl FnMut(u64),
) -> Result<ServiceLevels> {
    let names = Names::read(scope).await?;
    let organization = scope.organization().await?;
    let mut counting = Counting::new(&names, &organization.timezone, scope.desk().now(), recorded);
    let mut find = Find::<Ticket>::new().limit(TOGETHER);
    let mut tickets = 0;
    loop {
        let page = scope.repository::<Ticket>().list(find.clone()).await?;
        let mut told: HashMap<TicketId, _> = HashMap::new();
        if !page.items.is_empty() {
            let ids = page.items.iter().map(|ticket| ticket.id).collect();
            let answers = scope.service_levels().clocks_of(ids).await?;
            told.extend(answers.into_iter().map(|answer| (answer.ticket_id, answer.clocks)));
        }
        for ticket in &page.items {
            counting.ticket(ticket, told.get(&ticket.id).map_or(&[], Vec::as_slice));
        }
        tickets += page.items.len() as u64;
        progress(tickets);
        match page.next {
            Some(next) => find = find.after(Some(next)),
            None => return Ok(counting.finish()),
        }
    }
}
