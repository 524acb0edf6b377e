//! The same changes for many tickets, and macros.

use serde_json::json;
use servicedesk::Code;
use servicedesk::organization::{NewTeam, Team};
use servicedesk::query::Find;
use servicedesk::store::BatchId;
use servicedesk::ticket::{
    Assignee, Audience, Level, Macro, MacroPatch, NewMacro, PrioritySource, Strategy, Ticket, TicketAction, TicketId,
    Visibility,
};

use super::DeskFactory;
use super::consistency;
use super::fixture::{Fixture, refused};

fn set(field: &str, value: serde_json::Value) -> TicketAction {
    TicketAction::SetField { field: field.into(), value: Some(value) }
}

async fn several(desk: &Fixture, count: usize) -> Vec<TicketId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(desk.open().await.id);
    }
    ids
}

pub async fn every_ticket_gets_every_change(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ids = several(&desk, 7).await;
    let changes = vec![
        set(Ticket::IMPACT, json!("high")),
        set(Ticket::URGENCY, json!("high")),
        set(Ticket::DUE_AT, json!("2026-04-01T12:00:00Z")),
        TicketAction::SetCustomField { key: "batch".into(), value: Some(json!(7)) },
        TicketAction::AddTags { tags: vec!["storm".into(), "power".into()] },
        TicketAction::RemoveTags { tags: vec!["power".into()] },
        TicketAction::Transition { status_id: desk.status("open") },
        TicketAction::Assign { assignee: Assignee::Member { team_id: desk.team.id, strategy: Strategy::LeastLoaded } },
        TicketAction::Comment { body: "We know.".into(), visibility: Visibility::Public },
    ];
    let by = desk.by(desk.agent(0));
    let outcomes = by.tickets().bulk(ids.clone(), changes.clone()).await.unwrap();
    assert_eq!(outcomes.iter().map(|outcome| outcome.ticket_id).collect::<Vec<_>>(), ids);
    for outcome in &outcomes {
        let ticket = desk.now(outcome.ticket_id).await;
        assert_eq!((outcome.version, &outcome.refusal), (Some(ticket.version), &None));
        assert_eq!((ticket.impact, desk.priority_key(ticket.priority_id)), (Some(Level::High), "critical"));
        assert_eq!(ticket.priority_source, PrioritySource::Matrix);
        assert_eq!((ticket.tags.as_slice(), desk.status_key(ticket.status_id)), (&["storm".to_owned()][..], "open"));
        assert_eq!(ticket.custom_fields, Some(json!({ "batch": 7 })));
        assert_eq!(ticket.first_response_at, Some(desk.desk.now()), "a public comment of an agent answers");
        assert!(ticket.due_at.is_some() && ticket.assignee_id.is_some());
        assert_eq!(
            desk.scope.comments().list(ticket.id, Audience::Requester, Find::new()).await.unwrap().items.len(),
            1
        );
    }
    let mut loads = Vec::new();
    for agent in 0..3 {
        loads.push(desk.person(desk.agent(agent)).await.open_ticket_count);
    }
    loads.sort_unstable();
    assert_eq!(loads, [2, 2, 3], "the next choice sees the one before");
    let again = desk.scope.tickets().bulk(ids, changes[..4].to_vec()).await.unwrap();
    assert_eq!(again.iter().map(|outcome| outcome.version).collect::<Vec<_>>(), vec![Some(2); 7]);
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn what_is_refused_stays_as_it_was_and_the_rest_is_changed(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ids = several(&desk, 4).await;
    desk.step(ids[1], "resolved").await;
    let closed = desk.step(ids[1], "closed").await;
    let deleted = desk.now(ids[2]).await;
    desk.scope.tickets().delete(deleted.id, deleted.version).await.unwrap();
    let neighbour = desk.neighbour().await;
    let foreign = neighbour.open().await;
    let mut asked = ids.clone();
    asked.extend([foreign.id, ids[0]]);
    let changes =
        vec![TicketAction::Transition { status_id: desk.status("pending") }, set(Ticket::SUBJECT, json!("Late"))];
    let outcomes = desk.scope.tickets().bulk(asked, changes).await.unwrap();
    let codes: Vec<Option<&str>> =
        outcomes.iter().map(|outcome| outcome.refusal.as_ref().map(|refusal| refusal.code.as_str())).collect();
    let (none, gone) = (None, Some("row.not_found"));
    assert_eq!(codes, [none, Some("ticket.transition_forbidden"), gone, none, gone, none]);
    let refusal = outcomes[1].refusal.as_ref().unwrap();
    assert_eq!(refusal.fields, ["status_id"]);
    assert_eq!(refusal.message, "the status cannot change from closed to pending");
    assert_eq!(refusal.message_pt_br, "a situação não pode mudar de closed para pending");
    assert_eq!(desk.now(ids[1]).await, closed);
    assert_eq!(desk.now(ids[3]).await.subject, "Late");
    assert_eq!(neighbour.now(foreign.id).await, foreign);
    assert_eq!(desk.now(ids[0]).await.version, 2, "named twice, changed once");
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn what_only_the_store_can_refuse_is_told_of_its_ticket(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ids = several(&desk, 3).await;
    let nowhere = json!("0198a5c0-0000-7000-8000-000000000000");
    let changes = vec![TicketAction::AddTags { tags: vec!["x".into()] }, set(Ticket::CATEGORY_ID, nowhere)];
    for outcome in desk.scope.tickets().bulk(ids.clone(), changes).await.unwrap() {
        let refusal = outcome.refusal.expect("it is refused");
        assert_eq!((refusal.code.as_str(), refusal.fields), ("reference.missing", vec!["category_id".to_owned()]));
    }
    assert!(desk.now(ids[0]).await.tags.is_empty());
    for (change, code) in [
        (set("status_id", json!("x")), "field.immutable"),
        (set("nothing", json!("x")), "field.unknown"),
        (set(Ticket::SUBJECT, json!(null)), "field.required"),
        (set(Ticket::SUBJECT, json!("x".repeat(256))), "text.too_long"),
        (set(Ticket::IMPACT, json!("huge")), "enum.unknown"),
        (TicketAction::Comment { body: " ".into(), visibility: Visibility::Internal }, "field.required"),
        (TicketAction::Assign { assignee: Assignee::User(desk.requester.id) }, "assignment.inactive"),
    ] {
        let outcomes = desk.scope.tickets().bulk(vec![ids[1]], vec![change]).await.unwrap();
        assert_eq!(outcomes[0].refusal.as_ref().map(|refusal| refusal.code.as_str()), Some(code));
        assert_eq!(desk.now(ids[1]).await.version, 1);
    }
    let too_many = vec![ids[0]; 10_001];
    assert_eq!(refused(desk.scope.tickets().bulk(too_many, vec![]).await).fields(), ["ids"]);
    let too_much = vec![TicketAction::Delete; 51];
    assert_eq!(refused(desk.scope.tickets().bulk(ids, too_much).await).fields(), ["changes"]);
}

pub async fn many_are_changed_in_several_commits_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let mut ids = several(&desk, 3).await;
    ids = ids.iter().cycle().take(1_200).copied().collect();
    let scope = || desk.scope.clone().idempotent(BatchId::from(uuid::Uuid::from_u128(77)));
    let changes = vec![TicketAction::Comment { body: "Once".into(), visibility: Visibility::Internal }];
    let first = scope().tickets().bulk(ids.clone(), changes.clone()).await.unwrap();
    let second = scope().tickets().bulk(ids.clone(), changes).await.unwrap();
    assert_eq!((first.len(), second.len()), (1_200, 1_200));
    let comments = desk.scope.comments().list(ids[0], Audience::Staff, Find::new()).await.unwrap().items.len();
    assert_eq!(comments, 3, "once for each of the three commits that name it");
}

pub async fn deleting_many_frees_who_held_them(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ids = several(&desk, 3).await;
    for id in &ids {
        desk.give(*id, desk.agent(1)).await;
    }
    desk.scope.tickets().bulk(vec![ids[0]], vec![TicketAction::MarkSpam]).await.unwrap();
    desk.scope.tickets().bulk(vec![ids[1]], vec![TicketAction::Delete]).await.unwrap();
    assert_eq!(desk.person(desk.agent(1)).await.open_ticket_count, 1);
    let spam = desk.scope.tickets().restore(ids[0]).await.unwrap();
    assert!(!spam.is_spam && spam.deleted_at.is_none());
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn a_macro_is_previewed_and_applied(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let open = desk.status("open");
    let changes = json!([
        { "type": "transition", "status_id": open.to_string() },
        { "type": "add_tags", "tags": ["vip"] },
        { "type": "comment", "body": "On it.", "visibility": "public" },
    ]);
    let new = NewMacro { name: "Take it".into(), changes, ..Default::default() };
    let made = desk.scope.repository::<Macro>().create(new).await.unwrap();
    let tickets = desk.scope.tickets();
    let preview = tickets.preview_macro(ticket.id, made.id).await.unwrap();
    let fields: Vec<&str> = preview.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["status_id", "tags", "comments"]);
    assert_eq!(preview[0].after, Some(open.to_string()));
    assert_eq!(desk.now(ticket.id).await, ticket, "looking changes nothing");
    assert_eq!(refused(tickets.apply_macro(ticket.id, 9, made.id).await).code(), Code::StaleVersion);
    let changed = tickets.apply_macro(ticket.id, ticket.version, made.id).await.unwrap();
    assert_eq!((changed.status_id, changed.tags.as_slice(), changed.version), (open, &["vip".to_owned()][..], 2));
    let patch = MacroPatch { is_active: false.into(), ..Default::default() };
    desk.scope.repository::<Macro>().update(made.id, made.version, patch).await.unwrap();
    assert_eq!(refused(tickets.apply_macro(ticket.id, 2, made.id).await).code(), Code::NotFound);
}

pub async fn a_macro_is_of_its_team_and_makes_sense(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let macros = desk.scope.repository::<Macro>();
    for changes in [json!({}), json!([{ "type": "explode" }]), json!([{ "type": "transition" }]), json!([1])] {
        let new = NewMacro { name: "x".into(), changes, ..Default::default() };
        assert_eq!(refused(macros.create(new).await).kind(), servicedesk::ErrorKind::Invalid);
    }
    let team = NewTeam { name: "Others".into(), ..Default::default() };
    let team = desk.scope.repository::<Team>().create(team).await.unwrap();
    let changes = json!([{ "type": "add_tags", "tags": ["x"] }]);
    let of = |name: &str, team| NewMacro {
        name: name.into(),
        changes: changes.clone(),
        team_id: Some(team),
        ..Default::default()
    };
    let theirs = macros.create(of("theirs", team.id)).await.unwrap();
    let ours = macros.create(of("ours", desk.team.id)).await.unwrap();
    let by = desk.by(desk.agent(0));
    assert_eq!(refused(by.tickets().apply_macro(ticket.id, 1, theirs.id).await).code(), Code::PermissionMissing);
    assert_eq!(by.tickets().apply_macro(ticket.id, 1, ours.id).await.unwrap().tags, ["x"]);
}
