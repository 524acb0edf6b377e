//! How a ticket finds somebody, and why it was that somebody.

use crate::clock::Timestamp;
use crate::identity::UserId;
use crate::operation::Shape;
use crate::organization::TeamId;

use super::ticket::Ticket;

/// Where a ticket is to go.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub enum Assignee {
    /// To this person; the ticket's team stays.
    User(UserId),
    /// Into the queue of this team.
    Queue(TeamId),
    /// To a member of this team.
    Member {
        /// The team.
        team_id: TeamId,
        /// How the member is chosen.
        strategy: Strategy,
    },
    /// To nobody.
    Nobody,
}

/// How a member of a team is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub enum Strategy {
    /// Whoever has waited longest for a ticket.
    RoundRobin,
    /// Whoever holds the fewest open tickets.
    LeastLoaded,
    /// Whoever knows all of this and holds the fewest open tickets.
    Skill {
        /// What the member must know.
        skills: Vec<String>,
    },
}

/// Why a member cannot take a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub enum Ineligibility {
    /// Is no active, approved agent.
    Inactive,
    /// Does not know this.
    LacksSkill {
        /// What is missing.
        skill: String,
    },
    /// Holds as many tickets as they can.
    AtCapacity {
        /// How many that is.
        capacity: i64,
    },
}

/// A member of the team as the choice saw them.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct Candidate {
    /// Who.
    pub user_id: UserId,
    /// How many open tickets they held.
    pub open_ticket_count: i64,
    /// How many they can hold; without one, any number.
    pub ticket_capacity: Option<i64>,
    /// When they last got one, UTC.
    pub last_assigned_at: Option<Timestamp>,
    /// Why they could not take the ticket, if they could not.
    pub ineligibility: Option<Ineligibility>,
}

/// An assignment and its reasons.
#[derive(Clone, Debug, Shape)]
pub struct Assignment {
    /// The ticket, as it is now.
    pub ticket: Ticket,
    /// Whom the choice was made from, the chosen first; empty when there was no choice.
    pub candidates: Vec<Candidate>,
}
