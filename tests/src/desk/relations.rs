//! How tickets stand to each other: links seen from both sides, parents, circles, problems and their incidents.

use servicedesk::Code;
use servicedesk::organization::{NewTenantConfiguration, TenantConfiguration};
use servicedesk::query::Find;
use servicedesk::ticket::{NewTicket, Ticket, TicketId, TicketLink, TicketRelation, TicketType};

use super::DeskFactory;
use super::fixture::{Fixture, refused};
use super::together;

async fn relations(desk: &Fixture, id: TicketId) -> Vec<(TicketRelation, TicketId)> {
    let links = desk.scope.tickets().links(id).await.expect("links are read");
    links.into_iter().map(|linked| (linked.relation, linked.ticket_id)).collect()
}

pub async fn a_relation_is_seen_from_both_sides(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.scope.tickets();
    for relation in TicketRelation::ALL {
        let (a, b) = (desk.open().await, desk.open().await);
        let linked = tickets.link(a.id, *relation, b.id).await.unwrap();
        assert_eq!((linked.ticket_id, linked.relation, &linked.number), (b.id, *relation, &b.number));
        assert_eq!(relations(&desk, a.id).await, [(*relation, b.id)]);
        assert_eq!(relations(&desk, b.id).await, [(relation.inverse(), a.id)]);
        // Said again, from either side, it is one relation.
        tickets.link(a.id, *relation, b.id).await.unwrap();
        tickets.link(b.id, relation.inverse(), a.id).await.unwrap();
        assert_eq!(relations(&desk, a.id).await, [(*relation, b.id)]);
        tickets.unlink(b.id, relation.inverse(), a.id).await.unwrap();
        assert_eq!(relations(&desk, a.id).await, []);
        assert_eq!(refused(tickets.unlink(a.id, *relation, b.id).await).code(), Code::NotFound);
    }
    assert_eq!(desk.scope.repository::<TicketLink>().count(Find::new()).await.unwrap(), 0);
}

pub async fn wrong_links_are_refused(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let neighbour = desk.neighbour().await;
    let (a, foreign) = (desk.open().await, neighbour.open().await);
    let tickets = desk.scope.tickets();
    for relation in TicketRelation::ALL {
        let error = refused(tickets.link(a.id, *relation, a.id).await);
        assert_eq!((error.code(), error.fields()[0].as_str()), (Code::TicketItself, "other_id"));
        let error = refused(tickets.link(a.id, *relation, foreign.id).await);
        assert_eq!((error.code(), error.fields()[0].as_str()), (Code::ReferenceMissing, "other_id"));
        assert_eq!(refused(tickets.link(foreign.id, *relation, a.id).await).code(), Code::NotFound);
    }
    let deleted = desk.open().await;
    tickets.link(a.id, TicketRelation::Related, deleted.id).await.unwrap();
    tickets.delete(deleted.id, deleted.version).await.unwrap();
    assert_eq!(relations(&desk, a.id).await, [], "a deleted ticket is not shown");
    let error = refused(tickets.link(a.id, TicketRelation::Blocks, deleted.id).await);
    assert_eq!(error.code(), Code::ReferenceMissing);
}

pub async fn tickets_do_not_block_each_other_in_circles(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.scope.tickets();
    let (a, b, c) = (desk.open().await.id, desk.open().await.id, desk.open().await.id);
    tickets.link(a, TicketRelation::Blocks, b).await.unwrap();
    tickets.link(c, TicketRelation::BlockedBy, b).await.unwrap();
    for (source, relation, target) in
        [(b, TicketRelation::Blocks, a), (c, TicketRelation::Blocks, a), (a, TicketRelation::BlockedBy, c)]
    {
        let error = refused(tickets.link(source, relation, target).await);
        assert_eq!((error.code(), error.fields()[0].as_str()), (Code::LinkCycle, "other_id"));
    }
    // Only blocking has a direction that must not close.
    tickets.link(c, TicketRelation::CausedBy, a).await.unwrap();
    tickets.link(a, TicketRelation::CausedBy, c).await.unwrap();
}

pub async fn a_circle_is_not_closed_by_two_at_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    for _ in 0..5 {
        let ring = [desk.open().await.id, desk.open().await.id, desk.open().await.id];
        let linked = together(3, |number| {
            let scope = desk.scope.clone();
            async move { scope.tickets().link(ring[number], TicketRelation::Blocks, ring[(number + 1) % 3]).await }
        });
        let done = linked.iter().filter(|result| result.is_ok()).count();
        assert_eq!(done, 2, "{:?}", linked.iter().map(|result| result.as_ref().err()).collect::<Vec<_>>());
        let error = linked.into_iter().find_map(Result::err).expect("one is refused");
        assert_eq!(error.code(), Code::LinkCycle);
    }
}

pub async fn a_ticket_has_one_parent(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.scope.tickets();
    let (parent, child, other) = (desk.open().await.id, desk.open().await.id, desk.open().await.id);
    tickets.link(parent, TicketRelation::Parent, child).await.unwrap();
    assert_eq!(desk.now(child).await.parent_id, Some(parent));
    let error = refused(tickets.link(child, TicketRelation::Child, other).await);
    assert_eq!((error.code(), error.fields()[0].as_str()), (Code::DuplicateValue, "parent_id"));
    assert_eq!(refused(tickets.link(parent, TicketRelation::Child, child).await).code(), Code::HierarchyCycle);
    tickets.unlink(child, TicketRelation::Child, parent).await.unwrap();
    tickets.link(child, TicketRelation::Child, other).await.unwrap();
    assert_eq!(desk.now(child).await.parent_id, Some(other));
}

async fn problem(desk: &Fixture) -> (Ticket, Vec<Ticket>) {
    let new = NewTicket { r#type: TicketType::Problem, ..desk.question() };
    let problem = desk.scope.tickets().create(new).await.unwrap();
    let mut children = Vec::new();
    for kind in [TicketType::Incident, TicketType::Incident, TicketType::Request] {
        let new = NewTicket { r#type: kind, parent_id: Some(problem.id), ..desk.question() };
        children.push(desk.scope.tickets().create(new).await.unwrap());
    }
    (problem, children)
}

pub async fn a_problem_resolves_its_incidents_where_that_is_switched_on(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let (first, children) = problem(&desk).await;
    desk.step(first.id, "resolved").await;
    for child in &children {
        assert_eq!(desk.now(child.id).await.resolved_at, None, "it is switched off");
    }
    let new = NewTenantConfiguration { problems_resolve_incidents: true, ..Default::default() };
    desk.scope.repository::<TenantConfiguration>().create(new).await.unwrap();
    let (second, children) = problem(&desk).await;
    desk.give(children[0].id, desk.agent(0)).await;
    desk.step(children[1].id, "resolved").await;
    let closed = desk.step(children[1].id, "closed").await;
    let resolved = desk.step(second.id, "resolved").await;
    let first_child = desk.now(children[0].id).await;
    assert_eq!((first_child.status_id, first_child.resolved_at), (resolved.status_id, resolved.resolved_at));
    assert_eq!(desk.person(desk.agent(0)).await.open_ticket_count, 0, "nobody holds it any more");
    assert_eq!(desk.now(children[1].id).await, closed, "what was over stays as it was");
    assert_eq!(desk.now(children[2].id).await.resolved_at, None, "a request is no incident");
    super::consistency::check(desk.desk.store(), desk.organization.id).await;
}
