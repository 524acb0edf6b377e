//! Values of the fields that an organization defined: which ones a row may have, what each may hold, which are needed.
//!
//! An organization that defined none keeps whatever object it is given.

mod definition;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use definition::check_definition;

use serde_json::{Map, Value as Json};

use crate::error::{Code, Error, Result};
use crate::identity::UserId;
use crate::ticket::{CategoryId, FieldDefinition, FieldKind};
use value::{check, name};

/// The field that holds the values.
const CUSTOM_FIELDS: &str = "custom_fields";
/// What the decision is made from.
pub(crate) struct Given<'a> {
    /// The active definitions of the owner's fields.
    pub(crate) definitions: &'a [FieldDefinition],
    /// The categories that the row belongs to.
    pub(crate) categories: &'a [CategoryId],
    /// The values before; nothing for a new row.
    pub(crate) before: Option<&'a Json>,
    /// Whether the row is new, so that defaults are filled in.
    pub(crate) is_new: bool,
}

/// Checks the values of a row, fills in defaults, and puts each value into its form. Values that did not change are left alone,
/// so that a definition that came later does not forbid other changes. A null takes a value away.
///
/// Returns the people that new values name; whoever commits must expect them to be there.
///
/// # Errors
/// [`Code::FieldUnknown`], [`Code::Required`], [`Code::FieldKind`], [`Code::TextTooLong`], [`Code::NumberRange`],
/// [`Code::EnumUnknown`], [`Code::ListTooLong`] or [`Code::FormatInvalid`], each with `custom_fields.key`.
pub(crate) fn complete(given: &Given<'_>, values: &mut Option<Json>) -> Result<Vec<UserId>> {
    if given.definitions.is_empty() {
        return Ok(Vec::new());
    }
    let was_absent = values.is_none();
    let mut members = match values.take() {
        None => Map::new(),
        Some(Json::Object(members)) => members,
        Some(_) => return Err(Error::new(Code::FieldKind).field(CUSTOM_FIELDS).with("expected", "a JSON object")),
    };
    let before = given.before.and_then(Json::as_object);
    members.retain(|_, value| !value.is_null());
    if given.is_new {
        for definition in given.applicable() {
            if let Some(default) = definition.default_value.as_ref().filter(|default| !default.is_null()) {
                members.entry(definition.key.as_str()).or_insert_with(|| default.clone());
            }
        }
    }
    let mut people = Vec::new();
    for (key, value) in &mut members {
        if before.and_then(|before| before.get(key)) == Some(&*value) {
            continue;
        }
        let definition = given.applicable().find(|definition| definition.key == *key);
        let definition = definition.ok_or_else(|| Error::new(Code::FieldUnknown).field(name(key)))?;
        check(definition, value)?;
        if definition.kind == FieldKind::User {
            people.extend(value.as_str().and_then(|id| id.parse::<UserId>().ok()));
        }
    }
    if let Some(missing) = given.applicable().find(|field| field.is_required && is_empty(members.get(&field.key))) {
        return Err(Error::new(Code::Required).field(name(&missing.key)));
    }
    *values = if was_absent && members.is_empty() { None } else { Some(Json::Object(members)) };
    Ok(people)
}

impl<'a> Given<'a> {
    fn applicable(&self) -> impl Iterator<Item = &'a FieldDefinition> {
        let categories = self.categories;
        self.definitions
            .iter()
            .filter(move |definition| definition.category_id.is_none_or(|category| categories.contains(&category)))
    }
}

fn is_empty(value: Option<&Json>) -> bool {
    match value {
        None | Some(Json::Null) => true,
        Some(Json::String(text)) => text.trim().is_empty(),
        Some(Json::Array(items)) => items.is_empty(),
        Some(_) => false,
    }
}
