//! Entering rows anew in what the store keeps to find them: rows that were written before the store kept it, or by a program that
//! knows nothing of it.

use uuid::Uuid;

use crate::ENTITIES;
use crate::entity::EntityDef;
use crate::error::Result;
use crate::operation::operations;
use crate::query::{Query, Sort, field};
use crate::scope::{Refusal, Scope};
use crate::store::row_id;

/// How many rows are entered in one commit.
const TOGETHER: u32 = 500;

#[operations(INDEXES)]
impl Scope {
    /// Enters every row of the organization anew in the indexes of words ([`Scope::search`]) and of members of JSON objects
    /// (conditions such as `custom_fields.color`), deleted ones included, and returns how many there were.
    ///
    /// The library keeps the indexes itself. Call this once after migrating a database from before version 22, and after another
    /// program wrote to the tables. Rows do not change; others may work meanwhile. It goes 500 rows at a time, and may be repeated.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`; what was entered before stays.
    pub async fn rebuild_indexes(&self) -> Result<u64> {
        let mut entered = 0;
        let mut commits = 0;
        let is_indexed =
            |def: &&&'static EntityDef| def.fields.iter().any(|field| field.searchable.is_some() || field.members);
        for def in ENTITIES.iter().filter(is_indexed) {
            let mut last = None;
            loop {
                let scope = self.part(commits);
                let found = scope.retry(|| scope.enter_some(def, last)).await?;
                commits += 1;
                entered += found.0;
                match found.1 {
                    Some(id) => last = Some(id),
                    None => break,
                }
            }
        }
        Ok(entered)
    }
}

impl Scope {
    /// Enters the rows after that id, and returns how many there were, and the last id when there may be more.
    async fn enter_some(&self, def: &'static EntityDef, last: Option<Uuid>) -> Result<(u64, Option<Uuid>), Refusal> {
        let mut query = Query::new(def, self.organization_id()).sort([Sort::ascending("id")]).limit(TOGETHER);
        query.with_deleted = true;
        query.with_bytes = false;
        if let Some(last) = last {
            query = query.filter(field("id").more_than(last));
        }
        let page = self.desk().read(&[query]).await?.pop().unwrap_or_default();
        let mut work = self.unit_of_work();
        page.rows.iter().try_for_each(|row| work.index(def, row))?;
        work.commit().await?;
        let last = page.rows.last().map(|row| row_id(def, row)).transpose()?;
        Ok((page.rows.len() as u64, last.filter(|_| page.more)))
    }
}
