//! The rows of one entity by its definition alone: what every typed repository and every host's call of one comes down to,
//! compiled once instead of once for each entity.

use std::future::ready;

use uuid::Uuid;

use super::numbering::Numbering;
use super::{Scope, check_version_of, not_found_of};
use crate::entity::{EntityDef, Row, Stamp, Value};
use crate::error::{Error, Result};
use crate::query::{Page, Query};
use crate::sla::follow;
use crate::store::Commit;

/// The rows of one entity in one organization.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    scope: &'a Scope,
    def: &'static EntityDef,
}

/// Whether a create made its row now, or had made it when the same batch was committed before.
enum Outcome {
    /// Now.
    Made(Row),
    /// Before; the row's id.
    Earlier(Uuid),
}

impl<'a> Rows<'a> {
    pub(crate) fn new(scope: &'a Scope, def: &'static EntityDef) -> Self {
        Self { scope, def }
    }

    pub(crate) fn not_found(&self) -> Error {
        not_found_of(self.def)
    }

    async fn first(&self, query: Query) -> Result<Option<Row>> {
        let page = self.scope.desk().read(&[query]).await?.pop().unwrap_or_default();
        Ok(page.rows.into_iter().next())
    }

    /// Asks for the row of that id, unless it is deleted.
    pub(crate) fn by_id(&self, id: Uuid) -> Query {
        let mut query = Query::by_id(self.def, self.scope.organization_id(), id);
        query.with_deleted = false;
        query
    }

    pub(crate) async fn find(&self, id: Uuid) -> Result<Option<Row>> {
        self.first(self.by_id(id)).await
    }

    pub(crate) async fn get(&self, id: Uuid) -> Result<Row> {
        self.find(id).await?.ok_or_else(|| self.not_found())
    }

    /// Returns the row, deleted or not.
    pub(crate) async fn reload(&self, id: Uuid) -> Result<Row> {
        let query = Query::by_id(self.def, self.scope.organization_id(), id);
        self.first(query).await?.ok_or_else(|| self.not_found())
    }

    pub(crate) async fn list(&self, query: &Query) -> Result<Page> {
        Ok(self.scope.desk().read(std::slice::from_ref(query)).await?.pop().unwrap_or_default())
    }

    pub(crate) async fn count(&self, query: Query) -> Result<u64> {
        Ok(self.list(&query.count()).await?.count)
    }

    pub(crate) async fn create(&self, make: &(dyn Fn(Stamp) -> Result<Row> + Sync)) -> Result<Row> {
        let attempt = async || {
            let mut work = self.scope.unit_of_work();
            let mut row = make(self.scope.stamp(work.now()))?;
            work.check_default_row(self.def, None, &row).await?;
            work.check_belonging(self.def, None, &row).await?;
            work.check_custom_fields_of(self.def, None, &mut row).await?;
            let number = self.scope.numbering(self.def, work.now()).await?;
            let number = number.map(|number: Numbering| number.take(&mut work, &mut row));
            work.insert_row(self.def, row.clone())?;
            follow(self.scope, &mut work, self.def, None, Some(&row)).await?;
            let commit = work.commit().await?;
            if let Some(first) = commit.inserted.first().filter(|_| commit.replayed) {
                return Ok(Outcome::Earlier(*first));
            }
            if let Some(number) = number {
                number.put(&commit, &mut row);
            }
            Ok(Outcome::Made(row))
        };
        // The default that is in the way may be the one that an earlier call with the same id made.
        let again = async |commit: Commit| {
            let first = commit.inserted.first().copied().ok_or_else(|| self.not_found())?;
            Ok(Outcome::Earlier(first))
        };
        match self.scope.once(attempt, again).await? {
            Outcome::Made(row) => Ok(row),
            Outcome::Earlier(id) => self.reload(id).await,
        }
    }

    pub(crate) async fn update(
        &self,
        id: Uuid,
        version: i64,
        change: &(dyn Fn(Row) -> Result<Row> + Sync),
    ) -> Result<Row> {
        let attempt = async || {
            // With its bytes, because they may be what changes.
            let before = self.get(id).await?;
            check_version_of(self.def, version, self.version(&before))?;
            let mut after = change(before.clone())?;
            let mut work = self.scope.unit_of_work();
            work.check_ancestors_of(self.def, &before, &after).await?;
            work.check_default_row(self.def, Some(&before), &after).await?;
            work.check_belonging(self.def, Some(&before), &after).await?;
            work.check_custom_fields_of(self.def, Some(&before), &mut after).await?;
            let after = work.update_row(self.def, before.clone(), after)?;
            follow(self.scope, &mut work, self.def, Some(&before), Some(&after)).await?;
            work.commit().await?;
            Ok(after)
        };
        self.scope.once(attempt, |_| self.reload(id)).await
    }

    pub(crate) async fn delete(&self, id: Uuid, version: i64) -> Result<()> {
        let attempt = async || {
            let before = self.get(id).await?;
            check_version_of(self.def, version, self.version(&before))?;
            let mut work = self.scope.unit_of_work();
            work.delete_row(self.def, before.clone())?;
            follow(self.scope, &mut work, self.def, Some(&before), None).await?;
            work.commit().await.map(|_| ())
        };
        self.scope.once(attempt, |_| ready(Ok(()))).await
    }

    pub(crate) async fn restore(&self, id: Uuid) -> Result<Row> {
        let attempt = async || {
            let before = self.reload(id).await?;
            let mut after = before.clone();
            if let Some(index) = self.def.index_of("deleted_at").filter(|_| self.def.soft_delete) {
                after[index] = Value::Null;
            }
            let mut work = self.scope.unit_of_work();
            let after = work.update_row(self.def, before, after)?;
            work.commit().await?;
            Ok(after)
        };
        self.scope.once(attempt, |_| self.reload(id)).await
    }

    fn version(&self, row: &Row) -> i64 {
        self.def.index_of("version").and_then(|index| row[index].as_integer()).unwrap_or_default()
    }
}
