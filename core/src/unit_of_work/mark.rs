//! The note that something happened to a ticket which its clocks have not heard, for the next `tick`; only where an organization has
//! policies of service levels.

use std::collections::BTreeSet;

use super::Event;
use crate::entity::Entity as _;
use crate::scope::Scope;
use crate::sla::{ClockMark, ClockMarkId, SlaDecision, SlaPolicy};
use crate::store::{Batch, Write};
use crate::ticket::{Comment, Ticket, TicketId};

/// Returns the ticket whose clocks hear of an event.
pub(super) fn heard(event: &Event<'_>) -> Option<TicketId> {
    let field = match event.def {
        def if *def == *Ticket::DEF => "id",
        def if *def == *Comment::DEF => Comment::TICKET_ID,
        def if *def == *SlaDecision::DEF => SlaDecision::TICKET_ID,
        _ => return None,
    };
    event.def.index_of(field).and_then(|index| event.row[index].as_uuid()).map(TicketId::from)
}

/// Adds the notes to the batch, after everything else.
pub(super) fn tickets(scope: &Scope, heard: &BTreeSet<TicketId>, batch: &mut Batch) {
    for ticket_id in heard {
        let mark = ClockMark {
            id: ClockMarkId::from(scope.desk().new_id(batch.at)),
            organization_id: scope.organization_id(),
            ticket_id: *ticket_id,
            version: 1,
            created_at: batch.at,
            updated_at: batch.at,
        };
        let row = mark.into_row();
        batch.writes.push(Write::Mark { entity: ClockMark::DEF, row, beside: SlaPolicy::DEF });
    }
}
