//! Fields that an organization defined: what tickets and assets may hold in them.

use serde_json::json;
use servicedesk::Code;
use servicedesk::asset::{Asset, NewAsset};
use servicedesk::identity::UserId;
use servicedesk::ticket::{
    Category, FieldDefinition, FieldDefinitionPatch, FieldKind, FieldOwner, NewCategory, NewFieldDefinition, NewTicket,
    Ticket, TicketPatch,
};

use super::DeskFactory;
use super::fixture::{Fixture, refused};

async fn define(
    desk: &Fixture,
    key: &str,
    kind: FieldKind,
    more: impl FnOnce(&mut NewFieldDefinition),
) -> FieldDefinition {
    let mut new = NewFieldDefinition { key: key.into(), label: key.into(), kind, ..Default::default() };
    more(&mut new);
    desk.scope.repository::<FieldDefinition>().create(new).await.expect("the field is defined")
}

fn with(desk: &Fixture, values: serde_json::Value) -> NewTicket {
    NewTicket { custom_fields: Some(values), ..desk.question() }
}

async fn opened(desk: &Fixture, values: serde_json::Value) -> Result<Ticket, (Code, String)> {
    let made = desk.scope.tickets().create(with(desk, values)).await;
    made.map_err(|error| (error.code(), error.fields().first().cloned().unwrap_or_default()))
}

pub async fn without_definitions_any_object_is_kept(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let values = json!({ "anything": { "goes": [1, "two"] } });
    let ticket = opened(&desk, values.clone()).await.unwrap();
    assert_eq!(desk.now(ticket.id).await.custom_fields, Some(values));
    assert_eq!(opened(&desk, json!([])).await.unwrap_err().0, Code::FieldKind);
}

pub async fn defined_fields_take_what_they_are_defined_for(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    define(&desk, "model", FieldKind::Text, |new| new.is_required = true).await;
    define(&desk, "rooms", FieldKind::Number, |new| (new.min, new.max) = (Some(1.into()), Some(9.into()))).await;
    define(&desk, "color", FieldKind::Choice, |new| {
        new.options = vec!["red".into(), "blue".into()];
        new.default_value = Some(json!("blue"));
    })
    .await;
    let ticket = opened(&desk, json!({ "model": "X1", "rooms": 2 })).await.unwrap();
    assert_eq!(ticket.custom_fields, Some(json!({ "model": "X1", "rooms": 2, "color": "blue" })));
    assert_eq!(desk.now(ticket.id).await, ticket);
    for (values, code, field) in [
        (json!({}), Code::Required, "custom_fields.model"),
        (json!({ "model": "  " }), Code::Required, "custom_fields.model"),
        (json!({ "model": 1 }), Code::FieldKind, "custom_fields.model"),
        (json!({ "model": "X1", "rooms": 10 }), Code::NumberRange, "custom_fields.rooms"),
        (json!({ "model": "X1", "color": "green" }), Code::EnumUnknown, "custom_fields.color"),
        (json!({ "model": "X1", "size": 1 }), Code::FieldUnknown, "custom_fields.size"),
    ] {
        assert_eq!(opened(&desk, values).await, Err((code, field.to_owned())));
    }
    let tickets = desk.scope.tickets();
    let change = |values| TicketPatch { custom_fields: Some(values).into(), ..Default::default() };
    let error = refused(tickets.update(ticket.id, ticket.version, change(json!({ "rooms": 3 }))).await);
    assert_eq!((error.code(), error.fields()[0].as_str()), (Code::Required, "custom_fields.model"));
    assert_eq!(desk.now(ticket.id).await, ticket);
    let changed = tickets.update(ticket.id, ticket.version, change(json!({ "model": "X2", "color": null }))).await;
    assert_eq!(changed.unwrap().custom_fields, Some(json!({ "model": "X2" })));
}

pub async fn a_later_definition_does_not_forbid_other_changes(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = opened(&desk, json!({ "old": true })).await.unwrap();
    let field = define(&desk, "size", FieldKind::Number, |new| new.is_required = true).await;
    let subject = TicketPatch { subject: "Another".to_owned().into(), ..Default::default() };
    let changed = desk.scope.tickets().update(ticket.id, ticket.version, subject).await.unwrap();
    assert_eq!(changed.custom_fields, Some(json!({ "old": true })));
    let values = |values| TicketPatch { custom_fields: Some(values).into(), ..Default::default() };
    let changed =
        desk.scope.tickets().update(ticket.id, changed.version, values(json!({ "old": true, "size": 4 }))).await;
    let changed = changed.unwrap();
    // A field that is no longer offered keeps its old value and takes no new one.
    let patch = FieldDefinitionPatch { is_active: false.into(), ..Default::default() };
    desk.scope.repository::<FieldDefinition>().update(field.id, field.version, patch).await.unwrap();
    define(&desk, "other", FieldKind::Text, |_| {}).await;
    let error = refused(desk.scope.tickets().update(ticket.id, changed.version, values(json!({ "size": 5 }))).await);
    assert_eq!((error.code(), error.fields()[0].as_str()), (Code::FieldUnknown, "custom_fields.size"));
}

pub async fn a_category_has_fields_of_its_own(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let category = NewCategory { name: "Hardware".into(), ..Default::default() };
    let category = desk.scope.repository::<Category>().create(category).await.unwrap();
    define(&desk, "serial", FieldKind::Text, |new| (new.category_id, new.is_required) = (Some(category.id), true))
        .await;
    assert!(opened(&desk, json!({})).await.is_ok());
    assert_eq!(opened(&desk, json!({ "serial": "1" })).await.unwrap_err().0, Code::FieldUnknown);
    let ticket = desk.open().await;
    let patch = TicketPatch { category_id: Some(category.id).into(), ..Default::default() };
    let error = refused(desk.scope.tickets().update(ticket.id, ticket.version, patch.clone()).await);
    assert_eq!((error.code(), error.fields()[0].as_str()), (Code::Required, "custom_fields.serial"));
    let patch = TicketPatch { custom_fields: Some(json!({ "serial": "1" })).into(), ..patch };
    desk.scope.tickets().update(ticket.id, ticket.version, patch).await.unwrap();
}

pub async fn a_field_names_people_of_its_own_organization(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let neighbour = desk.neighbour().await;
    define(&desk, "approver", FieldKind::User, |_| {}).await;
    let named = |id: UserId| json!({ "approver": id.to_string() });
    assert!(opened(&desk, named(desk.agent(0))).await.is_ok());
    for foreign in [neighbour.agent(0), UserId::from(uuid::Uuid::from_u128(7))] {
        assert_eq!(opened(&desk, named(foreign)).await, Err((Code::ReferenceMissing, "custom_fields".to_owned())));
    }
    assert!(
        opened(&neighbour, json!({ "approver": "anything" })).await.is_ok(),
        "definitions are the organization's own"
    );
}

pub async fn definitions_must_make_sense(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let fields = desk.scope.repository::<FieldDefinition>();
    let new = |key: &str| NewFieldDefinition { key: key.into(), label: "x".into(), ..Default::default() };
    for (new, field) in [
        (new("Größe"), "key"),
        (NewFieldDefinition { pattern: Some("(".into()), ..new("a") }, "pattern"),
        (NewFieldDefinition { kind: FieldKind::Choice, ..new("a") }, "options"),
        (NewFieldDefinition { kind: FieldKind::Number, default_value: Some(json!("x")), ..new("a") }, "default_value"),
    ] {
        assert_eq!(refused(fields.create(new).await).fields()[0], field);
    }
    assert_eq!(fields.count(servicedesk::query::Find::new()).await.unwrap(), 0);
    fields.create(new("a")).await.unwrap();
    assert_eq!(refused(fields.create(new("a")).await).code(), Code::DuplicateValue);
}

pub async fn assets_have_fields_of_their_own(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    define(&desk, "memory", FieldKind::Number, |new| (new.owner, new.is_required) = (FieldOwner::Asset, true)).await;
    let assets = desk.scope.repository::<Asset>();
    let new = |values| NewAsset { name: "Laptop".into(), custom_fields: values, ..Default::default() };
    assert_eq!(refused(assets.create(new(None)).await).fields()[0], "custom_fields.memory");
    let error = refused(assets.create(new(Some(json!({ "memory": "much" })))).await);
    assert_eq!((error.code(), error.fields()[0].as_str()), (Code::FieldKind, "custom_fields.memory"));
    assert!(assets.create(new(Some(json!({ "memory": 16 })))).await.is_ok());
    assert!(opened(&desk, json!({ "memory": "free" })).await.is_ok(), "a ticket's fields are not an asset's");
}
