//! The life of a ticket, from the question to its closing and back.

use servicedesk::Code;
use servicedesk::organization::{Department, DepartmentPatch, NewDepartment, OrganizationPatch};
use servicedesk::query::{Find, field};
use servicedesk::ticket::preset::{self, Preset};
use servicedesk::ticket::{
    Assignee, Category, CategoryPatch, Level, NewCategory, NewTicket, Placement, PrioritySource, Ticket, TicketId,
    TicketPatch,
};

use super::DeskFactory;
use super::fixture::{Fixture, acme, beginning, public, refused};
use super::together;

pub async fn a_new_ticket_is_new_and_numbered(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket =
        desk.by(desk.requester.id).tickets().create(NewTicket { subject: "Hello".into(), ..Default::default() }).await;
    let ticket = ticket.unwrap();
    assert_eq!(ticket.number, "TKT-2026-0001");
    assert_eq!(desk.status_key(ticket.status_id), "new");
    assert_eq!((ticket.version, ticket.reopen_count), (1, 0));
    assert_eq!((ticket.requester_id, ticket.created_by_id), (Some(desk.requester.id), Some(desk.requester.id)));
    assert_eq!((ticket.created_at, ticket.updated_at), (beginning(), beginning()));
    assert_eq!(
        (ticket.assignee_id, ticket.team_id, ticket.first_response_at, ticket.resolved_at),
        (None, None, None, None)
    );
    assert_eq!(desk.now(ticket.id).await, ticket);
    assert_eq!(desk.scope.tickets().find_by_number("TKT-2026-0001").await.unwrap(), Some(ticket));
}

pub async fn a_ticket_lives_from_question_to_closing(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let hour = 3_600_000;
    let ticket = desk.open().await;
    let patch =
        TicketPatch { impact: Some(Level::High).into(), urgency: Some(Level::Medium).into(), ..Default::default() };
    let ticket = desk.scope.tickets().update(ticket.id, ticket.version, patch).await.unwrap();
    assert_eq!(desk.priority_key(ticket.priority_id), "high");

    desk.clock.advance_millis(hour);
    let ticket = desk.give(ticket.id, desk.agent(0)).await;
    assert_eq!((ticket.assignee_id, ticket.assigned_at), (Some(desk.agent(0)), Some(beginning().plus_millis(hour))));
    desk.step(ticket.id, "open").await;
    desk.clock.advance_millis(hour);
    desk.by(desk.agent(0)).comments().add(public(ticket.id, "Is it plugged in?")).await.unwrap();
    desk.step(ticket.id, "pending").await;
    desk.step(ticket.id, "on_hold").await;
    desk.clock.advance_millis(hour);
    let resolved = desk.step(ticket.id, "resolved").await;
    assert_eq!((resolved.resolved_at, resolved.closed_at), (Some(beginning().plus_millis(3 * hour)), None));
    desk.clock.advance_millis(hour);
    let closed = desk.step(ticket.id, "closed").await;
    assert_eq!(closed.resolved_at, Some(beginning().plus_millis(3 * hour)));
    assert_eq!(closed.closed_at, Some(beginning().plus_millis(4 * hour)));
    assert_eq!(closed.first_response_at, Some(beginning().plus_millis(2 * hour)));
    assert_eq!(closed.reopen_count, 0);
    assert_eq!(desk.now(ticket.id).await, closed);
}

pub async fn a_reopened_ticket_counts_its_reopening(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    desk.step(ticket.id, "resolved").await;
    let again = desk.step(ticket.id, "open").await;
    assert_eq!((again.reopen_count, again.resolved_at, again.closed_at), (1, None, None));
    desk.step(ticket.id, "resolved").await;
    desk.step(ticket.id, "closed").await;
    let again = desk.step(ticket.id, "open").await;
    assert_eq!((again.reopen_count, again.resolved_at, again.closed_at), (2, None, None));
}

pub async fn a_ticket_that_is_put_on_hold_is_not_resolved(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    for key in ["open", "on_hold", "pending", "open"] {
        let held = desk.step(ticket.id, key).await;
        assert_eq!((held.reopen_count, held.resolved_at, held.closed_at), (0, None, None), "{key}");
    }
    let cancelled = desk.step(ticket.id, "cancelled").await;
    assert_eq!((cancelled.resolved_at, cancelled.closed_at), (None, Some(beginning())));
}

pub async fn the_matrix_gives_the_priority(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let levels = [Level::High, Level::Medium, Level::Low];
    let expected = [["critical", "high", "medium"], ["high", "medium", "low"], ["medium", "low", "low"]];
    for (impact, row) in levels.into_iter().zip(expected) {
        for (urgency, key) in levels.into_iter().zip(row) {
            let new = NewTicket { impact: Some(impact), urgency: Some(urgency), ..desk.question() };
            let made = desk.scope.tickets().create(new).await.unwrap();
            assert_eq!((desk.priority_key(made.priority_id), made.priority_source), (key, PrioritySource::Matrix));
            let other = desk.open().await;
            let patch =
                TicketPatch { impact: Some(impact).into(), urgency: Some(urgency).into(), ..Default::default() };
            let changed = desk.scope.tickets().update(other.id, 1, patch).await.unwrap();
            assert_eq!(
                (desk.priority_key(changed.priority_id), changed.priority_source),
                (key, PrioritySource::Matrix)
            );
        }
    }
}

pub async fn a_chosen_priority_sticks(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let chosen = desk.scope.tickets().set_priority(ticket.id, 1, Some(desk.priority("low"))).await.unwrap();
    assert_eq!((desk.priority_key(chosen.priority_id), chosen.priority_source), ("low", PrioritySource::Manual));
    let patch =
        TicketPatch { impact: Some(Level::High).into(), urgency: Some(Level::High).into(), ..Default::default() };
    let still = desk.scope.tickets().update(ticket.id, 2, patch).await.unwrap();
    assert_eq!((desk.priority_key(still.priority_id), still.priority_source), ("low", PrioritySource::Manual));
    let placement = Placement { priority_id: Some(desk.priority("critical")), ..Default::default() };
    let placed = desk.scope.tickets().create_with(desk.question(), placement).await.unwrap();
    assert_eq!((desk.priority_key(placed.priority_id), placed.priority_source), ("critical", PrioritySource::Manual));
}

pub async fn a_cleared_priority_follows_the_matrix_again(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let new = NewTicket { impact: Some(Level::High), urgency: Some(Level::High), ..desk.question() };
    let placement = Placement { priority_id: Some(desk.priority("low")), ..Default::default() };
    let ticket = desk.scope.tickets().create_with(new, placement).await.unwrap();
    let cleared = desk.scope.tickets().set_priority(ticket.id, 1, None).await.unwrap();
    assert_eq!((desk.priority_key(cleared.priority_id), cleared.priority_source), ("critical", PrioritySource::Matrix));
    let patch = TicketPatch { urgency: Some(Level::Low).into(), ..Default::default() };
    let followed = desk.scope.tickets().update(ticket.id, 2, patch).await.unwrap();
    assert_eq!(desk.priority_key(followed.priority_id), "medium");
    let patch = TicketPatch { urgency: None.into(), ..Default::default() };
    let without = desk.scope.tickets().update(ticket.id, 3, patch).await.unwrap();
    assert_eq!((desk.priority_key(without.priority_id), without.priority_source), ("medium", PrioritySource::Default));
}

pub async fn without_a_cell_the_category_decides(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let new = NewCategory { name: "Outage".into(), priority_level: 1, ..Default::default() };
    let category = desk.scope.repository::<Category>().create(new).await.unwrap();
    let new = NewTicket { category_id: Some(category.id), impact: Some(Level::Low), ..desk.question() };
    let ticket = desk.scope.tickets().create(new).await.unwrap();
    assert_eq!((desk.priority_key(ticket.priority_id), ticket.priority_source), ("critical", PrioritySource::Default));
    let patch = TicketPatch { category_id: None.into(), ..Default::default() };
    let moved = desk.scope.tickets().update(ticket.id, 1, patch).await.unwrap();
    assert_eq!(desk.priority_key(moved.priority_id), "medium");
    let patch =
        TicketPatch { category_id: Some(category.id).into(), urgency: Some(Level::Low).into(), ..Default::default() };
    let matrix = desk.scope.tickets().update(ticket.id, 2, patch).await.unwrap();
    assert_eq!((desk.priority_key(matrix.priority_id), matrix.priority_source), ("low", PrioritySource::Matrix));
}

pub async fn without_anything_the_default_decides(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    assert_eq!((desk.priority_key(ticket.priority_id), ticket.priority_source), ("medium", PrioritySource::Default));
}

pub async fn a_category_sends_its_tickets_to_its_team(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let new = NewCategory { name: "Printers".into(), default_team_id: Some(desk.team.id), ..Default::default() };
    let category = desk.scope.repository::<Category>().create(new).await.unwrap();
    let new = NewTicket { category_id: Some(category.id), ..desk.question() };
    let ticket = desk.scope.tickets().create(new).await.unwrap();
    assert_eq!((ticket.team_id, ticket.assignee_id), (Some(desk.team.id), None));
}

pub async fn a_placement_comes_before_the_set_up(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let placement = Placement {
        status_id: Some(desk.status("open")),
        team_id: Some(desk.team.id),
        assignee_id: Some(desk.agent(1)),
        priority_id: None,
    };
    let ticket = desk.by(desk.agent(0)).tickets().create_with(desk.question(), placement).await.unwrap();
    assert_eq!(desk.status_key(ticket.status_id), "open");
    assert_eq!((ticket.team_id, ticket.assignee_id), (Some(desk.team.id), Some(desk.agent(1))));
    assert_eq!((ticket.assigned_at, ticket.assigned_by_id), (Some(beginning()), Some(desk.agent(0))));
    assert_eq!(desk.person(desk.agent(1)).await.open_ticket_count, 1);
    let placement = Placement { status_id: Some(desk.status("closed")), ..Default::default() };
    let over = desk.scope.tickets().create_with(desk.question(), placement).await.unwrap();
    assert_eq!((over.closed_at, over.reopen_count), (Some(beginning()), 0));
}

pub async fn an_unknown_person_asks_by_name_and_address(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let new = NewTicket {
        subject: "Hello".into(),
        requester_name: Some("Zoé".into()),
        requester_email: Some("  Zoe@Example.COM ".into()),
        ..Default::default()
    };
    let ticket = desk.scope.tickets().create(new).await.unwrap();
    assert_eq!((ticket.requester_id, ticket.requester_name.as_deref()), (None, Some("Zoé")));
    assert_eq!(ticket.requester_email.as_deref(), Some("zoe@example.com"));
}

pub async fn somebody_must_ask(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let nobody = || NewTicket { subject: "Hello".into(), ..Default::default() };
    let nameless = NewTicket { requester_email: Some("a@example.com".into()), ..nobody() };
    let unreachable = NewTicket { requester_name: Some("Ana".into()), ..nobody() };
    for new in [nobody(), nameless, unreachable] {
        let error = refused(desk.scope.tickets().create(new).await);
        assert_eq!((error.code(), error.fields()), (Code::PersonRequired, &["requester_id".to_owned()][..]));
    }
    assert_eq!(desk.open().await.number, "TKT-2026-0001", "a refused ticket takes no number");
}

pub async fn a_ticket_needs_a_status_to_begin_in(factory: &impl DeskFactory) {
    let preset = Preset { statuses: Vec::new(), transitions: Vec::new(), ..preset::itsm() };
    let desk = Fixture::with(factory, acme(), &preset).await;
    let error = refused(desk.scope.tickets().create(desk.question()).await);
    assert_eq!(error.code(), Code::NoInitialStatus);
}

pub async fn a_ticket_needs_a_priority(factory: &impl DeskFactory) {
    let preset = Preset { priorities: Vec::new(), matrix: Vec::new(), ..preset::itsm() };
    let desk = Fixture::with(factory, acme(), &preset).await;
    let error = refused(desk.scope.tickets().create(desk.question()).await);
    assert_eq!(error.code(), Code::NoDefaultPriority);
}

pub async fn an_inactive_organization_opens_no_tickets(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let patch = OrganizationPatch { is_active: false.into(), ..Default::default() };
    desk.scope.update_organization(1, patch).await.unwrap();
    let error = refused(desk.scope.tickets().create(desk.question()).await);
    assert_eq!(error.code(), Code::OrganizationInactive);
}

pub async fn a_deleted_ticket_is_gone_until_it_is_restored(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    desk.give(ticket.id, desk.agent(0)).await;
    let held = desk.now(ticket.id).await;
    desk.scope.tickets().delete(ticket.id, held.version).await.unwrap();
    assert_eq!(desk.scope.tickets().find(ticket.id).await.unwrap(), None);
    assert_eq!(refused(desk.scope.tickets().get(ticket.id).await).code(), Code::NotFound);
    assert_eq!(desk.scope.tickets().find_by_number(&ticket.number).await.unwrap(), None);
    assert_eq!(desk.person(desk.agent(0)).await.open_ticket_count, 0);
    let everything = Find::new().filter(field(Ticket::ID).is(ticket.id));
    assert!(desk.scope.tickets().list(everything.clone()).await.unwrap().items.is_empty());
    let deleted = desk.scope.tickets().list(everything.with_deleted()).await.unwrap().items;
    assert_eq!(deleted[0].deleted_at, Some(beginning()));
    let comment = refused(desk.scope.comments().add(public(ticket.id, "Hello?")).await);
    assert_eq!((comment.code(), comment.fields()), (Code::ReferenceMissing, &["ticket_id".to_owned()][..]));

    let restored = desk.scope.tickets().restore(ticket.id).await.unwrap();
    assert_eq!((restored.deleted_at, restored.assignee_id), (None, Some(desk.agent(0))));
    assert_eq!(desk.person(desk.agent(0)).await.open_ticket_count, 1);
    let again = desk.scope.tickets().restore(ticket.id).await.unwrap();
    assert_eq!(again.version, restored.version, "a ticket that is there is not restored");
}

pub async fn a_ticket_is_not_its_own_ancestor(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let (a, b, c) = (desk.open().await, desk.open().await, desk.open().await);
    let under = |parent: TicketId| TicketPatch { parent_id: Some(parent).into(), ..Default::default() };
    desk.scope.tickets().update(b.id, 1, under(a.id)).await.unwrap();
    desk.scope.tickets().update(c.id, 1, under(b.id)).await.unwrap();
    for parent in [a.id, b.id, c.id] {
        let error = refused(desk.scope.tickets().update(a.id, 1, under(parent)).await);
        assert_eq!((error.code(), error.fields()), (Code::HierarchyCycle, &["parent_id".to_owned()][..]));
    }
    assert_eq!(desk.now(a.id).await, a);
}

pub async fn two_tickets_cannot_become_each_others_parents(factory: &impl DeskFactory) {
    let (desk, gate) = Fixture::gated(factory).await;
    let pair = [desk.open().await.id, desk.open().await.id];
    gate.meet(2);
    let results = together(2, |number| {
        let patch = TicketPatch { parent_id: Some(pair[1 - number]).into(), ..Default::default() };
        let scope = &desk.scope;
        async move { scope.tickets().update(pair[number], 1, patch).await }
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "one of the two becomes the parent");
    for error in results.into_iter().filter_map(Result::err) {
        assert_eq!((error.code(), error.fields()), (Code::HierarchyCycle, &["parent_id".to_owned()][..]));
    }
}

pub async fn departments_and_categories_form_trees(factory: &impl DeskFactory) {
    let (desk, gate) = Fixture::gated(factory).await;
    let departments = desk.scope.repository::<Department>();
    let named = |name: &str| NewDepartment { name: name.into(), ..Default::default() };
    let (a, b) = (departments.create(named("a")).await.unwrap(), departments.create(named("b")).await.unwrap());
    let under = |parent| DepartmentPatch { parent_id: Some(parent).into(), ..Default::default() };
    departments.update(b.id, 1, under(a.id)).await.unwrap();
    for parent in [a.id, b.id] {
        let error = refused(departments.update(a.id, 1, under(parent)).await);
        assert_eq!((error.code(), error.fields()), (Code::HierarchyCycle, &["parent_id".to_owned()][..]));
    }
    let escalating = DepartmentPatch { escalation_department_id: Some(b.id).into(), ..Default::default() };
    departments.update(a.id, 1, escalating).await.expect("where late tickets go is no tree");

    let categories = &desk.scope.repository::<Category>();
    let named = |name: &str| NewCategory { name: name.into(), ..Default::default() };
    let pair = [categories.create(named("c")).await.unwrap().id, categories.create(named("d")).await.unwrap().id];
    gate.meet(2);
    let results = together(2, |number| {
        let patch = CategoryPatch { parent_id: Some(pair[1 - number]).into(), ..Default::default() };
        async move { categories.update(pair[number], 1, patch).await }
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "one of the two becomes the parent");
}

pub async fn the_load_of_a_person_is_what_they_hold(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let load = async |number: usize| desk.person(desk.agent(number)).await.open_ticket_count;
    let (one, two) = (desk.open().await.id, desk.open().await.id);
    desk.give(one, desk.agent(0)).await;
    desk.give(two, desk.agent(0)).await;
    assert_eq!((load(0).await, load(1).await), (2, 0));
    desk.give(two, desk.agent(1)).await;
    assert_eq!((load(0).await, load(1).await), (1, 1));
    desk.step(one, "resolved").await;
    assert_eq!(load(0).await, 0);
    desk.step(one, "closed").await;
    assert_eq!(load(0).await, 0);
    desk.step(one, "open").await;
    assert_eq!(load(0).await, 1);
    let version = desk.now(one).await.version;
    let freed = desk.scope.tickets().assign(one, version, &Assignee::Nobody).await.unwrap().ticket;
    assert_eq!((freed.assignee_id, freed.assigned_at, freed.assigned_by_id), (None, None, None));
    assert_eq!(load(0).await, 0);
}
