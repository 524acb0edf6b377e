//! What concerns several tickets at once: links, bulk changes and deletions, splitting.

use std::collections::BTreeSet;

use servicedesk::Code;
use servicedesk::clock::Timestamp;
use servicedesk::ticket::{CommentId, TicketAction, TicketId, TicketRelation};

use super::day::Day;
use super::ticket::Modelled;

impl Day {
    /// Whether one ticket leads to another by blocking.
    pub(super) fn leads(&self, from: TicketId, to: TicketId) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            open.extend(self.blocks.iter().filter(|edge| edge.0 == id && seen.insert(edge.1)).map(|edge| edge.1));
        }
        seen.contains(&to)
    }

    pub(super) async fn relate(&mut self, ticket: usize, other: usize, block: bool) {
        let (id, other_id) = (self.tickets[ticket].0, self.tickets[other].0);
        let is_deleted = |index: usize| self.tickets[index].1.deleted_at.is_some();
        let tickets = self.desk.scope.tickets();
        let (result, expected) = if block {
            let expected = if id == other_id {
                Err(Code::TicketItself)
            } else if is_deleted(ticket) {
                Err(Code::NotFound)
            } else if is_deleted(other) {
                Err(Code::ReferenceMissing)
            } else if !self.blocks.contains(&(id, other_id)) && self.leads(other_id, id) {
                Err(Code::LinkCycle)
            } else {
                Ok(())
            };
            (tickets.link(id, TicketRelation::Blocks, other_id).await.map(drop), expected)
        } else {
            let known = self.blocks.contains(&(id, other_id));
            let expected = if known { Ok(()) } else { Err(Code::NotFound) };
            (tickets.unlink(other_id, TicketRelation::BlockedBy, id).await, expected)
        };
        assert_eq!(result.map_err(|error| error.code()), expected, "{block}");
        match (expected, block) {
            (Ok(()), true) => drop(self.blocks.insert((id, other_id))),
            (Ok(()), false) => drop(self.blocks.remove(&(id, other_id))),
            _ => {}
        }
    }

    pub(super) async fn step_all(&mut self, target: &'static str, now: Timestamp) {
        let ids: Vec<TicketId> = self.tickets.iter().map(|(id, _, _)| *id).collect();
        let change = TicketAction::Transition { status_id: self.desk.status(target) };
        let outcomes = self.desk.scope.tickets().bulk(ids.clone(), vec![change]).await.expect("it is answered");
        for ((_, modelled, _), outcome) in self.tickets.iter_mut().zip(&outcomes) {
            let expected = match modelled.deleted_at {
                Some(_) => Err(Code::NotFound),
                None => modelled.step(target, now),
            };
            let found = match &outcome.refusal {
                Some(refusal) => Err(refusal.code.as_str()),
                None => Ok(outcome.version),
            };
            assert_eq!(found, expected.map(|()| Some(modelled.version)).map_err(|code| code.name()));
        }
        for id in ids {
            self.remember(id).await;
        }
    }

    /// Deletes the tickets whose place has a bit in `which`, at once.
    pub(super) async fn remove_all(&mut self, which: u8, spam: bool, now: Timestamp) {
        let chosen: Vec<usize> = (0..self.tickets.len().min(8)).filter(|index| which >> index & 1 == 1).collect();
        let ids: Vec<TicketId> = chosen.iter().map(|index| self.tickets[*index].0).collect();
        let change = if spam { TicketAction::MarkSpam } else { TicketAction::Delete };
        let outcomes = self.desk.scope.tickets().bulk(ids.clone(), vec![change]).await.expect("it is answered");
        assert_eq!(outcomes.iter().map(|outcome| outcome.ticket_id).collect::<Vec<_>>(), ids);
        for (index, outcome) in chosen.into_iter().zip(outcomes) {
            let modelled = &mut self.tickets[index].1;
            let expected = if modelled.deleted_at.is_some() {
                Err(Code::NotFound.name())
            } else {
                modelled.change(|ticket| (ticket.deleted_at, ticket.spam) = (Some(now), ticket.spam || spam));
                Ok(Some(modelled.version))
            };
            assert_eq!(
                outcome.refusal.map_or(Ok(outcome.version), |refusal| Err(refusal.code)),
                expected.map_err(str::to_owned)
            );
        }
        for id in ids {
            self.remember(id).await;
        }
    }

    /// Takes the first comments of a ticket into a new one, perhaps with one that is not there.
    pub(super) async fn split(&mut self, index: usize, comments: u8, foreign: bool) {
        let (id, from, _) = self.tickets[index].clone();
        let own = self.comments.iter().filter(|(_, place)| *place == id).map(|(comment, _)| *comment);
        let mut leaving: Vec<CommentId> = own.take(usize::from(comments)).collect();
        let stranger = self.comments.iter().find(|(_, place)| foreign && *place != id).map(|(comment, _)| *comment);
        leaving.extend(stranger);
        let result = self.desk.scope.tickets().split(id, leaving.clone(), self.desk.question()).await;
        let expected = match () {
            () if leaving.is_empty() => Err(Code::Required),
            () if from.deleted_at.is_some() => Err(Code::NotFound),
            () if from.merged.is_some() => Err(Code::TicketMerged),
            () if stranger.is_some() => Err(Code::ReferenceMissing),
            () => Ok(()),
        };
        let made = match (result, expected) {
            (Ok(made), Ok(())) => made,
            (result, expected) => {
                return assert_eq!(result.map(drop).map_err(|error| error.code()), expected, "{leaving:?}");
            }
        };
        for (comment, place) in &mut self.comments {
            if leaving.contains(comment) {
                *place = made.id;
            }
        }
        self.splits.insert((id.min(made.id), id.max(made.id)));
        let new_id = made.id;
        self.tickets.push((new_id, Modelled::opened((None, None), None, self.desk.desk.now()), made));
        self.remember(id).await;
        self.remember(new_id).await;
    }
}
