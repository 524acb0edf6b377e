//! The rows of one entity, typed: the same verbs for every entity.

use std::future::ready;
use std::marker::PhantomData;

use super::{Scope, check_version, not_found};
use crate::entity::{Editable, Entity};
use crate::error::Result;
use crate::query::{Find, Paged, Query};
use crate::store::Commit;

/// The rows of one entity in one organization.
#[derive(Clone, Copy, Debug)]
pub struct Repository<'a, E: Entity> {
    scope: &'a Scope,
    entity: PhantomData<fn() -> E>,
}

impl<'a, E: Entity> Repository<'a, E> {
    pub(crate) fn new(scope: &'a Scope) -> Self {
        Self { scope, entity: PhantomData }
    }

    /// Returns the row of that id, if it is there and not deleted.
    ///
    /// # Errors
    /// Kind [`Unavailable`](crate::ErrorKind::Unavailable) or [`Corrupt`](crate::ErrorKind::Corrupt).
    pub async fn find(&self, id: E::Id) -> Result<Option<E>> {
        let mut query = Query::by_id(E::DEF, self.scope.organization_id(), id.into());
        query.with_deleted = false;
        self.scope.snapshot(&[query]).await?.optional()
    }

    /// Returns the row of that id.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) when it is not there, deleted, or another organization's.
    pub async fn get(&self, id: E::Id) -> Result<E> {
        self.find(id).await?.ok_or_else(not_found::<E>)
    }

    /// Returns one page of rows.
    ///
    /// # Errors
    /// Those of a wrong question: [`Code::FieldUnknown`](crate::Code::FieldUnknown),
    /// [`Code::CursorInvalid`](crate::Code::CursorInvalid) and the like, naming the field.
    pub async fn list(&self, find: Find<E>) -> Result<Paged<E>> {
        let query = find.query(self.scope.organization_id())?;
        let page = self.scope.desk().read(std::slice::from_ref(&query)).await?.pop().unwrap_or_default();
        Paged::read(&query, page)
    }

    /// Returns how many rows meet the filter of `find`, whatever its limit and place.
    ///
    /// # Errors
    /// As [`Repository::list`].
    pub async fn count(&self, find: Find<E>) -> Result<u64> {
        let query = find.query(self.scope.organization_id())?.count();
        Ok(self.scope.desk().read(&[query]).await?.pop().unwrap_or_default().count)
    }
}

impl<E: Editable> Repository<'_, E> {
    /// Makes a row.
    ///
    /// # Errors
    /// Kind `Invalid` with the field for a broken limit or a reference that points nowhere, `Rejected` for a value that
    /// is taken or a second default.
    pub async fn create(&self, new: E::New) -> Result<E> {
        let attempt = async || {
            let mut work = self.scope.unit_of_work();
            let stamp = self.scope.stamp(work.now());
            let made = E::build(new.clone(), stamp);
            work.check_default(None, &made).await?;
            let made = work.insert(made)?;
            let commit = work.commit().await?;
            let first = commit.inserted.first().copied().filter(|_| commit.replayed);
            Ok(first.map_or(Outcome::Made(made), |id| Outcome::Earlier(id.into())))
        };
        // The default that is in the way may be the one that an earlier call with the same id made.
        let again = async |commit: Commit| {
            let first = commit.inserted.first().copied().ok_or_else(not_found::<E>)?;
            Ok(Outcome::Earlier(first.into()))
        };
        match self.scope.once(attempt, again).await? {
            Outcome::Made(made) => Ok(made),
            Outcome::Earlier(id) => self.scope.reload(id).await,
        }
    }

    /// Changes the row at that version.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound), [`Code::StaleVersion`](crate::Code::StaleVersion) when somebody changed
    /// it in between, and those of [`Repository::create`].
    pub async fn update(&self, id: E::Id, version: i64, patch: E::Patch) -> Result<E> {
        let attempt = async || {
            let before: E = self.scope.load(id).await?;
            check_version::<E>(version, before.version())?;
            let mut after = before.clone();
            after.apply(patch.clone());
            let mut work = self.scope.unit_of_work();
            work.check_ancestors(&before, &after).await?;
            work.check_default(Some(&before), &after).await?;
            let after = work.update(before, after)?;
            work.commit().await?;
            Ok(after)
        };
        self.scope.once(attempt, |_| self.scope.reload(id)).await
    }

    /// Removes the row at that version.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound), [`Code::StaleVersion`](crate::Code::StaleVersion), and
    /// [`Code::InUse`](crate::Code::InUse) while other rows point to it.
    pub async fn delete(&self, id: E::Id, version: i64) -> Result<()> {
        let attempt = async || {
            let before: E = self.scope.load(id).await?;
            check_version::<E>(version, before.version())?;
            let mut work = self.scope.unit_of_work();
            work.delete(before)?;
            work.commit().await.map(|_| ())
        };
        self.scope.once(attempt, |_| ready(Ok(()))).await
    }
}

/// Whether a create made its row now, or had made it when the same batch was committed before.
pub(crate) enum Outcome<E: Entity> {
    /// Now.
    Made(E),
    /// Before; the row's id.
    Earlier(E::Id),
}
