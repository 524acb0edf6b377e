//! A broken promise with its reasons: how much of the time since its beginning counted, and where the rest went.

use serde::Serialize;
use servicedesk::clock::Timestamp;
use servicedesk::sla::{SegmentReason, SlaMetric, TicketClock};
use servicedesk::ticket::Ticket;

use crate::figures::Names;

/// How many of the worst breaches are kept.
const WORST: usize = 10;

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// The ticket's number.
    pub number: String,
    /// The ticket's name in the log.
    pub external_id: Option<String>,
    /// The name of its priority.
    pub priority: String,
    /// The name of its group.
    pub group: Option<String>,
    /// What was promised.
    pub metric: SlaMetric,
    /// How long it might have taken, in milliseconds of business time.
    pub target_ms: i64,
    /// How long it took, in milliseconds of business time.
    pub elapsed_ms: i64,
    /// How much that is more than was promised, in milliseconds of business time.
    pub over_ms: i64,
    /// When its time began, UTC.
    pub started_at: Timestamp,
    /// When it ended, UTC, or up to when it is told.
    pub ended_at: Timestamp,
    /// Whether it still goes on.
    pub goes_on: bool,
    /// When the promise was broken, UTC.
    pub breached_at: Option<Timestamp>,
    /// Where the time from beginning to end went; the parts add up to it.
    pub spent: Vec<Spent>,
}

/// A part of a time, and why it counted or did not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spent {
    /// Why.
    pub reason: SegmentReason,
    /// The name of the holiday, or the key of the status in which the clock stood still.
    pub name: Option<String>,
    /// How long, in milliseconds.
    pub ms: i64,
}

impl Breach {
    fn new(ticket: &Ticket, clock: &TicketClock, names: &Names, as_of: Timestamp) -> Self {
        Self {
            number: ticket.number.clone(),
            external_id: ticket.external_id.clone(),
            priority: names.priority(ticket.priority_id).map(|priority| priority.name.clone()).unwrap_or_default(),
            group: ticket.team_id.and_then(|team| names.teams.get(&team).cloned()),
            metric: clock.metric,
            target_ms: clock.target_milliseconds,
            elapsed_ms: clock.elapsed_milliseconds,
            over_ms: over(clock),
            started_at: clock.started_at,
            ended_at: clock.stopped_at.unwrap_or(as_of),
            goes_on: clock.stopped_at.is_none(),
            breached_at: clock.breached_at,
            spent: spent(clock),
        }
    }
}

/// Returns by how much a clock exceeds what was promised.
fn over(clock: &TicketClock) -> i64 {
    clock.elapsed_milliseconds - clock.target_milliseconds
}

/// Adds up the segments of a clock by their reasons, in the order in which these first came.
fn spent(clock: &TicketClock) -> Vec<Spent> {
    let mut parts: Vec<Spent> = Vec::new();
    for segment in &clock.segments {
        let ms = segment.ended_at.as_millis() - segment.started_at.as_millis();
        match parts.iter_mut().find(|part| part.reason == segment.reason && part.name == segment.name) {
            Some(part) => part.ms += ms,
            None => parts.push(Spent { reason: segment.reason, name: segment.name.clone(), ms }),
        }
    }
    parts
}

/// The worst breaches so far, the worst first.
#[derive(Default)]
pub(super) struct Worst(Vec<Breach>);

impl Worst {
    /// Keeps the breach if it is one of the worst.
    pub(super) fn add(&mut self, ticket: &Ticket, clock: &TicketClock, names: &Names, as_of: Timestamp) {
        let over = over(clock);
        // Of two that are equally bad, the earlier one stays before the other: tickets come in the order of their ids.
        let place = self.0.partition_point(|worse| worse.over_ms >= over);
        if place < WORST {
            self.0.insert(place, Breach::new(ticket, clock, names, as_of));
            self.0.truncate(WORST);
        }
    }

    pub(super) fn finish(self) -> Vec<Breach> {
        self.0
    }
}
