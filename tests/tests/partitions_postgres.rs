//! Logs that are kept apart month by month: each month holds to what its table does, is made ahead of its time by whoever comes
//! first, and is looked at only by who asks about it.

use std::sync::Arc;

use servicedesk::audit::AuditEntry;
use servicedesk::clock::{ManualClock, Timestamp};
use servicedesk::entity::{Entity as _, EntityDef};
use servicedesk::organization::{NewOrganization, OrganizationId};
use servicedesk::query::sql::{self, Dialect};
use servicedesk::query::{Query, Sort, Tenant, field};
use servicedesk::scope::Actor;
use servicedesk::store::postgres::{PostgresStore, migrate};
use servicedesk::store::{Store, Upkeep};
use servicedesk::ticket::{NewTag, Tag};
use servicedesk::{Desk, ENTITIES};
use servicedesk_tests::plans::postgres as plans;
use servicedesk_tests::schema::place::{Schema, run};
use servicedesk_tests::schema::postgres::partitions;
use sqlx::{AssertSqlSafe, PgConnection};

async fn open(schema: &Schema) -> Arc<dyn Store> {
    Arc::new(PostgresStore::connect(&schema.url(), schema.options()).await.unwrap())
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn upkeep(text: &str) -> Upkeep {
    Upkeep { at: at(text), forget_batches_before: None }
}

fn partitioned() -> Vec<&'static EntityDef> {
    ENTITIES.iter().copied().filter(|def| def.partition.is_some()).collect()
}

/// Makes an organization, and a tag at each instant; each leaves an audit entry.
async fn tags(store: &Arc<dyn Store>, instants: &[&str]) -> OrganizationId {
    let clock = ManualClock::at(at(instants[0]));
    let desk = Desk::builder(Arc::clone(store)).clock(clock.clone()).build();
    let new = NewOrganization { name: "Acme".into(), slug: "acme".into(), ..Default::default() };
    let acme = desk.create_organization(new).await.unwrap();
    let scope = desk.scope(acme.id, Actor::system());
    for instant in instants {
        clock.set(at(instant));
        scope.repository::<Tag>().create(NewTag { name: (*instant).into(), ..Default::default() }).await.unwrap();
    }
    acme.id
}

async fn count(connection: &mut PgConnection, table: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(format!("SELECT count(*) FROM \"{table}\""))).fetch_one(connection).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_month_holds_to_what_its_table_does() {
    let schema = Schema::new().await;
    let store = open(&schema).await;
    store.upkeep(upkeep("2031-05-15T00:00:00Z")).await.unwrap();
    let mut connection = schema.connect().await;
    assert_eq!(partitioned().len(), 5);
    for def in partitioned() {
        let found = partitions(&mut connection, def.table).await.unwrap();
        // That of no month, four from today on, and four from May 2031 on.
        assert_eq!(found.len(), 9, "{found:?}");
        assert!(found.iter().any(|(name, _)| *name == format!("{}_2031_08", def.table)), "{found:?}");
        for (name, wrong) in found {
            assert_eq!(wrong, Vec::<String>::new(), "{name}");
        }
    }
    let acme = tags(&store, &["2031-05-31T23:59:59.999Z", "2031-06-01T00:00:00Z", "2040-01-01T00:00:00Z"]).await;
    for part in ["audit_entry_2031_05", "audit_entry_2031_06", "audit_entry_default"] {
        assert_eq!(count(&mut connection, part).await, 0, "{part} is nobody's without an organization");
    }
    plans::serve(&mut connection, Tenant::Organization(acme)).await.unwrap();
    // Also the organization's own entry.
    for (part, rows) in [("audit_entry_2031_05", 2), ("audit_entry_2031_06", 1), ("audit_entry_default", 1)] {
        assert_eq!(count(&mut connection, part).await, rows, "{part}");
        for sql in ["DELETE FROM", "TRUNCATE"] {
            let refused = run(&mut connection, format!("{sql} {part}")).await.unwrap_err().to_string();
            assert!(refused.contains("only grows"), "{sql} {part}: {refused}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn months_are_made_once_and_ahead() {
    let schema = Schema::new().await;
    let (one, other) = (open(&schema).await, open(&schema).await);
    let (first, second) =
        tokio::join!(one.upkeep(upkeep("2031-12-15T00:00:00Z")), other.upkeep(upkeep("2031-12-15T00:00:00Z")));
    let made: Vec<String> = [first.unwrap().partitions_made, second.unwrap().partitions_made].concat();
    assert_eq!(made.len(), 4 * partitioned().len(), "{made:?}");
    assert!(made.contains(&"ticket_history_2032_03".to_owned()));
    assert_eq!(one.upkeep(upkeep("2031-12-15T00:59:59Z")).await.unwrap().partitions_made, Vec::<String>::new());
    let later = other.upkeep(upkeep("2032-01-01T00:00:00Z")).await.unwrap().partitions_made;
    assert_eq!(later.len(), partitioned().len(), "{later:?}");

    // What came before its month was made stays with what has none, and nothing is refused.
    let acme = tags(&one, &["2040-01-15T00:00:00Z"]).await;
    let made = one.upkeep(upkeep("2040-01-20T00:00:00Z")).await.unwrap().partitions_made;
    assert!(!made.contains(&"audit_entry_2040_01".to_owned()), "{made:?}");
    assert!(
        made.contains(&"audit_entry_2040_02".to_owned()) && made.contains(&"auth_event_2040_01".to_owned()),
        "{made:?}"
    );
    let query = Query::new(AuditEntry::DEF, acme);
    assert_eq!(one.read(&[query]).await.unwrap()[0].rows.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_about_a_time_looks_at_its_months_only() {
    let schema = Schema::new().await;
    let store = open(&schema).await;
    store.upkeep(upkeep("2031-05-15T00:00:00Z")).await.unwrap();
    let acme = tags(&store, &["2031-05-20T00:00:00Z", "2031-06-20T00:00:00Z", "2031-07-20T00:00:00Z"]).await;
    let mut connection = schema.connect().await;
    run(&mut connection, "ANALYZE").await.unwrap();
    plans::serve(&mut connection, Tenant::Organization(acme)).await.unwrap();
    for def in partitioned() {
        let time = def.partition.unwrap();
        let june =
            field(time).at_least(at("2031-06-01T00:00:00Z")).and(field(time).less_than(at("2031-07-01T00:00:00Z")));
        let query = Query::new(def, acme).filter(june).sort([Sort::descending(time)]).limit(50);
        let plan = plans::explain(&mut connection, &sql::select(&query, Dialect::Postgres).unwrap()).await.unwrap();
        assert!(plan.text.contains(&format!("{}_2031_06", def.table)), "{}", plan.text);
        for other in ["_default", "_2031_05", "_2031_07", "_20260", "_20261"] {
            assert!(!plan.text.contains(&format!("{}{other}", def.table)), "{other}: {}", plan.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_the_months_back_keeps_their_rows() {
    let schema = Schema::new().await;
    let store = open(&schema).await;
    store.upkeep(upkeep("2031-05-15T00:00:00Z")).await.unwrap();
    let acme = tags(&store, &["2031-05-20T00:00:00Z", "2031-06-20T00:00:00Z", "2040-06-20T00:00:00Z"]).await;
    drop(store);
    migrate::down(&schema.url(), &schema.options(), 24).await.unwrap();
    let mut connection = schema.connect().await;
    assert_eq!(partitions(&mut connection, "audit_entry").await.unwrap().len(), 1);
    assert_eq!(count(&mut connection, "audit_entry_default").await, 0, "row-level security holds again");
    plans::serve(&mut connection, Tenant::Organization(acme)).await.unwrap();
    assert_eq!(count(&mut connection, "audit_entry_default").await, 4);
    migrate::up(&schema.url(), &schema.options()).await.unwrap();
    assert_eq!(count(&mut connection, "audit_entry").await, 4);
}
