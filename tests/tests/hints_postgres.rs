//! Processes on one PostgreSQL tell each other that something was committed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use servicedesk::Desk;
use servicedesk::organization::NewOrganization;
use servicedesk::store::Store as _;
use servicedesk::store::postgres::PostgresStore;
use servicedesk_tests::schema::place::{Schema, run};
use sqlx::PgConnection;

const LONG: Duration = Duration::from_secs(30);

async fn open(schema: &Schema) -> Arc<PostgresStore> {
    Arc::new(PostgresStore::connect(&schema.url(), schema.options()).await.unwrap())
}

async fn write(store: &Arc<PostgresStore>, slug: &str) {
    let new = NewOrganization { name: "Acme".into(), slug: slug.into(), ..Default::default() };
    Desk::new(Arc::clone(store)).create_organization(new).await.unwrap();
}

/// Returns the server's process that listens for a schema's store.
async fn listeners(connection: &mut PgConnection) -> Vec<i32> {
    let sql =
        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query LIKE 'SELECT current_schema()::text'";
    sqlx::query_scalar(sql).fetch_all(connection).await.unwrap()
}

/// Waits on one store, writes on the other as soon as somebody listens, and returns how long it took from then on.
async fn woken_after(waits: &Arc<PostgresStore>, writes: &Arc<PostgresStore>, slug: &str) -> Duration {
    let waiting = {
        let store = Arc::clone(waits);
        tokio::spawn(async move { store.wait_for_commit(LONG).await.unwrap() })
    };
    tokio::time::sleep(Duration::from_millis(500)).await;
    let begin = Instant::now();
    write(writes, slug).await;
    assert!(waiting.await.unwrap(), "it was woken, not late");
    begin.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_of_another_process_wakes_who_waits() {
    let (schema, elsewhere) = (Schema::new().await, Schema::new().await);
    let (here, there) = (open(&schema).await, open(&schema).await);
    let stranger = open(&elsewhere).await;
    let took = woken_after(&here, &there, "first").await;
    assert!(took < Duration::from_secs(5), "{took:?}");
    // What is committed in another schema of the database wakes nobody.
    let waiting = {
        let store = Arc::clone(&here);
        tokio::spawn(async move { store.wait_for_commit(Duration::from_millis(700)).await.unwrap() })
    };
    tokio::time::sleep(Duration::from_millis(100)).await;
    write(&stranger, "other").await;
    assert!(!waiting.await.unwrap());

    // A connection that is cut is made again, and in the meantime nothing is lost but time.
    let mut connection = schema.connect().await;
    run(&mut connection, "RESET ROLE").await.unwrap();
    let before = listeners(&mut connection).await;
    assert!(!before.is_empty());
    for pid in &before {
        sqlx::query("SELECT pg_terminate_backend($1)").bind(pid).execute(&mut connection).await.unwrap();
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let after = listeners(&mut connection).await;
    assert!(!after.is_empty() && after.iter().all(|pid| !before.contains(pid)), "{before:?} {after:?}");
    let took = woken_after(&here, &there, "second").await;
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_commits_are_told_in_few_hints() {
    let schema = Schema::new().await;
    let (here, there) = (open(&schema).await, open(&schema).await);
    assert!(!here.wait_for_commit(Duration::from_millis(500)).await.unwrap());
    let begin = Instant::now();
    let writing = tokio::spawn(async move {
        for number in 0..100 {
            write(&there, &format!("organization-{number}")).await;
        }
    });
    let mut hints = 0;
    while !writing.is_finished() {
        hints += u64::from(here.wait_for_commit(Duration::from_millis(100)).await.unwrap());
    }
    writing.await.unwrap();
    let most = begin.elapsed().as_millis() as u64 / 25 + 2;
    assert!((1..=most).contains(&hints), "{hints} hints of at most {most}");
}
