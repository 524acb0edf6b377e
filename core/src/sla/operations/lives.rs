//! What clocks are told from: the versions of policies, and everything that is known of the lives of tickets. It asks the store as
//! often for many tickets as for one.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::{Entity, Stamp};
use crate::error::Result;
use crate::identity::User;
use crate::query::{Condition, MAX_LIMIT, Sort, field};
use crate::scope::Scope;
use crate::sla::rules::history::Life;
use crate::sla::rules::version::{Parts, Policies};
use crate::sla::rules::{ClockEvent, ClockState, evaluate};
use crate::sla::{BusinessCalendar, EscalationRule, SlaDecision, SlaPolicy, SlaPolicyVersion};
use crate::ticket::{Comment, Priority, Status, Ticket, TicketHistory, TicketId};

/// How many tickets are asked for at once.
pub(crate) const TOGETHER: usize = 100;

/// The policies of an organization as rows, with the versions that were made of them.
pub(crate) struct Promised {
    pub(crate) parts: Parts,
    pub(crate) versions: Vec<SlaPolicyVersion>,
}

impl Promised {
    pub(crate) async fn load(scope: &Scope) -> Result<Self> {
        let mut snapshot = scope
            .snapshot(&[
                scope.query::<SlaPolicy>().limit(MAX_LIMIT),
                scope.query::<EscalationRule>().limit(MAX_LIMIT),
                scope.query::<BusinessCalendar>().limit(MAX_LIMIT),
                scope.query::<Priority>().sort([Sort::ascending(Priority::LEVEL)]).limit(MAX_LIMIT),
            ])
            .await?;
        let parts = Parts {
            policies: snapshot.list()?,
            rules: snapshot.list()?,
            calendars: snapshot.list()?,
            priorities: snapshot.list()?,
        };
        if parts.policies.is_empty() {
            return Ok(Self { parts, versions: Vec::new() });
        }
        let mut versions: Vec<SlaPolicyVersion> =
            all(scope, Condition::always(), SlaPolicyVersion::EFFECTIVE_FROM).await?;
        // Nobody was promised anything by a policy that could be removed.
        versions.retain(|version| parts.policies.iter().any(|policy| policy.id == version.sla_policy_id));
        Ok(Self { parts, versions })
    }

    /// Returns the last version of a policy.
    pub(crate) fn latest(&self, policy: &SlaPolicy) -> Option<&SlaPolicyVersion> {
        let own = self.versions.iter().filter(|version| version.sla_policy_id == policy.id);
        own.max_by_key(|version| version.number)
    }

    /// Returns the versions that are missing: of policies that came in another way than through a repository.
    pub(crate) fn missing(&self, stamp: impl Fn(&SlaPolicy) -> Stamp) -> Vec<SlaPolicyVersion> {
        let next = |policy| self.parts.next_version(policy, self.latest(policy), stamp(policy));
        self.parts.policies.iter().filter_map(next).collect()
    }
}

/// What is the same for all tickets of an organization.
pub(crate) struct Ground<'a> {
    scope: &'a Scope,
    pub(crate) parts: Parts,
    pub(crate) policies: Policies,
    statuses: BTreeMap<Uuid, Status>,
}

/// A ticket with how its clocks stand.
pub(crate) struct Told {
    pub(crate) ticket: Ticket,
    /// What was decided about its clocks, the earliest first.
    pub(crate) decisions: Vec<SlaDecision>,
    /// What its clocks have heard.
    pub(crate) events: Vec<ClockEvent>,
}

impl Told {
    /// Returns how the clocks stand at `now`, or at the last thing that they heard, when that comes later.
    pub(crate) fn states(&self, now: Timestamp) -> Result<Vec<ClockState>> {
        evaluate(&self.events, self.at(now))
    }

    /// Returns the instant at which the clocks are read.
    pub(crate) fn at(&self, now: Timestamp) -> Timestamp {
        self.events.last().map_or(now, |event| event.at.max(now))
    }
}

impl<'a> Ground<'a> {
    /// Loads it, with versions of what has none yet, as if they had been made.
    pub(crate) async fn load(scope: &'a Scope) -> Result<Self> {
        let mut promised = Promised::load(scope).await?;
        let (organization_id, at) = (scope.organization_id(), scope.desk().now());
        let missing = promised.missing(|policy| Stamp { id: policy.id.into(), organization_id, at });
        promised.versions.extend(missing);
        Self::of(scope, promised).await
    }

    pub(crate) async fn of(scope: &'a Scope, promised: Promised) -> Result<Self> {
        let policies = Policies::read(&promised.versions)?;
        let statuses: Vec<Status> = all(scope, Condition::always(), Status::CREATED_AT).await?;
        let statuses = statuses.into_iter().map(|status| (status.id.into(), status)).collect();
        Ok(Self { scope, parts: promised.parts, policies, statuses })
    }

    /// Loads tickets, at most [`TOGETHER`], deleted ones too, in the order of their ids; those that are not there are left out.
    pub(crate) async fn tickets(&self, ids: &[TicketId]) -> Result<Vec<Told>> {
        let scope = self.scope;
        let mut present = scope.query::<Ticket>().filter(field(Ticket::ID).is_in(ids.iter().copied())).limit(MAX_LIMIT);
        present.with_deleted = true;
        let tickets: Vec<Ticket> = scope.snapshot(&[present]).await?.list()?;
        let of_tickets = |name: &str| field(name.to_owned()).is_in(ids.iter().copied());
        let records: Vec<TicketHistory> =
            all(scope, of_tickets(TicketHistory::TICKET_ID), TicketHistory::CREATED_AT).await?;
        let comments: Vec<Comment> = all(scope, of_tickets(Comment::TICKET_ID), Comment::CREATED_AT).await?;
        let decisions: Vec<SlaDecision> =
            all(scope, of_tickets(SlaDecision::TICKET_ID), SlaDecision::CREATED_AT).await?;
        let authors = self.authors(&comments).await?;
        let mut records = by_ticket(records, |record| record.ticket_id);
        let mut comments = by_ticket(comments, |comment| comment.ticket_id);
        let mut decisions = by_ticket(decisions, |decision| decision.ticket_id);
        let mut told = Vec::with_capacity(tickets.len());
        for ticket in tickets {
            let id = ticket.id;
            let decisions = decisions.remove(&id).unwrap_or_default();
            let life = Life {
                ticket,
                records: &records.remove(&id).unwrap_or_default(),
                comments: &comments.remove(&id).unwrap_or_default(),
                authors: &authors,
                decisions: &decisions,
                statuses: &self.statuses,
                policies: &self.policies,
            };
            let events = life.events()?;
            told.push(Told { ticket: life.ticket, decisions, events });
        }
        Ok(told)
    }

    async fn authors(&self, comments: &[Comment]) -> Result<BTreeMap<Uuid, User>> {
        let mut ids: Vec<_> = comments.iter().filter_map(|comment| comment.author_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut authors = BTreeMap::new();
        for ids in ids.chunks(500) {
            let mut query =
                self.scope.query::<User>().filter(field(User::ID).is_in(ids.iter().copied())).limit(MAX_LIMIT);
            query.with_deleted = true;
            query.with_bytes = false;
            let users: Vec<User> = self.scope.snapshot(&[query]).await?.list()?;
            authors.extend(users.into_iter().map(|user| (user.id.into(), user)));
        }
        Ok(authors)
    }
}

fn by_ticket<E>(rows: Vec<E>, ticket: impl Fn(&E) -> TicketId) -> BTreeMap<TicketId, Vec<E>> {
    let mut sorted: BTreeMap<TicketId, Vec<E>> = BTreeMap::new();
    for row in rows {
        sorted.entry(ticket(&row)).or_default().push(row);
    }
    sorted
}

/// Loads all rows, deleted ones too, in order of an instant.
pub(crate) async fn all<E: Entity>(scope: &Scope, condition: Condition, by: &'static str) -> Result<Vec<E>> {
    let mut rows: Vec<E> = Vec::new();
    let mut after = None;
    loop {
        let mut query = scope.query::<E>().filter(condition.clone()).sort([Sort::ascending(by)]).limit(MAX_LIMIT);
        query.with_deleted = true;
        query.after = after;
        let page = scope.snapshot(&[query]).await?.page();
        let at = E::DEF.index_of(by).zip(E::DEF.index_of("id"));
        after = page.rows.last().zip(at).map(|(row, (by, id))| vec![row[by].clone(), row[id].clone()]);
        let is_last = page.rows.len() < MAX_LIMIT.try_into().unwrap_or(usize::MAX);
        for row in page.rows {
            rows.push(E::from_row(row)?);
        }
        if is_last {
            return Ok(rows);
        }
    }
}
