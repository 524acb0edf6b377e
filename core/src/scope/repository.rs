//! The rows of one entity, typed: the same verbs for every entity.

use std::marker::PhantomData;

use super::Scope;
use super::rows::Rows;
use crate::entity::{Creatable, Editable, Entity};
use crate::error::Result;
use crate::query::{Find, Paged, Taking};

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

    fn rows(&self) -> Rows<'a> {
        Rows::new(self.scope, E::DEF)
    }

    /// Returns the row of that id, if it is there and not deleted.
    ///
    /// # Errors
    /// Kind [`Unavailable`](crate::ErrorKind::Unavailable) or [`Corrupt`](crate::ErrorKind::Corrupt).
    pub async fn find(&self, id: E::Id) -> Result<Option<E>> {
        let query = self.rows().by_id(id.into());
        let mut found = None;
        self.scope.desk().read_each(&query, &mut found).await?;
        Ok(found)
    }

    /// Returns the row of that id.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) when it is not there, deleted, or another organization's.
    pub async fn get(&self, id: E::Id) -> Result<E> {
        self.find(id).await?.ok_or_else(|| self.rows().not_found())
    }

    /// Returns one page of rows.
    ///
    /// # Errors
    /// Those of a wrong question: [`Code::FieldUnknown`](crate::Code::FieldUnknown),
    /// [`Code::CursorInvalid`](crate::Code::CursorInvalid) and the like, naming the field.
    pub async fn list(&self, find: Find<E>) -> Result<Paged<E>> {
        let query = find.query(self.scope.organization_id())?;
        let mut taking = Taking::of(&query);
        let more = self.scope.desk().read_each(&query, &mut taking).await?;
        Ok(taking.page(more))
    }

    /// Returns how many rows meet the filter of `find`, whatever its limit and place.
    ///
    /// # Errors
    /// As [`Repository::list`].
    pub async fn count(&self, find: Find<E>) -> Result<u64> {
        self.rows().count(find.query(self.scope.organization_id())?).await
    }
}

impl<E: Creatable> Repository<'_, E> {
    /// Makes a row.
    ///
    /// # Errors
    /// Kind `Invalid` with the field for a broken limit or a reference that points nowhere, `Rejected` for a value that
    /// is taken or a second default.
    pub async fn create(&self, new: E::New) -> Result<E> {
        self.rows().create(&|stamp| Ok(E::build(new.clone(), stamp).into_row())).await.and_then(E::from_row)
    }
}

impl<E: Editable> Repository<'_, E> {
    /// Changes the row at that version.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound), [`Code::StaleVersion`](crate::Code::StaleVersion) when somebody changed
    /// it in between, and those of [`Repository::create`].
    pub async fn update(&self, id: E::Id, version: i64, patch: E::Patch) -> Result<E> {
        let change = |row| {
            let mut entity = E::from_row(row)?;
            entity.apply(patch.clone());
            Ok(entity.into_row())
        };
        self.rows().update(id.into(), version, &change).await.and_then(E::from_row)
    }

    /// Removes the row at that version.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound), [`Code::StaleVersion`](crate::Code::StaleVersion), and
    /// [`Code::InUse`](crate::Code::InUse) while other rows point to it.
    pub async fn delete(&self, id: E::Id, version: i64) -> Result<()> {
        self.rows().delete(id.into(), version).await
    }

    /// Brings a deleted row back; one that was not deleted stays as it is.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) when there is no such row, deleted or not, or when the entity's rows are
    /// deleted for good; [`Code::DuplicateValue`](crate::Code::DuplicateValue) when its name was taken in between.
    pub async fn restore(&self, id: E::Id) -> Result<E> {
        self.rows().restore(id.into()).await.and_then(E::from_row)
    }
}
