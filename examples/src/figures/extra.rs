//! What the source told beside the desk's own fields: counters, yes and no, and whether anything was said at all.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

/// What the tickets say in a custom field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExtraField {
    /// The field's name.
    pub name: String,
    /// How many tickets say anything.
    pub told: u64,
    /// How many say yes.
    pub yes: u64,
    /// How many say no.
    pub no: u64,
    /// How many name a whole number above zero.
    pub above_zero: u64,
    /// The sum of all whole numbers.
    pub sum: i64,
}

/// Custom fields that are being counted.
#[derive(Default)]
pub(super) struct Extras(BTreeMap<String, ExtraField>);

impl Extras {
    /// Counts the custom fields of a ticket.
    pub(super) fn add(&mut self, fields: Option<&Json>) {
        for (name, value) in fields.and_then(Json::as_object).into_iter().flatten() {
            if !self.0.contains_key(name) {
                self.0.insert(name.clone(), ExtraField { name: name.clone(), ..ExtraField::default() });
            }
            let Some(field) = self.0.get_mut(name) else { continue };
            field.told += u64::from(!value.is_null());
            field.yes += u64::from(value == &Json::Bool(true));
            field.no += u64::from(value == &Json::Bool(false));
            let number = value.as_i64().unwrap_or(0);
            field.above_zero += u64::from(number > 0);
            field.sum = field.sum.saturating_add(number);
        }
    }

    /// Returns what was counted.
    pub(super) fn finish(self) -> Vec<ExtraField> {
        self.0.into_values().collect()
    }
}
