//! What an import may and may not do: the lifecycle holds, nothing fires, and what happened elsewhere is not counted here.

use servicedesk::audit::{AuditAction, AuditEntry};
use servicedesk::clock::{ManualClock, Timestamp};
use servicedesk::identity::{NewUser, UserKind};
use servicedesk::organization::OrganizationPatch;
use servicedesk::outbox::OutboxMessage;
use servicedesk::query::{Find, field};
use servicedesk::scope::Scope;
use servicedesk::store::memory::MemoryStore;
use servicedesk::ticket::{NewTicket, Status, Ticket, TicketHistory};
use servicedesk::{Code, Desk, block_on};
use servicedesk_tests::sample_log;

const HEADER: &str = "number,state,opened_at,event_at,event_by,requester,channel,impact,urgency,priority,category,\
    subcategory,subject,group,assignee,reassignments,reopens,first_response_at,resolved_at,closed_at,tags\n";

/// Returns a row of the invented log.
fn row(number: &str, state: &str, minute: u32) -> String {
    format!(
        "{number},{state},2025-03-03 09:00,2025-03-03 09:{minute:02},Agent,Ana,Phone,High,High,P1,Hardware,,Broken,Desk,\
         ,0,0,,,,\n"
    )
}

fn scope(desk: &Desk) -> Scope {
    block_on(sample_log::scope(desk))
}

async fn status_of(scope: &Scope, external_id: &str) -> String {
    let find = Find::<Ticket>::new().filter(field(Ticket::EXTERNAL_ID).is(external_id));
    let ticket = scope.tickets().list(find).await.expect("the desk answers").items.remove(0);
    scope.repository::<Status>().get(ticket.status_id).await.expect("the desk answers").key
}

#[test]
fn a_step_that_the_lifecycle_does_not_have_is_refused_and_told_with_its_line() {
    let desk = Desk::memory();
    let scope = scope(&desk);
    let log = [
        HEADER,
        &row("A", "New", 0),
        &row("A", "Closed", 1), // line 3: nobody worked on it
        &row("A", "Active", 2),
        &row("B", "New", 3),
        &row("B", "Active", 4),
        &row("B", "New", 5), // line 7: there is no way back
        &row("B", "Resolved", 6),
    ]
    .concat();
    block_on(async {
        let summary = sample_log::import(&scope, log.into_bytes(), |_| {}).await.expect("the import runs to its end");
        let refused: Vec<(u64, &str)> = summary.refused.iter().map(|event| (event.line, event.code)).collect();
        let code = Code::TransitionForbidden.name();
        assert_eq!(refused, [(3, code), (7, code)]);
        assert_eq!((summary.tickets, summary.events, summary.refused_events), (2, 5, 2));
        assert_eq!((status_of(&scope, "A").await, status_of(&scope, "B").await), ("Active".into(), "Resolved".into()));
        let records = scope.repository::<TicketHistory>();
        let changes = records
            .count(Find::new().filter(field(TicketHistory::ACTION).is("status_changed")))
            .await
            .expect("the desk answers");
        assert_eq!(changes, 3, "a refused event leaves no trace");
    });
}

#[test]
fn imported_tickets_fire_nothing() {
    let topics = servicedesk::ENTITIES
        .iter()
        .flat_map(|def| ["created", "updated", "deleted", "restored"].map(|verb| format!("{}.{verb}", def.table)));
    let desk = Desk::builder(MemoryStore::new()).effects(topics).build();
    let scope = scope(&desk);
    block_on(async {
        let messages = || async {
            let find = Find::<OutboxMessage>::new().limit(1_000);
            let messages = scope.repository::<OutboxMessage>().list(find).await.expect("the desk answers");
            messages.items.into_iter().map(|message| message.topic).collect::<Vec<_>>()
        };
        assert_eq!(messages().await, ["organization.created"]);
        let summary = sample_log::import(&scope, sample_log::log(300), |_| {}).await.expect("the import runs");
        assert_eq!(summary.tickets, 300);
        let mut fired = messages().await;
        // The organization's own set-up is no import: the desk gets its statuses and priorities now.
        fired.retain(|topic| {
            !["organization", "status", "status_transition", "priority", "priority_rule"]
                .iter()
                .any(|table| *topic == format!("{table}.created"))
        });
        assert_eq!(fired, Vec::<String>::new());
        let entries = scope.repository::<AuditEntry>();
        let imported = field(AuditEntry::ACTION).is(AuditAction::Import).and(field(AuditEntry::ENTITY).is("ticket"));
        assert_eq!(
            entries.count(Find::new().filter(imported)).await.expect("the desk answers"),
            300,
            "and yet they are recorded"
        );
    });
}

#[test]
fn imported_tickets_do_not_count_against_the_month_and_their_numbers_go_on() {
    // A moment of the very month in which most of the log's tickets were opened.
    let clock = ManualClock::at(Timestamp::parse("2025-03-20T12:00:00Z").expect("an instant"));
    let desk = Desk::builder(MemoryStore::new()).clock(clock).build();
    let scope = scope(&desk);
    block_on(async {
        let organization = scope.organization().await.expect("the desk answers");
        let patch = OrganizationPatch { monthly_ticket_limit: Some(1).into(), ..OrganizationPatch::default() };
        scope.update_organization(organization.version, patch).await.expect("the desk takes it");
        sample_log::import(&scope, sample_log::log(300), |_| {}).await.expect("the import runs");
        sample_log::checked(&scope, 300).await;
        let new = || NewTicket {
            subject: "One of our own".into(),
            requester_name: Some("Ana".into()),
            requester_email: Some("ana@example.com".into()),
            ..NewTicket::default()
        };
        let made = scope.tickets().create(new()).await.expect("the month's first");
        assert_eq!(made.number, "TKT-2025-0301");
        let error = scope.tickets().create(new()).await.expect_err("the month's second");
        assert_eq!(error.code(), Code::TicketLimit);
    });
}

#[test]
fn imported_agents_are_counted_and_never_refused() {
    let desk = Desk::memory();
    let scope = scope(&desk);
    block_on(async {
        // The organization may have three.
        sample_log::import(&scope, sample_log::log(300), |_| {}).await.expect("the import runs");
        let agents =
            scope.users().count(Find::new().filter(field("kind").is(UserKind::Agent))).await.expect("the desk answers");
        assert!(agents > 3);
        assert!(scope.users().count(Find::new()).await.expect("the desk answers") > agents);
        let new = NewUser { display_name: "One more".into(), kind: UserKind::Agent, ..NewUser::default() };
        let error = scope.users().create(new).await.expect_err("there are too many");
        assert_eq!(error.code(), Code::AgentLimit);
    });
}
