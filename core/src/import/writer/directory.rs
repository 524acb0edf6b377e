//! Who is who: the source's names of people, teams, categories, statuses and priorities, and the desk's ids of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::Summary;
use crate::entity::{Draft as _, Entity};
use crate::error::{Code, Error, Result};
use crate::identity::{NewUser, User, UserId, UserKind};
use crate::import::SourceTicket;
use crate::organization::{NewTeam, Team, TeamId, rules as organization_rules};
use crate::query::{MAX_LIMIT, Query, Sort};
use crate::scope::Scope;
use crate::ticket::{Category, CategoryId, NewCategory, Priority, PriorityId, PriorityRule, Status, StatusTransition};
use crate::unit_of_work::UnitOfWork;

/// The names that are known, with their ids.
pub(super) struct Directory {
    scope: Scope,
    people: HashMap<Arc<str>, UserId>,
    teams: HashMap<Arc<str>, TeamId>,
    categories: HashMap<(Option<CategoryId>, Arc<str>), CategoryId>,
    statuses: HashMap<String, Status>,
    priorities: HashMap<String, PriorityId>,
    default_priority: PriorityId,
    pub(super) rules: Vec<PriorityRule>,
    pub(super) steps: Vec<StatusTransition>,
}

impl Directory {
    /// Reads what the organization has.
    pub(super) async fn load(scope: &Scope) -> Result<Self> {
        let people = every::<User>(scope).await?;
        let teams = every::<Team>(scope).await?;
        let categories = every::<Category>(scope).await?;
        let statuses = every::<Status>(scope).await?;
        let priorities = every::<Priority>(scope).await?;
        let default = priorities.iter().find(|priority| priority.is_default).or(priorities.first());
        let default_priority =
            default.map(|priority| priority.id).ok_or_else(|| Error::new(Code::NoDefaultPriority))?;
        Ok(Self {
            scope: scope.clone(),
            people: people.into_iter().filter_map(|user| Some((user.external_id?.into(), user.id))).collect(),
            teams: teams.into_iter().map(|team| (team.name.into(), team.id)).collect(),
            categories: categories
                .into_iter()
                .map(|category| ((category.parent_id, category.name.into()), category.id))
                .collect(),
            statuses: statuses.into_iter().map(|status| (status.key.clone(), status)).collect(),
            priorities: priorities.into_iter().map(|priority| (priority.key, priority.id)).collect(),
            default_priority,
            rules: every::<PriorityRule>(scope).await?,
            steps: every::<StatusTransition>(scope).await?,
        })
    }

    /// Adds the names of a ticket that are not known yet.
    pub(super) fn admit(&mut self, work: &mut UnitOfWork<'_>, ticket: &SourceTicket, gain: &mut Summary) -> Result<()> {
        let (mut agents, known) = (0, self.people.len());
        for event in &ticket.events {
            let state = &event.state;
            agents += self.person(work, state.assignee.as_ref(), UserKind::Agent, gain)?;
            // Before the author: whoever asks writes events, too, and is no agent for that.
            self.person(work, state.requester.as_ref(), UserKind::Requester, gain)?;
            agents += self.person(work, event.actor.as_ref(), UserKind::Agent, gain)?;
            agents += self.person(work, state.opened_by.as_ref(), UserKind::Agent, gain)?;
            self.team_named(work, state.team.as_ref(), gain)?;
            let parent = self.category_named(work, None, state.category.as_ref(), gain)?;
            if parent.is_some() {
                self.category_named(work, parent, state.subcategory.as_ref(), gain)?;
            }
        }
        if agents > 0 {
            // People who worked elsewhere are counted and never refused: the past is no offence against the plan.
            work.next(organization_rules::AGENT_COUNTER.to_owned(), agents, None);
        }
        let people = i64::try_from(self.people.len() - known).unwrap_or(i64::MAX);
        if people > 0 {
            work.next(organization_rules::PEOPLE_COUNTER.to_owned(), people, None);
        }
        Ok(())
    }

    /// Adds a person, unless known; returns how many agents that makes.
    fn person(
        &mut self,
        work: &mut UnitOfWork<'_>,
        name: Option<&Arc<str>>,
        kind: UserKind,
        gain: &mut Summary,
    ) -> Result<i64> {
        let Some(name) = name.filter(|name| !self.people.contains_key(*name)) else { return Ok(0) };
        let new =
            NewUser { display_name: name.to_string(), external_id: Some(name.to_string()), kind, ..NewUser::default() };
        let user = work.insert(User::build(new, self.scope.stamp(work.now())))?;
        self.people.insert(name.clone(), user.id);
        gain.people += 1;
        Ok(i64::from(kind == UserKind::Agent))
    }

    fn team_named(&mut self, work: &mut UnitOfWork<'_>, name: Option<&Arc<str>>, gain: &mut Summary) -> Result<()> {
        let Some(name) = name.filter(|name| !self.teams.contains_key(*name)) else { return Ok(()) };
        let new = NewTeam { name: name.to_string(), ..NewTeam::default() };
        let team = work.insert(Team::build(new, self.scope.stamp(work.now())))?;
        self.teams.insert(name.clone(), team.id);
        gain.teams += 1;
        Ok(())
    }

    fn category_named(
        &mut self,
        work: &mut UnitOfWork<'_>,
        parent: Option<CategoryId>,
        name: Option<&Arc<str>>,
        gain: &mut Summary,
    ) -> Result<Option<CategoryId>> {
        let Some(name) = name else { return Ok(None) };
        let key = (parent, name.clone());
        if let Some(known) = self.categories.get(&key) {
            return Ok(Some(*known));
        }
        let new = NewCategory { name: name.to_string(), parent_id: parent, ..NewCategory::default() };
        let category = work.insert(Category::build(new, self.scope.stamp(work.now())))?;
        self.categories.insert(key, category.id);
        gain.categories += 1;
        Ok(Some(category.id))
    }

    pub(super) fn user(&self, name: Option<&Arc<str>>) -> Option<UserId> {
        name.and_then(|name| self.people.get(name).copied())
    }

    pub(super) fn team(&self, name: Option<&Arc<str>>) -> Option<TeamId> {
        name.and_then(|name| self.teams.get(name).copied())
    }

    pub(super) fn category(&self, parent: Option<CategoryId>, name: Option<&Arc<str>>) -> Option<CategoryId> {
        name.and_then(|name| self.categories.get(&(parent, name.clone())).copied())
    }

    pub(super) fn status(&self, key: &str) -> Result<&Status> {
        self.statuses.get(key).ok_or_else(|| Error::new(Code::ReferenceMissing).field("status_id"))
    }

    pub(super) fn priority(&self, key: Option<&Arc<str>>) -> Option<PriorityId> {
        key.and_then(|key| self.priorities.get(&**key).copied())
    }

    pub(super) fn default_priority(&self) -> PriorityId {
        self.default_priority
    }
}

/// Reads all rows of an entity, page by page.
async fn every<E: Entity>(scope: &Scope) -> Result<Vec<E>> {
    let mut rows: Vec<E> = Vec::new();
    let mut query: Query = scope.query::<E>().sort([Sort::ascending("id")]).limit(MAX_LIMIT);
    loop {
        let page: Vec<E> = scope.snapshot(std::slice::from_ref(&query)).await?.list()?;
        let last = page.last().map(|row| crate::entity::Value::Uuid(row.id().into()));
        let full = page.len() == MAX_LIMIT as usize;
        rows.extend(page);
        match last.filter(|_| full) {
            Some(last) => query.after = Some(vec![last]),
            None => return Ok(rows),
        }
    }
}
