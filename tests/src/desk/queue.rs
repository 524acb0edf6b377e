//! A team's queue: the oldest ticket first, each to one person.

use std::collections::BTreeSet;

use servicedesk::Code;
use servicedesk::identity::UserPatch;
use servicedesk::organization::TeamId;
use servicedesk::ticket::{Placement, Strategy, TicketId};
use uuid::Uuid;

use super::fixture::{Fixture, refused};
use super::{DeskFactory, consistency, together};
use crate::patience::Patience;

/// Opens tickets in the team's queue, a second apart.
async fn queue(desk: &Fixture, count: usize) -> Vec<TicketId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let placement = Placement { team_id: Some(desk.team.id), ..Default::default() };
        ids.push(desk.scope.tickets().create_with(desk.question(), placement).await.unwrap().id);
        desk.clock.advance_millis(1_000);
    }
    ids
}

async fn set_capacity(desk: &Fixture, number: usize, capacity: Option<i64>) {
    let version = desk.person(desk.agent(number)).await.version;
    let patch = UserPatch { ticket_capacity: capacity.into(), ..Default::default() };
    desk.scope.users().update(desk.agent(number), version, patch).await.unwrap();
}

pub async fn the_oldest_ticket_is_claimed_first(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let waiting = queue(&desk, 3).await;
    desk.open().await;
    for id in waiting {
        let claimed = desk.scope.tickets().claim_next(desk.team.id, desk.agent(0)).await.unwrap();
        assert_eq!((claimed.id, claimed.assignee_id, claimed.team_id), (id, Some(desk.agent(0)), Some(desk.team.id)));
    }
    let error = refused(desk.scope.tickets().claim_next(desk.team.id, desk.agent(0)).await);
    assert_eq!(error.code(), Code::QueueEmpty);
}

pub async fn what_is_over_or_deleted_does_not_wait(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let waiting = queue(&desk, 5).await;
    desk.step(waiting[0], "resolved").await;
    desk.step(waiting[1], "cancelled").await;
    desk.scope.tickets().delete(waiting[2], 1).await.unwrap();
    desk.give(waiting[3], desk.agent(1)).await;
    let claimed = desk.scope.tickets().claim_next(desk.team.id, desk.agent(0)).await.unwrap();
    assert_eq!(claimed.id, waiting[4]);
    desk.step(waiting[0], "open").await;
    let claimed = desk.scope.tickets().claim_next(desk.team.id, desk.agent(0)).await.unwrap();
    assert_eq!(claimed.id, waiting[0], "a re-opened ticket waits again, where it stood");
}

pub async fn sixteen_claim_each_ticket_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let waiting: BTreeSet<TicketId> = queue(&desk, 40).await.into_iter().collect();
    let claimed = together(16, |worker| {
        let desk = &desk;
        async move {
            let mut claimed = Vec::new();
            let mut patience = Patience::new(1_000, "the queue is empty");
            loop {
                patience.round();
                match desk.scope.tickets().claim_next(desk.team.id, desk.agent(worker % 3)).await {
                    Ok(ticket) => claimed.push(ticket.id),
                    Err(error) if error.code() == Code::QueueEmpty => return claimed,
                    // Thirty-two others were faster, one after the other: that is told, and asking again is right.
                    Err(error) => assert_eq!(error.code(), Code::TooManyConflicts, "{error:?}"),
                }
            }
        }
    });
    let claimed: Vec<TicketId> = claimed.into_iter().flatten().collect();
    assert_eq!(claimed.len(), 40, "no ticket was given twice");
    assert_eq!(claimed.into_iter().collect::<BTreeSet<_>>(), waiting);
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn who_is_full_claims_nothing(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    queue(&desk, 2).await;
    set_capacity(&desk, 0, Some(1)).await;
    desk.scope.tickets().claim_next(desk.team.id, desk.agent(0)).await.unwrap();
    let error = refused(desk.scope.tickets().claim_next(desk.team.id, desk.agent(0)).await);
    assert_eq!(error.code(), Code::AssigneeFull);
    let error = refused(desk.scope.tickets().claim_next(desk.team.id, desk.requester.id).await);
    assert_eq!((error.code(), error.fields()), (Code::AssigneeInactive, &["assignee_id".to_owned()][..]));
}

pub async fn a_queue_is_drained_oldest_first_when_capacity_frees(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    for number in 0..3 {
        set_capacity(&desk, number, Some(1)).await;
    }
    let waiting = queue(&desk, 5).await;
    let drain = async |limit| {
        let assigned = desk.scope.tickets().drain_queue(desk.team.id, &Strategy::RoundRobin, limit).await.unwrap();
        assigned.into_iter().map(|assignment| assignment.ticket).collect::<Vec<_>>()
    };
    let first = drain(1).await;
    assert_eq!(
        first.iter().map(|ticket| ticket.id).collect::<Vec<_>>(),
        waiting[..1],
        "at most as many as were asked for"
    );
    let then = drain(10).await;
    assert_eq!(then.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), waiting[1..3], "until nobody can take more");
    assert!(drain(10).await.is_empty());
    let holder = first[0].assignee_id;
    desk.step(waiting[0], "resolved").await;
    let next = drain(10).await;
    assert_eq!(next.iter().map(|ticket| (ticket.id, ticket.assignee_id)).collect::<Vec<_>>(), [(waiting[3], holder)]);
    set_capacity(&desk, 0, None).await;
    assert_eq!(drain(10).await.len(), 1);
    assert!(drain(10).await.is_empty(), "an empty queue gives nothing");
    assert!(drain(0).await.is_empty());
}

pub async fn two_who_drain_hand_out_each_ticket_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    queue(&desk, 20).await;
    let drained = together(4, |_| {
        let desk = &desk;
        async move {
            let assigned = desk.scope.tickets().drain_queue(desk.team.id, &Strategy::RoundRobin, 100).await.unwrap();
            assigned.into_iter().map(|assignment| assignment.ticket.id).collect::<Vec<_>>()
        }
    });
    let ids: Vec<TicketId> = drained.into_iter().flatten().collect();
    assert_eq!((ids.len(), ids.iter().collect::<BTreeSet<_>>().len()), (20, 20));
    consistency::check(desk.desk.store(), desk.organization.id).await;
}

pub async fn a_team_that_is_not_there_has_no_queue(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let nowhere = TeamId::from(Uuid::now_v7());
    let error = refused(desk.scope.tickets().claim_next(nowhere, desk.agent(0)).await);
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["team_id".to_owned()][..]));
    let error = refused(desk.scope.tickets().drain_queue(nowhere, &Strategy::RoundRobin, 10).await);
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["team_id".to_owned()][..]));
}
