//! Ticket numbers: one sequence for each organization and year, without gaps.

use std::collections::BTreeSet;

use servicedesk::clock::Timestamp;
use servicedesk::organization::{NewOrganization, OrganizationPatch};
use servicedesk::store::{Batch, BatchId, Store as _, Write};
use servicedesk::ticket::{NewTicket, preset};
use uuid::Uuid;

use super::fixture::{Fixture, acme, instant};
use super::{DeskFactory, consistency, together};

async fn next_number(desk: &Fixture) -> String {
    desk.open().await.number
}

pub async fn numbers_have_no_gaps_under_sixteen_threads(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let numbers = together(16, |worker| {
        let desk = &desk;
        async move {
            let mut numbers = Vec::new();
            for round in 0..10 {
                // Every third one is refused, and must not leave a hole.
                if (worker + round) % 3 == 0 {
                    let nonsense = NewTicket { subject: String::new(), ..desk.question() };
                    assert!(desk.scope.tickets().create(nonsense).await.is_err());
                }
                if (worker + round) % 5 == 0 {
                    let stranger = NewTicket { requester_id: Some(Uuid::now_v7().into()), ..desk.question() };
                    assert!(desk.scope.tickets().create(stranger).await.is_err(), "the store refuses this one");
                }
                numbers.push(next_number(desk).await);
            }
            numbers
        }
    });
    let numbers: BTreeSet<String> = numbers.into_iter().flatten().collect();
    let expected: BTreeSet<String> = (1..=160).map(|number| format!("TKT-2026-{number:04}")).collect();
    assert_eq!(numbers, expected);
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn the_year_is_that_of_the_organizations_time_zone(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    desk.clock.set(instant("2027-01-01T02:59:59.999Z"));
    assert_eq!((next_number(&desk).await, next_number(&desk).await), ("TKT-2026-0001".into(), "TKT-2026-0002".into()));
    desk.clock.set(instant("2027-01-01T03:00:00Z"));
    assert_eq!(next_number(&desk).await, "TKT-2027-0001");
    desk.clock.set(instant("2027-01-01T02:00:00Z"));
    assert_eq!(next_number(&desk).await, "TKT-2026-0003", "a clock that goes back finds its sequence again");
    let tokyo = NewOrganization { slug: "tokyo".into(), timezone: "Asia/Tokyo".into(), ..acme() };
    let tokyo = Fixture::on(desk.desk.clone(), desk.clock.clone(), tokyo, &preset::itsm()).await;
    tokyo.clock.set(instant("2026-12-31T15:00:00Z"));
    assert_eq!(next_number(&tokyo).await, "TKT-2027-0001");
}

pub async fn numbers_grow_past_four_digits(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let mut forward = Batch::new(BatchId::from(Uuid::now_v7()), desk.organization.id, Timestamp::EPOCH);
    forward.writes.push(Write::Next { sequence: "ticket_number/2026".into(), by: 9_998, at_most: None });
    desk.desk.store().commit(forward).await.unwrap();
    for expected in ["TKT-2026-9999", "TKT-2026-10000", "TKT-2026-10001"] {
        assert_eq!(next_number(&desk).await, expected);
    }
}

pub async fn the_prefix_is_the_organizations(factory: &impl DeskFactory) {
    let desk =
        Fixture::with(factory, NewOrganization { ticket_prefix: "HELP".into(), ..acme() }, &preset::itsm()).await;
    assert_eq!(next_number(&desk).await, "HELP-2026-0001");
    let patch = OrganizationPatch { ticket_prefix: "SOS".to_owned().into(), ..Default::default() };
    desk.scope.update_organization(1, patch).await.unwrap();
    assert_eq!(next_number(&desk).await, "SOS-2026-0002", "the sequence goes on under another prefix");
}

pub async fn organizations_count_for_themselves(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let other = desk.neighbour().await;
    let numbers = [next_number(&desk).await, next_number(&other).await, next_number(&desk).await];
    assert_eq!(numbers, ["TKT-2026-0001", "TKT-2026-0001", "TKT-2026-0002"]);
}

pub async fn a_deleted_ticket_keeps_its_number(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    desk.scope.tickets().delete(ticket.id, 1).await.unwrap();
    assert_eq!(next_number(&desk).await, "TKT-2026-0002");
    assert_eq!(desk.scope.tickets().restore(ticket.id).await.unwrap().number, "TKT-2026-0001");
}
