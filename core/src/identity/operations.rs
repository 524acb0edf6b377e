//! Making, changing and removing people, within the organization's limits of agents and of people.

use super::rules;
use super::{NewUser, User, UserId, UserPatch};
use crate::entity::{Changeable as _, Draft as _};
use crate::error::Result;
use crate::operation::operations;
use crate::organization::rules::{AGENT_COUNTER, Limits, PEOPLE_COUNTER};
use crate::organization::{Organization, TenantConfiguration};
use crate::query::{Find, Paged};
use crate::scope::{Refusal, Repository, Scope, check_version};
use crate::store::Commit;
use crate::unit_of_work::UnitOfWork;

/// The people of an organization.
#[derive(Clone, Copy, Debug)]
pub struct Users<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the people of the organization.
    pub fn users(&self) -> Users<'_> {
        Users { scope: self }
    }
}

impl<'a> Users<'a> {
    fn rows(&self) -> Repository<'a, User> {
        self.scope.repository()
    }

    /// Returns the person of that id.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound).
    pub async fn get(&self, id: UserId) -> Result<User> {
        self.rows().get(id).await
    }

    /// Returns the person of that id, if there is one.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    pub async fn find(&self, id: UserId) -> Result<Option<User>> {
        self.rows().find(id).await
    }

    /// Returns one page of people.
    ///
    /// # Errors
    /// As [`Repository::list`].
    pub async fn list(&self, find: Find<User>) -> Result<Paged<User>> {
        self.rows().list(find).await
    }

    /// Returns how many people meet the filter of `find`, whatever its limit and place.
    ///
    /// # Errors
    /// As [`Repository::list`].
    pub async fn count(&self, find: Find<User>) -> Result<u64> {
        self.rows().count(find).await
    }
}

#[operations(PEOPLE)]
impl Users<'_> {
    /// Makes a person.
    ///
    /// # Errors
    /// Kind `Invalid` with the field, [`Code::DuplicateValue`](crate::Code::DuplicateValue) for an address that is taken,
    /// [`Code::AgentLimit`](crate::Code::AgentLimit), [`Code::UserLimit`](crate::Code::UserLimit).
    pub async fn create(&self, new: NewUser) -> Result<User> {
        let attempt = async || {
            let queries =
                [self.scope.query_id::<Organization>(self.scope.organization_id()), self.scope.configuration_query()];
            let mut snapshot = self.scope.snapshot(&queries).await?;
            let (organization, configuration): (Organization, Option<TenantConfiguration>) =
                (snapshot.required()?, snapshot.optional()?);
            let limits = Limits { organization: &organization, configuration: configuration.as_ref() };
            let mut work = self.scope.unit_of_work();
            let mut user = User::build(new.clone(), self.scope.stamp(work.now()));
            rules::normalise(&mut user);
            rules::check(&user)?;
            count(&mut work, &limits, None, &user);
            let user = work.insert(user)?;
            let commit = self.commit(work, &limits).await?;
            Ok((user, commit))
        };
        let (user, commit) = self.scope.retry(attempt).await?;
        match commit.inserted.first().filter(|_| commit.replayed) {
            Some(first) => self.scope.reload(UserId::from(*first)).await,
            None => Ok(user),
        }
    }

    /// Changes a person at that version.
    ///
    /// # Errors
    /// As [`Users::create`], and [`Code::NotFound`](crate::Code::NotFound) or
    /// [`Code::StaleVersion`](crate::Code::StaleVersion).
    pub async fn update(&self, id: UserId, version: i64, patch: UserPatch) -> Result<User> {
        self.change(id, version, |user| user.apply(patch.clone())).await
    }

    /// Marks a person as deleted, at that version. Tickets keep pointing to them.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) or [`Code::StaleVersion`](crate::Code::StaleVersion).
    pub async fn delete(&self, id: UserId, version: i64) -> Result<()> {
        let now = self.scope.desk().now();
        self.change(id, version, |user| user.deleted_at = Some(now)).await.map(|_| ())
    }

    async fn change(&self, id: UserId, version: i64, edit: impl Fn(&mut User)) -> Result<User> {
        let attempt = async || {
            let queries = [
                self.scope.query_id::<Organization>(self.scope.organization_id()),
                self.scope.configuration_query(),
                self.scope.query_id::<User>(id),
            ];
            let mut snapshot = self.scope.snapshot(&queries).await?;
            let (organization, configuration): (Organization, Option<TenantConfiguration>) =
                (snapshot.required()?, snapshot.optional()?);
            let limits = Limits { organization: &organization, configuration: configuration.as_ref() };
            let before: User = snapshot.required()?;
            check_version::<User>(version, before.version)?;
            let mut after = before.clone();
            edit(&mut after);
            rules::normalise(&mut after);
            rules::check(&after)?;
            let mut work = self.scope.unit_of_work();
            count(&mut work, &limits, Some(&before), &after);
            let after = work.update(before, after)?;
            self.commit(work, &limits).await?;
            Ok(after)
        };
        self.scope.once(attempt, |_| self.scope.reload(id)).await
    }

    async fn commit(&self, work: UnitOfWork<'_>, limits: &Limits<'_>) -> Result<Commit, Refusal> {
        let now = work.now();
        work.commit().await.map_err(|refusal| match refusal {
            Refusal::Final(error) => Refusal::Final(limits.explain(error, now)),
            again @ Refusal::Again(_) => again,
        })
    }
}

/// Moves the counters of agents and of people when the person begins or ceases to be one.
fn count(work: &mut UnitOfWork<'_>, limits: &Limits<'_>, before: Option<&User>, after: &User) {
    let mut count = |counter: &str, counts: fn(&User) -> bool, limit: Option<i64>| {
        let by = i64::from(counts(after)) - i64::from(before.is_some_and(counts));
        if by != 0 {
            work.next(counter.to_owned(), by, limit.filter(|_| by > 0));
        }
    };
    count(AGENT_COUNTER, rules::counts_as_agent, limits.agents());
    count(PEOPLE_COUNTER, rules::counts_as_person, limits.people());
}
