//! What clocks answer, in the segments of calendars.

pub use crate::calendar::{CalendarSegment, DayMoment, SegmentReason};

use crate::clock::Timestamp;
use crate::entity::TextEnum;
use crate::operation::Shape;
use crate::organization::TeamId;
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
    /// Whether the promise was kept; nothing while that is open, or when it was called off.
    pub is_met: Option<bool>,
    /// Its time from the beginning to its end, or to now: what was open sums to what has elapsed.
    pub segments: Vec<CalendarSegment>,
}
