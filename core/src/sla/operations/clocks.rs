//! How the clocks of a ticket stand, and why: always told from its history, so that there is nothing that could be stale.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::calendar::Calendar;
use crate::clock::Timestamp;
use crate::entity::Entity;
use crate::error::{Code, Error, Result};
use crate::identity::User;
use crate::operation::operations;
use crate::query::{Condition, MAX_LIMIT, Query, Sort, field};
use crate::scope::{Scope, not_found};
use crate::sla::rules::history::{Candidate, Life};
use crate::sla::rules::{Cycle, Phase, Reason, Verdict, evaluate, policy};
use crate::sla::{
    BusinessCalendar, BusinessCalendarId, CalendarSegment, ClockPhase, EscalationRule, SegmentReason, SlaMetric,
    SlaPolicy, TicketClock, TicketClocks,
};
use crate::ticket::{Comment, Priority, Status, Ticket, TicketHistory, TicketId};

/// The most tickets of one question.
const MAX_TICKETS: usize = 100;

/// The service levels of an organization.
#[derive(Clone, Copy, Debug)]
pub struct ServiceLevels<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the service levels of the organization.
    pub fn service_levels(&self) -> ServiceLevels<'_> {
        ServiceLevels { scope: self }
    }
}

#[operations(CLOCKS)]
impl ServiceLevels<'_> {
    /// Returns every clock of a ticket as it stands now, each cycle with the segments that explain it: what was open, closed or a
    /// holiday, and in which status it stood still.
    ///
    /// It is a pure fold over the ticket's history and the active policies as they are now; a change of a policy is seen by tickets
    /// that were closed before it, too. The policy is that of the ticket's priority, or else the first, by position, whose
    /// condition the ticket met at the time; a change of priority or policy keeps what has elapsed.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound); [`Code::CalendarUncovered`](crate::Code::CalendarUncovered) when a calendar does
    /// not know a year that matters.
    pub async fn clocks(&self, ticket_id: TicketId) -> Result<Vec<TicketClock>> {
        let mut found = self.read(&[ticket_id]).await?;
        let life = found.pop().ok_or_else(not_found::<Ticket>)?;
        Ok(life.clocks)
    }

    /// Returns the clocks of several tickets, in the order of their ids, as [`ServiceLevels::clocks`] does; ids of tickets that are not
    /// there are left out. It asks the store as often for many as for one.
    ///
    /// # Errors
    /// [`Code::ListTooLong`] for more than 100 tickets, and those of [`ServiceLevels::clocks`].
    pub async fn clocks_of(&self, ticket_ids: Vec<TicketId>) -> Result<Vec<TicketClocks>> {
        if ticket_ids.len() > MAX_TICKETS {
            return Err(Error::new(Code::ListTooLong).field("ticket_ids").with("max", MAX_TICKETS));
        }
        self.read(&ticket_ids).await
    }
}

impl ServiceLevels<'_> {
    async fn read(&self, ids: &[TicketId]) -> Result<Vec<TicketClocks>> {
        let now = self.scope.desk().now();
        let mut present =
            self.scope.query::<Ticket>().filter(field(Ticket::ID).is_in(ids.iter().copied())).limit(MAX_LIMIT);
        present.with_deleted = true;
        let tickets: Vec<Ticket> = self.scope.snapshot(&[present]).await?.list()?;
        let policies = self.policies().await?;
        let of_tickets = |name: &str| field(name.to_owned()).is_in(ids.iter().copied());
        let records =
            self.all::<TicketHistory>(of_tickets(TicketHistory::TICKET_ID), TicketHistory::CREATED_AT).await?;
        let comments = self.all::<Comment>(of_tickets(Comment::TICKET_ID), Comment::CREATED_AT).await?;
        let authors = self.authors(&comments).await?;
        let statuses = self.all::<Status>(Condition::always(), Status::CREATED_AT).await?;
        let statuses: BTreeMap<Uuid, Status> = statuses.into_iter().map(|status| (status.id.into(), status)).collect();
        let mut of_ticket: BTreeMap<TicketId, (Vec<TicketHistory>, Vec<Comment>)> = BTreeMap::new();
        for record in records {
            of_ticket.entry(record.ticket_id).or_default().0.push(record);
        }
        for comment in comments {
            of_ticket.entry(comment.ticket_id).or_default().1.push(comment);
        }
        let mut answers = Vec::with_capacity(tickets.len());
        for ticket in tickets {
            let ticket_id = ticket.id;
            let (records, comments) = of_ticket.remove(&ticket_id).unwrap_or_default();
            let (authors, statuses, policies) = (&authors, &statuses, &policies[..]);
            let life = Life { ticket, records: &records, comments: &comments, authors, statuses, policies };
            let mut clocks = Vec::new();
            for state in evaluate(&life.events()?, now)? {
                for cycle in &state.cycles {
                    clocks.push(clock(state.metric, state.team, cycle, now)?);
                }
            }
            answers.push(TicketClocks { ticket_id, clocks });
        }
        Ok(answers)
    }
}

impl ServiceLevels<'_> {
    /// Loads the active policies with what they promise, in their order.
    async fn policies(&self) -> Result<Vec<Candidate>> {
        let scope = self.scope;
        let active = |query: Query| query.limit(MAX_LIMIT);
        let policies = scope.query::<SlaPolicy>().filter(field(SlaPolicy::IS_ACTIVE).is(true));
        let policies = policies.sort([Sort::ascending(SlaPolicy::POSITION)]);
        let mut snapshot = scope
            .snapshot(&[
                active(policies),
                active(scope.query::<EscalationRule>()),
                active(scope.query::<BusinessCalendar>()),
                active(scope.query::<Priority>()),
            ])
            .await?;
        let policies: Vec<SlaPolicy> = snapshot.list()?;
        let rules: Vec<EscalationRule> = snapshot.list()?;
        let calendars: Vec<BusinessCalendar> = snapshot.list()?;
        let priorities: Vec<Priority> = snapshot.list()?;
        let mut compiled: BTreeMap<BusinessCalendarId, Calendar> = BTreeMap::new();
        let default = calendars.iter().find(|calendar| calendar.is_default).map(|calendar| calendar.id);
        let mut candidates = Vec::with_capacity(policies.len());
        for row in &policies {
            let id = row.calendar_id.or(default);
            let calendar = match id.and_then(|id| calendars.iter().find(|calendar| calendar.id == id)) {
                // An organization that says nothing of its hours is always open.
                None => Calendar::always(),
                Some(of_policy) => match compiled.get(&of_policy.id) {
                    Some(calendar) => calendar.clone(),
                    None => {
                        let calendar = policy::calendar(of_policy)?;
                        compiled.insert(of_policy.id, calendar.clone());
                        calendar
                    }
                },
            };
            let own: Vec<EscalationRule> = rules.iter().filter(|rule| rule.sla_policy_id == row.id).cloned().collect();
            let named = priorities.iter().filter(|priority| priority.sla_policy_id == Some(row.id));
            candidates.push(Candidate {
                condition: policy::condition(row)?,
                priorities: named.map(|priority| priority.id.into()).collect(),
                promise: Arc::new(policy::promise(row, &own, &calendar, row.id.into())?),
            });
        }
        Ok(candidates)
    }

    async fn authors(&self, comments: &[Comment]) -> Result<BTreeMap<Uuid, User>> {
        let mut ids: Vec<_> = comments.iter().filter_map(|comment| comment.author_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut authors = BTreeMap::new();
        for ids in ids.chunks(100) {
            let mut query =
                self.scope.query::<User>().filter(field(User::ID).is_in(ids.iter().copied())).limit(MAX_LIMIT);
            query.with_deleted = true;
            query.with_bytes = false;
            let users: Vec<User> = self.scope.snapshot(&[query]).await?.list()?;
            authors.extend(users.into_iter().map(|user| (user.id.into(), user)));
        }
        Ok(authors)
    }

    /// Loads all rows, deleted ones too, in order of an instant.
    async fn all<E: Entity>(&self, condition: Condition, by: &'static str) -> Result<Vec<E>> {
        let mut rows: Vec<E> = Vec::new();
        let mut after = None;
        loop {
            let mut query =
                self.scope.query::<E>().filter(condition.clone()).sort([Sort::ascending(by)]).limit(MAX_LIMIT);
            query.with_deleted = true;
            query.after = after;
            let page = self.scope.snapshot(&[query]).await?.page();
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
}

fn clock(metric: SlaMetric, team: Option<Uuid>, cycle: &Cycle, now: Timestamp) -> Result<TicketClock> {
    let segments = cycle.explain(now)?.into_iter().map(|part| {
        let (reason, name) = match part.reason {
            Reason::Counted => (SegmentReason::Open, None),
            Reason::Closed => (SegmentReason::Closed, None),
            Reason::Holiday(name) => (SegmentReason::Holiday, Some(name)),
            Reason::Paused(status) => (SegmentReason::Paused, Some(status)),
        };
        CalendarSegment { started_at: part.from, ended_at: part.to, reason, name }
    });
    Ok(TicketClock {
        metric,
        team_id: team.map(Into::into),
        cycle: cycle.number.into(),
        sla_policy_id: cycle.promise.into(),
        phase: match cycle.phase {
            Phase::Running => ClockPhase::Running,
            Phase::Paused => ClockPhase::Paused,
            Phase::Stopped => ClockPhase::Stopped,
            Phase::Cancelled => ClockPhase::Cancelled,
        },
        started_at: cycle.started_at,
        target_milliseconds: cycle.target.num_milliseconds(),
        elapsed_milliseconds: cycle.elapsed.num_milliseconds(),
        due_at: cycle.due_at,
        stopped_at: cycle.stopped_at,
        breached_at: cycle.breached_at,
        is_met: cycle.verdict().map(|verdict| verdict == Verdict::Met),
        segments: segments.collect(),
    })
}
