//! The end of a day: both worlds are compared, and every history is read backwards to its beginning.

use std::collections::{BTreeMap, BTreeSet};

use servicedesk::entity::Entity as _;
use servicedesk::ticket::{CommentId, Ticket, TicketId, TicketLink, TicketLinkKind};

use super::super::consistency;
use super::super::mirror::{self, shown};
use super::day::Day;
use super::ticket::Modelled;

impl Day {
    /// Compares both worlds at the end, and reads every history backwards.
    pub(super) async fn close(self) {
        let desk = &self.desk;
        let seen = consistency::check(desk.desk.store(), desk.organization.id).await;
        assert_eq!(seen.tickets.len(), self.tickets.len());
        let links = mirror::all::<TicketLink>(desk.desk.store(), desk.organization.id).await;
        let of = |kind: TicketLinkKind| -> BTreeSet<_> {
            links.iter().filter(|link| link.kind == kind).map(|link| (link.source_id, link.target_id)).collect()
        };
        assert_eq!(
            (of(TicketLinkKind::Blocks), of(TicketLinkKind::Related)),
            (self.blocks.clone(), self.splits.clone())
        );
        assert_eq!(
            links.len(),
            self.blocks.len() + self.splits.len(),
            "no link is there twice, and none leads nowhere"
        );
        let ids: BTreeSet<TicketId> = seen.tickets.iter().map(|ticket| ticket.id).collect();
        assert!(links.iter().all(|link| ids.contains(&link.source_id) && ids.contains(&link.target_id)));
        let places: BTreeMap<CommentId, TicketId> =
            seen.comments.iter().map(|comment| (comment.id, comment.ticket_id)).collect();
        assert_eq!(places, self.comments.iter().copied().collect(), "every comment is where it was put");
        for ((id, at), was) in &self.past {
            let told = desk.scope.tickets().at(*id, *at).await.expect("the ticket was there");
            assert_eq!(Ticket { version: was.version, ..told }, *was, "{} at {at}", was.number);
        }
        for (id, modelled, made) in self.tickets {
            let ticket = seen.tickets.iter().find(|ticket| ticket.id == id).expect("the ticket is there");
            assert_eq!(Modelled::seen(desk, ticket), modelled, "{}", ticket.number);
            let values = |ticket: &Ticket| -> BTreeMap<&str, Option<String>> {
                let row = ticket.clone().into_row();
                let fields = Ticket::DEF.fields.iter().zip(&row).map(|(field, value)| (field.name, shown(value)));
                fields.filter(|(name, _)| !["version", "updated_at", "deleted_at"].contains(name)).collect()
            };
            let mut past = values(ticket);
            for record in seen.history.iter().rev().filter(|record| record.ticket_id == id && record.action != "moved")
            {
                let Some(field) = record.field.as_deref() else { continue };
                let place = past.get_mut(field).expect("a field of a ticket");
                assert_eq!(*place, record.new_value, "{}: {field}", ticket.number);
                place.clone_from(&record.old_value);
            }
            assert_eq!(past, values(&made), "the history of {} leads back to its beginning", ticket.number);
        }
    }
}
