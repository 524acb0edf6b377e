//! Bad input: for every field of every entity, everything that its declaration forbids is refused with that field's name.

use serde_json::{Value as Json, json};
use servicedesk::entity::{EntityDef, FieldDef, Kind, Row, Value, Writable, check_row, value_from_json};
use servicedesk::identity::NewUser;
use servicedesk::organization::{Department, NewDepartment, NewOrganization, OrganizationPatch};
use servicedesk::store::{Batch, BatchId, Key, Store, Write};
use servicedesk::ticket::{
    Category, CommentPatch, NewCategory, NewComment, NewPriority, NewStatusTransition, NewTag, NewTicket, NewWatcher,
    Priority, PriorityPatch, PriorityRule, Status, StatusPatch, StatusTransition, StatusTransitionPatch, Tag,
    TicketPatch, Watcher,
};
use servicedesk::{Code, Error, ErrorKind, Result};
use uuid::Uuid;

use super::filler;
use super::fixture::{Fixture, acme, agent, public, refused};
use super::mirror::{Mirror, rows};
use super::{DeskFactory, together};

/// Returns an organization that has a row of every kind.
async fn populated(factory: &impl DeskFactory) -> Fixture {
    let desk = Fixture::listening(factory, ["ticket.created"]).await;
    let ticket = desk.open().await.id;
    desk.scope.comments().add(public(ticket, "Hello")).await.unwrap();
    desk.scope.repository::<Watcher>().create(NewWatcher { ticket_id: ticket, user_id: desk.agent(0) }).await.unwrap();
    desk.scope.repository::<Tag>().create(NewTag { name: "vip".into(), color: None }).await.unwrap();
    let category = NewCategory { name: "Printers".into(), ..Default::default() };
    desk.scope.repository::<Category>().create(category).await.unwrap();
    let department = NewDepartment { name: "Sales".into(), ..Default::default() };
    desk.scope.repository::<Department>().create(department).await.unwrap();
    // A free cell of the matrix, so that a new row of it collides with nothing.
    let cells = desk.scope.repository::<PriorityRule>();
    for cell in cells.list(servicedesk::query::Find::new()).await.unwrap().items.into_iter().skip(1) {
        cells.delete(cell.id, 1).await.unwrap();
    }
    filler::fill(&desk).await;
    desk
}

/// Returns a row that could be added: a copy of one that is there, with an id and with unique values of its own.
async fn sample(desk: &Fixture, def: &'static EntityDef) -> Row {
    let mut row = rows(desk.desk.store(), def, desk.organization.id).await.pop().expect("a row of every kind");
    row[def.index_of("id").expect("an id")] = Value::Uuid(Uuid::now_v7());
    for index in def.indexes.iter().filter(|index| index.unique) {
        for column in index.columns {
            let position = def.index_of(column).expect("a column");
            row[position] = match (def.fields[position].kind, &row[position]) {
                (Kind::Text, Value::Text(_)) => Value::Text("fresh".to_owned()),
                (Kind::Enum(names), _) => Value::Text(names[1].to_owned()),
                (Kind::Integer, Value::Integer(number)) => Value::Integer(number + 1),
                (Kind::Date, Value::Date(day)) => Value::Date(day.succ_opt().expect("a next day")),
                (Kind::Uuid, Value::Uuid(_)) if def.fields[position].references.is_none() => {
                    Value::Uuid(Uuid::now_v7())
                }
                (_, other) => other.clone(),
            };
        }
    }
    row
}

/// Returns whether what is unique about a row is whom it points to, so that a new one has to take the place of the old one.
fn is_a_link(def: &EntityDef) -> bool {
    let points = |column: &&str| def.field(column).is_some_and(|field| field.references.is_some());
    def.indexes.iter().any(|index| index.unique && index.columns.iter().all(points))
}

/// Removes the row that a sample is a copy of.
async fn make_room(desk: &Fixture, def: &'static EntityDef) {
    let row = rows(desk.desk.store(), def, desk.organization.id).await.pop().expect("a row of every kind");
    let id = row[def.index_of("id").expect("an id")].as_uuid().expect("an id");
    let version = def.index_of("version").and_then(|index| row[index].as_integer());
    let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), desk.organization.id, desk.desk.now());
    batch.writes.push(Write::Delete { key: Key { entity: def, id }, version });
    desk.desk.store().commit(batch).await.expect("nothing points to it");
}

/// Adds a row as an operation does: what the declaration forbids is found before the store is asked.
async fn submit(desk: &Fixture, def: &'static EntityDef, row: Row) -> Result<()> {
    check_row(def, &row)?;
    let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), desk.organization.id, desk.desk.now());
    batch.writes.push(Write::Insert { entity: def, row });
    desk.desk.store().commit(batch).await.map(drop)
}

/// Returns what a field forbids, with the code that says so.
fn forbidden(field: &FieldDef) -> Vec<(Value, Code)> {
    let mut bad = Vec::new();
    if !field.nullable {
        bad.push((Value::Null, Code::Required));
    }
    let max = field.max_length.map(|max| max as usize);
    match field.kind {
        Kind::Text => {
            bad.push((Value::Text("a\0b".into()), Code::TextNul));
            bad.extend(max.map(|max| (Value::Text("é".repeat(max + 1)), Code::TextTooLong)));
            if !field.nullable {
                bad.extend([("", Code::Required), (" \t\n", Code::Required)].map(|(text, code)| (text.into(), code)));
            }
        }
        Kind::Enum(_) => bad.push((Value::Text("nonsense".into()), Code::EnumUnknown)),
        Kind::Integer | Kind::Decimal => {
            for bound in field.range.into_iter().flat_map(|(min, max)| [min - 1, max + 1]) {
                let integer = field.kind == Kind::Integer;
                bad.push((
                    if integer { Value::Integer(bound) } else { Value::Decimal(bound.into()) },
                    Code::NumberRange,
                ));
            }
        }
        Kind::List => {
            bad.extend(max.map(|max| (Value::List(vec!["x".into(); max + 1]), Code::ListTooLong)));
            bad.push((Value::List(vec!["x".repeat(101)]), Code::TextTooLong));
            bad.push((Value::List(vec!["x".into(), String::new()]), Code::Required));
            bad.push((Value::List(vec!["a\0b".into()]), Code::TextNul));
        }
        Kind::Bytes => bad.extend(max.map(|max| (Value::Bytes(vec![0; max + 1]), Code::BytesTooLong))),
        Kind::Json => {
            let deep = (0..33).fold(json!(1), |inner, _| json!({ "in": inner }));
            bad.push((deep.into(), Code::JsonTooDeep));
            bad.push((json!({ "a": ["a\0b"] }).into(), Code::TextNul));
            bad.push((json!({ "a\0b": 1 }).into(), Code::TextNul));
            bad.extend(max.map(|max| (json!({ "x": "x".repeat(max) }).into(), Code::BytesTooLong)));
        }
        Kind::Bool | Kind::Uuid | Kind::Timestamp | Kind::Date => {}
    }
    if field.references.is_some() {
        bad.push((Value::Uuid(Uuid::now_v7()), Code::ReferenceMissing));
    }
    // Of another kind altogether.
    let other = if field.kind == Kind::Bool { Value::Integer(1) } else { Value::Bool(true) };
    bad.push((other, Code::FieldKind));
    bad
}

#[track_caller]
fn names(error: &Error, code: Code, field: &str, what: &str) {
    assert_eq!(error.code(), code, "{what}.{field}: {error:?}");
    assert_eq!(error.kind(), ErrorKind::Invalid, "{what}.{field}: {error:?}");
    assert_eq!(error.fields().first().map(String::as_str), Some(field), "{what}: {error:?}");
}

pub async fn every_field_refuses_what_it_forbids(factory: &impl DeskFactory) {
    let desk = populated(factory).await;
    let mut samples = Vec::new();
    for def in servicedesk::ENTITIES {
        samples.push((*def, sample(&desk, def).await));
    }
    for (def, _) in samples.iter().filter(|(def, _)| is_a_link(def)) {
        make_room(&desk, def).await;
    }
    let before = Mirror::of(desk.desk.store(), desk.organization.id).await;
    let mut tried = 0;
    for (def, good) in samples {
        check_row(def, &good).expect("the sample is good");
        for (index, field) in def.fields.iter().enumerate() {
            for (value, code) in forbidden(field) {
                // A row that is its own organization is not added with another's id; the contract of stores says so.
                if def.is_tenant && field.name == "id" {
                    continue;
                }
                let mut row = good.clone();
                row[index] = value;
                names(&refused(submit(&desk, def, row).await), code, field.name, def.name);
                tried += 1;
            }
        }
    }
    assert!(tried > 400, "{tried} bad values were tried");
    Mirror::of(desk.desk.store(), desk.organization.id).await.assert_same(&before, "bad values");
}

pub async fn the_longest_values_are_taken(factory: &impl DeskFactory) {
    let desk = populated(factory).await;
    for def in servicedesk::ENTITIES.iter().filter(|def| !def.is_tenant) {
        let mut row = sample(&desk, def).await;
        if is_a_link(def) {
            make_room(&desk, def).await;
        }
        for (index, field) in def.fields.iter().enumerate() {
            let Some(max) = field.max_length.map(|max| max as usize) else { continue };
            match field.kind {
                Kind::Text => row[index] = Value::Text("é".repeat(max)),
                Kind::List => row[index] = Value::List((0..max).map(|item| format!("{item:é>100}")).collect()),
                Kind::Json => row[index] = json!({ "x": "x".repeat(max - 9) }).into(),
                _ => {}
            }
        }
        let id = row[def.index_of("id").unwrap()].as_uuid().unwrap();
        submit(&desk, def, row.clone()).await.unwrap_or_else(|error| panic!("{}: {error:?}", def.name));
        let stored = rows(desk.desk.store(), def, desk.organization.id).await;
        let stored = stored.into_iter().find(|stored| stored[def.index_of("id").unwrap()].as_uuid() == Some(id));
        assert!(stored == Some(row), "{} comes back as it was", def.name);
    }
}

pub async fn json_of_another_kind_is_refused(_factory: &impl DeskFactory) {
    let documents = [json!(true), json!(7), json!(1.5), json!("nonsense"), json!([1]), json!({ "a": 1 })];
    for def in servicedesk::ENTITIES {
        for field in def.fields {
            let accepts = |document: &&Json| match field.kind {
                Kind::Bool => document.is_boolean(),
                Kind::Integer => document.is_i64(),
                Kind::Decimal => document.is_number(),
                Kind::Text | Kind::Enum(_) => document.is_string(),
                Kind::List | Kind::Bytes | Kind::Uuid | Kind::Timestamp | Kind::Date => false,
                Kind::Json => true,
            };
            for document in documents.iter().filter(|document| !accepts(document)) {
                names(&refused(value_from_json(field, document)), Code::FieldKind, field.name, def.name);
            }
        }
    }
}

pub async fn everything_that_people_write_has_a_limit(_factory: &impl DeskFactory) {
    for def in servicedesk::ENTITIES {
        for field in def.fields {
            let writing = matches!(field.kind, Kind::Text | Kind::Json | Kind::Bytes);
            assert!(!writing || field.max_length.is_some(), "{}.{} has no limit", def.name, field.name);
            let number = matches!(field.kind, Kind::Integer | Kind::Decimal) && field.writable != Writable::Never;
            assert!(!number || field.range.is_some(), "{}.{} has no range", def.name, field.name);
        }
    }
}

pub async fn operations_refuse_what_makes_no_sense(factory: &impl DeskFactory) {
    let desk = populated(factory).await;
    let ticket = desk.open().await;
    let comment = desk.scope.comments().add(public(ticket.id, "Hello")).await.unwrap();
    let before = Mirror::of(desk.desk.store(), desk.organization.id).await;
    let (tickets, users, ask) = (desk.scope.tickets(), desk.scope.users(), || desk.question());
    let is = |result: Error, code: Code, field: &str| names(&result, code, field, "an operation");

    for bad in ["", "ana", "ana@", "@example.com", "ana@example", "a b@example.com", "ana@example..com"] {
        let text = Some(bad.to_owned());
        is(refused(users.create(NewUser { email: text.clone(), ..agent("x") }).await), Code::FormatInvalid, "email");
        let new = NewTicket { requester_email: text.clone(), ..ask() };
        is(refused(tickets.create(new).await), Code::FormatInvalid, "requester_email");
        let patch = TicketPatch { reply_to_address: text.clone().into(), ..Default::default() };
        is(refused(tickets.update(ticket.id, 1, patch).await), Code::FormatInvalid, "reply_to_address");
        let new = NewComment { from_email: text, ..public(ticket.id, "x") };
        is(refused(desk.scope.comments().add(new).await), Code::FormatInvalid, "from_email");
    }
    for bad in ["11912345678", "+0511912345678", "+55 11 91234", "+1", "+1234567890123456"] {
        let new = NewUser { phone: Some(bad.into()), ..agent("x") };
        is(refused(users.create(new).await), Code::FormatInvalid, "phone");
    }
    is(
        refused(users.create(NewUser { timezone: Some("Mars/Olympus".into()), ..agent("x") }).await),
        Code::FormatInvalid,
        "timezone",
    );
    is(refused(users.create(agent("  ")).await), Code::Required, "display_name");
    for document in [json!([]), json!("x"), json!(1)] {
        let patch = TicketPatch { custom_fields: Some(document).into(), ..Default::default() };
        is(refused(tickets.update(ticket.id, 1, patch).await), Code::FieldKind, "custom_fields");
    }
    let patch = TicketPatch { subject: String::new().into(), ..Default::default() };
    is(refused(tickets.update(ticket.id, 1, patch).await), Code::Required, "subject");
    let patch = TicketPatch { estimated_hours: Some((-1).into()).into(), ..Default::default() };
    is(refused(tickets.update(ticket.id, 1, patch).await), Code::NumberRange, "estimated_hours");
    let patch = TicketPatch { tags: vec![String::new()].into(), ..Default::default() };
    is(refused(tickets.update(ticket.id, 1, patch).await), Code::Required, "tags");
    let patch = CommentPatch { body: " ".to_owned().into(), ..Default::default() };
    is(refused(desk.scope.comments().update(comment.id, 1, patch).await), Code::Required, "body");
    let mention = NewComment { mentions: vec!["Ana".into()], ..public(ticket.id, "x") };
    is(refused(desk.scope.comments().add(mention).await), Code::FieldKind, "mentions");
    let patch = |change: fn(&mut OrganizationPatch)| {
        let mut patch = OrganizationPatch::default();
        change(&mut patch);
        desk.scope.update_organization(1, patch)
    };
    is(refused(patch(|patch| patch.timezone = "Nowhere".to_owned().into()).await), Code::FormatInvalid, "timezone");
    is(
        refused(patch(|patch| patch.ticket_prefix = "A-B".to_owned().into()).await),
        Code::FormatInvalid,
        "ticket_prefix",
    );
    is(refused(patch(|patch| patch.logo = Some(vec![1]).into()).await), Code::FormatInvalid, "logo_mime_type");
    is(
        refused(patch(|patch| patch.monthly_ticket_limit = Some(-1).into()).await),
        Code::NumberRange,
        "monthly_ticket_limit",
    );
    for bad in ["red", "#f00", "ff0000", "#ff00000", "#gg0000", ""] {
        let color = || Some(bad.to_owned());
        let tags = desk.scope.repository::<Tag>();
        is(refused(tags.create(NewTag { name: "x".into(), color: color() }).await), Code::FormatInvalid, "color");
        let new = NewCategory { name: "x".into(), color: color(), ..Default::default() };
        is(refused(desk.scope.repository::<Category>().create(new).await), Code::FormatInvalid, "color");
        let patch = PriorityPatch { color: color().into(), ..Default::default() };
        let priorities = desk.scope.repository::<Priority>();
        is(refused(priorities.update(desk.priority("low"), 1, patch).await), Code::FormatInvalid, "color");
        let patch = StatusPatch { color: color().into(), ..Default::default() };
        let statuses = desk.scope.repository::<Status>();
        is(refused(statuses.update(desk.status("open"), 1, patch).await), Code::FormatInvalid, "color");
    }
    let step = NewStatusTransition {
        from_status_id: Some(desk.status("open")),
        to_status_id: desk.status("closed"),
        required_permission: None,
        required_fields: vec!["category_id".into(), "categoria".into()],
    };
    let steps = desk.scope.repository::<StatusTransition>();
    is(refused(steps.create(step).await), Code::FieldUnknown, "categoria");
    let step = steps.list(servicedesk::query::Find::new()).await.unwrap().items.remove(0);
    let patch = StatusTransitionPatch { required_fields: vec!["Subject".into()].into(), ..Default::default() };
    is(refused(steps.update(step.id, 1, patch).await), Code::FieldUnknown, "Subject");
    for slug in ["", "Acme", "-acme", "acme-", "açme", "a b", "a/b"] {
        let error = refused(desk.desk.create_organization(NewOrganization { slug: slug.into(), ..acme() }).await);
        is(error, if slug.is_empty() { Code::Required } else { Code::FormatInvalid }, "slug");
    }
    Mirror::of(desk.desk.store(), desk.organization.id).await.assert_same(&before, "bad input");
}

pub async fn there_is_one_default_priority(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let priorities = desk.scope.repository::<Priority>();
    let second = |key: &str| NewPriority { key: key.into(), name: key.into(), is_default: true, ..Default::default() };
    let default = |is_default: bool| PriorityPatch { is_default: is_default.into(), ..Default::default() };
    let taken = |error: Error| {
        assert_eq!((error.code(), error.fields()), (Code::DuplicateValue, &["is_default".to_owned()][..]), "{error:?}");
    };
    let (old, new) = (desk.priority("medium"), desk.priority("low"));
    assert!(priorities.get(old).await.unwrap().is_default);
    taken(refused(priorities.create(second("urgent")).await));
    taken(refused(priorities.update(new, 1, default(true)).await));
    // What it is already, it may stay; another organization has its own.
    let patch = PriorityPatch { name: "Normal".to_owned().into(), ..default(true) };
    assert!(priorities.update(old, 1, patch).await.unwrap().is_default);
    desk.neighbour().await;
    // It gives way, and of all who want to follow one does.
    priorities.update(old, 2, default(false)).await.unwrap();
    let made = together(8, |number| {
        let (priorities, new) = (desk.scope.repository::<Priority>(), second(&format!("urgent-{number}")));
        async move { priorities.create(new).await }
    });
    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1);
    made.into_iter().filter_map(Result::err).for_each(taken);
    // Setting up again finds priorities, and leaves the default to them.
    desk.scope.set_up(&servicedesk::ticket::preset::itsm()).await.unwrap();
    assert_eq!(
        priorities
            .count(servicedesk::query::Find::new().filter(servicedesk::query::field(Priority::IS_DEFAULT).is(true)))
            .await
            .unwrap(),
        1
    );
    // A lost answer is had by asking again, although the row that was made is in the way of another.
    let there = priorities
        .list(servicedesk::query::Find::new().filter(servicedesk::query::field(Priority::IS_DEFAULT).is(true)));
    let there = there.await.unwrap().items.remove(0);
    priorities.update(there.id, 1, default(false)).await.unwrap();
    let once = desk.scope.clone().idempotent(BatchId::from(Uuid::now_v7()));
    let made = once.repository::<Priority>().create(second("at-once")).await.unwrap();
    assert!(once.repository::<Priority>().create(second("at-once")).await.unwrap() == made);
}

pub async fn what_is_in_use_is_not_removed(factory: &impl DeskFactory) {
    let desk = populated(factory).await;
    let before = Mirror::of(desk.desk.store(), desk.organization.id).await;
    let priority = desk.scope.repository::<Priority>().delete(desk.priority("medium"), 1).await;
    let error = refused(priority);
    assert_eq!((error.code(), error.kind()), (Code::InUse, ErrorKind::Rejected));
    let team = desk.scope.repository::<servicedesk::organization::Team>().delete(desk.team.id, 1).await;
    assert_eq!(refused(team).code(), Code::InUse);
    let tag = refused(desk.scope.repository::<Tag>().create(NewTag { name: "vip".into(), color: None }).await);
    assert_eq!(
        (tag.code(), tag.kind(), tag.fields()),
        (Code::DuplicateValue, ErrorKind::Rejected, &["name".to_owned()][..])
    );
    Mirror::of(desk.desk.store(), desk.organization.id).await.assert_same(&before, "rows in use");
}
