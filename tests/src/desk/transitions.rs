//! Which steps a ticket may take, and the lifecycles that come ready-made.

use servicedesk::organization::NewOrganization;
use servicedesk::query::{Find, field};
use servicedesk::scope::Actor;
use servicedesk::ticket::preset::{self, Preset};
use servicedesk::ticket::{
    NewStatus, NewStatusTransition, Status, StatusKind, StatusTransition, StatusTransitionPatch, Ticket, TicketPatch,
};
use servicedesk::{Code, ErrorKind};

use super::DeskFactory;
use super::fixture::{Fixture, acme, refused};
use super::mirror::Mirror;

async fn rule(
    desk: &Fixture,
    from: Option<&str>,
    to: &str,
    permission: Option<&str>,
    fields: &[&str],
) -> StatusTransition {
    let new = NewStatusTransition {
        from_status_id: from.map(|key| desk.status(key)),
        to_status_id: desk.status(to),
        required_permission: permission.map(str::to_owned),
        required_fields: fields.iter().map(|field| (*field).to_owned()).collect(),
    };
    desk.scope.repository::<StatusTransition>().create(new).await.expect("the rule is made")
}

async fn mirror(desk: &Fixture) -> Mirror {
    Mirror::of(desk.desk.store(), desk.organization.id).await
}

/// A preset with the general statuses and no steps at all.
fn without_steps() -> Preset {
    Preset { transitions: Vec::new(), ..preset::itsm() }
}

pub async fn a_step_that_is_not_allowed_is_refused(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let before = mirror(&desk).await;
    let error = refused(desk.scope.tickets().transition(ticket.id, 1, desk.status("closed")).await);
    assert_eq!((error.code(), error.kind()), (Code::TransitionForbidden, ErrorKind::Rejected));
    assert_eq!(error.fields(), ["status_id"]);
    assert_eq!((error.parameter("from"), error.parameter("to")), (Some("new"), Some("closed")));
    assert_eq!(error.to_string(), "the status cannot change from new to closed");
    mirror(&desk).await.assert_same(&before, "a refused step");
}

pub async fn a_step_to_the_present_status_changes_nothing(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let before = mirror(&desk).await;
    let same = desk.scope.tickets().transition(ticket.id, 1, desk.status("new")).await.unwrap();
    assert_eq!(same, ticket);
    mirror(&desk).await.assert_same(&before, "a step to the present status");
}

pub async fn a_step_may_require_fields(factory: &impl DeskFactory) {
    let desk = Fixture::with(factory, acme(), &without_steps()).await;
    rule(&desk, Some("new"), "resolved", None, &["description", "tags", "actual_hours"]).await;
    let ticket = desk.open().await;
    let mut version = 1;
    let fill: [(&str, TicketPatch); 3] = [
        ("description", TicketPatch { description: Some("The cable".to_owned()).into(), ..Default::default() }),
        ("tags", TicketPatch { tags: vec!["cable".to_owned()].into(), ..Default::default() }),
        ("actual_hours", TicketPatch { actual_hours: Some(1.into()).into(), ..Default::default() }),
    ];
    for (name, patch) in fill {
        let error = refused(desk.scope.tickets().transition(ticket.id, version, desk.status("resolved")).await);
        assert_eq!((error.code(), error.kind()), (Code::TransitionFieldRequired, ErrorKind::Rejected));
        assert_eq!(error.fields(), [name]);
        assert_eq!(error.parameter("to"), Some("resolved"));
        desk.scope.tickets().update(ticket.id, version, patch).await.unwrap();
        version += 1;
    }
    let resolved = desk.scope.tickets().transition(ticket.id, version, desk.status("resolved")).await.unwrap();
    assert_eq!(desk.status_key(resolved.status_id), "resolved");
    let blank = TicketPatch { description: Some("  ".to_owned()).into(), ..Default::default() };
    let other = desk.open().await;
    desk.scope.tickets().update(other.id, 1, blank).await.unwrap();
    let error = refused(desk.scope.tickets().transition(other.id, 2, desk.status("resolved")).await);
    assert_eq!(error.fields(), ["description"], "blanks are no description");
}

pub async fn a_step_may_require_a_permission(factory: &impl DeskFactory) {
    let desk = Fixture::with(factory, acme(), &without_steps()).await;
    rule(&desk, Some("new"), "closed", Some("ticket.close"), &[]).await;
    let ticket = desk.open().await;
    let error = refused(desk.by(desk.agent(0)).tickets().transition(ticket.id, 1, desk.status("closed")).await);
    assert_eq!((error.code(), error.kind()), (Code::PermissionMissing, ErrorKind::Denied));
    assert_eq!((error.fields(), error.parameter("permission")), (&["status_id".to_owned()][..], Some("ticket.close")));
    assert_eq!(desk.now(ticket.id).await, ticket);
    let other = desk.desk.scope(desk.organization.id, Actor::user(desk.agent(0)).with_permissions(["ticket.delete"]));
    assert_eq!(
        refused(other.tickets().transition(ticket.id, 1, desk.status("closed")).await).kind(),
        ErrorKind::Denied
    );
    let holder = desk.desk.scope(desk.organization.id, Actor::user(desk.agent(0)).with_permissions(["ticket.close"]));
    holder.tickets().transition(ticket.id, 1, desk.status("closed")).await.unwrap();
}

pub async fn a_step_from_anywhere_is_allowed_from_anywhere(factory: &impl DeskFactory) {
    let desk = Fixture::with(factory, acme(), &without_steps()).await;
    for key in ["open", "cancelled", "pending"] {
        rule(&desk, None, key, None, &[]).await;
    }
    let ticket = desk.open().await;
    for key in ["open", "cancelled", "pending", "cancelled"] {
        desk.step(ticket.id, key).await;
    }
    let version = desk.now(ticket.id).await.version;
    let error = refused(desk.scope.tickets().transition(ticket.id, version, desk.status("closed")).await);
    assert_eq!(error.code(), Code::TransitionForbidden);
}

pub async fn an_exact_step_comes_before_one_from_anywhere(factory: &impl DeskFactory) {
    let desk = Fixture::with(factory, acme(), &without_steps()).await;
    rule(&desk, None, "closed", None, &[]).await;
    rule(&desk, None, "open", None, &[]).await;
    let exact = rule(&desk, Some("new"), "closed", Some("ticket.close"), &[]).await;
    let agent = desk.by(desk.agent(0));
    let (fresh, opened) = (desk.open().await, desk.open().await);
    desk.step(opened.id, "open").await;
    assert_eq!(refused(agent.tickets().transition(fresh.id, 1, desk.status("closed")).await).kind(), ErrorKind::Denied);
    agent
        .tickets()
        .transition(opened.id, 2, desk.status("closed"))
        .await
        .expect("from open, only the general rule counts");
    let patch = StatusTransitionPatch { required_permission: None.into(), ..Default::default() };
    desk.scope.repository::<StatusTransition>().update(exact.id, 1, patch).await.unwrap();
    agent.tickets().transition(fresh.id, 1, desk.status("closed")).await.expect("the rule was relaxed");
}

pub async fn every_step_of_a_preset_is_allowed_and_no_other(factory: &impl DeskFactory) {
    let first = Fixture::new(factory).await;
    for (preset, slug) in
        [(preset::itsm(), "itsm"), (preset::product_c(), "c"), (preset::product_d(), "d"), (preset::product_e(), "e")]
    {
        let new = NewOrganization { slug: slug.into(), ..acme() };
        let desk = Fixture::on(first.desk.clone(), first.clock.clone(), new, &preset).await;
        for from in &preset.statuses {
            for to in preset.statuses.iter().filter(|to| to.key != from.key) {
                let placement =
                    servicedesk::ticket::Placement { status_id: Some(desk.status(&from.key)), ..Default::default() };
                let ticket = desk.scope.tickets().create_with(desk.question(), placement).await.unwrap();
                let allowed =
                    preset.transitions.iter().any(|step| step.from.as_ref() == Some(&from.key) && step.to == to.key);
                let result = desk.scope.tickets().transition(ticket.id, 1, desk.status(&to.key)).await;
                assert_eq!(result.is_ok(), allowed, "{slug}: {} to {}", from.key, to.key);
                if let Ok(after) = result {
                    check_times(&after, to.kind);
                }
            }
        }
    }
}

#[track_caller]
fn check_times(ticket: &Ticket, kind: StatusKind) {
    if kind.is_unresolved() {
        assert_eq!((ticket.resolved_at, ticket.closed_at), (None, None));
    } else if kind.is_over() {
        assert!(ticket.closed_at.is_some());
    } else {
        assert!(ticket.resolved_at.is_some() && ticket.closed_at.is_none());
    }
}

pub async fn free_steps_allow_everything(factory: &impl DeskFactory) {
    let desk = Fixture::with(factory, acme(), &preset::product_c().with_free_steps()).await;
    let ticket = desk.open().await;
    for key in ["closed", "in_progress", "resolved", "on_hold", "closed", "open"] {
        desk.step(ticket.id, key).await;
    }
    assert_eq!(desk.now(ticket.id).await.reopen_count, 3);
}

pub async fn a_preset_is_set_up_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let before = mirror(&desk).await;
    desk.scope.set_up(&preset::itsm()).await.expect("nothing is missing");
    mirror(&desk).await.assert_same(&before, "a second set-up");
    // Another preset adds what is not there: product D has a status that the general one lacks, and no step twice.
    desk.scope.set_up(&preset::product_d()).await.expect("it adds");
    let keys =
        |find: Find<Status>| async { desk.scope.repository::<Status>().list(find).await.expect("statuses").items };
    let added = keys(Find::new().filter(field("key").is("in_progress"))).await;
    assert_eq!(added.len(), 1);
    assert_eq!(keys(Find::new().limit(100)).await.len(), preset::itsm().statuses.len() + 1);
}

pub async fn a_preset_that_contradicts_itself_is_refused(factory: &impl DeskFactory) {
    let desk = Fixture::with(factory, acme(), &Preset::default()).await;
    let before = mirror(&desk).await;
    let mut step = preset::itsm();
    step.statuses.retain(|status| status.key != "closed");
    let mut cell = preset::itsm();
    cell.priorities.retain(|priority| priority.key != "critical");
    for (preset, name) in [(step, "to_status_id"), (cell, "priority_id")] {
        let error = refused(desk.scope.set_up(&preset).await);
        assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &[name.to_owned()][..]));
    }
    mirror(&desk).await.assert_same(&before, "a refused set-up");
}

pub async fn tickets_begin_in_the_first_status_of_kind_new(factory: &impl DeskFactory) {
    let mut desk = Fixture::new(factory).await;
    let status = |key: &str, position| NewStatus { key: key.into(), name: key.into(), position, ..Default::default() };
    desk.scope.repository::<Status>().create(status("later", 1)).await.unwrap();
    assert_eq!(desk.status_key(desk.open().await.status_id), "new");
    desk.scope.repository::<Status>().create(status("sooner", 0)).await.unwrap();
    desk.look_up().await;
    let first = desk.open().await;
    assert_eq!(desk.status_key(first.status_id), "new", "of two first ones, the earlier made");
}
