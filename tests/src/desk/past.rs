//! Tickets as they were: what the history tells is what was there.

use serde_json::json;
use servicedesk::Code;
use servicedesk::clock::Timestamp;
use servicedesk::query::{Find, field};
use servicedesk::ticket::{Level, NewTicket, Ticket, TicketId, TicketPatch};

use super::DeskFactory;
use super::fixture::{Fixture, note, refused};

/// What cannot be told from the history.
fn told(ticket: Ticket) -> Ticket {
    Ticket { version: 0, ..ticket }
}

/// Returns the ticket as it is now, deleted or not.
async fn present(desk: &Fixture, id: TicketId) -> Ticket {
    let find = Find::new().filter(field(Ticket::ID).is(id)).with_deleted();
    desk.scope.tickets().list(find).await.expect("tickets are listed").items.remove(0)
}

pub async fn a_ticket_is_told_as_it_was(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.scope.tickets();
    let custom = json!({ "color": "red", "number": "5", "flag": true, "list": [1, { "a": null }] });
    let new = NewTicket { custom_fields: Some(custom), tags: vec!["one".into()], ..desk.question() };
    let ticket = tickets.create(new).await.unwrap();
    let id = ticket.id;
    let mut seen: Vec<(Timestamp, Ticket)> = vec![(desk.desk.now(), ticket)];
    for round in 0..14 {
        desk.clock.advance_millis(1_000);
        let version = present(&desk, id).await.version;
        let change = |patch: TicketPatch| tickets.update(id, version, patch);
        match round {
            0 => {
                drop(change(TicketPatch { subject: "Another".to_owned().into(), ..Default::default() }).await.unwrap())
            }
            1 => {
                let patch = TicketPatch {
                    impact: Some(Level::High).into(),
                    urgency: Some(Level::Low).into(),
                    estimated_hours: Some("1.50".parse().unwrap()).into(),
                    due_at: Some(Timestamp::parse("2026-05-01T00:00:00Z").unwrap()).into(),
                    ..Default::default()
                };
                change(patch).await.unwrap();
            }
            2 => {
                let custom = json!({ "color": "5", "number": 5, "list": [], "new": null, "quoted": "\"x\"" });
                change(TicketPatch { custom_fields: Some(custom).into(), ..Default::default() }).await.unwrap();
            }
            3 => drop(desk.give(id, desk.agent(0)).await),
            4 => drop(desk.scope.comments().add(note(id, "A note changes no field")).await.unwrap()),
            5 => drop(desk.step(id, "resolved").await),
            6 => tickets.delete(id, version).await.unwrap(),
            7 => drop(tickets.restore(id).await.unwrap()),
            8 => drop(change(TicketPatch { custom_fields: None.into(), ..Default::default() }).await.unwrap()),
            9 => drop(change(TicketPatch { tags: vec![].into(), ..Default::default() }).await.unwrap()),
            10 => tickets.mark_spam(id, version).await.unwrap(),
            11 => drop(tickets.restore(id).await.unwrap()),
            12 => {
                let other = desk.open().await;
                tickets.merge(id, version, other.id).await.unwrap();
            }
            _ => drop(tickets.unmerge(id, version).await.unwrap()),
        }
        seen.push((desk.desk.now(), present(&desk, id).await));
    }
    for (at, was) in &seen {
        for later in [0, 999] {
            let found = tickets.at(id, at.plus_millis(later)).await.unwrap();
            assert_eq!(told(found), told(was.clone()), "{at}");
        }
    }
    let first = seen[0].0;
    assert_eq!(refused(tickets.at(id, first.plus_millis(-1)).await).code(), Code::NotFound);
    assert_eq!(tickets.at(id, first.plus_millis(86_400_000)).await.unwrap(), desk.now(id).await);
    let neighbour = desk.neighbour().await;
    assert_eq!(refused(neighbour.scope.tickets().at(id, first).await).code(), Code::NotFound);
}

pub async fn a_long_history_is_read_to_its_beginning(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = desk.scope.tickets();
    let ticket = desk.open().await;
    // Twelve hundred records: more than a page.
    let beginning = desk.desk.now();
    let mut version = ticket.version;
    for round in 0..300 {
        desk.clock.advance_millis(1_000);
        let subject = format!("Round {round}");
        let patch = TicketPatch {
            subject: subject.clone().into(),
            description: Some(subject.clone()).into(),
            tags: vec![subject].into(),
            estimated_hours: Some(round.into()).into(),
            ..Default::default()
        };
        version = tickets.update(ticket.id, version, patch).await.unwrap().version;
    }
    assert_eq!(told(tickets.at(ticket.id, beginning).await.unwrap()), told(ticket.clone()));
    let middle = tickets.at(ticket.id, beginning.plus_millis(150_500)).await.unwrap();
    assert_eq!((middle.subject.as_str(), middle.updated_at), ("Round 149", beginning.plus_millis(150_000)));
}
