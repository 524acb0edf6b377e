//! The small desks of `examples/`: each lives its day as told here, the same on every store.

use servicedesk::Desk;
use servicedesk::clock::{ManualClock, Timestamp};
use servicedesk_examples::desks::{self, Day, SHAPES};
use servicedesk_tests::desk::{DeskFactory, run};
use servicedesk_tests::factories::{MemoryFactory, SqliteFactory};
use servicedesk_tests::postgres::PostgresFactory;

/// Lives the day of a shape, in March of 2026.
async fn day(factory: impl DeskFactory, shape: &str) -> Day {
    let clock = ManualClock::at(Timestamp::parse("2026-03-10T12:00:00Z").expect("an instant"));
    let desk = Desk::builder(factory.store().await).clock(clock).build();
    let day = desks::live(&desk, shape).await.expect("a known shape");
    day.unwrap_or_else(|error| panic!("{shape}: {error:?}"))
}

/// What is given and refused on each desk.
fn told(shape: &str) -> (&'static [&'static str], &'static [&'static str], &'static [&'static str]) {
    match shape {
        "multi_tenant" => (
            &["ESC-2026-0001", "CLI-2026-0001"],
            &["row.not_found", "ticket.transition_forbidden", "survey.answered"],
            &["Suporte has 1 member", "ESC-2026-0001 is closed", "closed at the school: 1; new at the clinic: 1"],
        ),
        "enterprise" => (
            &["TKT-2026-0001", "TKT-2026-0002", "TKT-2026-0003", "TKT-2026-0004"],
            &["limit.users", "enum.unknown", "limit.tickets_per_month", "limit.api_calls_per_month"],
            &["ai is on", "whatsapp is off", "night_shift is on", "3 tickets are Eva's", "a call is counted; 0 left"],
        ),
        "task_tracker" => (
            &["TKT-2026-0001", "TKT-2026-0002"],
            &["ticket.transition_forbidden", "ticket.transition_forbidden"],
            &["TKT-2026-0001 waits for a team", "TKT-2026-0001 is on_hold", "TKT-2026-0001 was opened again 1 time"],
        ),
        "itil" => (
            &["AST-2026-0001", "TKT-2026-0001", "TKT-2026-0002", "TKT-2026-0003", "CHG-2026-0001"],
            &["ticket.transition_forbidden", "permission.missing"],
            &["3 tickets are resolved with the problem", "TKT-2026-0001 is closed by who may"],
        ),
        "customer_support" => (
            &["TKT-2026-0001", "TKT-2026-0002", "TKT-2026-0003"],
            &["limit.agents", "ticket.transition_forbidden"],
            &[
                "TKT-2026-0001  Payments, priority 1",
                "TKT-2026-0003  Other, priority 5",
                "3 tickets, 3 agents: each took a turn",
                "answered yet: false",
                "answered now: true",
                "closed: 1",
            ],
        ),
        _ => panic!("nothing is told of {shape}"),
    }
}

#[test]
fn each_desk_lives_its_day_the_same_on_every_store() {
    run(async {
        for shape in SHAPES {
            let lived = day(MemoryFactory, shape).await;
            let (numbers, refusals, lines) = told(shape);
            assert_eq!(lived.numbers, numbers, "{shape}");
            assert_eq!(lived.refusals, refusals, "{shape}: {:#?}", lived.lines);
            for line in lines {
                assert!(lived.lines.iter().any(|said| said == line), "{shape} does not say {line}: {:#?}", lived.lines);
            }
            assert_eq!(day(SqliteFactory::new(), shape).await, lived, "{shape} on SQLite");
            assert_eq!(day(PostgresFactory::new(), shape).await, lived, "{shape} on PostgreSQL");
        }
    });
}
