//! What a saved view asks: a filter, an order and columns that its entity has.

use crate::entity::{Entity as _, EntityDef};
use crate::error::{Code, Error, Result};
use crate::operation::{Data, Fields};
use crate::organization::OrganizationId;
use crate::query::Asked;
use crate::ticket::{SavedView, Ticket};

/// Checks that the view can be asked.
///
/// # Errors
/// Those of a wrong condition, [`Code::FieldUnknown`] or [`Code::FieldKind`], with the field.
pub(crate) fn check(view: &SavedView) -> Result<()> {
    let def = entity(view)?;
    asked(view, def)?.query(def, OrganizationId::default())?;
    match view.columns.iter().find(|column| def.index_of(column.split('.').next().unwrap_or(column)).is_none()) {
        Some(unknown) => Err(Error::new(Code::FieldUnknown).field(unknown.chars().take(64).collect::<String>())),
        None => Ok(()),
    }
}

fn entity(view: &SavedView) -> Result<&'static EntityDef> {
    let def = crate::ENTITIES.iter().find(|def| def.table == view.entity);
    def.copied().ok_or_else(|| Error::new(Code::FormatInvalid).field(SavedView::ENTITY).with("expected", "a table"))
}

/// Returns what the view asks of an entity.
///
/// # Errors
/// Those of a wrong condition, with the field.
pub(crate) fn asked(view: &SavedView, def: &'static EntityDef) -> Result<Asked> {
    let sort = view.sort.iter().map(|field| Data::from(field.clone())).collect();
    let mut parts = vec![("sort".into(), Data::List(sort))];
    parts.extend(view.filter.clone().map(|filter| ("filter".into(), Data::Value(filter.into()))));
    Asked::from_data(def, Data::Fields(Fields(parts)), SavedView::FILTER)
}

/// Returns whether the view shows tickets.
pub(crate) fn shows_tickets(view: &SavedView) -> bool {
    view.entity == Ticket::DEF.table
}
