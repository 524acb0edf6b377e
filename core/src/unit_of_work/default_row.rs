//! The default among the rows of an entity, such as the priorities: there is at most one, also when two rows become it at once.

use super::UnitOfWork;
use crate::entity::{EntityDef, Row, Value};
use crate::error::{Code, Error, Result};
use crate::query::{Query, field};
use crate::store::Expect;

/// The field that says that a row is the default.
const IS_DEFAULT: &str = "is_default";

impl UnitOfWork<'_> {
    fn defaults(&self, def: &'static EntityDef) -> Query {
        Query::new(def, self.scope.organization_id()).filter(field(IS_DEFAULT).is(true)).limit(1)
    }

    /// Says that the decision was made when there was no default; when there is one by the commit, it is made anew.
    pub(crate) fn expect_no_default(&mut self, def: &'static EntityDef) {
        let query = self.defaults(def);
        self.batch.expect.push(Expect::Unchanged(Box::new(query), Vec::new()));
    }

    /// Refuses a second default; that there is none must still hold at the commit. The one that is there has to give way
    /// first, because a change of one row is not meant to change another one that nobody named a version of.
    ///
    /// # Errors
    /// [`Code::DuplicateValue`] with the field.
    pub(crate) async fn check_default_row(
        &mut self,
        def: &'static EntityDef,
        before: Option<&Row>,
        after: &Row,
    ) -> Result<()> {
        let Some(index) = def.index_of(IS_DEFAULT) else { return Ok(()) };
        let is_default = |row: &Row| row[index] == Value::Bool(true);
        if !is_default(after) || before.is_some_and(is_default) {
            return Ok(());
        }
        let query = self.defaults(def);
        let there = self.scope.desk().read(std::slice::from_ref(&query)).await?.pop().unwrap_or_default();
        if !there.rows.is_empty() {
            return Err(Error::new(Code::DuplicateValue).field(IS_DEFAULT).with("entity", def.name));
        }
        self.batch.expect.push(Expect::Unchanged(Box::new(query), Vec::new()));
        Ok(())
    }
}
