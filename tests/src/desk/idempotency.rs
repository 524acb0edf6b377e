//! A call that is repeated with the same id, because its answer was lost, does its work once and answers the same.

use std::future::Future;

use servicedesk::entity::{Draft, Editable};
use servicedesk::identity::{User, UserPatch};
use servicedesk::organization::{
    Department, NewDepartment, NewTeam, NewTeamMember, OrganizationPatch, Team, TeamMember,
};
use servicedesk::scope::Scope;
use servicedesk::store::BatchId;
use servicedesk::ticket::preset::{self, Preset};
use servicedesk::ticket::{
    Assignee, Category, CommentPatch, Level, NewCategory, NewPriority, NewPriorityRule, NewStatus, NewStatusTransition,
    NewTag, NewTicketTemplate, NewWatcher, Placement, Priority, PriorityRule, Status, StatusTransition, Strategy, Tag,
    TagPatch, TicketAction, TicketPatch, TicketTemplate, Watcher,
};
use servicedesk::{Code, Result};
use uuid::Uuid;

use super::fixture::{Fixture, acme, agent, note, public, refused};
use super::mirror::Mirror;
use super::{DeskFactory, consistency, together};

/// Does something twice with one id, and returns both answers. The second time nothing may change.
async fn twice<T, F: Future<Output = Result<T>>>(desk: &Fixture, call: impl Fn(Scope) -> F) -> (T, T) {
    let scope = desk.scope.clone().idempotent(BatchId::from(Uuid::now_v7()));
    let first = call(scope.clone()).await.expect("the first call succeeds");
    let before = Mirror::of(desk.desk.store(), desk.organization.id).await;
    desk.clock.advance_millis(60_000);
    let second = call(scope).await.expect("the second call answers, too");
    Mirror::of(desk.desk.store(), desk.organization.id).await.assert_same(&before, "the second time");
    (first, second)
}

/// Makes a row twice with one id.
async fn made_once<E: Draft + Editable + PartialEq + std::fmt::Debug>(desk: &Fixture, new: E::New) -> E {
    let (first, second) = twice(desk, |scope| {
        let new = new.clone();
        async move { scope.repository::<E>().create(new).await }
    })
    .await;
    assert_eq!(first, second);
    first
}

pub async fn whatever_is_made_twice_with_one_id_is_made_once(factory: &impl DeskFactory) {
    let desk =
        Fixture::with(factory, acme(), &Preset { matrix: Vec::new(), transitions: Vec::new(), ..preset::itsm() }).await;
    let (first, second) = twice(&desk, |scope| {
        let new = desk.question();
        async move { scope.tickets().create(new).await }
    })
    .await;
    assert_eq!(first, second);
    let placement = Placement { assignee_id: Some(desk.agent(0)), team_id: Some(desk.team.id), ..Default::default() };
    let (placed, again) = twice(&desk, |scope| {
        let new = desk.question();
        async move { scope.tickets().create_with(new, placement).await }
    })
    .await;
    assert_eq!((&placed, placed.number.as_str()), (&again, "TKT-2026-0002"));
    let by = desk.by(desk.agent(0)).idempotent(BatchId::from(Uuid::now_v7()));
    let comment = by.comments().add(public(first.id, "Hello")).await.unwrap();
    assert_eq!(by.comments().add(public(first.id, "Hello")).await.unwrap(), comment);
    assert_eq!(desk.now(first.id).await.version, 2, "the first response was stamped once");
    let (person, again) = twice(&desk, |scope| async move { scope.users().create(agent("Dora")).await }).await;
    assert_eq!(person, again);

    made_once::<Department>(&desk, NewDepartment { name: "x".into(), ..Default::default() }).await;
    let team = made_once::<Team>(&desk, NewTeam { name: "x".into(), ..Default::default() }).await;
    let member = NewTeamMember { team_id: team.id, user_id: person.id, ..Default::default() };
    made_once::<TeamMember>(&desk, member).await;
    made_once::<Category>(&desk, NewCategory { name: "x".into(), ..Default::default() }).await;
    let priority = NewPriority { key: "x".into(), name: "x".into(), ..Default::default() };
    let priority = made_once::<Priority>(&desk, priority).await;
    made_once::<PriorityRule>(&desk, NewPriorityRule { priority_id: priority.id, ..Default::default() }).await;
    let status =
        made_once::<Status>(&desk, NewStatus { key: "x".into(), name: "x".into(), ..Default::default() }).await;
    made_once::<StatusTransition>(&desk, NewStatusTransition { to_status_id: status.id, ..Default::default() }).await;
    made_once::<Tag>(&desk, NewTag { name: "x".into(), color: None }).await;
    made_once::<Watcher>(&desk, NewWatcher { ticket_id: first.id, user_id: person.id }).await;
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn what_refuses_a_repetition_may_be_its_own_deed(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let scope = |number: u128| desk.scope.clone().idempotent(BatchId::from(Uuid::from_u128(number)));
    let one = UserPatch { ticket_capacity: Some(1).into(), ..Default::default() };
    let agent = desk.person(desk.agent(0)).await;
    desk.scope.users().update(agent.id, agent.version, one).await.unwrap();
    let placement = Placement { assignee_id: Some(agent.id), ..Default::default() };
    let first = scope(1).tickets().create_with(desk.question(), placement).await.unwrap();
    assert_eq!(scope(1).tickets().create_with(desk.question(), placement).await.unwrap(), first);

    let comment = desk.scope.comments().add(note(first.id, "Another matter")).await.unwrap();
    let split = async || scope(2).tickets().split(first.id, vec![comment.id], desk.question()).await.unwrap();
    assert_eq!(split().await, split().await);

    let template = NewTicketTemplate { name: "x".into(), ..Default::default() };
    let templates = desk.scope.repository::<TicketTemplate>();
    let template = templates.create(template).await.unwrap();
    let opened = scope(3).tickets().create_from_template(template.id, desk.question()).await.unwrap();
    templates.delete(template.id, template.version).await.unwrap();
    assert_eq!(scope(3).tickets().create_from_template(template.id, desk.question()).await.unwrap(), opened);

    let delete = async || scope(4).tickets().bulk(vec![opened.id], vec![TicketAction::Delete]).await.unwrap();
    assert_eq!(delete().await, delete().await);
}

pub async fn a_set_up_that_is_repeated_is_made_once(factory: &impl DeskFactory) {
    let desk = Fixture::with(factory, acme(), &Preset::default()).await;
    twice(&desk, |scope| async move { scope.set_up(&preset::itsm()).await }).await;
    assert_eq!(desk.scope.repository::<Status>().count(servicedesk::query::Find::new()).await.unwrap(), 7);
}

pub async fn a_change_that_is_repeated_is_made_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let id = desk.open().await.id;
    let patch =
        TicketPatch { impact: Some(Level::High).into(), urgency: Some(Level::High).into(), ..Default::default() };
    let (first, second) = twice(&desk, |scope| {
        let patch = patch.clone();
        async move { scope.tickets().update(id, 1, patch).await }
    })
    .await;
    assert_eq!((&first, first.version), (&second, 2));
    let low = Some(desk.priority("low"));
    let (first, second) = twice(&desk, |scope| async move { scope.tickets().set_priority(id, 2, low).await }).await;
    assert_eq!(first, second);
    let open = desk.status("open");
    let (first, second) = twice(&desk, |scope| async move { scope.tickets().transition(id, 3, open).await }).await;
    assert_eq!(first, second);
    let target = Assignee::Member { team_id: desk.team.id, strategy: Strategy::RoundRobin };
    let (first, second) = twice(&desk, |scope| {
        let target = target.clone();
        async move { scope.tickets().assign(id, 4, &target).await }
    })
    .await;
    assert_eq!(first.ticket, second.ticket);
    twice(&desk, |scope| async move { scope.tickets().delete(id, 5).await }).await;
    let (first, second) = twice(&desk, |scope| async move { scope.tickets().restore(id).await }).await;
    assert_eq!(first, second);
    assert_eq!(desk.person(first.assignee_id.unwrap()).await.open_ticket_count, 1);

    let comment = desk.scope.comments().add(public(id, "teh")).await.unwrap().id;
    let patch = CommentPatch { body: "the".to_owned().into(), ..Default::default() };
    let (first, second) = twice(&desk, |scope| {
        let patch = patch.clone();
        async move { scope.comments().update(comment, 1, patch).await }
    })
    .await;
    assert_eq!(first, second);
    twice(&desk, |scope| async move { scope.comments().delete(comment, 2).await }).await;
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn rows_of_every_kind_are_changed_and_removed_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tag = desk.scope.repository::<Tag>().create(NewTag { name: "vip".into(), color: None }).await.unwrap().id;
    let patch = TagPatch { color: Some("#ff0000".to_owned()).into(), ..Default::default() };
    let (first, second) = twice(&desk, |scope| {
        let patch = patch.clone();
        async move { scope.repository::<Tag>().update(tag, 1, patch).await }
    })
    .await;
    assert_eq!(first, second);
    twice(&desk, |scope| async move { scope.repository::<Tag>().delete(tag, 2).await }).await;
    let person: User = desk.scope.users().create(agent("Dora")).await.unwrap();
    let patch = UserPatch { locale: Some("pt-BR".to_owned()).into(), ..Default::default() };
    let (first, second) = twice(&desk, |scope| {
        let patch = patch.clone();
        async move { scope.users().update(person.id, 1, patch).await }
    })
    .await;
    assert_eq!(first, second);
    twice(&desk, |scope| async move { scope.users().delete(person.id, 2).await }).await;
    let patch = OrganizationPatch { name: "Acme Ltd".to_owned().into(), ..Default::default() };
    let (first, second) = twice(&desk, |scope| {
        let patch = patch.clone();
        async move { scope.update_organization(1, patch).await }
    })
    .await;
    assert_eq!(first, second);
}

pub async fn a_claim_that_is_repeated_answers_the_same_ticket(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let placement = Placement { team_id: Some(desk.team.id), ..Default::default() };
    for _ in 0..2 {
        desk.scope.tickets().create_with(desk.question(), placement).await.unwrap();
    }
    let (team, who) = (desk.team.id, desk.agent(0));
    for _ in 0..2 {
        let (first, second) = twice(&desk, |scope| async move { scope.tickets().claim_next(team, who).await }).await;
        assert_eq!(first, second);
    }
    assert_eq!(refused(desk.scope.tickets().claim_next(team, who).await).code(), Code::QueueEmpty);
}

pub async fn draining_again_hands_out_nothing_more(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let placement = Placement { team_id: Some(desk.team.id), ..Default::default() };
    for _ in 0..6 {
        desk.scope.tickets().create_with(desk.question(), placement).await.unwrap();
    }
    let team = desk.team.id;
    let strategy = Strategy::LeastLoaded;
    let (first, second) = twice(&desk, |scope| {
        let strategy = strategy.clone();
        async move { scope.tickets().drain_queue(team, &strategy, 4).await }
    })
    .await;
    let tickets =
        |assigned: Vec<servicedesk::ticket::Assignment>| assigned.into_iter().map(|one| one.ticket).collect::<Vec<_>>();
    assert_eq!((first.len(), tickets(first)), (second.len(), tickets(second)));
    let rest = desk.scope.tickets().drain_queue(team, &strategy, 10).await.unwrap();
    assert_eq!(rest.len(), 2);
}

pub async fn another_id_is_another_call(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let other = desk.neighbour().await;
    let id = BatchId::from(Uuid::now_v7());
    let ours = desk.scope.clone().idempotent(id).tickets().create(desk.question()).await.unwrap();
    let theirs = other.scope.clone().idempotent(id).tickets().create(other.question()).await.unwrap();
    assert_ne!(ours.id, theirs.id, "an id belongs to its organization");
    let next =
        desk.scope.clone().idempotent(BatchId::from(Uuid::now_v7())).tickets().create(desk.question()).await.unwrap();
    assert_eq!(next.number, "TKT-2026-0002");
    let stale = desk.scope.clone().idempotent(BatchId::from(Uuid::now_v7()));
    let error = refused(stale.tickets().delete(ours.id, 7).await);
    assert_eq!(error.code(), Code::StaleVersion, "an id does not hide a real conflict");
    stale.tickets().delete(ours.id, 1).await.expect("a refused call did not spend its id");
}

pub async fn of_racing_calls_with_one_id_one_does_the_work(factory: &impl DeskFactory) {
    let (desk, gate) = Fixture::gated(factory).await;
    let placement = Placement { team_id: Some(desk.team.id), ..Default::default() };
    for _ in 0..8 {
        desk.scope.tickets().create_with(desk.question(), placement).await.unwrap();
    }
    let scope = desk.scope.clone().idempotent(BatchId::from(Uuid::now_v7()));
    gate.meet(4);
    let made = together(4, |_| async { scope.tickets().create(desk.question()).await.unwrap() });
    assert!(made.windows(2).all(|pair| pair[0] == pair[1]));
    let scope = desk.scope.clone().idempotent(BatchId::from(Uuid::now_v7()));
    gate.meet(4);
    let claimed = together(4, |_| async { scope.tickets().claim_next(desk.team.id, desk.agent(0)).await.unwrap() });
    assert!(claimed.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(desk.person(desk.agent(0)).await.open_ticket_count, 1);
    consistency::check(desk.desk.store(), desk.organization.id).await;
}
