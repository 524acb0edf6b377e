//! What a single value must be, and the form in which it is kept.

use std::borrow::Cow;

use chrono::NaiveDate;
use regex::{Regex, RegexBuilder};
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::CUSTOM_FIELDS;
use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::identity::{UserId, rules as identity_rules};
use crate::ticket::{FieldDefinition, FieldKind};

/// The longest text of a field that says nothing about it: as long as a description.
const MAX_TEXT: usize = 65_536;
/// How much memory a pattern may take; a greedy one is refused instead of compiled.
const MAX_PATTERN_BYTES: usize = 1 << 18;

/// Returns how an error names the field of that key.
pub(super) fn name(key: &str) -> String {
    format!("{CUSTOM_FIELDS}.{}", key.chars().take(64).collect::<String>())
}

/// Checks one value and puts it into its form.
pub(super) fn check(definition: &FieldDefinition, value: &mut Json) -> Result<()> {
    let field = || name(&definition.key);
    let kind = |expected: &str| Error::new(Code::FieldKind).field(field()).with("expected", expected);
    match definition.kind {
        FieldKind::Boolean => value.as_bool().map(drop).ok_or_else(|| kind("true or false")),
        FieldKind::Number => {
            let number: Option<Decimal> = if value.is_number() { value.to_string().parse().ok() } else { None };
            let number = number.ok_or_else(|| kind("a number"))?;
            let (min, max) = (definition.min, definition.max);
            if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
                let shown =
                    |limit: Option<Decimal>| limit.map_or(Cow::Borrowed("∞"), |limit| limit.to_string().into());
                let min = if min.is_none() { Cow::Borrowed("-∞") } else { shown(min) };
                return Err(Error::new(Code::NumberRange).field(field()).with("min", min).with("max", shown(max)));
            }
            Ok(())
        }
        FieldKind::Choices => {
            let items = value.as_array().ok_or_else(|| kind("a list of options"))?;
            if items.len() > definition.options.len() {
                return Err(Error::new(Code::ListTooLong).field(field()).with("max", definition.options.len()));
            }
            items.iter().enumerate().try_for_each(|(position, item)| {
                if items[..position].contains(item) {
                    return Err(kind("different options"));
                }
                check_option(definition, item.as_str().ok_or_else(|| kind("a list of options"))?)
            })
        }
        _ => {
            let text = value.as_str().ok_or_else(|| kind("text"))?;
            let formed = check_text(definition, text)?;
            if let Cow::Owned(formed) = formed {
                *value = Json::String(formed);
            }
            Ok(())
        }
    }
}

/// Checks a value that is a text, and returns its form.
fn check_text<'a>(definition: &FieldDefinition, text: &'a str) -> Result<Cow<'a, str>> {
    let field = || name(&definition.key);
    let format = |expected: &str| Error::new(Code::FormatInvalid).field(field()).with("expected", expected);
    if text.contains('\0') {
        return Err(Error::new(Code::TextNul).field(field()));
    }
    let max = definition.max_length.and_then(|max| usize::try_from(max).ok()).unwrap_or(MAX_TEXT);
    if text.len() > max && text.chars().count() > max {
        return Err(Error::new(Code::TextTooLong).field(field()).with("max", max));
    }
    let formed = match definition.kind {
        FieldKind::Text if text.contains(['\n', '\r']) => return Err(format("a single line")),
        FieldKind::Date => match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(date) => Cow::Owned(date.to_string()),
            Err(_) => return Err(format("a date (YYYY-MM-DD)")),
        },
        FieldKind::Timestamp => match Timestamp::parse(text) {
            Ok(at) => Cow::Owned(at.to_string()),
            Err(_) => return Err(format("an RFC 3339 instant")),
        },
        FieldKind::User => match text.parse::<UserId>() {
            Ok(id) => Cow::Owned(id.to_string()),
            Err(_) => return Err(format("the id of a person")),
        },
        FieldKind::Email => {
            let email = text.trim().to_lowercase();
            identity_rules::check_email(&field(), &email)?;
            Cow::Owned(email)
        }
        FieldKind::Url if !is_web_address(text) => return Err(format("a web address (https://…)")),
        FieldKind::Choice => {
            check_option(definition, text)?;
            Cow::Borrowed(text)
        }
        _ => Cow::Borrowed(text),
    };
    match &definition.pattern {
        Some(pattern) if !whole(pattern).is_ok_and(|pattern| pattern.is_match(&formed)) => {
            Err(format("in the form that the field asks for"))
        }
        _ => Ok(formed),
    }
}

fn check_option(definition: &FieldDefinition, text: &str) -> Result<()> {
    if definition.options.iter().any(|option| option == text) {
        return Ok(());
    }
    Err(Error::new(Code::EnumUnknown).field(name(&definition.key)).with("options", definition.options.join(", ")))
}

/// A scheme that browsers open without running anything, a host, no blanks.
fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty())
        && !text.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

/// The pattern, made to match a text as a whole.
pub(super) fn whole(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(MAX_PATTERN_BYTES).build()
}
