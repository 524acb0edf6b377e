//! How a ticket stands to another, as it is seen from the one that is asked about.

use super::attached::TicketLinkId;
use super::ticket::TicketId;
use crate::entity::TextEnum;
use crate::operation::Shape;

/// How a ticket stands to another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, TextEnum)]
pub enum TicketRelation {
    /// They have to do with each other.
    #[default]
    Related,
    /// It says what the other one says.
    Duplicates,
    /// The other one says what it says.
    DuplicatedBy,
    /// The other one waits for it.
    Blocks,
    /// It waits for the other one.
    BlockedBy,
    /// It is the parent of the other one.
    Parent,
    /// It is a child of the other one.
    Child,
    /// The other one is its cause (ITIL 4: a problem, or a failed change).
    CausedBy,
    /// It is the cause of the other one.
    Causes,
}

impl TicketRelation {
    /// Returns how the other ticket stands to this one.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Related => Self::Related,
            Self::Duplicates => Self::DuplicatedBy,
            Self::DuplicatedBy => Self::Duplicates,
            Self::Blocks => Self::BlockedBy,
            Self::BlockedBy => Self::Blocks,
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::CausedBy => Self::Causes,
            Self::Causes => Self::CausedBy,
        }
    }
}

/// A ticket that another one stands in a relation to.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct LinkedTicket {
    /// The other ticket.
    pub ticket_id: TicketId,
    /// Its number.
    pub number: String,
    /// How the ticket that was asked about stands to it.
    pub relation: TicketRelation,
    /// The link; nothing for a parent or a child, which a ticket names itself.
    pub link_id: Option<TicketLinkId>,
}
