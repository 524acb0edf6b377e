//! What a person wrote never shows where it might be logged: in the debug form of rows and errors, in an error's sentence.

use std::error::Error as _;
use std::fmt::Debug;

use serde_json::json;
use servicedesk::audit::AuditEntry;
use servicedesk::entity::{Entity, PersonalData};
use servicedesk::identity::{NewUser, User, UserKind};
use servicedesk::outbox::OutboxMessage;
use servicedesk::query::{Find, field};
use servicedesk::scope::Request;
use servicedesk::ticket::{Comment, CommentPatch, NewComment, NewTicket, Ticket, TicketHistory, TicketPatch};
use servicedesk::{Error, Language};
use uuid::Uuid;

use super::DeskFactory;
use super::fixture::{Fixture, public, refused};
use super::mirror;

/// What must not show.
const MARK: &str = "zqxj";

#[track_caller]
fn hides(what: &str, shown: &str) {
    assert!(!shown.to_lowercase().contains(MARK), "{what} shows what a person wrote: {shown}");
}

#[track_caller]
fn hides_in_error(what: &str, error: &Error) {
    hides(what, &format!("{error} {error:?} {error:#?}"));
    hides(what, &error.message(Language::PtBr));
    let mut cause = error.source();
    while let Some(inner) = cause {
        hides(what, &format!("{inner} {inner:?}"));
        cause = inner.source();
    }
}

/// Fills every field in which a person writes.
async fn filled(factory: &impl DeskFactory) -> (Fixture, User, Ticket, Comment) {
    let topics = ["ticket.created", "ticket.updated", "comment.created", "app_user.created"];
    let desk = Fixture::listening(factory, topics).await;
    let text = |rest: &str| format!("{MARK} {rest}");
    let person = NewUser {
        email: Some(format!("{MARK}@example.com")),
        first_name: Some(text("first")),
        last_name: Some(text("last")),
        display_name: text("name"),
        phone: Some("+5511912345678".into()),
        avatar_url: Some(format!("https://example.com/{MARK}")),
        external_id: Some(text("external")),
        cpf: Some(text("cpf")),
        cpf_index: Some(text("cpf index")),
        kind: UserKind::Agent,
        ..Default::default()
    };
    let person = desk.scope.users().create(person).await.unwrap();
    let request = Request {
        session: Some(text("session")),
        request: Some(text("request")),
        endpoint: Some(text("endpoint")),
        ip_address: Some(MARK.into()),
        user_agent: Some(text("agent")),
    };
    let scope = desk.by(person.id).with_request(request);
    let ticket = NewTicket {
        subject: text("subject"),
        description: Some(text("description")),
        requester_name: Some(text("requester")),
        requester_email: Some(format!("{MARK}@example.org")),
        custom_fields: Some(json!({ (MARK): MARK })),
        email_message_id: Some(format!("<{MARK}@example.org>")),
        reply_to_address: Some(format!("{MARK}@example.net")),
        ..Default::default()
    };
    let ticket = scope.tickets().create(ticket).await.unwrap();
    let patch = TicketPatch { subject: text("other").into(), ..Default::default() };
    let ticket = scope.tickets().update(ticket.id, 1, patch).await.unwrap();
    let comment = NewComment { from_email: Some(format!("{MARK}@example.org")), ..public(ticket.id, &text("body")) };
    let comment = scope.comments().add(comment).await.unwrap();
    (desk, person, ticket, comment)
}

pub async fn rows_keep_personal_data_to_themselves(factory: &impl DeskFactory) {
    let (desk, person, ticket, comment) = filled(factory).await;
    async fn check<E: Entity + Debug>(desk: &Fixture, least: usize) {
        let rows: Vec<E> = mirror::all(desk.desk.store(), desk.organization.id).await;
        assert!(rows.len() >= least, "{} has rows to look at", E::DEF.name);
        for row in rows {
            hides(E::DEF.name, &format!("{row:?} {row:#?}"));
            hides(E::DEF.name, &format!("{:?}", row.into_row()));
        }
    }
    check::<User>(&desk, 5).await;
    check::<Ticket>(&desk, 1).await;
    check::<Comment>(&desk, 1).await;
    check::<TicketHistory>(&desk, 3).await;
    check::<AuditEntry>(&desk, 3).await;
    check::<OutboxMessage>(&desk, 3).await;
    for message in mirror::all::<OutboxMessage>(desk.desk.store(), desk.organization.id).await {
        hides("an outbox message", &message.payload.to_string());
    }
    for record in mirror::feed(desk.desk.store(), desk.organization.id).await {
        hides("the feed", &format!("{record:?}"));
    }
    let cursor = desk.scope.tickets().list(Find::new().ascending(Ticket::SUBJECT).limit(1)).await.unwrap();
    hides("a page", &format!("{cursor:?}"));
    let asked =
        Find::<Ticket>::new().filter(field(Ticket::SUBJECT).contains(MARK)).filter(field(Ticket::SUBJECT).is(MARK));
    hides("a question", &format!("{asked:?}"));
    hides("a scope", &format!("{:?}", desk.scope));
    // The rows do hold the mark, so that the checks above look at something.
    assert!(person.display_name.contains(MARK) && ticket.subject.contains(MARK) && comment.body.contains(MARK));
}

pub async fn every_personal_field_was_filled(factory: &impl DeskFactory) {
    let (desk, ..) = filled(factory).await;
    let store = desk.desk.store();
    for def in [User::DEF, Ticket::DEF, Comment::DEF, AuditEntry::DEF, TicketHistory::DEF] {
        let rows = mirror::rows(store, def, desk.organization.id).await;
        for (index, declared) in def.fields.iter().enumerate() {
            let writing = !matches!(declared.personal, PersonalData::None | PersonalData::Link);
            let filled = rows.iter().any(|row| row[index].to_json().to_string().contains(MARK));
            assert!(!writing || filled || declared.name == "phone", "{}.{} was not filled", def.name, declared.name);
        }
    }
}

pub async fn errors_keep_personal_data_to_themselves(factory: &impl DeskFactory) {
    let (desk, person, ticket, comment) = filled(factory).await;
    let long = MARK.repeat(20_000);
    let user = |email: &str| NewUser { display_name: MARK.into(), email: Some(email.into()), ..Default::default() };
    let users = desk.scope.users();
    let mut errors: Vec<(&str, Error)> = vec![
        ("a taken address", refused(users.create(user(&format!("{MARK}@example.com"))).await)),
        ("no address", refused(users.create(user(MARK)).await)),
        ("a long address", refused(users.create(user(&format!("a@{long}.com"))).await)),
        (
            "no telephone number",
            refused(users.create(NewUser { phone: Some(MARK.into()), ..user("a@example.com") }).await),
        ),
        ("no time zone", refused(users.create(NewUser { timezone: Some(MARK.into()), ..user("a@example.com") }).await)),
    ];
    let external = NewUser { external_id: person.external_id.clone(), ..user("b@example.com") };
    errors.push(("a taken external id", refused(users.create(external).await)));
    let tickets = desk.scope.tickets();
    let ask = |subject: &str| NewTicket { subject: subject.into(), ..desk.question() };
    errors.push(("a long subject", refused(tickets.create(ask(&long)).await)));
    errors.push(("a subject with NUL", refused(tickets.create(ask(&format!("{MARK}\0"))).await)));
    let document = NewTicket { custom_fields: Some(json!([MARK])), ..ask(MARK) };
    errors.push(("fields that are none", refused(tickets.create(document).await)));
    let stranger = NewTicket { requester_id: Some(Uuid::now_v7().into()), ..ask(MARK) };
    errors.push(("a stranger", refused(tickets.create(stranger).await)));
    let patch = TicketPatch { subject: MARK.to_owned().into(), ..Default::default() };
    errors.push(("a stale version", refused(tickets.update(ticket.id, 1, patch).await)));
    errors.push(("a step", refused(tickets.transition(ticket.id, ticket.version, desk.status("closed")).await)));
    let mention = NewComment { mentions: vec![MARK.into()], ..public(ticket.id, MARK) };
    errors.push(("a mention", refused(desk.scope.comments().add(mention).await)));
    let patch = CommentPatch { body: long.clone().into(), ..Default::default() };
    errors.push(("a long comment", refused(desk.scope.comments().update(comment.id, 1, patch).await)));
    let find = Find::new().filter(field(Ticket::SUBJECT).is(format!("{MARK}\0")));
    errors.push(("a question with NUL", refused(tickets.list(find).await)));
    for (what, error) in &errors {
        hides_in_error(what, error);
    }
}
