//! How tickets stand to each other: one form in which it is kept, seen from both sides.

use crate::error::{Code, Error, Result};
use crate::ticket::{TicketId, TicketLink, TicketLinkKind, TicketRelation};

/// The ends of a link as it is kept, and its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The ticket that the kind is said of.
    pub(crate) source_id: TicketId,
    /// The other one.
    pub(crate) target_id: TicketId,
    /// The kind.
    pub(crate) kind: TicketLinkKind,
}

/// Returns how "`ticket` stands in `relation` to `other`" is kept, so that the same is never kept twice: of two opposite
/// relations one, and of a relation without a direction the ticket with the lesser id first.
pub(crate) fn kept(ticket: TicketId, relation: TicketRelation, other: TicketId) -> Kept {
    let (kind, turned) = match relation {
        TicketRelation::Related => (TicketLinkKind::Related, other < ticket),
        TicketRelation::Duplicates => (TicketLinkKind::Duplicate, false),
        TicketRelation::DuplicatedBy => (TicketLinkKind::Duplicate, true),
        TicketRelation::Blocks => (TicketLinkKind::Blocks, false),
        TicketRelation::BlockedBy => (TicketLinkKind::Blocks, true),
        TicketRelation::Parent => (TicketLinkKind::Parent, false),
        TicketRelation::Child => (TicketLinkKind::Parent, true),
        TicketRelation::CausedBy => (TicketLinkKind::CausedBy, false),
        TicketRelation::Causes => (TicketLinkKind::CausedBy, true),
    };
    let (source_id, target_id) = if turned { (other, ticket) } else { (ticket, other) };
    Kept { source_id, target_id, kind }
}

/// Returns how `ticket`, one end of the link, stands to the other end, and which that is.
///
/// Links that came from elsewhere may be kept the other way round; they mean the same.
pub(crate) fn seen_from(ticket: TicketId, link: &TicketLink) -> (TicketRelation, TicketId) {
    let forward = link.source_id == ticket;
    let relation = match (link.kind, forward) {
        (TicketLinkKind::Related, _) => TicketRelation::Related,
        (TicketLinkKind::Duplicate, true) => TicketRelation::Duplicates,
        (TicketLinkKind::Duplicate, false) => TicketRelation::DuplicatedBy,
        (TicketLinkKind::Blocks, true) | (TicketLinkKind::BlockedBy, false) => TicketRelation::Blocks,
        (TicketLinkKind::Blocks, false) | (TicketLinkKind::BlockedBy, true) => TicketRelation::BlockedBy,
        (TicketLinkKind::Parent, true) | (TicketLinkKind::Child, false) => TicketRelation::Parent,
        (TicketLinkKind::Parent, false) | (TicketLinkKind::Child, true) => TicketRelation::Child,
        (TicketLinkKind::CausedBy, true) => TicketRelation::CausedBy,
        (TicketLinkKind::CausedBy, false) => TicketRelation::Causes,
    };
    (relation, if forward { link.target_id } else { link.source_id })
}

/// Refuses a ticket that would stand in a relation to itself.
///
/// # Errors
/// [`Code::TicketItself`] with the field.
pub(crate) fn check_other(ticket: TicketId, other: TicketId) -> Result<()> {
    if ticket == other { Err(Error::new(Code::TicketItself).field("other_id")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::entity::{Draft as _, Stamp};
    use crate::ticket::NewTicketLink;
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    fn ticket(number: u128) -> TicketId {
        TicketId::from(uuid::Uuid::from_u128(number))
    }

    fn link(kept: Kept) -> TicketLink {
        let stamp = Stamp { id: uuid::Uuid::from_u128(9), organization_id: Default::default(), at: Timestamp::EPOCH };
        let Kept { source_id, target_id, kind } = kept;
        TicketLink::build(NewTicketLink { source_id, target_id, kind, ..Default::default() }, stamp)
    }

    proptest! {
        /// What is said of one ticket is seen from it, and its inverse from the other; both ways of saying it are kept alike.
        #[test]
        fn what_is_kept_is_what_was_said(a in 1..9_u128, b in 10..19_u128, swap: bool,
            relation in prop::sample::select(TicketRelation::ALL.to_vec())) {
            let (one, other) = if swap { (ticket(b), ticket(a)) } else { (ticket(a), ticket(b)) };
            let said = kept(one, relation, other);
            prop_assert_eq!(seen_from(one, &link(said)), (relation, other));
            let (inverse, back) = seen_from(other, &link(said));
            prop_assert_eq!((inverse, back), (relation.inverse(), one));
            prop_assert_eq!(kept(other, inverse, one), said);
        }
    }
}
