//! Tickets that become one, and one that becomes two.

use servicedesk::Code;
use servicedesk::query::{Find, field};
use servicedesk::ticket::{Audience, Comment, CommentId, NewTicket, TicketId, TicketRelation};

use super::DeskFactory;
use super::fixture::{Fixture, note, public, refused};
use super::{consistency, together};

async fn bodies(desk: &Fixture, id: TicketId) -> Vec<String> {
    let page = desk.scope.comments().list(id, Audience::Staff, Find::new()).await.expect("comments are read");
    page.items.into_iter().map(|comment| comment.body).collect()
}

pub async fn a_merged_ticket_is_read_with_the_other(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.scope.tickets();
    let (a, b, c) = (desk.open().await, desk.open().await, desk.open().await);
    for (ticket, body) in [(&a, "first"), (&b, "second"), (&c, "third"), (&a, "fourth")] {
        desk.clock.advance_millis(1_000);
        desk.scope.comments().add(note(ticket.id, body)).await.unwrap();
    }
    desk.give(a.id, desk.agent(0)).await;
    let before = desk.step(a.id, "pending").await;
    desk.clock.advance_millis(1_000);
    let merged = tickets.merge(a.id, before.version, b.id).await.unwrap();
    assert_eq!((merged.merged_into_id, merged.closed_at), (Some(b.id), Some(desk.desk.now())));
    assert_eq!(desk.status_key(merged.status_id), "closed");
    assert_eq!(desk.person(desk.agent(0)).await.open_ticket_count, 0);
    assert_eq!(bodies(&desk, b.id).await, ["first", "second", "fourth"]);
    let b = desk.now(b.id).await;
    let chain = tickets.merge(b.id, b.version, c.id).await.unwrap();
    assert_eq!(bodies(&desk, c.id).await, ["first", "second", "third", "fourth"]);
    assert_eq!(tickets.parts(c.id).await.unwrap(), [c.id, b.id, a.id]);
    let all = Find::new().filter(field(Comment::TICKET_ID).is_in(tickets.parts(c.id).await.unwrap()));
    assert_eq!(desk.scope.repository::<Comment>().count(all).await.unwrap(), 4);
    // Pages of what was merged are pages like others.
    let mut seen = Vec::new();
    let mut find = Find::new().limit(1);
    loop {
        let page = desk.scope.comments().list(c.id, Audience::Staff, find).await.unwrap();
        seen.extend(page.items.into_iter().map(|comment| comment.body));
        let Some(next) = page.next else { break };
        find = Find::new().limit(1).after(Some(next));
    }
    assert_eq!(seen, ["first", "second", "third", "fourth"]);

    let again = tickets.unmerge(a.id, merged.version).await.unwrap();
    let expected = servicedesk::ticket::Ticket { version: again.version, updated_at: again.updated_at, ..before };
    assert_eq!(again, expected, "it is what it was");
    assert_eq!(desk.person(desk.agent(0)).await.open_ticket_count, 1);
    assert_eq!(bodies(&desk, a.id).await, ["first", "fourth"]);
    assert_eq!(bodies(&desk, c.id).await, ["second", "third"]);
    tickets.unmerge(b.id, chain.version).await.unwrap();
    assert_eq!(bodies(&desk, c.id).await, ["third"]);
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn a_closed_ticket_that_was_merged_stays_closed(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.scope.tickets();
    let (a, b) = (desk.open().await, desk.open().await);
    desk.step(a.id, "resolved").await;
    let closed = desk.step(a.id, "closed").await;
    desk.clock.advance_millis(1_000);
    let merged = tickets.merge(a.id, closed.version, b.id).await.unwrap();
    assert_eq!(merged.closed_at, closed.closed_at);
    let again = tickets.unmerge(a.id, merged.version).await.unwrap();
    assert_eq!((again.status_id, again.closed_at, again.reopen_count), (closed.status_id, closed.closed_at, 0));
}

pub async fn wrong_merges_are_refused(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let neighbour = desk.neighbour().await;
    let tickets = desk.scope.tickets();
    let (a, b, c, foreign) = (desk.open().await, desk.open().await, desk.open().await, neighbour.open().await);
    let code = async |id, version, other| refused(tickets.merge(id, version, other).await).code();
    assert_eq!(code(a.id, a.version, a.id).await, Code::TicketItself);
    assert_eq!(code(a.id, a.version, foreign.id).await, Code::ReferenceMissing);
    assert_eq!(code(foreign.id, 1, a.id).await, Code::NotFound);
    assert_eq!(code(a.id, 9, b.id).await, Code::StaleVersion);
    assert_eq!(refused(tickets.unmerge(a.id, a.version).await).code(), Code::TicketNotMerged);
    let merged = tickets.merge(a.id, a.version, b.id).await.unwrap();
    assert_eq!(code(a.id, merged.version, c.id).await, Code::TicketMerged);
    assert_eq!(code(c.id, c.version, a.id).await, Code::TicketMerged);
    assert_eq!(refused(desk.scope.comments().add(note(a.id, "late")).await).code(), Code::TicketMerged);
    let step = tickets.transition(a.id, merged.version, desk.status("open")).await;
    assert_eq!(refused(step).code(), Code::TicketMerged);
}

pub async fn two_merges_at_once_make_no_circle(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    for _ in 0..5 {
        let (a, b) = (desk.open().await, desk.open().await);
        let pairs = [(a.id, b.id), (b.id, a.id)];
        let merged = together(2, |number| {
            let scope = desk.scope.clone();
            async move { scope.tickets().merge(pairs[number].0, 1, pairs[number].1).await }
        });
        assert_eq!(merged.iter().filter(|result| result.is_ok()).count(), 1);
        let (a, b) = (desk.now(a.id).await, desk.now(b.id).await);
        assert!(a.merged_into_id.is_none() || b.merged_into_id.is_none());
    }
}

pub async fn comments_leave_for_a_new_ticket(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.scope.tickets();
    let ticket = desk.open().await;
    let mut comments = Vec::new();
    for body in ["first", "second", "third"] {
        desk.clock.advance_millis(1_000);
        comments.push(desk.scope.comments().add(public(ticket.id, body)).await.unwrap());
    }
    let new = NewTicket { subject: "Another matter".into(), ..Default::default() };
    let opened = tickets.split(ticket.id, vec![comments[1].id, comments[2].id], new).await.unwrap();
    assert_eq!((opened.requester_id, opened.subject.as_str()), (ticket.requester_id, "Another matter"));
    assert_eq!(opened.number, "TKT-2026-0002");
    assert_eq!(bodies(&desk, ticket.id).await, ["first"]);
    assert_eq!(bodies(&desk, opened.id).await, ["second", "third"]);
    let links = tickets.links(ticket.id).await.unwrap();
    assert_eq!(links.len(), 1);
    assert_eq!((links[0].relation, links[0].ticket_id), (TicketRelation::Related, opened.id));
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn wrong_splits_are_refused(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.scope.tickets();
    let (ticket, other) = (desk.open().await, desk.open().await);
    let comment = desk.scope.comments().add(note(other.id, "elsewhere")).await.unwrap();
    let new = || NewTicket { subject: "x".into(), ..Default::default() };
    let unknown = CommentId::from(uuid::Uuid::from_u128(3));
    for (ids, code) in [
        (vec![], Code::Required),
        (vec![comment.id], Code::ReferenceMissing),
        (vec![unknown], Code::ReferenceMissing),
        (vec![unknown; 501], Code::ListTooLong),
    ] {
        let error = refused(tickets.split(ticket.id, ids, new()).await);
        assert_eq!((error.code(), error.fields()[0].as_str()), (code, "comment_ids"));
    }
    assert_eq!(tickets.count(Find::new()).await.unwrap(), 2);
    assert_eq!(desk.open().await.number, "TKT-2026-0003", "no number was lost");
}
