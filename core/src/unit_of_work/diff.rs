//! What differs between a row before and after: the one comparison that all derived records are made from.

use super::EventKind;
use crate::entity::{EntityDef, FieldDef, Row, Value};

/// A field that changed.
#[derive(Clone)]
pub(crate) struct FieldChange {
    /// The field.
    pub(crate) field: &'static FieldDef,
    /// Its value before.
    pub(crate) before: Value,
    /// Its value after.
    pub(crate) after: Value,
}

impl FieldChange {
    /// Returns the same change seen backwards.
    pub(crate) fn reversed(self) -> Self {
        Self { field: self.field, before: self.after, after: self.before }
    }
}

/// The fields that the library keeps for itself; their changes say nothing that the record does not say anyway.
const BOOKKEEPING: [&str; 6] = ["id", "organization_id", "version", "created_at", "updated_at", "deleted_at"];

fn counts(field: &FieldDef) -> bool {
    !field.computed && !BOOKKEEPING.contains(&field.name)
}

/// Returns the positions of all fields that differ.
pub(crate) fn changed_fields(before: &Row, after: &Row) -> Vec<usize> {
    (0..after.len()).filter(|index| before[*index] != after[*index]).collect()
}

/// Returns the changes that count.
pub(crate) fn between(def: &'static EntityDef, before: &Row, after: &Row) -> Vec<FieldChange> {
    let changed = changed_fields(before, after).into_iter().filter(|index| counts(&def.fields[*index]));
    changed
        .map(|index| FieldChange {
            field: &def.fields[index],
            before: before[index].clone(),
            after: after[index].clone(),
        })
        .collect()
}

/// Returns what a new row says: its fields that hold something. A number that is still to be given is not among them; it
/// never changes, so that the row itself always has it.
pub(crate) fn of_new(def: &'static EntityDef, row: &Row) -> Vec<FieldChange> {
    let said = def.fields.iter().zip(row).filter(|(field, value)| {
        counts(field) && !value.is_null() && !matches!(value, Value::Allocated(_))
    });
    said.map(|(field, value)| FieldChange { field, before: Value::Null, after: value.clone() }).collect()
}

/// Returns what people would call the change.
pub(crate) fn kind_of_update(def: &EntityDef, before: &Row, after: &Row) -> EventKind {
    match def.index_of("deleted_at").filter(|_| def.soft_delete) {
        Some(index) if before[index].is_null() && !after[index].is_null() => EventKind::Deleted,
        Some(index) if !before[index].is_null() && after[index].is_null() => EventKind::Restored,
        _ => EventKind::Updated,
    }
}
