//! Relations between tickets. What is said of one is seen from both; circles of blocking are refused.

use std::collections::BTreeSet;

use crate::entity::{Draft as _, Entity as _, Row};
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::query::{MAX_LIMIT, Query, field};
use crate::scope::{Refusal, not_found};
use crate::ticket::rules::links;
use crate::ticket::{LinkedTicket, NewTicketLink, Ticket, TicketId, TicketLink, TicketLinkKind, TicketRelation};
use crate::unit_of_work::UnitOfWork;

use super::Tickets;

/// The name of the argument that a wrong other ticket is reported under.
pub(super) const OTHER: &str = "other_id";
/// The greatest number of tickets that are looked at for a circle.
const MAX_VISITED: usize = 10_000;

#[operations(LINK)]
impl Tickets<'_> {
    /// Says how a ticket stands to another one. Saying it again, from either side, changes nothing.
    ///
    /// A parent is a field of its child: a ticket has one.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::ReferenceMissing`] for the other ticket, [`Code::TicketItself`], [`Code::LinkCycle`] for a
    /// circle of tickets that block each other, [`Code::HierarchyCycle`] for a ticket above itself, [`Code::DuplicateValue`]
    /// when the child has another parent.
    pub async fn link(&self, id: TicketId, relation: TicketRelation, other_id: TicketId) -> Result<LinkedTicket> {
        links::check_other(id, other_id)?;
        let attempt = async || {
            let (ticket, other) = self.both(id, other_id).await?;
            let number = other.number.clone();
            let link_id = match relation {
                TicketRelation::Parent => self.put_under(other, Some(&ticket)).await?,
                TicketRelation::Child => self.put_under(ticket, Some(&other)).await?,
                _ => Some(self.keep(id, relation, other_id).await?.id),
            };
            Ok::<_, Refusal>(LinkedTicket { ticket_id: other_id, number, relation, link_id })
        };
        let again = async |_| {
            let found = self.links(id).await?.into_iter();
            found
                .into_iter()
                .find(|linked| linked.ticket_id == other_id && linked.relation == relation)
                .ok_or_else(not_found::<TicketLink>)
        };
        self.scope.once(attempt, again).await
    }

    /// Takes back how a ticket stands to another one, from whichever side it was said.
    ///
    /// # Errors
    /// [`Code::NotFound`] when they do not stand so.
    pub async fn unlink(&self, id: TicketId, relation: TicketRelation, other_id: TicketId) -> Result<()> {
        let attempt = async || {
            let (ticket, other) = match relation {
                TicketRelation::Parent => (Some(other_id), id),
                TicketRelation::Child => (Some(id), other_id),
                _ => (None, id),
            };
            let mut work = self.scope.unit_of_work();
            let mut found = false;
            if let Some(child) = ticket {
                let before: Ticket = self.scope.load(child).await?;
                if before.parent_id == Some(other) {
                    let mut after = before.clone();
                    after.parent_id = None;
                    work.update(before, after)?;
                    found = true;
                }
            }
            for link in self.between(id, other_id).await?.0 {
                if links::seen_from(id, &link) == (relation, other_id) {
                    work.delete_row(TicketLink::DEF, link.into_row())?;
                    found = true;
                }
            }
            if !found {
                return Err(not_found::<TicketLink>().into());
            }
            work.commit().await.map(drop)
        };
        self.scope.once(attempt, |_| std::future::ready(Ok(()))).await
    }

    /// Returns the tickets that a ticket stands in a relation to, its parent and children among them, by relation and number;
    /// at most 1,000 of each kind. Deleted tickets are left out.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    pub async fn links(&self, id: TicketId) -> Result<Vec<LinkedTicket>> {
        let end = |name: &str| self.scope.query::<TicketLink>().filter(field(name).is(id)).limit(MAX_LIMIT);
        let children = self.scope.query::<Ticket>().filter(field(Ticket::PARENT_ID).is(id)).limit(MAX_LIMIT);
        let queries =
            [self.scope.query_id::<Ticket>(id), children, end(TicketLink::SOURCE_ID), end(TicketLink::TARGET_ID)];
        let mut snapshot = self.scope.snapshot(&queries).await?;
        let ticket: Ticket = snapshot.required()?;
        let children: Vec<Ticket> = snapshot.list()?;
        let mut found: Vec<(TicketRelation, TicketId, Option<_>)> = Vec::new();
        found.extend(ticket.parent_id.map(|parent| (TicketRelation::Child, parent, None)));
        found.extend(children.iter().map(|child| (TicketRelation::Parent, child.id, None)));
        let rows = snapshot.list::<TicketLink>()?.into_iter().chain(snapshot.list::<TicketLink>()?);
        for link in rows {
            let (relation, other) = links::seen_from(id, &link);
            // One that came from elsewhere may say what another one says already.
            if !found.iter().any(|known| (known.0, known.1) == (relation, other)) {
                found.push((relation, other, Some(link.id)));
            }
        }
        let ids: Vec<TicketId> = found.iter().map(|found| found.1).collect();
        let others = self.all(&ids, false).await?;
        let linked = found.into_iter().filter_map(|(relation, ticket_id, link_id)| {
            let other = others.iter().find(|other| other.id == ticket_id)?;
            Some(LinkedTicket { ticket_id, number: other.number.clone(), relation, link_id })
        });
        let mut linked: Vec<LinkedTicket> = linked.collect();
        linked.sort_by(|a, b| (a.relation, &a.number).cmp(&(b.relation, &b.number)));
        Ok(linked)
    }

    /// Returns the tickets of those ids that are there, deleted ones if wanted, in any order.
    pub(super) async fn all(&self, ids: &[TicketId], with_deleted: bool) -> Result<Vec<Ticket>> {
        let mut tickets = Vec::with_capacity(ids.len());
        for ids in ids.chunks(500) {
            let mut query = self.scope.query::<Ticket>().filter(field(Ticket::ID).is_in(ids.iter().copied()));
            query.with_deleted = with_deleted;
            tickets.extend(self.scope.snapshot(&[query.limit(MAX_LIMIT)]).await?.list::<Ticket>()?);
        }
        Ok(tickets)
    }

    async fn both(&self, id: TicketId, other_id: TicketId) -> Result<(Ticket, Ticket)> {
        let queries = [self.scope.query_id::<Ticket>(id), self.scope.query_id::<Ticket>(other_id)];
        let mut snapshot = self.scope.snapshot(&queries).await?;
        let ticket = snapshot.required()?;
        let other = snapshot.optional()?.ok_or_else(|| Error::new(Code::ReferenceMissing).field(OTHER))?;
        Ok((ticket, other))
    }

    /// Puts `child` under `parent`. A link is not needed: the child names its parent.
    async fn put_under(
        &self,
        child: Ticket,
        parent: Option<&Ticket>,
    ) -> Result<Option<crate::ticket::TicketLinkId>, Refusal> {
        let wanted = parent.map(|parent| parent.id);
        if child.parent_id.is_some() && child.parent_id != wanted {
            let taken = Error::new(Code::DuplicateValue).field(Ticket::PARENT_ID).with("entity", Ticket::DEF.name);
            return Err(taken.into());
        }
        let mut work = self.scope.unit_of_work();
        let mut after = child.clone();
        after.parent_id = wanted;
        work.check_ancestors(&child, &after).await?;
        work.update(child, after)?;
        work.commit().await?;
        Ok(None)
    }

    /// Keeps a link, unless it is kept already.
    async fn keep(&self, id: TicketId, relation: TicketRelation, other_id: TicketId) -> Result<TicketLink, Refusal> {
        let (links, query, rows) = self.between(id, other_id).await?;
        let present = links.into_iter().find(|link| links::seen_from(id, link) == (relation, other_id));
        if let Some(link) = present {
            return Ok(link);
        }
        let kept = links::kept(id, relation, other_id);
        let mut work = self.scope.unit_of_work();
        work.expect_unchanged(query, rows);
        if kept.kind == TicketLinkKind::Blocks {
            self.check_circle(&mut work, &kept).await?;
        }
        let new = NewTicketLink {
            source_id: kept.source_id,
            target_id: kept.target_id,
            kind: kept.kind,
            created_by_id: self.scope.actor().user_id(),
        };
        let link = work.insert(TicketLink::build(new, self.scope.stamp(work.now())))?;
        work.commit().await?;
        Ok(link)
    }

    /// Returns the links between two tickets, with the question and the rows of the answer.
    async fn between(&self, a: TicketId, b: TicketId) -> Result<(Vec<TicketLink>, Query, Vec<Row>)> {
        let ends = |source: TicketId, target: TicketId| {
            field(TicketLink::SOURCE_ID).is(source).and(field(TicketLink::TARGET_ID).is(target))
        };
        let either = crate::query::Condition::any([ends(a, b), ends(b, a)]);
        let query = self.scope.query::<TicketLink>().filter(either).limit(100);
        let links: Vec<TicketLink> = self.scope.snapshot(std::slice::from_ref(&query)).await?.list()?;
        let rows = links.iter().cloned().map(TicketLink::into_row).collect();
        Ok((links, query, rows))
    }

    /// Refuses a link by which a ticket would wait for itself: the one that is blocked must not lead to the one that blocks.
    /// What was looked at must still hold at the commit, so that two links at once do not close a circle.
    async fn check_circle(&self, work: &mut UnitOfWork<'_>, kept: &links::Kept) -> Result<()> {
        let mut visited = BTreeSet::from([kept.target_id]);
        let mut next = vec![kept.target_id];
        while !next.is_empty() {
            let ids: Vec<TicketId> = next.drain(..next.len().min(500)).collect();
            let edges = |name: &str, kind: TicketLinkKind| {
                let condition = field(name).is_in(ids.iter().copied()).and(field(TicketLink::KIND).is(kind));
                self.scope.query::<TicketLink>().filter(condition).limit(MAX_LIMIT)
            };
            let queries = [
                edges(TicketLink::SOURCE_ID, TicketLinkKind::Blocks),
                edges(TicketLink::TARGET_ID, TicketLinkKind::BlockedBy),
            ];
            let mut snapshot = self.scope.snapshot(&queries).await?;
            for query in queries {
                let links: Vec<TicketLink> = snapshot.list()?;
                for link in &links {
                    let blocked = if link.kind == TicketLinkKind::Blocks { link.target_id } else { link.source_id };
                    if blocked == kept.source_id {
                        return Err(Error::new(Code::LinkCycle).field(OTHER));
                    }
                    if visited.insert(blocked) {
                        next.push(blocked);
                    }
                }
                if links.len() >= MAX_LIMIT as usize || visited.len() > MAX_VISITED {
                    return Err(Error::new(Code::QueryTooComplex).field(OTHER).with("max", MAX_VISITED));
                }
                work.expect_unchanged(query, links.into_iter().map(TicketLink::into_row).collect());
            }
        }
        Ok(())
    }
}
