//! What clocks answer, in the segments of calendars.

pub use crate::calendar::{CalendarSegment, DayMoment, SegmentReason};

use crate::clock::Timestamp;
use crate::entity::TextEnum;
use crate::operation::Shape;
use crate::organization::TeamId;
use crate::query::Cursor;
use crate::sla::{SlaMetric, SlaPolicyId};
use crate::ticket::TicketId;

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum ClockPhase {
    /// Time counts.
    Running,
    /// It stands still.
    Paused,
    /// What was promised has come.
    Stopped,
    /// It was called off, or something else was promised.
    Cancelled,
}

/// The clocks of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct TicketClocks {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Every clock in each of its cycles.
    pub clocks: Vec<TicketClock>,
}

/// One clock of a ticket in one of its cycles, with the reasons for what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct TicketClock {
    /// What is measured.
    pub metric: SlaMetric,
    /// Whose time it is, of the metric `ownership`.
    pub team_id: Option<TeamId>,
    /// Which time it is measured, the first is 1.
    pub cycle: i64,
    /// The policy that promised.
    pub sla_policy_id: SlaPolicyId,
    /// The version of it that holds for this cycle, the first is 1.
    pub policy_version: i64,
    /// How it stands.
    pub phase: ClockPhase,
    /// When it began, UTC.
    pub started_at: Timestamp,
    /// How long it may take, in milliseconds of the policy's time.
    pub target_milliseconds: i64,
    /// How long it has taken, in milliseconds of the policy's time.
    pub elapsed_milliseconds: i64,
    /// When the promise will be broken, UTC; nothing while it stands still or is over.
    pub due_at: Option<Timestamp>,
    /// When it stopped, UTC.
    pub stopped_at: Option<Timestamp>,
    /// When the promise was broken, UTC.
    pub breached_at: Option<Timestamp>,
    /// Whether somebody said that the breach does not count.
    pub is_waived: bool,
    /// Whether the promise was kept, waived or not; nothing while that is open, or when it was called off.
    pub is_met: Option<bool>,
    /// Its time from the beginning to its end, or to now: what was open sums to what has elapsed.
    pub segments: Vec<CalendarSegment>,
}

/// What becomes of one clock that comes under a later version of what is promised.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct ClockChange {
    /// The ticket.
    pub ticket_id: TicketId,
    /// What is measured.
    pub metric: SlaMetric,
    /// Whose time it is, of the metric `ownership`.
    pub team_id: Option<TeamId>,
    /// Which time it is measured, the first is 1.
    pub cycle: i64,
    /// The policy that holds afterwards.
    pub sla_policy_id: SlaPolicyId,
    /// The number of the version that held; nothing for a clock that begins with it.
    pub version_before: Option<i64>,
    /// The number of the version that holds afterwards.
    pub version_after: i64,
    /// How long it might take, in milliseconds of the policy's time.
    pub target_before: Option<i64>,
    /// How long it may take afterwards, in milliseconds of the policy's time.
    pub target_after: i64,
    /// When the promise would have been broken, UTC.
    pub due_before: Option<Timestamp>,
    /// When it will be broken afterwards, UTC.
    pub due_after: Option<Timestamp>,
    /// Whether it was broken.
    pub breached_before: bool,
    /// Whether it is broken afterwards.
    pub breached_after: bool,
}

/// What becomes of the clocks of one page of tickets that come under a later version of what is promised.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct Repriced {
    /// How many tickets have clocks that change.
    pub tickets: i64,
    /// What changes, clock by clock.
    pub changes: Vec<ClockChange>,
    /// Where the next page of tickets begins; nothing on the last page.
    pub next: Option<Cursor>,
}

/// What became of the rows of one page of tickets that were told again.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct Rebuilt {
    /// How many tickets were looked at.
    pub tickets: i64,
    /// How many rows were not right.
    pub rows: i64,
    /// The ids of the tickets of which no clock can be told, because a calendar does not know a year that matters.
    pub failed: Vec<String>,
    /// The ticket after which the next page begins; nothing when this was the last.
    pub next: Option<TicketId>,
}
