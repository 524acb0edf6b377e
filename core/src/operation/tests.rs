//! What the list of operations promises to hosts.

use serde_json::json;

use super::*;
use crate::organization::NewOrganization;
use crate::scope::Actor;
use crate::{ErrorKind, block_on};

fn scope() -> Scope {
    let desk = Desk::memory();
    let new = NewOrganization { name: "Acme".into(), slug: "acme".into(), ..Default::default() };
    let acme = block_on(desk.create_organization(new)).expect("a new organization");
    let scope = desk.scope(acme.id, Actor::system());
    let preset = block_on(desk.call("desk.preset", Fields::from_json(json!({"name": "itsm"})).expect("fields")));
    let arguments = Fields(vec![("preset".into(), preset.expect("a preset"))]);
    block_on(scope.call("scope.set_up", arguments)).expect("set up");
    scope
}

fn call(scope: &Scope, name: &str, arguments: serde_json::Value) -> Result<serde_json::Value> {
    block_on(scope.call(name, Fields::from_json(arguments)?)).map(|data| data.to_json())
}

#[test]
fn names_are_unique_and_documented() {
    let mut names = Vec::new();
    for area in AREAS {
        assert!(!area.doc.is_empty(), "{}", area.name);
        for operation in area.operations() {
            assert!(!operation.doc.is_empty(), "{}.{}", area.name, operation.name);
            names.push(format!("{}.{}", area.name, operation.name));
        }
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(names.iter().all(|name| find(name).is_some()));
}

#[test]
fn an_area_is_asked_of_one_thing() {
    for area in AREAS {
        for operation in area.operations() {
            let fits = matches!(
                (area.receiver(), operation.call),
                (Receiver::Desk, Call::Desk(_) | Call::Pure(_))
                    | (Receiver::Scope, Call::Scope(_))
                    | (Receiver::Calendar, Call::Calendar(_) | Call::Pure(_))
            );
            assert!(fits, "{}.{} is {:?}", area.name, operation.name, operation.call);
        }
    }
}

#[test]
fn a_calendar_is_asked_by_name_and_is_no_document() {
    let given = |json| Fields::from_json(json).expect("fields");
    let always = Calendar::make("calendar.always", Fields::default()).expect("a calendar");
    let both = Fields(vec![("calendars".into(), Data::List(vec![always.clone()]))]);
    let Data::Calendar(union) = Calendar::make("calendar.union", both).expect("a calendar") else {
        panic!("no calendar")
    };
    let hour = json!({"start": "2026-11-18T12:00:00Z", "milliseconds": 3_600_000});
    assert_eq!(union.call("calendar.deadline", given(hour)).expect("one").to_json(), "2026-11-18T13:00:00.000Z");
    let refused = |result: Result<Data>| result.expect_err("refused").code();
    assert_eq!(refused(union.call("calendar.always", Fields::default())), Code::OperationUnknown);
    assert_eq!(refused(Calendar::make("calendar.is_open", Fields::default())), Code::OperationUnknown);
    assert_eq!(refused(block_on(Desk::memory().call("calendar.always", Fields::default()))), Code::OperationUnknown);
    let hours = Data::Fields(Fields(vec![("weekly_hours".into(), always)]));
    let definition = Fields(vec![("definition".into(), hours)]);
    assert_eq!(refused(Calendar::make("calendar.new", definition)), Code::FieldKind);
}

#[test]
fn a_ticket_lives_through_calls_by_name() {
    let scope = scope();
    let new = json!({"subject": "Printer", "requester_name": "Ana", "requester_email": "ana@example.com"});
    let ticket = call(&scope, "tickets.create", json!({"new": new})).expect("a ticket");
    let open =
        call(&scope, "statuses.list", json!({"find": {"filter": {"field": "key", "is": "open"}}})).expect("statuses");
    let arguments = json!({"id": ticket["id"], "version": 1, "status_id": open["items"][0]["id"]});
    let moved = call(&scope, "tickets.transition", arguments).expect("a step");
    assert_eq!(moved["version"], 2);
    let cleared = json!({"id": ticket["id"], "version": 2, "patch": {"requester_name": "Bia", "description": null}});
    let changed = call(&scope, "tickets.update", cleared);
    let history = call(&scope, "tickets.history", json!({"id": ticket["id"]})).expect("history");
    assert!(history["items"].as_array().is_some_and(|items| items.len() >= 2), "{changed:?}");
}

#[test]
fn wrong_arguments_are_refused_by_name() {
    let scope = scope();
    let refused = |name: &str, arguments: serde_json::Value, code: Code, field: Option<&str>| {
        let error = call(&scope, name, arguments.clone()).expect_err("refused");
        assert_eq!((error.code(), error.fields().first().map(String::as_str)), (code, field), "{name} {arguments}");
        assert_eq!(error.kind(), ErrorKind::Invalid);
    };
    refused("tickets.create", json!({"new": {"subjekt": "x"}}), Code::Required, Some("subject"));
    refused("tickets.create", json!({"new": {"subject": "x", "nonsense": 1}}), Code::FieldUnknown, Some("nonsense"));
    refused("tickets.create", json!({"new": {"subject": 7}}), Code::FieldKind, Some("subject"));
    refused("tickets.create", json!({"new": {"subject": null}}), Code::Required, Some("subject"));
    refused("tickets.create", json!({"new": {"subject": "x", "number": "1"}}), Code::FieldImmutable, Some("number"));
    refused("tickets.create", json!({"new": {"subject": "x", "impact": "huge"}}), Code::EnumUnknown, Some("impact"));
    refused("tickets.create", json!({"new": []}), Code::FieldKind, Some("new"));
    refused("tickets.get", json!({}), Code::Required, Some("id"));
    refused("tickets.get", json!({"id": "no id"}), Code::FieldKind, Some("id"));
    refused(
        "tickets.get",
        json!({"id": "0198a5c0-0000-7000-8000-000000000000", "x": 1}),
        Code::FieldUnknown,
        Some("x"),
    );
    refused("tickets.list", json!({"find": {"limit": -1}}), Code::NumberRange, Some("limit"));
    refused("tickets.list", json!({"find": {"sort": ["-nothing"]}}), Code::FieldUnknown, Some("nothing"));
    refused("tickets.nothing", json!({}), Code::OperationUnknown, None);
    refused("desk.preset", json!({"name": "itsm"}), Code::OperationUnknown, None);
}

#[test]
fn shapes_come_back_as_they_went() {
    let preset = Desk::preset(crate::ticket::preset::PresetName::Itsm);
    let data = preset.clone().into_data();
    assert_eq!(crate::ticket::preset::Preset::from_data(Data::from_json(data.to_json()), "preset").ok(), Some(preset));
    let assignee = crate::ticket::Assignee::Member {
        team_id: uuid::Uuid::nil().into(),
        strategy: crate::ticket::Strategy::Skill { skills: vec!["rust".into()] },
    };
    let json = assignee.clone().into_data().to_json();
    assert_eq!(json["strategy"]["type"], "skill");
    assert_eq!(crate::ticket::Assignee::from_data(Data::from_json(json), "assignee").ok(), Some(assignee));
}
