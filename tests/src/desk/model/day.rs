//! A desk with its model beside it: what is done is done to both, and compared at once.

use std::collections::{BTreeMap, BTreeSet};

use servicedesk::clock::Timestamp;
use servicedesk::identity::UserPatch;
use servicedesk::query::{Find, field};
use servicedesk::ticket::{CommentId, Ticket, TicketId};

use super::super::DeskFactory;
use super::super::fixture::Fixture;
use super::ticket::Modelled;
use super::{CAPACITY, Deed, STATUSES};

/// A desk, and the model of it.
pub(super) struct Day {
    pub(super) desk: Fixture,
    pub(super) tickets: Vec<(TicketId, Modelled, Ticket)>,
    /// Which tickets block which.
    pub(super) blocks: BTreeSet<(TicketId, TicketId)>,
    /// Which tickets came from which by splitting, the lesser id first.
    pub(super) splits: BTreeSet<(TicketId, TicketId)>,
    /// Where each comment is, in the order in which they were written.
    pub(super) comments: Vec<(CommentId, TicketId)>,
    /// What tickets were at the end of an instant.
    pub(super) past: BTreeMap<(TicketId, Timestamp), Ticket>,
}

impl Day {
    pub(super) async fn new(factory: &impl DeskFactory) -> Self {
        let desk = Fixture::new(factory).await;
        let capacity = UserPatch { ticket_capacity: Some(CAPACITY as i64).into(), ..Default::default() };
        desk.scope.users().update(desk.agent(0), 1, capacity).await.expect("the agent is changed");
        Self {
            desk,
            tickets: Vec::new(),
            blocks: BTreeSet::new(),
            splits: BTreeSet::new(),
            comments: Vec::new(),
            past: BTreeMap::new(),
        }
    }

    pub(super) fn is_full(&self, agent: u8) -> bool {
        let held = self.tickets.iter().filter(|(_, ticket, _)| ticket.agent == Some(agent) && ticket.is_held());
        agent == 0 && held.count() >= CAPACITY
    }

    pub(super) fn index(&self, ticket: u8) -> Option<usize> {
        (!self.tickets.is_empty()).then(|| usize::from(ticket) % self.tickets.len())
    }

    /// Does it in both worlds, and compares what came of it.
    pub(super) async fn live(&mut self, deed: &Deed) {
        let now = self.desk.desk.now();
        match *deed {
            Deed::Wait => self.desk.clock.advance_millis(60_000),
            Deed::Open { impact, urgency, agent } => self.open(impact, urgency, agent, now).await,
            Deed::Block { ticket, other } | Deed::Unblock { ticket, other } => {
                let (Some(index), Some(other)) = (self.index(ticket), self.index(other)) else { return };
                self.relate(index, other, matches!(deed, Deed::Block { .. })).await;
            }
            Deed::StepAll { status } => self.step_all(STATUSES[usize::from(status)], now).await,
            Deed::RemoveAll { which, spam } => self.remove_all(which, spam, now).await,
            Deed::Split { ticket, comments, foreign } => {
                let Some(index) = self.index(ticket) else { return };
                self.split(index, comments, foreign).await;
            }
            Deed::Classify { ticket, .. }
            | Deed::Choose { ticket, .. }
            | Deed::Step { ticket, .. }
            | Deed::Assign { ticket, .. }
            | Deed::Queue { ticket }
            | Deed::Answer { ticket, .. }
            | Deed::Delete { ticket }
            | Deed::Spam { ticket }
            | Deed::Merge { ticket, .. }
            | Deed::Unmerge { ticket }
            | Deed::Restore { ticket }
            | Deed::Stale { ticket } => {
                let Some(index) = self.index(ticket) else { return };
                let (id, mut modelled, _) = self.tickets[index].clone();
                let expected = self.predict(&mut modelled, deed, now);
                let result = match *deed {
                    Deed::Answer { person, public, .. } => {
                        self.answer(id, person, public).await.map(|comment| self.comments.push((comment, id)))
                    }
                    _ => self.act(id, self.tickets[index].1.version, deed).await,
                };
                assert_eq!(result.map_err(|error| error.code()), expected, "{deed:?}");
                self.tickets[index].1 = modelled;
                self.remember(id).await;
            }
        }
    }

    /// Keeps what a ticket is now, to compare it later with what its history tells.
    pub(super) async fn remember(&mut self, id: TicketId) {
        let find = Find::new().filter(field(Ticket::ID).is(id)).with_deleted();
        let present = self.desk.scope.tickets().list(find).await.expect("tickets are listed").items.remove(0);
        self.past.insert((id, self.desk.desk.now()), present);
    }
}
