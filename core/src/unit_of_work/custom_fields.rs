//! Custom fields of rows that the generic repository writes: they are checked against the organization's definitions there, as
//! those of tickets are in their own operations.

use super::UnitOfWork;
use crate::asset::Asset;
use crate::entity::{Entity as _, EntityDef, Row, Value};
use crate::error::Result;
use crate::identity::User;
use crate::query::{MAX_LIMIT, Query, field};
use crate::ticket::rules::custom_fields::{self, Given};
use crate::ticket::{FieldDefinition, FieldOwner};

/// The field that holds the values.
const CUSTOM_FIELDS: &str = "custom_fields";

impl UnitOfWork<'_> {
    /// Completes the custom fields of a row that is new or changes; rows without any are left alone.
    ///
    /// # Errors
    /// As [`custom_fields::complete`].
    pub(crate) async fn check_custom_fields_of(
        &mut self,
        def: &'static EntityDef,
        before: Option<&Row>,
        after: &mut Row,
    ) -> Result<()> {
        let Some(owner) = owner(def) else { return Ok(()) };
        let Some(index) = def.index_of(CUSTOM_FIELDS) else { return Ok(()) };
        if before.is_some_and(|before| before[index] == after[index]) {
            return Ok(());
        }
        let active = field(FieldDefinition::OWNER).is(owner).and(field(FieldDefinition::IS_ACTIVE).is(true));
        let query = Query::new(FieldDefinition::DEF, self.scope.organization_id()).filter(active).limit(MAX_LIMIT);
        let rows = self.scope.desk().read(&[query]).await?.pop().unwrap_or_default().rows;
        let definitions = rows.into_iter().map(FieldDefinition::from_row).collect::<Result<Vec<_>>>()?;
        let document =
            |value: &Value| if let Value::Json(document) = value { Some((**document).clone()) } else { None };
        let old = before.and_then(|before| document(&before[index]));
        let given =
            Given { definitions: &definitions, categories: &[], before: old.as_ref(), is_new: before.is_none() };
        let mut values = document(&after[index]);
        for id in custom_fields::complete(&given, &mut values)? {
            self.expect_present::<User>(id, CUSTOM_FIELDS);
        }
        after[index] = values.map_or(Value::Null, Value::from);
        Ok(())
    }
}

/// Returns whose fields an entity has, when the generic repository writes it.
fn owner(def: &EntityDef) -> Option<FieldOwner> {
    (*def == *Asset::DEF).then_some(FieldOwner::Asset)
}
