//! Every change leaves its traces, exactly: history, audit entry, record in the feed, outbox message. What changes nothing
//! leaves nothing.

use serde_json::{Map, Value as Json, json};
use servicedesk::entity::{Entity, Value};
use servicedesk::identity::{User, UserPatch, UserStatus};
use servicedesk::organization::OrganizationPatch;
use servicedesk::scope::Request;
use servicedesk::ticket::preset;
use servicedesk::ticket::{
    Assignee, CommentPatch, Level, NewTag, NewTicket, NewWatcher, Tag, TagPatch, Ticket, TicketPatch, Watcher,
};

use super::DeskFactory;
use super::fixture::{Fixture, beginning, note, public};
use super::trace::{event, step};

/// What the audit entry of a new row says: every field that holds something, but for bookkeeping, derived values and numbers.
fn said<E: Entity>(entity: &E) -> Json {
    let quiet = ["id", "organization_id", "version", "created_at", "updated_at", "deleted_at", "number"];
    let row = entity.clone().into_row();
    let fields = E::DEF
        .fields
        .iter()
        .zip(&row)
        .filter(|(field, value)| !field.computed && !value.is_null() && !quiet.contains(&field.name));
    Json::Object(
        fields.map(|(field, value): (_, &Value)| (field.name.to_owned(), json!([null, value.to_json()]))).collect(),
    )
}

/// The same seen backwards: what the audit entry of a removed row says.
fn unsaid<E: Entity>(entity: &E) -> Json {
    let said = said(entity);
    let pairs = said.as_object().expect("an object").iter().map(|(name, pair)| (name.clone(), json!([pair[1], null])));
    Json::Object(pairs.collect::<Map<_, _>>())
}

fn entry(action: &str, table: &str, changes: Json) -> (String, String, Json) {
    (action.to_owned(), table.to_owned(), changes)
}

fn record(table: &str, kind: &'static str, fields: &[&str]) -> (String, &'static str, Vec<String>) {
    (table.to_owned(), kind, fields.iter().map(|field| (*field).to_owned()).collect())
}

pub async fn opening_leaves_its_traces(factory: &impl DeskFactory) {
    let desk = Fixture::listening(factory, ["ticket.created"]).await;
    let mark = desk.mark().await;
    let new =
        NewTicket { impact: Some(Level::High), urgency: Some(Level::Low), tags: vec!["x".into()], ..desk.question() };
    let ticket = desk.by(desk.agent(0)).tickets().create(new).await.unwrap();
    let trace = desk.since(mark).await;
    assert_eq!(trace.history, [event("created")]);
    assert_eq!(trace.audit, [entry("create", "ticket", said(&ticket))]);
    assert_eq!(trace.feed, [record("ticket", "insert", &[])]);
    let [message] = &trace.outbox[..] else { panic!("one message") };
    assert_eq!((message.topic.as_str(), message.entity_id), ("ticket.created", ticket.id.as_uuid()));
    assert_eq!((message.attempts, message.available_at, message.completed_at), (0, beginning(), None));
    let mut fields: Vec<String> = said(&ticket).as_object().unwrap().keys().cloned().collect();
    let mut told: Vec<String> = serde_json::from_value(message.payload["fields"].clone()).unwrap();
    fields.sort();
    told.sort();
    assert_eq!(fields, told);
    assert_eq!(message.payload["actor_id"], json!(desk.agent(0).to_string()));
}

pub async fn a_change_leaves_its_traces(factory: &impl DeskFactory) {
    let desk = Fixture::listening(factory, ["ticket.updated"]).await;
    let ticket = desk.open().await;
    let mark = desk.mark().await;
    let patch = TicketPatch { subject: "It prints nothing".to_owned().into(), ..Default::default() };
    desk.by(desk.agent(0)).tickets().update(ticket.id, 1, patch).await.unwrap();
    let trace = desk.since(mark).await;
    assert_eq!(trace.history, [step("updated", "subject", Some("It does not print"), Some("It prints nothing"))]);
    assert_eq!(
        trace.audit,
        [entry("update", "ticket", json!({"subject": ["It does not print", "It prints nothing"]}))]
    );
    assert_eq!(trace.feed, [record("ticket", "update", &["subject"])]);
    let [message] = &trace.outbox[..] else { panic!("one message") };
    assert_eq!(message.payload, json!({"fields": ["subject"], "actor_id": desk.agent(0).to_string()}));
}

pub async fn a_derived_priority_is_part_of_the_change(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let mark = desk.mark().await;
    let patch = TicketPatch {
        impact: Some(Level::High).into(),
        urgency: Some(Level::High).into(),
        tags: vec!["a".to_owned()].into(),
        ..Default::default()
    };
    desk.scope.tickets().update(ticket.id, 1, patch).await.unwrap();
    let trace = desk.since(mark).await;
    let (old, new) = (desk.priority("medium").to_string(), desk.priority("critical").to_string());
    let expected = [
        step("priority_changed", "priority_id", Some(&old), Some(&new)),
        step("updated", "priority_source", Some("default"), Some("matrix")),
        step("updated", "impact", None, Some("high")),
        step("updated", "urgency", None, Some("high")),
        step("updated", "tags", Some("[]"), Some(r#"["a"]"#)),
    ];
    assert_eq!(trace.history, expected);
    let diff = json!({
        "priority_id": [old, new], "priority_source": ["default", "matrix"],
        "impact": [null, "high"], "urgency": [null, "high"], "tags": [[], ["a"]],
    });
    assert_eq!(trace.audit, [entry("update", "ticket", diff)]);
    assert_eq!(
        trace.feed,
        [record("ticket", "update", &["priority_id", "priority_source", "impact", "urgency", "tags"])]
    );
    assert!(trace.outbox.is_empty());
}

pub async fn a_step_leaves_its_traces(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let mark = desk.mark().await;
    desk.step(ticket.id, "resolved").await;
    let (from, to, now) =
        (desk.status("new").to_string(), desk.status("resolved").to_string(), beginning().to_string());
    let trace = desk.since(mark).await;
    let expected =
        [step("status_changed", "status_id", Some(&from), Some(&to)), step("updated", "resolved_at", None, Some(&now))];
    assert_eq!(trace.history, expected);
    let diff = json!({"status_id": [from, to], "resolved_at": [null, now]});
    assert_eq!(trace.audit, [entry("update", "ticket", diff)]);
    assert_eq!(trace.feed, [record("ticket", "update", &["status_id", "resolved_at"])]);
    let mark = desk.mark().await;
    desk.step(ticket.id, "open").await;
    let opened = desk.status("open").to_string();
    let expected = [
        step("status_changed", "status_id", Some(&to), Some(&opened)),
        step("updated", "resolved_at", Some(&now), None),
        step("updated", "reopen_count", Some("0"), Some("1")),
    ];
    assert_eq!(desk.since(mark).await.history, expected);
}

pub async fn an_assignment_leaves_its_traces(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let mark = desk.mark().await;
    let by = desk.by(desk.agent(1));
    by.tickets().assign(ticket.id, 1, &Assignee::User(desk.agent(0))).await.unwrap();
    let trace = desk.since(mark).await;
    let (to, who, now) = (desk.agent(0).to_string(), desk.agent(1).to_string(), beginning().to_string());
    let expected = [
        step("assigned", "assignee_id", None, Some(&to)),
        step("updated", "assigned_at", None, Some(&now)),
        step("updated", "assigned_by_id", None, Some(&who)),
    ];
    assert_eq!(trace.history, expected);
    let diff = json!({"assignee_id": [null, to], "assigned_at": [null, now], "assigned_by_id": [null, who]});
    assert_eq!(trace.audit, [entry("update", "ticket", diff)], "the turn of the agent is nobody's deed");
    let fields = ["assignee_id", "assigned_at", "assigned_by_id"];
    assert_eq!(trace.feed, [record("app_user", "update", &["last_assigned_at"]), record("ticket", "update", &fields)]);

    let mark = desk.mark().await;
    by.tickets().assign(ticket.id, 2, &Assignee::Queue(desk.team.id)).await.unwrap();
    let team = desk.team.id.to_string();
    let expected = [
        step("assigned", "assignee_id", Some(&to), None),
        step("assigned", "team_id", None, Some(&team)),
        step("updated", "assigned_at", Some(&now), None),
        step("updated", "assigned_by_id", Some(&who), None),
    ];
    assert_eq!(desk.since(mark).await.history, expected);
}

pub async fn deleting_and_restoring_leave_their_traces(factory: &impl DeskFactory) {
    let desk = Fixture::listening(factory, ["ticket.deleted", "ticket.restored"]).await;
    let ticket = desk.open().await;
    let mark = desk.mark().await;
    desk.scope.tickets().delete(ticket.id, 1).await.unwrap();
    let trace = desk.since(mark).await;
    assert_eq!(trace.history, [event("deleted")]);
    assert_eq!(trace.audit, [entry("delete", "ticket", json!({}))]);
    assert_eq!(trace.feed, [record("ticket", "update", &["deleted_at"])]);
    assert_eq!(trace.outbox[0].topic, "ticket.deleted");
    let mark = desk.mark().await;
    desk.scope.tickets().restore(ticket.id).await.unwrap();
    let trace = desk.since(mark).await;
    assert_eq!(trace.history, [event("restored")]);
    assert_eq!(trace.audit, [entry("restore", "ticket", json!({}))]);
    assert_eq!(trace.feed, [record("ticket", "update", &["deleted_at"])]);
    assert_eq!(trace.outbox[0].topic, "ticket.restored");
}

pub async fn comments_leave_their_traces(factory: &impl DeskFactory) {
    let desk = Fixture::listening(factory, ["comment.created"]).await;
    let ticket = desk.open().await;
    let mark = desk.mark().await;
    let comment = desk.by(desk.agent(0)).comments().add(public(ticket.id, "Hello")).await.unwrap();
    let trace = desk.since(mark).await;
    let now = beginning().to_string();
    assert_eq!(trace.history, [event("comment_added"), step("updated", "first_response_at", None, Some(&now))]);
    let stamped = entry("update", "ticket", json!({"first_response_at": [null, now]}));
    assert_eq!(trace.audit, [entry("create", "comment", said(&comment)), stamped]);
    assert_eq!(trace.feed, [record("comment", "insert", &[]), record("ticket", "update", &["first_response_at"])]);
    assert_eq!(trace.outbox.len(), 1);
    assert!(!trace.outbox[0].payload.to_string().contains("Hello"), "a message never holds what people wrote");

    let mark = desk.mark().await;
    let patch = CommentPatch { body: "Hello!".to_owned().into(), ..Default::default() };
    desk.scope.comments().update(comment.id, 1, patch).await.unwrap();
    let trace = desk.since(mark).await;
    assert_eq!(trace.history, [event("comment_edited")]);
    assert_eq!(trace.audit, [entry("update", "comment", json!({"body": ["Hello", "Hello!"]}))]);
    assert_eq!(trace.feed, [record("comment", "update", &["body"])]);

    let mark = desk.mark().await;
    desk.scope.comments().delete(comment.id, 2).await.unwrap();
    let trace = desk.since(mark).await;
    assert_eq!(
        (trace.history, trace.audit),
        (vec![event("comment_deleted")], vec![entry("delete", "comment", json!({}))])
    );
    assert_eq!(trace.feed, [record("comment", "update", &["deleted_at"])]);
}

pub async fn watchers_leave_their_traces(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let mark = desk.mark().await;
    let watchers = desk.scope.repository::<Watcher>();
    let watcher = watchers.create(NewWatcher { ticket_id: ticket.id, user_id: desk.agent(0) }).await.unwrap();
    let trace = desk.since(mark).await;
    assert_eq!(
        (trace.history, trace.audit),
        (vec![event("watcher_added")], vec![entry("create", "watcher", said(&watcher))])
    );
    assert_eq!(trace.feed, [record("watcher", "insert", &[])]);
    let mark = desk.mark().await;
    watchers.delete(watcher.id, 1).await.unwrap();
    let trace = desk.since(mark).await;
    assert_eq!(trace.history, [event("watcher_removed")]);
    assert_eq!(trace.audit, [entry("delete", "watcher", unsaid(&watcher))]);
    assert_eq!(trace.feed, [record("watcher", "delete", &[])]);
}

pub async fn rows_without_a_ticket_are_audited_too(factory: &impl DeskFactory) {
    let desk = Fixture::listening(factory, ["tag.created", "tag.deleted"]).await;
    let mark = desk.mark().await;
    let tags = desk.scope.repository::<Tag>();
    let tag = tags.create(NewTag { name: "vip".into(), color: None }).await.unwrap();
    let patch = TagPatch { color: Some("#ff0000".to_owned()).into(), ..Default::default() };
    let red = tags.update(tag.id, 1, patch).await.unwrap();
    tags.delete(tag.id, 2).await.unwrap();
    let status = UserPatch { status: UserStatus::Suspended.into(), ..Default::default() };
    desk.scope.users().update(desk.agent(0), 1, status).await.unwrap();
    desk.scope.users().delete(desk.agent(0), 2).await.unwrap();
    desk.scope
        .update_organization(1, OrganizationPatch { name: "Acme Ltd".to_owned().into(), ..Default::default() })
        .await
        .unwrap();
    let trace = desk.since(mark).await;
    let expected = [
        entry("create", "tag", said(&tag)),
        entry("update", "tag", json!({"color": [null, "#ff0000"]})),
        entry("delete", "tag", unsaid(&red)),
        entry("update", "app_user", json!({"status": ["active", "suspended"]})),
        entry("delete", "app_user", json!({})),
        entry("update", "organization", json!({"name": ["Acme", "Acme Ltd"]})),
    ];
    assert_eq!(trace.audit, expected);
    assert!(trace.history.is_empty());
    assert_eq!(
        trace.outbox.iter().map(|message| message.topic.as_str()).collect::<Vec<_>>(),
        ["tag.created", "tag.deleted"]
    );
    assert_eq!(trace.feed.len(), 6);
}

pub async fn a_set_up_is_audited_row_by_row(factory: &impl DeskFactory) {
    let desk = Fixture::with(factory, super::fixture::acme(), &preset::Preset::default()).await;
    let mark = desk.mark().await;
    let preset = preset::itsm();
    desk.scope.set_up(&preset).await.unwrap();
    let rows = preset.statuses.len() + preset.transitions.len() + preset.priorities.len() + preset.matrix.len();
    let trace = desk.since(mark).await;
    assert_eq!((trace.audit.len(), trace.feed.len()), (rows, rows));
    assert!(trace.audit.iter().all(|(action, _, _)| action == "create"));
}

pub async fn what_changes_nothing_leaves_nothing(factory: &impl DeskFactory) {
    let desk = Fixture::listening(factory, ["ticket.updated", "app_user.updated"]).await;
    let ticket = desk.open().await;
    let comment = desk.scope.comments().add(note(ticket.id, "Hello")).await.unwrap();
    let tag = desk.scope.repository::<Tag>().create(NewTag { name: "vip".into(), color: None }).await.unwrap();
    desk.give(ticket.id, desk.agent(0)).await;
    let mark = desk.mark().await;
    let same = TicketPatch { subject: ticket.subject.clone().into(), impact: None.into(), ..Default::default() };
    assert_eq!(desk.scope.tickets().update(ticket.id, 2, same).await.unwrap().version, 2);
    assert_eq!(desk.scope.tickets().update(ticket.id, 2, TicketPatch::default()).await.unwrap().version, 2);
    assert_eq!(desk.scope.tickets().set_priority(ticket.id, 2, None).await.unwrap().version, 2);
    assert_eq!(desk.scope.tickets().transition(ticket.id, 2, ticket.status_id).await.unwrap().version, 2);
    let again = desk.scope.tickets().assign(ticket.id, 2, &Assignee::User(desk.agent(0))).await.unwrap();
    assert_eq!(again.ticket.version, 2);
    desk.scope.tickets().restore(ticket.id).await.unwrap();
    let same = CommentPatch { body: "Hello".to_owned().into(), ..Default::default() };
    assert_eq!(desk.scope.comments().update(comment.id, 1, same).await.unwrap().version, 1);
    desk.scope.users().update(desk.agent(1), 1, UserPatch::default()).await.unwrap();
    desk.scope.update_organization(1, OrganizationPatch::default()).await.unwrap();
    desk.scope.repository::<Tag>().update(tag.id, 1, TagPatch::default()).await.unwrap();
    desk.since(mark).await.assert_nothing();
}

pub async fn an_entry_says_who_and_from_where(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let mark = desk.mark().await;
    let request = Request {
        session: Some("s-1".into()),
        request: Some("r-1".into()),
        endpoint: Some("POST /tickets".into()),
        ip_address: Some("2001:db8::1".into()),
        user_agent: Some("curl/8".into()),
    };
    let scope = desk.by(desk.agent(0)).with_request(request.clone());
    desk.clock.advance_millis(5_000);
    let ticket: Ticket = scope.tickets().create(desk.question()).await.unwrap();
    let [entry] = &desk.since(mark).await.entries[..] else { panic!("one entry") };
    assert_eq!((entry.actor_id, entry.entity_id), (Some(desk.agent(0)), ticket.id.as_uuid()));
    let seen = Request {
        session: entry.session.clone(),
        request: entry.request.clone(),
        endpoint: entry.endpoint.clone(),
        ip_address: entry.ip_address.clone(),
        user_agent: entry.user_agent.clone(),
    };
    assert_eq!((seen, entry.created_at), (request, beginning().plus_millis(5_000)));
}

pub async fn a_number_is_not_a_change(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let mark = desk.mark().await;
    desk.give(ticket.id, desk.agent(0)).await;
    let counted: Vec<_> =
        desk.since(mark).await.feed.into_iter().filter(|(table, _, _)| table == User::DEF.table).collect();
    assert_eq!(counted, [record("app_user", "update", &["last_assigned_at"])], "open_ticket_count is derived");
}
