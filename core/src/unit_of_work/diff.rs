//! What differs between a row before and after: the one comparison that all derived records are made from.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::EventKind;
use crate::entity::{EntityDef, FieldDef, Row, Value};

/// A field that changed.
#[derive(Clone)]
pub(crate) struct FieldChange {
    /// The field's name; for a member of a JSON object `field.member`.
    pub(crate) name: Cow<'static, str>,
    /// Its value before.
    pub(crate) before: Value,
    /// Its value after.
    pub(crate) after: Value,
}

impl FieldChange {
    /// Returns the same change seen backwards.
    pub(crate) fn reversed(self) -> Self {
        Self { name: self.name, before: self.after, after: self.before }
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

/// Returns the changes that count. Of a JSON object, each member that changed is a change of its own, so that a record of one
/// custom field does not repeat all the others.
pub(crate) fn between(def: &'static EntityDef, before: &Row, after: &Row) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    for index in changed_fields(before, after).into_iter().filter(|index| counts(&def.fields[*index])) {
        let (name, before, after) = (def.fields[index].name, &before[index], &after[index]);
        match (object(before), object(after)) {
            (Some(before), Some(after)) => members(name, before, after, &mut changes),
            _ => changes.push(FieldChange {
                name: name.into(),
                before: told(&def.fields[index], before),
                after: told(&def.fields[index], after),
            }),
        }
    }
    changes
}

/// Returns what records tell of a value: of a secret, only that there is one.
fn told(field: &FieldDef, value: &Value) -> Value {
    if field.secret && !value.is_null() { Value::Word("…") } else { value.clone() }
}

fn object(value: &Value) -> Option<&Map<String, Json>> {
    if let Value::Json(document) = value { document.as_object() } else { None }
}

fn members(name: &str, before: &Map<String, Json>, after: &Map<String, Json>, changes: &mut Vec<FieldChange>) {
    let value = |json: Option<&Json>| json.map_or(Value::Null, |json| Value::Json(Box::new(json.clone())));
    let added = after.keys().filter(|member| !before.contains_key(*member));
    for member in before.keys().chain(added) {
        let (old, new) = (before.get(member), after.get(member));
        if old != new {
            let name = Cow::Owned(format!("{name}.{member}"));
            changes.push(FieldChange { name, before: value(old), after: value(new) });
        }
    }
}

/// Returns what a new row says: its fields that hold something. A number that is still to be given is not among them; it
/// never changes, so that the row itself always has it.
pub(crate) fn of_new(def: &'static EntityDef, row: &Row) -> Vec<FieldChange> {
    let said = def
        .fields
        .iter()
        .zip(row)
        .filter(|(field, value)| counts(field) && !value.is_null() && !matches!(value, Value::Allocated(_)));
    said.map(|(field, value)| FieldChange { name: field.name.into(), before: Value::Null, after: told(field, value) })
        .collect()
}

/// Returns what people would call the change.
pub(crate) fn kind_of_update(def: &EntityDef, before: &Row, after: &Row) -> EventKind {
    match def.index_of("deleted_at").filter(|_| def.soft_delete) {
        Some(index) if before[index].is_null() && !after[index].is_null() => EventKind::Deleted,
        Some(index) if !before[index].is_null() && after[index].is_null() => EventKind::Restored,
        _ => EventKind::Updated,
    }
}
