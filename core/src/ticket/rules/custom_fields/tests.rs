//! Which values fields take, and which definitions make sense.

use super::*;
use crate::clock::Timestamp;
use crate::entity::{Draft as _, Stamp};
use crate::ticket::FieldKind;
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
