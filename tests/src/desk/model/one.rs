//! What is done to one ticket: what the rules make of it, and the same at the desk.

use servicedesk::clock::Timestamp;
use servicedesk::ticket::{
    Assignee, CommentId, NewComment, NewTicket, Placement, PrioritySource, TicketId, TicketPatch, Visibility,
};
use servicedesk::{Code, Result};

use super::super::fixture::note;
use super::day::Day;
use super::ticket::{Modelled, followed, level};
use super::{Deed, PRIORITIES, STATUSES};

impl Day {
    /// Writes a comment.
    pub(super) async fn answer(&self, id: TicketId, person: u8, public: bool) -> Result<CommentId> {
        let author = if person < 3 { self.desk.agent(usize::from(person)) } else { self.desk.requester.id };
        let visibility = if public { Visibility::Public } else { Visibility::Internal };
        let new = NewComment { visibility, ..note(id, "Hello") };
        self.desk.by(author).comments().add(new).await.map(|comment| comment.id)
    }

    pub(super) async fn open(&mut self, impact: Option<u8>, urgency: Option<u8>, agent: Option<u8>, now: Timestamp) {
        let assignee_id = agent.map(|agent| self.desk.agent(usize::from(agent)));
        let new = NewTicket { impact: impact.map(level), urgency: urgency.map(level), ..self.desk.question() };
        let placement = Placement { assignee_id, ..Default::default() };
        let result = self.desk.scope.tickets().create_with(new, placement).await;
        if agent.is_some_and(|agent| self.is_full(agent)) {
            assert_eq!(result.map_err(|error| error.code()), Err(Code::AssigneeFull));
            return;
        }
        let made = result.expect("the ticket is opened");
        let modelled = Modelled::opened((impact, urgency), agent, now);
        let id = made.id;
        self.tickets.push((id, modelled, made));
        self.remember(id).await;
    }

    pub(super) fn predict(&self, ticket: &mut Modelled, deed: &Deed, now: Timestamp) -> Result<(), Code> {
        match *deed {
            Deed::Restore { .. } => ticket.change(|ticket| (ticket.deleted_at, ticket.spam) = (None, false)),
            Deed::Merge { ticket: own, other } if self.index(own) == self.index(other) => {
                return Err(Code::TicketItself);
            }
            Deed::Answer { .. } if ticket.deleted_at.is_some() => return Err(Code::ReferenceMissing),
            _ if ticket.deleted_at.is_some() => return Err(Code::NotFound),
            Deed::Stale { .. } => return Err(Code::StaleVersion),
            Deed::Merge { other, .. } => {
                let (id, other, _) = &self.tickets[self.index(other).expect("there are tickets")];
                if other.deleted_at.is_some() {
                    return Err(Code::ReferenceMissing);
                }
                if ticket.merged.is_some() || other.merged.is_some() {
                    return Err(Code::TicketMerged);
                }
                ticket.change(|ticket| {
                    ticket.merged = Some(*id);
                    if ticket.closed_at.is_none() {
                        ticket.before_merge = Some(ticket.status);
                        ticket.enter("closed", now);
                    }
                });
            }
            Deed::Unmerge { .. } => {
                if ticket.merged.is_none() {
                    return Err(Code::TicketNotMerged);
                }
                ticket.change(|ticket| {
                    ticket.merged = None;
                    if let Some(status) = ticket.before_merge.take() {
                        (ticket.status, ticket.closed_at) = (status, None);
                    }
                });
            }
            Deed::Answer { .. } if ticket.merged.is_some() => return Err(Code::TicketMerged),
            Deed::Spam { .. } => ticket.change(|ticket| (ticket.deleted_at, ticket.spam) = (Some(now), true)),
            Deed::Classify { impact, urgency, .. } => ticket.change(|ticket| {
                ticket.levels = (impact, urgency);
                if ticket.source != PrioritySource::Manual {
                    (ticket.priority, ticket.source) = followed(ticket.levels);
                }
            }),
            Deed::Choose { priority, .. } => ticket.change(|ticket| {
                let chosen = priority.map(|chosen| (PRIORITIES[usize::from(chosen)], PrioritySource::Manual));
                (ticket.priority, ticket.source) = chosen.unwrap_or_else(|| followed(ticket.levels));
            }),
            Deed::Step { status, .. } => return ticket.step(STATUSES[usize::from(status)], now),
            Deed::Assign { agent, .. } => {
                if agent.is_some_and(|agent| ticket.agent != Some(agent) && self.is_full(agent)) {
                    return Err(Code::AssigneeFull);
                }
                if agent != ticket.agent {
                    ticket.change(|ticket| (ticket.agent, ticket.assigned_at) = (agent, agent.map(|_| now)));
                }
            }
            Deed::Queue { .. } => ticket.change(|ticket| {
                (ticket.agent, ticket.queued, ticket.assigned_at) = (None, true, None);
            }),
            Deed::Answer { person, public, .. } => {
                if person < 3 && public && ticket.answered_at.is_none() {
                    ticket.change(|ticket| ticket.answered_at = Some(now));
                }
            }
            Deed::Delete { .. } => ticket.change(|ticket| ticket.deleted_at = Some(now)),
            Deed::Open { .. }
            | Deed::Wait
            | Deed::Block { .. }
            | Deed::Unblock { .. }
            | Deed::StepAll { .. }
            | Deed::RemoveAll { .. }
            | Deed::Split { .. } => {}
        }
        Ok(())
    }

    pub(super) async fn act(&self, id: TicketId, version: i64, deed: &Deed) -> Result<()> {
        let (desk, tickets) = (&self.desk, self.desk.scope.tickets());
        let agent = |number: u8| desk.agent(usize::from(number));
        match *deed {
            Deed::Classify { impact, urgency, .. } => {
                let (impact, urgency) = (impact.map(level).into(), urgency.map(level).into());
                tickets.update(id, version, TicketPatch { impact, urgency, ..Default::default() }).await.map(drop)
            }
            Deed::Choose { priority, .. } => {
                let priority = priority.map(|chosen| desk.priority(PRIORITIES[usize::from(chosen)]));
                tickets.set_priority(id, version, priority).await.map(drop)
            }
            Deed::Step { status, .. } => {
                tickets.transition(id, version, desk.status(STATUSES[usize::from(status)])).await.map(drop)
            }
            Deed::Assign { agent: chosen, .. } => {
                let target = chosen.map_or(Assignee::Nobody, |chosen| Assignee::User(agent(chosen)));
                tickets.assign(id, version, &target).await.map(drop)
            }
            Deed::Queue { .. } => tickets.assign(id, version, &Assignee::Queue(desk.team.id)).await.map(drop),
            Deed::Delete { .. } => tickets.delete(id, version).await,
            Deed::Restore { .. } => tickets.restore(id).await.map(drop),
            Deed::Stale { .. } => tickets.update(id, version + 1, TicketPatch::default()).await.map(drop),
            Deed::Spam { .. } => tickets.mark_spam(id, version).await,
            Deed::Merge { other, .. } => {
                let other = self.tickets[self.index(other).expect("there are tickets")].0;
                tickets.merge(id, version, other).await.map(drop)
            }
            Deed::Unmerge { .. } => tickets.unmerge(id, version).await.map(drop),
            Deed::Open { .. }
            | Deed::Wait
            | Deed::Block { .. }
            | Deed::Unblock { .. }
            | Deed::StepAll { .. }
            | Deed::RemoveAll { .. }
            | Deed::Split { .. }
            | Deed::Answer { .. } => Ok(()),
        }
    }
}
