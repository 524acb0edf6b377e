//! Which definitions make sense.

use serde_json::Value as Json;

use super::value::{check, whole};
use crate::error::{Code, Error, Result};
use crate::ticket::{FieldDefinition, FieldKind};

/// Checks a definition itself: its key, its pattern, its options, its limits, its default.
///
/// # Errors
/// [`Code::FormatInvalid`], [`Code::Required`], [`Code::NumberRange`] with the definition's field, and those of a wrong
/// default, with `default_value`.
pub(crate) fn check_definition(definition: &FieldDefinition) -> Result<()> {
    let format =
        |field: &str, expected: &str| Err(Error::new(Code::FormatInvalid).field(field).with("expected", expected));
    let mut letters = definition.key.chars();
    let begins = letters.next().is_some_and(|letter| letter.is_ascii_lowercase());
    if !begins || !letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_') {
        return format(FieldDefinition::KEY, "lower-case letters, digits and underscores, a letter first");
    }
    if definition.pattern.as_deref().is_some_and(|pattern| whole(pattern).is_err()) {
        return format(FieldDefinition::PATTERN, "a regular expression");
    }
    let has_options = matches!(definition.kind, FieldKind::Choice | FieldKind::Choices);
    if has_options && definition.options.is_empty() {
        return Err(Error::new(Code::Required).field(FieldDefinition::OPTIONS));
    }
    if let (Some(min), Some(max)) = (definition.min, definition.max)
        && min > max
    {
        return Err(Error::new(Code::NumberRange).field(FieldDefinition::MAX).with("min", min).with("max", "∞"));
    }
    match definition.default_value.clone() {
        None | Some(Json::Null) => Ok(()),
        Some(mut default) => check(definition, &mut default).map_err(|error| {
            let parameters = error.parameters().map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>();
            let error = Error::new(error.code()).field(FieldDefinition::DEFAULT_VALUE);
            parameters.into_iter().fold(error, |error, (name, value)| error.with(name, value))
        }),
    }
}
