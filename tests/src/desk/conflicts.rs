//! Many at once: who decided on an old version is told so, and what everybody did together is consistent.

use servicedesk::identity::{NewUser, UserPatch};
use servicedesk::organization::{OrganizationPatch, Team, TeamPatch};
use servicedesk::ticket::{Assignee, CommentPatch, Level, NewComment, StatusId, Strategy, TicketPatch};
use servicedesk::{Code, Error, ErrorKind};

use super::fixture::{Fixture, note, public, refused};
use super::mirror::Mirror;
use super::{DeskFactory, consistency, together};

#[track_caller]
fn is_stale(error: &Error) {
    assert_eq!((error.code(), error.kind()), (Code::StaleVersion, ErrorKind::Conflict), "{error:?}");
    assert!(error.is_retryable());
}

pub async fn a_stale_version_is_a_conflict_everywhere(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let comment = desk.scope.comments().add(note(ticket.id, "Hello")).await.unwrap();
    desk.give(ticket.id, desk.agent(0)).await;
    let before = Mirror::of(desk.desk.store(), desk.organization.id).await;
    let (tickets, comments, users) = (desk.scope.tickets(), desk.scope.comments(), desk.scope.users());
    for version in [1, 3, 0, -1, i64::MAX] {
        let patch = TicketPatch { subject: "x".to_owned().into(), ..Default::default() };
        is_stale(&refused(tickets.update(ticket.id, version, patch).await));
        is_stale(&refused(tickets.set_priority(ticket.id, version, Some(desk.priority("low"))).await));
        is_stale(&refused(tickets.transition(ticket.id, version, desk.status("open")).await));
        is_stale(&refused(tickets.assign(ticket.id, version, &Assignee::User(desk.agent(1))).await));
        is_stale(&refused(tickets.delete(ticket.id, version).await));
    }
    for version in [2, 0] {
        let patch = CommentPatch { body: "x".to_owned().into(), ..Default::default() };
        is_stale(&refused(comments.update(comment.id, version, patch).await));
        is_stale(&refused(comments.delete(comment.id, version).await));
        is_stale(&refused(users.update(desk.agent(1), version, UserPatch::default()).await));
        is_stale(&refused(users.delete(desk.agent(1), version).await));
        is_stale(&refused(desk.scope.update_organization(version, OrganizationPatch::default()).await));
        let teams = desk.scope.repository::<Team>();
        is_stale(&refused(teams.update(desk.team.id, version, TeamPatch::default()).await));
        is_stale(&refused(teams.delete(desk.team.id, version).await));
    }
    Mirror::of(desk.desk.store(), desk.organization.id).await.assert_same(&before, "stale versions");
}

pub async fn of_many_changes_of_one_version_one_wins(factory: &impl DeskFactory) {
    let (desk, gate) = Fixture::gated(factory).await;
    let ticket = desk.open().await;
    gate.meet(8);
    let results = together(8, |number| {
        let patch = TicketPatch { subject: format!("by {number}").into(), ..Default::default() };
        let scope = &desk.scope;
        async move { scope.tickets().update(ticket.id, 1, patch).await }
    });
    let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 7));
    lost.into_iter().for_each(|result| is_stale(&refused(result)));
    assert_eq!(desk.now(ticket.id).await, won.into_iter().next().unwrap().unwrap());
}

pub async fn many_working_on_few_tickets_end_consistent(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let tickets = [desk.open().await.id, desk.open().await.id, desk.open().await.id];
    let keys = ["open", "pending", "resolved", "closed", "on_hold"];
    let counts = together(32, |worker| {
        let desk = &desk;
        async move {
            let scope = desk.by(desk.agent(worker % 3));
            let (mut done, mut comments) = (0, 0);
            for round in 0..6 {
                let id = tickets[(worker + round) % 3];
                let version = scope.tickets().get(id).await.unwrap().version;
                let result = match (worker + round) % 6 {
                    0 => {
                        comments += 1;
                        scope.comments().add(public(id, "Hello")).await.map(drop)
                    }
                    1 => {
                        scope.tickets().transition(id, version, desk.status(keys[(worker + round) % 5])).await.map(drop)
                    }
                    2 => scope.tickets().assign(id, version, &Assignee::User(desk.agent(round % 3))).await.map(drop),
                    3 => {
                        let strategy = Strategy::RoundRobin;
                        let member = Assignee::Member { team_id: desk.team.id, strategy };
                        scope.tickets().assign(id, version, &member).await.map(drop)
                    }
                    4 => {
                        let impact = [Level::High, Level::Low][round % 2];
                        let patch = TicketPatch {
                            subject: format!("{worker}/{round}").into(),
                            impact: Some(impact).into(),
                            urgency: Some(Level::High).into(),
                            ..Default::default()
                        };
                        scope.tickets().update(id, version, patch).await.map(drop)
                    }
                    _ => scope.tickets().create(desk.question()).await.map(drop),
                };
                match result {
                    Ok(()) => done += 1,
                    Err(error) => assert!(
                        matches!(error.code(), Code::StaleVersion | Code::TransitionForbidden),
                        "worker {worker}, round {round}: {error:?}"
                    ),
                }
            }
            (done, comments)
        }
    });
    let seen = consistency::check(desk.desk.store(), desk.organization.id).await;
    let comments: usize = counts.iter().map(|(_, comments)| comments).sum();
    assert_eq!(seen.comments.len(), comments, "no comment needs a version, so that none is refused");
    assert!(counts.iter().map(|(done, _)| done).sum::<i32>() >= 64, "most of the work was done");
}

pub async fn one_address_is_given_to_one_person(factory: &impl DeskFactory) {
    let (desk, gate) = Fixture::gated(factory).await;
    gate.meet(8);
    let results = together(8, |number| {
        let email = if number % 2 == 0 { "Ana@Example.com" } else { "ana@example.com" };
        let new = NewUser { display_name: "Ana".into(), email: Some(email.into()), ..Default::default() };
        let scope = &desk.scope;
        async move { scope.users().create(new).await }
    });
    let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!(won.len(), 1);
    for result in lost {
        let error = refused(result);
        assert_eq!((error.code(), error.fields()), (Code::DuplicateValue, &["email".to_owned()][..]));
    }
    let ana = won.into_iter().next().unwrap().unwrap();
    desk.scope.users().delete(ana.id, 1).await.unwrap();
    let new = NewUser { display_name: "Ana".into(), email: Some("ana@example.com".into()), ..Default::default() };
    desk.scope.users().create(new).await.expect("the address of a deleted person is free");
}

pub async fn a_comment_does_not_make_a_change_stale(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let comment = NewComment { body: "A note".into(), ..note(ticket.id, "") };
    desk.scope.comments().add(comment).await.unwrap();
    let status: StatusId = desk.status("open");
    desk.scope.tickets().transition(ticket.id, 1, status).await.expect("a comment is a row of its own");
}
