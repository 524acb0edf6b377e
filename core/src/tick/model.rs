//! What the host is told about a moment of work.

use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::TextEnum;
use crate::operation::Shape;
use crate::organization::OrganizationId;

/// A kind of work that falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum DueKind {
    /// A worker did not report on an effect before its lease ended: the message is free again, and counts as attempted.
    EffectLease,
    /// A threshold of a service level was reached or a promise broken: what follows from it was told and done.
    ServiceLevel,
    /// Nobody answered an invitation in time: it has expired.
    Invitation,
    /// Nobody answered a survey in time: it has expired.
    SatisfactionSurvey,
    /// A figure of the present is no longer one: its row is gone.
    RealtimeMetric,
    /// Something computed no longer counts: its row is gone.
    CacheEntry,
}

/// One thing that was due and was done.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct Settled {
    /// What kind of work it was.
    pub kind: DueKind,
    /// The organization of the row.
    pub organization_id: OrganizationId,
    /// The row.
    pub entity_id: Uuid,
    /// When it fell due, UTC.
    pub due_at: Timestamp,
}

/// One thing that was due and could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct PutOff {
    /// The organization of the row.
    pub organization_id: OrganizationId,
    /// The row: of a service level, the ticket.
    pub entity_id: Uuid,
    /// The code of the error, such as `calendar.uncovered`.
    pub code: String,
}

/// What one call of `tick` did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Shape)]
pub struct Ticked {
    /// What was due and was done by this call, kind by kind, the earliest first; what another process did at the same moment is
    /// in its own answer.
    pub settled: Vec<Settled>,
    /// What could not be done and is tried again after an hour, such as the clocks of a ticket whose calendar does not know a year
    /// that matters.
    pub put_off: Vec<PutOff>,
    /// Whether more is due already, because one call does a limited amount: call again.
    pub more: bool,
    /// How many records of committed batches were forgotten, because nobody repeats a call after so long.
    pub batches_forgotten: i64,
    /// The partitions that were made ahead of their time, by their tables' names; PostgreSQL only.
    pub partitions_made: Vec<String>,
}
