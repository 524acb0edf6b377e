//! Trees of rows, such as categories or tickets: a row never becomes its own ancestor, also when two rows are moved at once.

use super::UnitOfWork;
use crate::entity::{Entity, EntityDef, Row};
use crate::error::{Code, Error, Result};
use crate::query::Query;
use crate::store::{Expect, Key};

/// The field that holds the place in a tree.
const PARENT: &str = "parent_id";
/// The deepest tree.
const MAX_DEPTH: usize = 64;

impl UnitOfWork<'_> {
    /// Refuses a new parent that is the row itself or below it. The ancestors must stay as they are until the commit, so that
    /// nobody moves them below the row in between.
    ///
    /// # Errors
    /// [`Code::HierarchyCycle`] or [`Code::ReferenceMissing`] with the field.
    pub(crate) async fn check_ancestors<E: Entity>(&mut self, before: &E, after: &E) -> Result<()> {
        if tree(E::DEF).is_none() {
            return Ok(());
        }
        self.check_ancestors_of(E::DEF, &before.clone().into_row(), &after.clone().into_row()).await
    }

    /// Does the same with rows.
    pub(crate) async fn check_ancestors_of(
        &mut self,
        def: &'static EntityDef,
        before: &Row,
        after: &Row,
    ) -> Result<()> {
        let Some(index) = tree(def).filter(|index| before[*index] != after[*index]) else { return Ok(()) };
        let (itself, mut next) = (crate::store::row_id(def, after)?, after[index].as_uuid());
        for level in 0..MAX_DEPTH {
            let Some(id) = next.filter(|id| *id != itself) else { break };
            let mut query = Query::by_id(def, self.scope.organization_id(), id);
            query.with_bytes = false;
            // A row cannot be put under a deleted one; what that one was once put under still counts.
            query.with_deleted = level > 0;
            let parent = self.scope.desk().read(&[query]).await?.pop().unwrap_or_default().rows.into_iter().next();
            let parent = parent.ok_or_else(|| Error::new(Code::ReferenceMissing).field(PARENT))?;
            if let Some(version) = def.index_of("version").and_then(|index| parent[index].as_integer()) {
                self.batch.expect.push(Expect::Version(Key { entity: def, id }, version));
            }
            next = parent[index].as_uuid();
        }
        match next {
            Some(_) => Err(Error::new(Code::HierarchyCycle).field(PARENT).with("entity", def.name)),
            None => Ok(()),
        }
    }
}

/// Returns the position of the parent's field, when the entity forms a tree.
fn tree(def: &'static EntityDef) -> Option<usize> {
    let index = def.index_of(PARENT)?;
    def.fields[index].references.filter(|reference| (reference.entity)() == def).map(|_| index)
}
