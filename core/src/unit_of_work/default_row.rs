//! The default among the rows of an entity, such as the priorities: there is at most one, also when two rows become it at once.

use super::UnitOfWork;
use crate::entity::{Entity, Row, Value};
use crate::error::{Code, Error, Result};
use crate::query::field;
use crate::store::Expect;

/// The field that says that a row is the default.
const IS_DEFAULT: &str = "is_default";

impl UnitOfWork<'_> {
    /// Refuses a second default; that there is none must still hold at the commit. The one that is there has to give way
    /// first, because a change of one row is not meant to change another one that nobody named a version of.
    ///
    /// # Errors
    /// [`Code::DuplicateValue`] with the field.
    pub(crate) async fn check_default<E: Entity>(&mut self, before: Option<&E>, after: &E) -> Result<()> {
        let Some(index) = E::DEF.index_of(IS_DEFAULT) else { return Ok(()) };
        let is_default = |row: Row| row[index] == Value::Bool(true);
        if !is_default(after.clone().into_row()) || before.is_some_and(|before| is_default(before.clone().into_row())) {
            return Ok(());
        }
        let query = self.scope.query::<E>().filter(field(IS_DEFAULT).is(true)).limit(1);
        let there: Option<E> = self.scope.snapshot(std::slice::from_ref(&query)).await?.optional()?;
        if there.is_some() {
            return Err(Error::new(Code::DuplicateValue).field(IS_DEFAULT).with("entity", E::DEF.name));
        }
        self.batch.expect.push(Expect::Unchanged(Box::new(query), Vec::new()));
        Ok(())
    }
}
