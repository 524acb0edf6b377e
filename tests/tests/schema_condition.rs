//! The published schema of conditions accepts what the library writes, and whatever the library reads.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value as Json, json};
use servicedesk::entity::Entity as _;
use servicedesk::query::{Condition, field};
use servicedesk_tests::contract::entities::Specimen;
use servicedesk_tests::schema::json_schema::JsonSchema;

fn schema() -> JsonSchema {
    JsonSchema::read(include_str!("../../docs/condition.schema.json"))
}

/// Documents that are conditions, or nearly.
fn documents() -> impl Strategy<Value = Json> {
    let text = prop_oneof![8 => "[a-z2]{0,4}", 1 => Just("\0".to_owned()), 1 => Just("a".repeat(4_001))];
    let scalar = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        text.prop_map(Json::from),
        select(vec!["2026-03-10", "2026-03-10T12:00:00Z", "00000000-0000-0000-0000-000000000000", "1.50", "light"])
            .prop_map(Json::from),
    ];
    let list = prop_oneof![
        9 => prop::collection::vec(scalar.clone(), 0..3),
        1 => Just(vec![json!(1); 1_001]),
    ];
    let value = prop_oneof![4 => scalar, 2 => list.prop_map(Json::from), 1 => Just(json!({}))];
    let names: Vec<&'static str> = Specimen::DEF
        .fields
        .iter()
        .map(|field| field.name)
        .chain(["nonsense", "json.a", "maybe_json.ação", "json.", "text.a"])
        .collect();
    const TESTS: &[&str] = &[
        "is",
        "in",
        "less_than",
        "at_most",
        "more_than",
        "at_least",
        "contains",
        "starts_with",
        "ends_with",
        "has",
        "or",
    ];
    let test = (select(names), prop::collection::vec((select(TESTS), value), 0..3), 0..20_u8);
    let test = test.prop_map(|(name, tests, oddity)| {
        let mut object: Map<String, Json> = tests
            .into_iter()
            .take(if oddity == 0 { 2 } else { 1 })
            .map(|(test, value)| (test.to_owned(), value))
            .collect();
        if oddity != 1 {
            object.insert("field".to_owned(), if oddity == 2 { json!(7) } else { json!(name) });
        }
        Json::Object(object)
    });
    test.prop_recursive(4, 24, 3, |inner| {
        let parts = prop::collection::vec(inner, 0..3);
        let several = (select(vec!["all", "any", "none", "not"]), parts, 0..20_u8);
        several.prop_map(|(name, parts, oddity)| match oddity {
            0 => json!({ name: parts, "all": [] }),
            1 => json!({ name: parts.first() }),
            _ => json!({ name: parts }),
        })
    })
}

#[test]
fn what_the_library_reads_is_a_condition_of_the_schema() {
    let (schema, mut runner, strategy) = (schema(), TestRunner::deterministic(), documents());
    let (mut read, mut refused) = (0, 0);
    for _ in 0..6_000 {
        let document = strategy.new_tree(&mut runner).unwrap().current();
        match Condition::from_json(Specimen::DEF, &document) {
            Err(_) => refused += usize::from(!schema.accepts(&document)),
            Ok(condition) => {
                assert!(schema.accepts(&document), "read, and not in the schema: {document}");
                let written = condition.to_json();
                assert!(schema.accepts(&written), "written, and not in the schema: {written}");
                assert!(Condition::from_json(Specimen::DEF, &written).unwrap() == condition);
                read += 1;
            }
        }
    }
    assert!(read > 500 && refused > 500, "{read} were read, {refused} refused by both");
}

#[test]
fn every_test_that_can_be_written_is_in_the_schema() {
    let text = || field("text");
    let conditions = [
        Condition::always(),
        Condition::none([text().is("a"), text().is_absent(), field("flag").is(true), field("order").is(7)]),
        text().is_in(["a", "b"]),
        field("json.a").is_in(["a", "b"]).and(field("json.a").is(true)).and(field("json.b").is_absent()),
        field("maybe_json.a").at_least(7).and(field("json.a-b").less_than(rust_decimal::Decimal::new(15, 1))),
        field("json.a").contains("a").and(field("json.a").has("b")),
        field("maybe_order").is_in(0..1_000_i64),
        field("order").less_than(7).and(field("order").at_most(7)),
        Condition::any([field("amount").more_than(rust_decimal::Decimal::ONE), field("flag").at_least(false)]),
        Condition::all([text().contains("a"), text().starts_with("b"), text().ends_with("c"), field("list").has("d")]),
    ];
    for condition in conditions {
        let written = condition.to_json();
        assert!(schema().accepts(&written), "{written}");
        assert!(Condition::from_json(Specimen::DEF, &written).unwrap() == condition);
    }
}

#[test]
fn what_is_no_condition_is_refused_by_both() {
    let wrong = [
        json!(null),
        json!([]),
        json!("text"),
        json!({}),
        json!({ "field": "text" }),
        json!({ "is": "a" }),
        json!({ "field": 7, "is": "a" }),
        json!({ "field": "text", "is": "a", "in": ["a"] }),
        json!({ "field": "text", "equals": "a" }),
        json!({ "field": "text", "is": ["a"] }),
        json!({ "field": "text", "is": {} }),
        json!({ "field": "text", "is": "a\0" }),
        json!({ "field": "text", "in": "a" }),
        json!({ "field": "text", "in": [null] }),
        json!({ "field": "order", "in": vec![7; 1_001] }),
        json!({ "field": "order", "less_than": null }),
        json!({ "field": "text", "contains": 7 }),
        json!({ "field": "text", "contains": "a".repeat(4_001) }),
        json!({ "field": "text", "ends_with": "\0" }),
        json!({ "field": "list", "has": ["a"] }),
        json!({ "all": {} }),
        json!({ "all": [7] }),
        json!({ "all": [], "any": [] }),
        json!({ "all": [], "field": "text" }),
        json!({ "not": [] }),
        json!({ "any": [{ "none": [{ "field": "text", "is": "a", "because": "x" }] }] }),
    ];
    for document in wrong {
        assert!(!schema().accepts(&document), "the schema accepts {document}");
        assert!(Condition::from_json(Specimen::DEF, &document).is_err(), "the library reads {document}");
    }
}
