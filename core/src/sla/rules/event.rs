//! What can happen to a ticket that a clock hears.

use std::sync::Arc;

use uuid::Uuid;

use super::target::Promise;
use crate::clock::Timestamp;
use crate::identity::UserId;
use crate::sla::SlaMetric;
use crate::ticket::StatusKind;

/// Something that happened to a ticket, and when.
#[derive(Clone, Debug)]
pub struct ClockEvent {
    /// When, UTC. Events of one instant count in the order in which they are given.
    pub at: Timestamp,
    /// What.
    pub happening: Happening,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Happening {
    /// The ticket was opened.
    Opened(StatusSeen),
    /// It got another status.
    StatusChanged(StatusSeen),
    /// Somebody wrote on it.
    Said(Message),
    /// Somebody took it, or nobody has it any more.
    OwnerChanged {
        /// Whether somebody has it now.
        is_owned: bool,
    },
    /// Another team has it, or none.
    TeamChanged(Option<Uuid>),
    /// What is promised changed: another policy, another version of it, or nothing any more.
    PromiseChanged(Option<Arc<Promise>>),
    /// The policy that holds has another version now: what is open keeps to the one it began under, and what begins from now on
    /// comes under this one.
    PromiseRevised(Arc<Promise>),
    /// Somebody said that a breach does not count.
    Waived {
        /// Of which metric.
        metric: SlaMetric,
        /// Of which team's clock, of the metric [`SlaMetric::Ownership`].
        team: Option<Uuid>,
        /// Of which of its cycles.
        cycle: u32,
        /// Who said so.
        by: Option<UserId>,
    },
    /// It was deleted.
    Deleted,
    /// It came back.
    Restored,
}

/// A status as a clock sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusSeen {
    /// What it means.
    pub kind: StatusKind,
    /// Whether the organization says that service levels pause in it.
    pub pauses: bool,
    /// The key that programs use, for explanations.
    pub key: Arc<str>,
}

/// On whose side somebody stands who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Who asked, and whoever takes part on their side.
    Requester,
    /// Who works on the ticket.
    Agent,
    /// A program.
    Program,
}

/// A comment as a clock sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// On whose side the author stands.
    pub side: Side,
    /// Whether the requester can read it.
    pub is_public: bool,
    /// Whether a program wrote it in somebody's name.
    pub is_automatic: bool,
}

impl Message {
    /// Returns whether it answers the requester: a human wrote it, on the desk's side, where the requester can read it.
    pub fn is_response(self) -> bool {
        self.side == Side::Agent && self.is_public && !self.is_automatic
    }

    /// Returns whether it waits for an answer.
    pub fn is_request(self) -> bool {
        self.side == Side::Requester && !self.is_automatic
    }
}
