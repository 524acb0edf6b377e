//! What people write on tickets, and which of it answers the requester.

use servicedesk::identity::{NewUser, UserId, UserKind};
use servicedesk::query::Find;
use servicedesk::ticket::{Audience, CommentPatch, NewComment};
use servicedesk::{Code, ErrorKind};

use super::DeskFactory;
use super::fixture::{Fixture, beginning, note, public, refused};
use super::together;

/// Writes a comment and returns whether it stamped the ticket.
async fn stamps(desk: &Fixture, by: Option<UserId>, change: impl FnOnce(NewComment) -> NewComment) -> bool {
    let ticket = desk.open().await;
    let scope = by.map_or_else(|| desk.scope.clone(), |user| desk.by(user));
    let comment =
        scope.comments().add(change(public(ticket.id, "Have you tried turning it off and on?"))).await.unwrap();
    assert_eq!(comment.author_id, by);
    desk.now(ticket.id).await.first_response_at.is_some()
}

async fn person(desk: &Fixture, kind: UserKind) -> UserId {
    let new = NewUser { display_name: "Somebody".into(), kind, ..Default::default() };
    desk.scope.users().create(new).await.unwrap().id
}

pub async fn the_first_public_answer_of_staff_is_the_first_response(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    for kind in [UserKind::Agent, UserKind::Admin, UserKind::Analyst] {
        let staff = person(&desk, kind).await;
        assert!(stamps(&desk, Some(staff), |comment| comment).await, "{kind}");
    }
}

pub async fn an_internal_note_is_no_response(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let internal = |comment: NewComment| note(comment.ticket_id, &comment.body);
    assert!(!stamps(&desk, Some(desk.agent(0)), internal).await);
}

pub async fn an_automatic_answer_is_no_response(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let automatic = |comment| NewComment { is_auto_response: true, ..comment };
    assert!(!stamps(&desk, Some(desk.agent(0)), automatic).await);
    let program = person(&desk, UserKind::Service).await;
    assert!(!stamps(&desk, Some(program), |comment| comment).await);
}

pub async fn the_requester_does_not_answer_themselves(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    assert!(!stamps(&desk, Some(desk.requester.id), |comment| comment).await);
    let asking = servicedesk::ticket::NewTicket { subject: "Mine".into(), ..Default::default() };
    let ticket = desk.by(desk.agent(0)).tickets().create(asking).await.unwrap();
    desk.by(desk.agent(0)).comments().add(public(ticket.id, "Never mind")).await.unwrap();
    assert_eq!(
        desk.now(ticket.id).await.first_response_at,
        None,
        "an agent who asks does not answer themselves either"
    );
}

pub async fn a_customer_does_not_answer(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let customer = person(&desk, UserKind::Customer).await;
    assert!(!stamps(&desk, Some(customer), |comment| comment).await);
}

pub async fn the_host_itself_does_not_answer(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    assert!(!stamps(&desk, None, |comment| NewComment { from_email: Some("a@example.com".into()), ..comment }).await);
}

pub async fn a_later_answer_does_not_move_the_first(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    for number in 0..3 {
        desk.clock.advance_millis(1_000);
        desk.by(desk.agent(number)).comments().add(public(ticket.id, "Hello")).await.unwrap();
    }
    let answered = desk.now(ticket.id).await;
    assert_eq!((answered.first_response_at, answered.version), (Some(beginning().plus_millis(1_000)), 2));
}

pub async fn racing_answers_stamp_once(factory: &impl DeskFactory) {
    let (desk, gate) = Fixture::gated(factory).await;
    for _ in 0..3 {
        let ticket = desk.open().await;
        let mark = desk.mark().await;
        gate.meet(8);
        let answers = together(8, |number| {
            let scope = desk.by(desk.agent(number % 3));
            async move { scope.comments().add(public(ticket.id, "Me first")).await }
        });
        assert!(answers.iter().all(Result::is_ok), "every answer is kept");
        assert_eq!(desk.now(ticket.id).await.version, 2, "the ticket was stamped once");
        let history = desk.since(mark).await.history;
        let stamped = history.iter().filter(|step| step.1.as_deref() == Some("first_response_at")).count();
        assert_eq!((stamped, history.len()), (1, 9));
    }
}

pub async fn a_requester_reads_public_comments_only(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let (ticket, other) = (desk.open().await, desk.open().await);
    desk.scope.comments().add(public(ticket.id, "first")).await.unwrap();
    desk.scope.comments().add(note(ticket.id, "between ourselves")).await.unwrap();
    desk.clock.advance_millis(1);
    desk.scope.comments().add(public(ticket.id, "second")).await.unwrap();
    desk.scope.comments().add(public(other.id, "elsewhere")).await.unwrap();
    let bodies = async |audience| {
        let page = desk.scope.comments().list(ticket.id, audience, Find::new()).await.unwrap();
        page.items.into_iter().map(|comment| comment.body).collect::<Vec<_>>()
    };
    assert_eq!(bodies(Audience::Requester).await, ["first", "second"]);
    assert_eq!(bodies(Audience::Staff).await, ["first", "between ourselves", "second"]);
}

pub async fn a_comment_is_changed_and_deleted(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let comment = desk.scope.comments().add(public(ticket.id, "teh")).await.unwrap();
    let patch = CommentPatch { body: "the".to_owned().into(), ..Default::default() };
    let changed = desk.scope.comments().update(comment.id, 1, patch.clone()).await.unwrap();
    assert_eq!((changed.body.as_str(), changed.version), ("the", 2));
    let stale = refused(desk.scope.comments().update(comment.id, 1, patch).await);
    assert_eq!((stale.code(), stale.kind()), (Code::StaleVersion, ErrorKind::Conflict));
    assert_eq!(refused(desk.scope.comments().delete(comment.id, 1).await).code(), Code::StaleVersion);
    desk.scope.comments().delete(comment.id, 2).await.unwrap();
    assert_eq!(refused(desk.scope.comments().delete(comment.id, 3).await).code(), Code::NotFound);
    let left = desk.scope.comments().list(ticket.id, Audience::Staff, Find::new()).await.unwrap();
    assert!(left.items.is_empty());
}
