//! What people decide about clocks: that a breach does not count, that open clocks come under a later version, and that all rows are
//! told from the histories again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ServiceLevels;
use super::keep::{Telling, keep};
use super::lives::{Ground, TOGETHER, Told};
use super::versions;
use crate::entity::Entity as _;
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::organization::TeamId;
use crate::query::{Find, Paged, Sort, field};
use crate::scope::{Refusal, Scope, not_found};
use crate::sla::rules::version::Candidate;
use crate::sla::rules::{ClockEvent, ClockState, Cycle, Happening, Promise, evaluate};
use crate::sla::{
    ChangeMode, ClockChange, Rebuilt, Repriced, SlaDecision, SlaDecisionId, SlaDecisionKind, SlaMetric,
    SlaPolicyVersionId, SlaTracking,
};
use crate::ticket::{Ticket, TicketId};

#[operations(DECISIONS)]
impl ServiceLevels<'_> {
    /// Says that a breach does not count, by whom and why. The breach itself stays.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is no such ticket or clock, [`Code::ClockNotBreached`], kind `Invalid` with the field.
    pub async fn waive(
        &self,
        ticket_id: TicketId,
        metric: SlaMetric,
        team_id: Option<TeamId>,
        cycle: i64,
        reason: String,
    ) -> Result<SlaDecision> {
        let scope = self.scope();
        if reason.trim().is_empty() {
            return Err(Error::new(Code::Required).field("reason"));
        }
        let attempt = async || {
            let ground = Ground::load(scope).await?;
            let told = ground.tickets(&[ticket_id]).await?.pop().ok_or_else(not_found::<Ticket>)?;
            let mut work = scope.unit_of_work();
            let states = told.states(work.now())?;
            let mut clocks =
                states.iter().filter(|state| state.metric == metric && state.team.map(TeamId::from) == team_id);
            let found = clocks.find_map(|state| state.cycles.iter().find(|known| i64::from(known.number) == cycle));
            let found = found.ok_or_else(not_found::<SlaTracking>)?;
            if found.breached_at.is_none() {
                return Err(Error::new(Code::ClockNotBreached).into());
            }
            let decision = work.insert(SlaDecision {
                metric: Some(metric),
                team_id,
                cycle: Some(cycle),
                reason: Some(reason.clone()),
                ..blank(scope, &told, SlaDecisionKind::Waive, work.now())
            })?;
            let commit = work.commit().await?;
            Ok::<_, Refusal>(match commit.inserted.first().filter(|_| commit.replayed) {
                Some(first) => scope.reload(SlaDecisionId::from(*first)).await?,
                None => decision,
            })
        };
        scope.retry(attempt).await
    }

    /// Brings the open clocks of one page of tickets under what is promised for them now: the latest version of the policy that
    /// holds for each. `mode` says what becomes of what has elapsed; without one, the policy does. Returns what changes, clock by
    /// clock; with `dry_run` nothing is changed. What is over stays as it was promised.
    ///
    /// # Errors
    /// Those of a wrong question, and [`Code::CalendarUncovered`] when a calendar does not know a year that matters.
    pub async fn reprice(&self, find: Find<Ticket>, mode: Option<ChangeMode>, dry_run: bool) -> Result<Repriced> {
        let scope = self.scope();
        let ground = match dry_run {
            true => Ground::load(scope).await?,
            false => Ground::of(scope, versions::settled(scope).await?).await?,
        };
        let query = find.query(scope.organization_id())?;
        let page: Paged<Ticket> = Paged::read(&query, scope.snapshot(std::slice::from_ref(&query)).await?.page())?;
        let mut repriced = Repriced { tickets: 0, changes: Vec::new(), next: page.next };
        let ids: Vec<TicketId> = page.items.iter().map(|ticket| ticket.id).collect();
        for (number, some) in ids.chunks(TOGETHER).enumerate() {
            let changes = reprice(&scope.part(number), &ground, some, mode, dry_run).await?;
            repriced.tickets += changes.iter().map(|(_, changes)| i64::from(!changes.is_empty())).sum::<i64>();
            repriced.changes.extend(changes.into_iter().flat_map(|(_, changes)| changes));
        }
        Ok(repriced)
    }

    /// Tells the rows of one page of tickets, in the order of their ids, from their histories again: at most `limit` (1 to 1,000)
    /// tickets after that one. Rows that were right stay untouched. Clocks that had no row are entered silently: nobody is told
    /// what lies behind. Repeat with `next` until there is none.
    ///
    /// # Errors
    /// [`Code::NumberRange`] for the limit; kind `Invalid` when a policy cannot be read.
    pub async fn rebuild(&self, after: Option<TicketId>, limit: u32) -> Result<Rebuilt> {
        if limit == 0 || limit > crate::query::MAX_LIMIT {
            let max = crate::query::MAX_LIMIT;
            return Err(Error::new(Code::NumberRange).field("limit").with("min", 1).with("max", max));
        }
        let scope = self.scope();
        let mut query = scope.query::<Ticket>().sort([Sort::ascending(Ticket::ID)]).limit(limit);
        query.with_deleted = true;
        if let Some(after) = after {
            query = query.filter(field(Ticket::ID).more_than(after));
        }
        let tickets: Vec<Ticket> = scope.snapshot(&[query]).await?.list()?;
        let marks: BTreeMap<TicketId, Vec<_>> = tickets.iter().map(|ticket| (ticket.id, Vec::new())).collect();
        let kept = keep(scope, &marks, Telling::Kept).await?;
        let is_last = tickets.len() < usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(Rebuilt {
            tickets: i64::try_from(tickets.len()).unwrap_or(i64::MAX),
            rows: i64::try_from(kept.rows).unwrap_or(i64::MAX),
            failed: kept.failed.into_iter().map(|(id, _)| id.to_string()).collect(),
            next: tickets.last().map(|ticket| ticket.id).filter(|_| !is_last),
        })
    }
}

/// Decides for some tickets and commits it, unless it is only asked for.
async fn reprice(
    scope: &Scope,
    ground: &Ground<'_>,
    ids: &[TicketId],
    mode: Option<ChangeMode>,
    dry_run: bool,
) -> Result<Vec<(TicketId, Vec<ClockChange>)>> {
    let attempt = async || {
        let mut work = scope.unit_of_work();
        let mut found = Vec::new();
        for told in ground.tickets(ids).await? {
            let row = told.ticket.clone().into_row();
            let chosen = ground.policies.choose(&row, work.now()).cloned();
            let changes = changes(ground, &told, chosen.as_ref(), mode, work.now())?;
            if let Some(chosen) = chosen.filter(|_| !changes.is_empty()) {
                work.insert(SlaDecision {
                    sla_policy_version_id: Some(chosen.version),
                    mode: Some(mode.unwrap_or(chosen.promise.on_change)),
                    ..blank(scope, &told, SlaDecisionKind::Reprice, work.now())
                })?;
            }
            found.push((told.ticket.id, changes));
        }
        if !dry_run {
            work.commit().await?;
        }
        Ok::<_, Refusal>(found)
    };
    scope.retry(attempt).await
}

/// Returns what would change for the open clocks of a ticket.
fn changes(
    ground: &Ground<'_>,
    told: &Told,
    chosen: Option<&Arc<Candidate>>,
    mode: Option<ChangeMode>,
    now: crate::clock::Timestamp,
) -> Result<Vec<ClockChange>> {
    let Some(chosen) = chosen else { return Ok(Vec::new()) };
    let before = told.states(now)?;
    let is_open = |state: &ClockState| state.cycles.last().is_some_and(Cycle::is_open);
    if told.ticket.deleted_at.is_some() || !before.iter().any(is_open) && !before.is_empty() {
        return Ok(Vec::new());
    }
    let on_change = mode.unwrap_or(chosen.promise.on_change);
    let promise = Arc::new(Promise { on_change, ..(*chosen.promise).clone() });
    let mut events = told.events.clone();
    events.push(ClockEvent { at: told.at(now), happening: Happening::PromiseChanged(Some(promise)) });
    let after = evaluate(&events, told.at(now))?;
    let mut changes = Vec::new();
    for state in &after {
        let known = before.iter().find(|known| known.metric == state.metric && known.team == state.team);
        for cycle in &state.cycles {
            let old = known.and_then(|known| known.cycles.iter().find(|old| old.number == cycle.number));
            let is_same = |old: &Cycle| {
                (old.promise, old.target, old.due_at, old.breached_at, old.phase)
                    == (cycle.promise, cycle.target, cycle.due_at, cycle.breached_at, cycle.phase)
            };
            if old.is_some_and(is_same) {
                continue;
            }
            let number = |cycle: &Cycle| {
                ground.policies.get(SlaPolicyVersionId::from(cycle.promise)).map(|version| version.number)
            };
            changes.push(ClockChange {
                ticket_id: told.ticket.id,
                metric: state.metric,
                team_id: state.team.map(Into::into),
                cycle: cycle.number.into(),
                sla_policy_id: chosen.policy,
                version_before: old.and_then(number),
                version_after: number(cycle).unwrap_or(chosen.number),
                target_before: old.map(|old| old.target.num_milliseconds()),
                target_after: cycle.target.num_milliseconds(),
                due_before: old.and_then(|old| old.due_at),
                due_after: cycle.due_at,
                breached_before: old.is_some_and(|old| old.breached_at.is_some()),
                breached_after: cycle.breached_at.is_some(),
            });
        }
    }
    Ok(changes)
}

fn blank(scope: &Scope, told: &Told, kind: SlaDecisionKind, now: crate::clock::Timestamp) -> SlaDecision {
    SlaDecision {
        id: SlaDecisionId::from(scope.desk().new_id(now)),
        organization_id: scope.organization_id(),
        ticket_id: told.ticket.id,
        kind,
        metric: None,
        team_id: None,
        cycle: None,
        sla_policy_version_id: None,
        mode: None,
        decided_by_id: scope.actor().user_id(),
        reason: None,
        created_at: now,
    }
}
