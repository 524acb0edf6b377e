//! PostgreSQL backends that are terminated in the middle of a stream of operations: a caller sees success, or is told that
//! the store is unavailable, and what was repeated happened once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use servicedesk::organization::NewOrganization;
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::postgres::{Options, PostgresStore};
use servicedesk::store::{BatchId, Store as _};
use servicedesk::ticket::{Assignee, NewComment, NewTicket, Ticket, TicketPatch, preset};
use servicedesk::{Code, Desk, ErrorKind, Result};
use servicedesk_tests::desk::fixture::{acme, agent};
use servicedesk_tests::desk::{consistency, run, together};
use servicedesk_tests::patience::Patience;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

const WRITERS: usize = 6;
const TIME: Duration = Duration::from_secs(15);
const TERMINATIONS: usize = 60;

/// A server, and the name under which this test's connections are known there.
struct Server {
    url: String,
    name: String,
}

impl Server {
    fn obtain() -> Self {
        let url =
            std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL server: run `cargo xtask test`");
        Self { url, name: format!("t{}", Uuid::now_v7().simple()) }
    }

    async fn administrator(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.expect("the server of DATABASE_URL answers")
    }

    async fn execute(&self, sql: String) {
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut self.administrator().await)
            .await
            .expect("the statement is sound");
    }

    async fn terminate(&self, administrator: &mut PgConnection) -> usize {
        let terminate = "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
                         WHERE application_name = $1 AND (state <> 'idle' OR random() < 0.2)";
        let count: i64 =
            sqlx::query_scalar(terminate).bind(&self.name).fetch_one(administrator).await.expect("a count");
        usize::try_from(count).expect("a count")
    }

    /// Waits until every transaction of this moment has ended, so that the feed shows everything.
    async fn settle(&self) {
        let mut watcher = self.administrator().await;
        let now: String = sqlx::query_scalar("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
            .fetch_one(&mut watcher)
            .await
            .expect("the server answers");
        let over = "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8";
        let mut patience = Patience::new(60_000, "every transaction of a moment ends");
        while !sqlx::query_scalar::<_, bool>(over).bind(&now).fetch_one(&mut watcher).await.expect("an answer") {
            patience.round();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A desk in a schema of its own.
async fn desk_on(server: &Server) -> Desk {
    server.execute(format!("CREATE SCHEMA {}", server.name)).await;
    let options = Options {
        schema: Some(server.name.clone()),
        application_name: server.name.clone(),
        max_connections: 8,
        ..Options::default()
    };
    Desk::new(PostgresStore::connect(&server.url, options).await.expect("the database opens"))
}

/// What the writers met.
#[derive(Default)]
struct Met {
    unavailable: AtomicUsize,
    over: AtomicBool,
}

/// Repeats a call with one id until the store can answer.
async fn insist<T, F: Future<Output = Result<T>>>(scope: &Scope, met: &Met, call: impl Fn(Scope) -> F) -> Result<T> {
    let scope = scope.clone().idempotent(BatchId::from(Uuid::now_v7()));
    let patience = Instant::now() + Duration::from_secs(60);
    loop {
        match call(scope.clone()).await {
            Err(error) if error.kind() == ErrorKind::Unavailable && Instant::now() < patience => {
                met.unavailable.fetch_add(1, Ordering::SeqCst);
            }
            answer => return answer,
        }
    }
}

/// Opens tickets, works on them, and returns their numbers and how many comments there are.
async fn write(scope: &Scope, met: &Met, agents: &[servicedesk::identity::UserId]) -> (Vec<String>, usize) {
    let (mut numbers, mut comments) = (Vec::new(), 0);
    while !met.over.load(Ordering::SeqCst) {
        let new = NewTicket {
            subject: "It does not print".into(),
            requester_name: Some("Rita".into()),
            requester_email: Some("rita@example.com".into()),
            ..Default::default()
        };
        let make = |scope: Scope| {
            let new = new.clone();
            async move { scope.tickets().create(new).await }
        };
        let ticket: Ticket = insist(scope, met, make).await.expect("the ticket is opened");
        let id = ticket.id;
        let add = |scope: Scope| async move {
            scope.comments().add(NewComment { ticket_id: id, body: "Hello".into(), ..Default::default() }).await
        };
        insist(scope, met, add).await.expect("the comment is kept");
        comments += 1;
        let patch = TicketPatch { subject: "It prints".to_owned().into(), ..Default::default() };
        let change = |scope: Scope| {
            let patch = patch.clone();
            async move { scope.tickets().update(id, 1, patch).await }
        };
        let changed = insist(scope, met, change).await.expect("the ticket is changed");
        let target = Assignee::User(agents[numbers.len() % agents.len()]);
        let target = &target;
        let give = |scope: Scope| async move { scope.tickets().assign(id, changed.version, target).await };
        match insist(scope, met, give).await {
            Ok(given) => assert_eq!(given.ticket.version, 3),
            // The agent's row is contended by all writers; that many conflicts in a row may happen, and are told.
            Err(error) => assert_eq!(error.code(), Code::TooManyConflicts, "{error:?}"),
        }
        numbers.push(ticket.number);
    }
    (numbers, comments)
}

#[test]
fn terminated_backends_lose_nothing_and_double_nothing() {
    run(async {
        let server = Server::obtain();
        let desk = desk_on(&server).await;
        let acme = desk.create_organization(NewOrganization { ..acme() }).await.expect("the organization is made");
        let scope = desk.scope(acme.id, Actor::system());
        scope.set_up(&preset::itsm()).await.expect("the preset is set up");
        let mut agents = Vec::new();
        for name in ["Ana", "Bruno", "Carla"] {
            agents.push(scope.users().create(agent(name)).await.expect("the agent is made").id);
        }
        let (met, terminated) = (Met::default(), AtomicUsize::new(0));
        let written = together(WRITERS + 1, |number| {
            let (server, scope, met, agents, terminated) = (&server, &scope, &met, &agents, &terminated);
            async move {
                if number < WRITERS {
                    return Some(write(scope, met, agents).await);
                }
                let (mut administrator, end) = (server.administrator().await, Instant::now() + TIME);
                while Instant::now() < end || terminated.load(Ordering::SeqCst) < TERMINATIONS {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    terminated.fetch_add(server.terminate(&mut administrator).await, Ordering::SeqCst);
                }
                met.over.store(true, Ordering::SeqCst);
                None
            }
        });
        server.settle().await;
        let seen = consistency::check(desk.store(), acme.id).await;
        let written: Vec<_> = written.into_iter().flatten().collect();
        let acknowledged: Vec<&String> = written.iter().flat_map(|(numbers, _)| numbers).collect();
        let stored: BTreeSet<&String> = seen.tickets.iter().map(|ticket| &ticket.number).collect();
        assert_eq!(acknowledged.iter().copied().collect::<BTreeSet<_>>(), stored, "every ticket was opened once");
        assert_eq!(acknowledged.len(), stored.len());
        assert_eq!(seen.comments.len(), written.iter().map(|(_, comments)| comments).sum::<usize>());
        assert!(acknowledged.len() > 50, "{} tickets in between", acknowledged.len());
        drop((scope, desk));
        server.execute(format!("DROP SCHEMA {} CASCADE", server.name)).await;
    });
}

#[test]
fn the_feed_keeps_its_order_when_transaction_numbers_grow_by_a_digit() {
    run(async {
        let server = Server::obtain();
        let desk = desk_on(&server).await;
        let acme = desk.create_organization(acme()).await.expect("the organization is made");
        let scope = desk.scope(acme.id, Actor::system());
        let person = async |name| scope.users().create(agent(name)).await.expect("the agent is made").id.as_uuid();
        let mut expected = vec![acme.id.as_uuid(), person("Ana").await];
        let mut administrator = server.administrator().await;
        let now = "SELECT pg_current_xact_id()::text::bigint";
        let now: i64 = sqlx::query_scalar(now).fetch_one(&mut administrator).await.expect("a number");
        let next = 10_i64.pow(now.to_string().len() as u32);
        // Each savepoint that writes takes a number.
        let burn = format!(
            "CREATE TEMP TABLE burnt (number bigint);
             DO $$ BEGIN FOR number IN 1..{} LOOP
                 BEGIN INSERT INTO burnt VALUES (number); EXCEPTION WHEN division_by_zero THEN NULL; END;
             END LOOP; END $$",
            next - now
        );
        sqlx::raw_sql(AssertSqlSafe(burn)).execute(&mut administrator).await.expect("the statement is sound");
        expected.extend([person("Bruno").await, person("Carla").await]);
        server.settle().await;
        let (mut seen, mut position) = (Vec::new(), String::new());
        let mut patience = Patience::new(100, "the feed is read to its end");
        while let Some(record) = desk.store().changes(acme.id, &position, 1).await.expect("the feed").records.pop() {
            patience.round();
            seen.push(record.id);
            position = record.position;
        }
        assert_eq!(seen, expected);
        drop((scope, desk));
        server.execute(format!("DROP SCHEMA {} CASCADE", server.name)).await;
    });
}
