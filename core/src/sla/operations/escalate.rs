//! What is told and done because a promise is in danger or broken: the record of it, the people who hear of it, the changes of the
//! ticket, and, for what the host does, the message in the outbox that follows from the record.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::lives::Ground;
use crate::entity::{Draft as _, Entity as _};
use crate::error::Result;
use crate::identity::{User, UserId, UserStatus};
use crate::notification::{NewNotification, Notification};
use crate::organization::{Organization, TeamId, TeamMember};
use crate::query::{MAX_LIMIT, field};
use crate::scope::{Refusal, Scope};
use crate::sla::rules::escalation::{self, Act};
use crate::sla::rules::tracking::{Tell, What};
use crate::sla::rules::wording::{self, News};
use crate::sla::{Escalation, EscalationAction, EscalationId};
use crate::ticket::{PriorityId, Ticket, TicketAction, TicketId};
use crate::unit_of_work::UnitOfWork;

/// What is to be told and done, until it is staged.
pub(super) struct Escalating<'a> {
    scope: &'a Scope,
    ground: &'a Ground<'a>,
    tells: Vec<(Ticket, Tell)>,
}

/// One of them, ready to be written.
struct Step {
    ticket: Ticket,
    tell: Tell,
    news: News,
    tier: i64,
    action: EscalationAction,
    act: Act,
    change: Option<TicketAction>,
}

impl<'a> Escalating<'a> {
    pub(super) fn new(scope: &'a Scope, ground: &'a Ground<'a>) -> Self {
        Self { scope, ground, tells: Vec::new() }
    }

    pub(super) fn add(&mut self, ticket: &Ticket, tells: Vec<Tell>) {
        self.tells.extend(tells.into_iter().map(|tell| (ticket.clone(), tell)));
    }

    /// Adds everything to the commit that was not told before.
    pub(super) async fn stage(self, work: &mut UnitOfWork<'_>) -> Result<(), Refusal> {
        if self.tells.is_empty() {
            return Ok(());
        }
        let told = self.told_before().await?;
        let is_new = |ticket: &Ticket, tell: &Tell| !told.contains(&(ticket.id, tell.occasion.clone()));
        // Two steps at once come out as two steps one after the other.
        let mut priorities: BTreeMap<TicketId, PriorityId> = BTreeMap::new();
        let mut steps: Vec<Step> = Vec::new();
        for (ticket, tell) in self.tells.iter().filter(|(ticket, tell)| is_new(ticket, tell)) {
            let priority = *priorities.get(&ticket.id).unwrap_or(&ticket.priority_id);
            let Some(step) = self.step(ticket, priority, tell)? else { continue };
            if let Some(TicketAction::SetPriority { priority_id: Some(raised) }) = &step.change {
                priorities.insert(ticket.id, *raised);
            }
            steps.push(step);
        }
        let changes: Vec<(TicketId, TicketAction)> =
            steps.iter().filter_map(|step| Some((step.ticket.id, step.change.clone()?))).collect();
        let mut changed = self.scope.tickets().stage(work, &changes).await?.into_iter();
        let audience = Audience::load(self.scope, &steps).await?;
        for step in steps {
            let outcome = match (&step.act, &step.change) {
                (Act::Notify { .. }, _) => {
                    let people = audience.of(&step);
                    for person in &people {
                        work.insert(self.notification(&step, person, &audience.locale, work))?;
                    }
                    json!({ "told": people.iter().map(|person| person.id.to_string()).collect::<Vec<_>>() })
                }
                (Act::RunWorkflow, _) => Json::Null,
                (_, None) => json!({ "changed": false }),
                (_, Some(_)) => match changed.next() {
                    Some(Some(error)) => json!({ "changed": false, "refused": error.code().name() }),
                    _ => json!({ "changed": true }),
                },
            };
            let rule = match step.tell.what {
                // A rule that was promised may be gone by now; the occasion names it all the same.
                What::Rule(rule) => Some(rule).filter(|id| self.ground.parts.rules.iter().any(|row| row.id == *id)),
                What::News(_) => None,
            };
            work.insert(Escalation {
                id: EscalationId::from(self.scope.desk().new_id(work.now())),
                organization_id: self.scope.organization_id(),
                ticket_id: step.ticket.id,
                escalation_rule_id: rule,
                occasion: Some(step.tell.occasion),
                tier: step.tier,
                action: step.action,
                fired_at: step.tell.at,
                fired_by_id: None,
                reason: None,
                outcome: Some(outcome).filter(|outcome| !outcome.is_null()),
                created_at: work.now(),
            })?;
        }
        Ok(())
    }

    /// Returns what was told of these tickets before, also when the rows of their clocks were thrown away since.
    async fn told_before(&self) -> Result<BTreeSet<(TicketId, String)>> {
        let mut ids: Vec<TicketId> = self.tells.iter().map(|(ticket, _)| ticket.id).collect();
        ids.dedup();
        let of_tickets = field(Escalation::TICKET_ID).is_in(ids).and(field(Escalation::OCCASION).is_present());
        let told: Vec<Escalation> = super::lives::all(self.scope, of_tickets, Escalation::CREATED_AT).await?;
        Ok(told.into_iter().filter_map(|row| Some((row.ticket_id, row.occasion?))).collect())
    }

    /// Returns what is to be done; nothing for a rule that its version does not know.
    fn step(&self, ticket: &Ticket, priority: PriorityId, tell: &Tell) -> Result<Option<Step>> {
        let by_default = Act::Notify { users: Vec::new(), teams: Vec::new(), assignee: true };
        let (news, tier, action, act) = match tell.what {
            What::News(news) => (news, 1, EscalationAction::Notify, by_default),
            What::Rule(id) => {
                let rule = self.ground.policies.get(tell.version).and_then(|version| version.rules.get(&id));
                let Some(rule) = rule else { return Ok(None) };
                (News::Escalation(rule.tier), rule.tier, rule.action, escalation::act(rule)?)
            }
        };
        // What is over is neither given to others nor made more urgent.
        let is_over = ticket.deleted_at.is_some() || ticket.resolved_at.is_some() || ticket.closed_at.is_some();
        let change = escalation::change(&act, priority, &self.ground.parts.priorities).filter(|_| !is_over);
        Ok(Some(Step { ticket: ticket.clone(), tell: tell.clone(), news, tier, action, act, change }))
    }

    fn notification(&self, step: &Step, person: &User, locale: &str, work: &UnitOfWork<'_>) -> Notification {
        let language = wording::language(person.locale.as_deref().unwrap_or(locale));
        let new = NewNotification {
            user_id: person.id,
            kind: step.news.kind().to_owned(),
            title: wording::title(&step.ticket.number, step.tell.metric, step.news, language),
            related: Some(Ticket::DEF.table.to_owned()),
            related_id: Some(step.ticket.id.into()),
            ..NewNotification::default()
        };
        Notification::build(new, self.scope.stamp(work.now()))
    }
}

/// Who may be told.
struct Audience {
    people: BTreeMap<UserId, User>,
    members: Vec<(TeamId, UserId)>,
    /// The language of the organization.
    locale: String,
}

impl Audience {
    async fn load(scope: &Scope, steps: &[Step]) -> Result<Self> {
        let (mut ids, mut teams): (BTreeSet<UserId>, BTreeSet<TeamId>) = Default::default();
        for step in steps {
            if let Act::Notify { users, teams: of_rule, assignee } = &step.act {
                ids.extend(users);
                teams.extend(of_rule);
                match step.ticket.assignee_id {
                    Some(id) if *assignee => drop(ids.insert(id)),
                    None if *assignee => teams.extend(step.ticket.team_id),
                    _ => {}
                }
            }
        }
        let in_teams = field(TeamMember::TEAM_ID).is_in(teams.iter().copied());
        let mut organization = scope.query_id::<Organization>(scope.organization_id());
        organization.with_bytes = false;
        let queries = [organization, scope.query::<TeamMember>().filter(in_teams).limit(MAX_LIMIT)];
        let mut snapshot = scope.snapshot(&queries).await?;
        let organization: Option<Organization> = snapshot.optional()?;
        let members: Vec<TeamMember> = snapshot.list()?;
        ids.extend(members.iter().map(|member| member.user_id));
        let mut people = BTreeMap::new();
        let ids: Vec<UserId> = ids.into_iter().collect();
        for some in ids.chunks(500) {
            let query = scope.query::<User>().filter(field(User::ID).is_in(some.iter().copied())).limit(MAX_LIMIT);
            let found: Vec<User> = scope.snapshot(&[query]).await?.list()?;
            let active = found.into_iter().filter(|user| user.status == UserStatus::Active);
            people.extend(active.map(|user| (user.id, user)));
        }
        let members = members.into_iter().map(|member| (member.team_id, member.user_id)).collect();
        Ok(Self { people, members, locale: organization.map(|row| row.locale).unwrap_or_default() })
    }

    /// Returns whom a step tells, each once; without anybody who has the ticket, everybody in its team.
    fn of(&self, step: &Step) -> Vec<&User> {
        let Act::Notify { users, teams, assignee } = &step.act else { return Vec::new() };
        let mut ids: BTreeSet<UserId> = users.iter().copied().collect();
        let mut teams: BTreeSet<TeamId> = teams.iter().copied().collect();
        if *assignee {
            match step.ticket.assignee_id {
                Some(id) => drop(ids.insert(id)),
                None => teams.extend(step.ticket.team_id),
            }
        }
        ids.extend(self.members.iter().filter(|(team, _)| teams.contains(team)).map(|(_, user)| *user));
        ids.iter().filter_map(|id| self.people.get(id)).collect()
    }
}
