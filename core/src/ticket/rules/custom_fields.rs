//! Values of the fields that an organization defined: which ones a row may have, what each may hold, which are needed.
//!
//! An organization that defined none keeps whatever object it is given.

use std::borrow::Cow;

use chrono::NaiveDate;
use regex::{Regex, RegexBuilder};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::identity::{UserId, rules as identity_rules};
use crate::ticket::{CategoryId, FieldDefinition, FieldKind};

/// The field that holds the values.
const CUSTOM_FIELDS: &str = "custom_fields";
/// The longest text of a field that says nothing about it: as long as a description.
const MAX_TEXT: usize = 65_536;
/// How much memory a pattern may take; a greedy one is refused instead of compiled.
const MAX_PATTERN_BYTES: usize = 1 << 18;

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

fn name(key: &str) -> String {
    format!("{CUSTOM_FIELDS}.{}", key.chars().take(64).collect::<String>())
}

fn is_empty(value: Option<&Json>) -> bool {
    match value {
        None | Some(Json::Null) => true,
        Some(Json::String(text)) => text.trim().is_empty(),
        Some(Json::Array(items)) => items.is_empty(),
        Some(_) => false,
    }
}

/// Checks one value and puts it into its form.
fn check(definition: &FieldDefinition, value: &mut Json) -> Result<()> {
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
fn whole(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(MAX_PATTERN_BYTES).build()
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Draft as _, Stamp};
    use crate::ticket::NewFieldDefinition;
    use proptest::prelude::{any, prop_assert_eq, proptest};
    use serde_json::json;

    fn stamp(id: u128) -> Stamp {
        Stamp { id: uuid::Uuid::from_u128(id), organization_id: Default::default(), at: Timestamp::EPOCH }
    }

    fn define(key: &str, kind: FieldKind, more: impl FnOnce(&mut NewFieldDefinition)) -> FieldDefinition {
        let mut new = NewFieldDefinition { key: key.to_owned(), label: key.to_owned(), kind, ..Default::default() };
        more(&mut new);
        FieldDefinition::build(new, stamp(1))
    }

    fn completed(definitions: &[FieldDefinition], before: Option<Json>, values: Json) -> Result<Json, (Code, String)> {
        let is_new = before.is_none();
        let given = Given { definitions, categories: &[], before: before.as_ref(), is_new };
        let mut values = Some(values);
        match complete(&given, &mut values) {
            Ok(_) => Ok(values.unwrap_or_default()),
            Err(error) => Err((error.code(), error.fields()[0].clone())),
        }
    }

    #[test]
    fn every_kind_takes_its_values_and_no_others() {
        let refused = |code: Code| Err((code, "custom_fields.it".to_owned()));
        let choice = |new: &mut NewFieldDefinition| new.options = vec!["a".into(), "b".into()];
        let ranged = |new: &mut NewFieldDefinition| (new.min, new.max) = (Some(1.into()), Some(10.into()));
        let short = |new: &mut NewFieldDefinition| new.max_length = Some(3);
        let plate = |new: &mut NewFieldDefinition| new.pattern = Some("[A-Z]{3}[0-9][A-Z0-9][0-9]{2}".into());
        let person = "0198a5c0-0000-7000-8000-000000000000";
        type Case = (FieldDefinition, Json, Result<Json, Code>);
        let cases: Vec<Case> = vec![
            (define("it", FieldKind::Text, |_| {}), json!("x"), Ok(json!("x"))),
            (define("it", FieldKind::Text, |_| {}), json!(1), Err(Code::FieldKind)),
            (define("it", FieldKind::Text, |_| {}), json!("a\nb"), Err(Code::FormatInvalid)),
            (define("it", FieldKind::LongText, |_| {}), json!("a\nb"), Ok(json!("a\nb"))),
            (define("it", FieldKind::Text, short), json!("ção"), Ok(json!("ção"))),
            (define("it", FieldKind::Text, short), json!("four"), Err(Code::TextTooLong)),
            (define("it", FieldKind::Text, |_| {}), json!("a\0b"), Err(Code::TextNul)),
            (define("it", FieldKind::Text, plate), json!("BRA2E19"), Ok(json!("BRA2E19"))),
            (define("it", FieldKind::Text, plate), json!("xBRA2E19"), Err(Code::FormatInvalid)),
            (define("it", FieldKind::Number, ranged), json!(10), Ok(json!(10))),
            (define("it", FieldKind::Number, ranged), json!(10.5), Err(Code::NumberRange)),
            (define("it", FieldKind::Number, ranged), json!("5"), Err(Code::FieldKind)),
            (define("it", FieldKind::Boolean, |_| {}), json!(false), Ok(json!(false))),
            (define("it", FieldKind::Boolean, |_| {}), json!("yes"), Err(Code::FieldKind)),
            (define("it", FieldKind::Date, |_| {}), json!("2028-02-29"), Ok(json!("2028-02-29"))),
            (define("it", FieldKind::Date, |_| {}), json!("2027-02-29"), Err(Code::FormatInvalid)),
            (
                define("it", FieldKind::Timestamp, |_| {}),
                json!("2026-01-05T09:00:00-03:00"),
                Ok(json!("2026-01-05T12:00:00.000Z")),
            ),
            (define("it", FieldKind::Timestamp, |_| {}), json!("soon"), Err(Code::FormatInvalid)),
            (define("it", FieldKind::Choice, choice), json!("b"), Ok(json!("b"))),
            (define("it", FieldKind::Choice, choice), json!("c"), Err(Code::EnumUnknown)),
            (define("it", FieldKind::Choices, choice), json!(["b", "a"]), Ok(json!(["b", "a"]))),
            (define("it", FieldKind::Choices, choice), json!(["a", "a"]), Err(Code::FieldKind)),
            (define("it", FieldKind::Choices, choice), json!(["a", "b", "a"]), Err(Code::ListTooLong)),
            (define("it", FieldKind::Choices, choice), json!(["c"]), Err(Code::EnumUnknown)),
            (define("it", FieldKind::User, |_| {}), json!(person), Ok(json!(person))),
            (define("it", FieldKind::User, |_| {}), json!("Ana"), Err(Code::FormatInvalid)),
            (define("it", FieldKind::Url, |_| {}), json!("https://gov.br/x"), Ok(json!("https://gov.br/x"))),
            (define("it", FieldKind::Url, |_| {}), json!("javascript:alert(1)"), Err(Code::FormatInvalid)),
            (define("it", FieldKind::Url, |_| {}), json!("https://"), Err(Code::FormatInvalid)),
            (define("it", FieldKind::Email, |_| {}), json!(" Ana@Example.com"), Ok(json!("ana@example.com"))),
            (define("it", FieldKind::Email, |_| {}), json!("ana"), Err(Code::FormatInvalid)),
        ];
        for (definition, value, expected) in cases {
            let found = completed(std::slice::from_ref(&definition), None, json!({ "it": value.clone() }));
            let expected = match expected {
                Ok(formed) => Ok(json!({ "it": formed })),
                Err(code) => refused(code),
            };
            assert_eq!(found, expected, "{:?} {value}", definition.kind);
        }
    }

    #[test]
    fn defaults_are_filled_in_once_and_what_is_needed_must_be_there() {
        let fields = [
            define("color", FieldKind::Text, |new| new.default_value = Some(json!("red"))),
            define("size", FieldKind::Number, |new| new.is_required = true),
        ];
        assert_eq!(completed(&fields, None, json!({ "size": 1 })), Ok(json!({ "color": "red", "size": 1 })));
        assert_eq!(completed(&fields, None, json!({})), Err((Code::Required, "custom_fields.size".to_owned())));
        let before = json!({ "size": 1 });
        assert_eq!(completed(&fields, Some(before.clone()), json!({ "size": 2 })), Ok(json!({ "size": 2 })));
        assert_eq!(completed(&fields, Some(before), json!({ "size": null })).unwrap_err().0, Code::Required);
    }

    #[test]
    fn a_field_of_another_category_is_unknown_and_an_old_value_stays() {
        let here = CategoryId::from(uuid::Uuid::from_u128(5));
        let fields = [define("model", FieldKind::Text, |new| new.category_id = Some(here))];
        assert_eq!(completed(&fields, None, json!({ "model": "x" })).unwrap_err().0, Code::FieldUnknown);
        let old = json!({ "model": "x", "gone": 1 });
        assert_eq!(completed(&fields, Some(old.clone()), old.clone()), Ok(old));
        let given = Given { definitions: &fields, categories: &[here], before: None, is_new: true };
        assert!(complete(&given, &mut Some(json!({ "model": "x" }))).is_ok());
    }

    #[test]
    fn without_definitions_anything_is_kept() {
        let anything = json!({ "a": { "b": [1] } });
        assert_eq!(completed(&[], None, anything.clone()), Ok(anything));
    }

    #[test]
    fn a_definition_must_make_sense() {
        let refused = |definition: FieldDefinition| {
            check_definition(&definition).map_err(|error| (error.code(), error.fields()[0].clone()))
        };
        let fine = |_: &mut NewFieldDefinition| {};
        assert_eq!(refused(define("a_1", FieldKind::Text, fine)), Ok(()));
        for key in ["", "A", "1a", "a-b", "á", "a b"] {
            assert_eq!(refused(define(key, FieldKind::Text, fine)).unwrap_err().1, "key", "{key}");
        }
        assert_eq!(refused(define("a", FieldKind::Choice, fine)).unwrap_err().1, "options");
        let pattern = define("a", FieldKind::Text, |new| new.pattern = Some("(".into()));
        assert_eq!(refused(pattern).unwrap_err().1, "pattern");
        let greedy = define("a", FieldKind::Text, |new| new.pattern = Some("(?:a{1000}){1000}".into()));
        assert_eq!(refused(greedy).unwrap_err().1, "pattern");
        let limits = define("a", FieldKind::Number, |new| (new.min, new.max) = (Some(2.into()), Some(1.into())));
        assert_eq!(refused(limits).unwrap_err().1, "max");
        let default = define("a", FieldKind::Boolean, |new| new.default_value = Some(json!("yes")));
        assert_eq!(refused(default), Err((Code::FieldKind, "default_value".to_owned())));
    }

    proptest! {
        /// Whatever is accepted is accepted again as it is: the form of a value is its own form.
        #[test]
        fn completing_twice_changes_nothing(text in any::<String>(), number in any::<i32>(), yes in any::<bool>()) {
            let fields = [
                define("text", FieldKind::LongText, |_| {}),
                define("number", FieldKind::Number, |_| {}),
                define("yes", FieldKind::Boolean, |_| {}),
            ];
            if let Ok(once) = completed(&fields, None, json!({ "text": text, "number": number, "yes": yes })) {
                prop_assert_eq!(completed(&fields, None, once.clone()), Ok(once));
            }
        }
    }
}
