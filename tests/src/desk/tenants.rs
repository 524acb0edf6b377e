//! Organizations do not meet: an id of another one is as good as none, in every argument of every operation.

use std::future::Future;

use servicedesk::audit::AuditEntry;
use servicedesk::entity::Draft;
use servicedesk::identity::{NewUser, User, UserId};
use servicedesk::organization::{
    Department, DepartmentPatch, NewDepartment, NewTeam, NewTeamMember, OrganizationId, OrganizationPatch, Team,
    TeamMember, TeamPatch,
};
use servicedesk::query::{Condition, Find, field};
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::BatchId;
use servicedesk::ticket::{
    Assignee, Audience, Category, CategoryPatch, Comment, CommentId, CommentPatch, NewCategory, NewComment,
    NewPriorityRule, NewStatusTransition, NewTicket, NewWatcher, Placement, PriorityRule, StatusTransition, Strategy,
    Ticket, TicketHistory, TicketId, TicketPatch, Watcher, preset,
};
use servicedesk::{Code, Desk, ErrorKind, Result};
use uuid::Uuid;

use super::DeskFactory;
use super::fixture::{Fixture, agent, note, public, refused};
use super::mirror::Mirror;

/// Two organizations on one store, each with a ticket that has a comment.
struct Two {
    here: Fixture,
    there: Fixture,
    ticket: Ticket,
    foreign: Ticket,
    comment: CommentId,
}

impl Two {
    async fn new(factory: &impl DeskFactory) -> Self {
        let here = Fixture::new(factory).await;
        let there = here.neighbour().await;
        let (ticket, foreign) = (here.open().await, there.open().await);
        let comment = there.scope.comments().add(public(foreign.id, "Hello")).await.unwrap().id;
        Self { here, there, ticket, foreign, comment }
    }

    async fn mirrors(&self) -> [Mirror; 2] {
        let store = self.here.desk.store();
        [Mirror::of(store, self.here.organization.id).await, Mirror::of(store, self.there.organization.id).await]
    }
}

/// Fails unless the call was refused because of that argument.
#[track_caller]
fn names<T>(result: Result<T>, name: &str) {
    let error = refused(result);
    assert_eq!((error.code(), error.kind()), (Code::ReferenceMissing, ErrorKind::Invalid), "{name}: {error:?}");
    assert_eq!(error.fields(), [name]);
}

#[track_caller]
fn is_missing<T>(result: Result<T>) {
    let error = refused(result);
    assert_eq!((error.code(), error.kind()), (Code::NotFound, ErrorKind::NotFound), "{error:?}");
}

pub async fn a_foreign_row_is_not_found(factory: &impl DeskFactory) {
    let two = Two::new(factory).await;
    let before = two.mirrors().await;
    let (scope, id) = (&two.here.scope, two.foreign.id);
    let tickets = scope.tickets();
    assert_eq!(tickets.find(id).await.unwrap(), None);
    is_missing(tickets.get(id).await);
    is_missing(tickets.update(id, 1, TicketPatch { subject: "x".to_owned().into(), ..Default::default() }).await);
    is_missing(tickets.set_priority(id, 1, None).await);
    is_missing(tickets.transition(id, 1, two.here.status("open")).await);
    for target in [Assignee::Nobody, Assignee::User(two.here.agent(0)), Assignee::Queue(two.here.team.id)] {
        is_missing(tickets.assign(id, 1, &target).await);
    }
    is_missing(tickets.delete(id, 1).await);
    is_missing(tickets.restore(id).await);
    is_missing(scope.comments().update(two.comment, 1, CommentPatch::default()).await);
    is_missing(scope.comments().delete(two.comment, 1).await);
    is_missing(scope.users().get(two.there.agent(0)).await);
    is_missing(scope.users().update(two.there.agent(0), 1, Default::default()).await);
    is_missing(scope.users().delete(two.there.agent(0), 1).await);
    is_missing(scope.repository::<Team>().get(two.there.team.id).await);
    is_missing(scope.repository::<Team>().update(two.there.team.id, 1, TeamPatch::default()).await);
    is_missing(scope.repository::<Team>().delete(two.there.team.id, 1).await);
    for (before, after) in before.iter().zip(&two.mirrors().await) {
        after.assert_same(before, "foreign rows");
    }
}

pub async fn a_new_ticket_points_to_its_own_organization_only(factory: &impl DeskFactory) {
    let two = Two::new(factory).await;
    let category = NewCategory { name: "Theirs".into(), ..Default::default() };
    let category = two.there.scope.repository::<Category>().create(category).await.unwrap().id;
    let before = two.mirrors().await;
    let tickets = two.here.scope.tickets();
    let ask = || two.here.question();
    let stranger = Some(two.there.requester.id);
    names(tickets.create(NewTicket { requester_id: stranger, ..ask() }).await, "requester_id");
    names(tickets.create(NewTicket { customer_id: stranger, ..ask() }).await, "customer_id");
    names(tickets.create(NewTicket { category_id: Some(category), ..ask() }).await, "category_id");
    names(tickets.create(NewTicket { subcategory_id: Some(category), ..ask() }).await, "subcategory_id");
    names(tickets.create(NewTicket { parent_id: Some(two.foreign.id), ..ask() }).await, "parent_id");
    let place = |placement: Placement| two.here.scope.clone().place(ask(), placement);
    names(place(Placement { status_id: Some(two.there.status("open")), ..Default::default() }).await, "status_id");
    names(place(Placement { priority_id: Some(two.there.priority("low")), ..Default::default() }).await, "priority_id");
    names(place(Placement { team_id: Some(two.there.team.id), ..Default::default() }).await, "team_id");
    names(place(Placement { assignee_id: Some(two.there.agent(0)), ..Default::default() }).await, "assignee_id");
    let stranger = two.here.desk.scope(two.here.organization.id, Actor::user(two.there.agent(0)));
    names(stranger.tickets().create(NewTicket { subject: "x".into(), ..Default::default() }).await, "actor");
    names(stranger.tickets().create(ask()).await, "actor");
    for (before, after) in before.iter().zip(&two.mirrors().await) {
        after.assert_same(before, "foreign ids in a new ticket");
    }
}

/// Opens a ticket in a place, with a scope of its own.
trait Place {
    fn place(self, new: NewTicket, placement: Placement) -> impl Future<Output = Result<Ticket>>;
}

impl Place for Scope {
    async fn place(self, new: NewTicket, placement: Placement) -> Result<Ticket> {
        self.tickets().create_with(new, placement).await
    }
}

pub async fn a_ticket_is_changed_to_its_own_organizations_rows_only(factory: &impl DeskFactory) {
    let two = Two::new(factory).await;
    let category = NewCategory { name: "Theirs".into(), ..Default::default() };
    let category = two.there.scope.repository::<Category>().create(category).await.unwrap().id;
    let before = two.mirrors().await;
    let (tickets, id) = (two.here.scope.tickets(), two.ticket.id);
    let stranger = Some(two.there.requester.id);
    let keep = TicketPatch::default;
    names(tickets.update(id, 1, TicketPatch { requester_id: stranger.into(), ..keep() }).await, "requester_id");
    names(tickets.update(id, 1, TicketPatch { customer_id: stranger.into(), ..keep() }).await, "customer_id");
    names(tickets.update(id, 1, TicketPatch { category_id: Some(category).into(), ..keep() }).await, "category_id");
    names(
        tickets.update(id, 1, TicketPatch { subcategory_id: Some(category).into(), ..keep() }).await,
        "subcategory_id",
    );
    names(tickets.update(id, 1, TicketPatch { parent_id: Some(two.foreign.id).into(), ..keep() }).await, "parent_id");
    names(tickets.set_priority(id, 1, Some(two.there.priority("low"))).await, "priority_id");
    names(tickets.transition(id, 1, two.there.status("open")).await, "status_id");
    names(tickets.assign(id, 1, &Assignee::User(two.there.agent(0))).await, "assignee_id");
    names(tickets.assign(id, 1, &Assignee::Queue(two.there.team.id)).await, "team_id");
    let member = Assignee::Member { team_id: two.there.team.id, strategy: Strategy::RoundRobin };
    names(tickets.assign(id, 1, &member).await, "team_id");
    names(tickets.claim_next(two.there.team.id, two.here.agent(0)).await, "team_id");
    names(tickets.drain_queue(two.there.team.id, &Strategy::LeastLoaded, 5).await, "team_id");
    names(tickets.explain_assignment(two.there.team.id, &Strategy::LeastLoaded).await, "team_id");
    names(two.here.scope.comments().add(note(two.foreign.id, "Hello")).await, "ticket_id");
    let mention = NewComment { mentions: vec![two.there.agent(0).to_string()], ..note(id, "Hello") };
    names(two.here.scope.comments().add(mention).await, "mentions");
    let stranger = two.here.desk.scope(two.here.organization.id, Actor::user(two.there.agent(0)));
    names(stranger.comments().add(note(id, "Hello")).await, "actor");
    for (before, after) in before.iter().zip(&two.mirrors().await) {
        after.assert_same(before, "foreign ids in a change");
    }
}

pub async fn an_actor_of_another_organization_changes_nothing(factory: &impl DeskFactory) {
    let two = Two::new(factory).await;
    let category = two.here.scope.repository::<Category>();
    let category = category.create(NewCategory { name: "Ours".into(), ..Default::default() }).await.unwrap();
    let before = two.mirrors().await;
    let id = two.ticket.id;
    for user in [two.there.agent(0), UserId::from(Uuid::now_v7())] {
        let stranger = two.here.by(user);
        let categories = stranger.repository::<Category>();
        names(categories.create(NewCategory { name: "Theirs".into(), ..Default::default() }).await, "actor");
        let renamed = CategoryPatch { name: "Theirs".to_owned().into(), ..Default::default() };
        names(categories.update(category.id, 1, renamed).await, "actor");
        names(categories.delete(category.id, 1).await, "actor");
        names(stranger.users().create(NewUser { display_name: "Eve".into(), ..Default::default() }).await, "actor");
        let patch = TicketPatch { subject: "Theirs".to_owned().into(), ..Default::default() };
        names(stranger.tickets().update(id, 1, patch).await, "actor");
        names(stranger.tickets().transition(id, 1, two.here.status("open")).await, "actor");
        names(stranger.tickets().assign(id, 1, &Assignee::User(two.here.agent(0))).await, "actor");
        names(stranger.tickets().delete(id, 1).await, "actor");
        // Repeating does not turn the refusal into an answer.
        let again = stranger.idempotent(BatchId::from(Uuid::now_v7()));
        for _ in 0..2 {
            names(again.tickets().delete(id, 1).await, "actor");
        }
    }
    for (before, after) in before.iter().zip(&two.mirrors().await) {
        after.assert_same(before, "a foreign actor");
    }
    // Whoever belongs here may, and whoever was deleted still has a name in the history.
    let agent = two.here.agent(0);
    let version = two.here.person(agent).await.version;
    two.here.scope.users().delete(agent, version).await.unwrap();
    let patch = TicketPatch { subject: "Ours".to_owned().into(), ..Default::default() };
    two.here.by(agent).tickets().update(id, 1, patch).await.unwrap();
}

pub async fn a_set_up_points_to_its_own_organization_only(factory: &impl DeskFactory) {
    let two = Two::new(factory).await;
    async fn create<E: Draft + servicedesk::entity::Editable>(scope: &Scope, new: E::New) -> Result<E> {
        scope.repository::<E>().create(new).await
    }
    let (here, there) = (&two.here, &two.there);
    let theirs = create::<Department>(&there.scope, NewDepartment { name: "Theirs".into(), ..Default::default() })
        .await
        .unwrap();
    let category =
        create::<Category>(&there.scope, NewCategory { name: "Theirs".into(), ..Default::default() }).await.unwrap();
    let ours =
        create::<Department>(&here.scope, NewDepartment { name: "Ours".into(), ..Default::default() }).await.unwrap();
    let mine =
        create::<Category>(&here.scope, NewCategory { name: "Ours".into(), ..Default::default() }).await.unwrap();
    let before = two.mirrors().await;
    let department = || NewDepartment { name: "x".into(), ..Default::default() };
    let (scope, stranger) = (&here.scope, Some(there.agent(0)));
    names(create::<Department>(scope, NewDepartment { parent_id: Some(theirs.id), ..department() }).await, "parent_id");
    names(create::<Department>(scope, NewDepartment { manager_id: stranger, ..department() }).await, "manager_id");
    let escalating = NewDepartment { escalation_department_id: Some(theirs.id), ..department() };
    names(create::<Department>(scope, escalating).await, "escalation_department_id");
    let patch = DepartmentPatch { parent_id: Some(theirs.id).into(), ..Default::default() };
    names(scope.repository::<Department>().update(ours.id, 1, patch).await, "parent_id");
    let patch = CategoryPatch { parent_id: Some(category.id).into(), ..Default::default() };
    names(scope.repository::<Category>().update(mine.id, 1, patch).await, "parent_id");
    let new = NewCategory { name: "x".into(), default_team_id: Some(there.team.id), ..Default::default() };
    names(create::<Category>(scope, new).await, "default_team_id");
    names(
        create::<Team>(scope, NewTeam { name: "x".into(), manager_id: stranger, ..Default::default() }).await,
        "manager_id",
    );
    let member = |team_id, user_id| NewTeamMember { team_id, user_id, ..Default::default() };
    names(create::<TeamMember>(scope, member(there.team.id, here.agent(0))).await, "team_id");
    names(create::<TeamMember>(scope, member(here.team.id, there.agent(0))).await, "user_id");
    let rule = NewPriorityRule { priority_id: there.priority("low"), ..Default::default() };
    let free = here.scope.repository::<PriorityRule>().list(Find::new()).await.unwrap().items.remove(0);
    here.scope.repository::<PriorityRule>().delete(free.id, 1).await.unwrap();
    names(
        create::<PriorityRule>(scope, NewPriorityRule { impact: free.impact, urgency: free.urgency, ..rule }).await,
        "priority_id",
    );
    let step = |from, to| NewStatusTransition { from_status_id: Some(from), to_status_id: to, ..Default::default() };
    names(create::<StatusTransition>(scope, step(there.status("new"), here.status("closed"))).await, "from_status_id");
    names(create::<StatusTransition>(scope, step(here.status("new"), there.status("closed"))).await, "to_status_id");
    let watcher = |ticket_id, user_id| NewWatcher { ticket_id, user_id };
    names(create::<Watcher>(scope, watcher(two.foreign.id, here.agent(0))).await, "ticket_id");
    names(create::<Watcher>(scope, watcher(two.ticket.id, there.agent(0))).await, "user_id");
    let [_, after] = two.mirrors().await;
    after.assert_same(&before[1], "foreign ids in a set-up");
    assert_eq!(here.scope.repository::<Department>().count(Find::new()).await.unwrap(), 1);
}

pub async fn lists_and_counts_show_one_organization(factory: &impl DeskFactory) {
    let two = Two::new(factory).await;
    two.here.scope.comments().add(note(two.ticket.id, "Hello")).await.unwrap();
    let (scope, foreign) = (&two.here.scope, two.there.organization.id);
    macro_rules! only_ours {
        ($($entity:ty),+) => {$(
            let rows = scope.repository::<$entity>().list(Find::new().with_deleted().limit(1_000)).await.unwrap().items;
            assert!(!rows.is_empty() && rows.iter().all(|row| row.organization_id == two.here.organization.id));
            assert_eq!(scope.repository::<$entity>().count(Find::new()).await.unwrap(), rows.len() as u64);
            let asked = field("organization_id").is(foreign);
            assert_eq!(scope.repository::<$entity>().count(Find::new().filter(asked.clone())).await.unwrap(), 0);
            let anything = Condition::any([asked, Condition::always()]);
            assert_eq!(scope.repository::<$entity>().count(Find::new().filter(anything)).await.unwrap(), rows.len() as u64);
        )+};
    }
    only_ours!(User, Team, TeamMember, Ticket, Comment, TicketHistory, AuditEntry, StatusTransition, PriorityRule);
    let nothing = |id: TicketId| async move {
        assert!(scope.tickets().history(id, Find::new()).await.unwrap().items.is_empty());
        assert!(scope.comments().list(id, Audience::Staff, Find::new()).await.unwrap().items.is_empty());
    };
    nothing(two.foreign.id).await;
    let feed = super::mirror::feed(two.here.desk.store(), two.here.organization.id).await;
    assert!(feed.iter().all(|record| record.id != two.foreign.id.as_uuid() && record.id != foreign.as_uuid()));
}

pub async fn equal_values_of_two_organizations_do_not_meet(factory: &impl DeskFactory) {
    let two = Two::new(factory).await;
    assert_eq!(two.ticket.number, two.foreign.number);
    let found = two.here.scope.tickets().find_by_number(&two.foreign.number).await.unwrap().unwrap();
    assert_eq!(found.id, two.ticket.id);
    for desk in [&two.here, &two.there] {
        let new = servicedesk::identity::NewUser { email: Some("ana@example.com".into()), ..agent("Ana") };
        desk.scope.users().create(new).await.expect("an address is unique in its organization only");
    }
}

pub async fn an_unknown_organization_has_nothing(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let before = Mirror::of(desk.desk.store(), desk.organization.id).await;
    let unknown: OrganizationId = Uuid::now_v7().into();
    let scope = desk.desk.scope(unknown, Actor::system());
    is_missing(scope.organization().await);
    is_missing(scope.update_organization(1, OrganizationPatch::default()).await);
    is_missing(scope.tickets().create(desk.question()).await);
    is_missing(scope.users().create(agent("Ana")).await);
    names(
        scope.repository::<Team>().create(NewTeam { name: "x".into(), ..Default::default() }).await,
        "organization_id",
    );
    names(scope.set_up(&preset::itsm()).await, "organization_id");
    assert_eq!(scope.tickets().count(Find::new()).await.unwrap(), 0);
    assert!(scope.tickets().list(Find::new()).await.unwrap().items.is_empty());
    Mirror::of(desk.desk.store(), desk.organization.id).await.assert_same(&before, "an unknown organization");
    let left = Mirror::of(desk.desk.store(), unknown).await;
    assert!(left.feed.is_empty() && left.tables.values().all(Vec::is_empty));
}

pub async fn the_directory_shows_organizations_only(factory: &impl DeskFactory) {
    let two = Two::new(factory).await;
    let desk: &Desk = &two.here.desk;
    let slugs = desk.organizations(Find::new().ascending("slug")).await.unwrap().items;
    assert_eq!(slugs.into_iter().map(|one| one.slug).collect::<Vec<_>>(), ["acme", "neighbour"]);
    let found = desk.organization_by_slug("neighbour").await.unwrap().unwrap();
    assert_eq!(found.id, two.there.organization.id);
    assert!(desk.organization_by_slug("nobody").await.unwrap().is_none());
    assert!(desk.organization_by_slug("a\0").await.unwrap().is_none());
    let taken = refused(desk.create_organization(super::fixture::acme()).await);
    assert_eq!((taken.code(), taken.fields()), (Code::DuplicateValue, &["slug".to_owned()][..]));
}
