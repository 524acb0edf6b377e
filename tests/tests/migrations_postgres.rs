//! Migrations of a PostgreSQL schema: forwards, back, half-way, at the same time, and by a version that knows less or more.

use servicedesk::store::migration::{POSTGRES, Status};
use servicedesk::store::postgres::migrate::{down, status, up};
use servicedesk::store::postgres::{Options, PostgresStore};
use servicedesk::{Code, Result};
use servicedesk_tests::schema::place::{Schema, run};
use servicedesk_tests::schema::{Facts, postgres};

/// The newest version there is.
fn newest() -> i64 {
    POSTGRES.len() as i64
}

fn versions(status: &Status) -> (Vec<i64>, Vec<i64>) {
    let applied = status.applied.iter().map(|step| step.version);
    (applied.collect(), status.pending.iter().map(|migration| migration.version).collect())
}

/// Returns what the schema has, beside the list of its migrations.
async fn tables(schema: &Schema) -> Facts {
    let mut facts = postgres::facts(&mut schema.connect().await).await.unwrap();
    facts.forget(&["servicedesk_migration"]);
    facts
}

async fn execute(schema: &Schema, sql: impl Into<String>) {
    run(&mut schema.connect().await, sql).await.unwrap();
}

async fn raise(schema: &Schema) -> Result<Status> {
    up(&schema.url(), &schema.options()).await
}

async fn take_back(schema: &Schema, version: i64) -> Result<Status> {
    down(&schema.url(), &schema.options(), version).await
}

async fn ask(schema: &Schema) -> Result<Status> {
    status(&schema.url(), &schema.options()).await
}

async fn open(schema: &Schema, migrate: bool) -> Result<PostgresStore> {
    PostgresStore::connect(&schema.url(), Options { migrate, ..schema.options() }).await
}

/// Every way to meet a database whose state is not known.
async fn every_answer(schema: &Schema) -> [Result<Status>; 4] {
    [
        ask(schema).await,
        raise(schema).await,
        take_back(schema, 0).await,
        open(schema, true).await.map(|_| unreachable!("the store was opened")),
    ]
}

#[tokio::test]
async fn every_step_forwards_is_taken_back_by_its_step_back() {
    let (by_hand, schema) = (Schema::new().await, Schema::new().await);
    let mut after = vec![tables(&by_hand).await];
    for migration in POSTGRES {
        execute(&by_hand, migration.up).await;
        after.push(tables(&by_hand).await);
        assert!(after.windows(2).all(|pair| pair[0] != pair[1]), "migration {} changes nothing", migration.version);
    }
    for round in 1..=2 {
        assert_eq!(versions(&raise(&schema).await.unwrap()), ((1..=newest()).collect(), vec![]), "round {round}");
        for version in (0..newest()).rev() {
            assert_eq!(
                tables(&schema).await,
                after[version as usize + 1],
                "before version {} is taken back",
                version + 1
            );
            let left = take_back(&schema, version).await.unwrap();
            assert_eq!(versions(&left), ((1..=version).collect(), (version + 1..=newest()).collect()));
        }
        assert_eq!(tables(&schema).await, Facts::default());
    }
}

#[tokio::test]
async fn a_status_tells_what_was_applied_and_changes_nothing() {
    let schema = Schema::new().await;
    assert_eq!(versions(&ask(&schema).await.unwrap()), (vec![], (1..=newest()).collect()));
    assert_eq!(postgres::facts(&mut schema.connect().await).await.unwrap(), Facts::default());
    let made = raise(&schema).await.unwrap();
    let told = ask(&schema).await.unwrap();
    assert_eq!(told, made);
    for (step, migration) in told.applied.iter().zip(POSTGRES) {
        assert_eq!((step.name.as_str(), &step.checksum), (migration.name, &migration.checksum()));
        assert!(step.at.as_millis() > 0);
    }
}

#[tokio::test]
async fn a_migration_that_was_edited_after_it_ran_is_refused() {
    let schema = Schema::new().await;
    raise(&schema).await.unwrap();
    let before = tables(&schema).await;
    execute(&schema, "UPDATE servicedesk_migration SET checksum='' WHERE version=2").await;
    for answer in every_answer(&schema).await {
        let error = answer.unwrap_err();
        assert_eq!((error.code(), error.parameter("version")), (Code::MigrationChanged, Some("2")));
    }
    assert_eq!(tables(&schema).await, before);
}

#[tokio::test]
async fn a_migration_that_fails_half_way_leaves_nothing_behind() {
    let schema = Schema::new().await;
    raise(&schema).await.unwrap();
    take_back(&schema, 2).await.unwrap();
    // Stands where the third migration makes a table, after several others.
    execute(&schema, "CREATE TABLE ticket (other bigint)").await;
    let before = tables(&schema).await;
    assert!(before.about("table category").is_none(), "the third migration has nothing to make before it fails");
    assert!(raise(&schema).await.is_err());
    assert_eq!(tables(&schema).await, before);
    assert_eq!(versions(&ask(&schema).await.unwrap()).0, [1, 2]);
    execute(&schema, "DROP TABLE ticket").await;
    assert!(versions(&raise(&schema).await.unwrap()).1.is_empty());
}

#[tokio::test]
async fn a_step_back_that_fails_half_way_leaves_everything() {
    let schema = Schema::new().await;
    raise(&schema).await.unwrap();
    take_back(&schema, 3).await.unwrap();
    // The third migration takes this table back last.
    let (last, _) = POSTGRES[2].down.rsplit_once(';').unwrap();
    let table = last.rsplit('"').nth(1).unwrap();
    execute(&schema, format!("DROP TABLE \"{table}\" CASCADE")).await;
    let before = tables(&schema).await;
    assert!(take_back(&schema, 0).await.is_err());
    assert_eq!(tables(&schema).await, before);
    assert_eq!(versions(&ask(&schema).await.unwrap()).0, [1, 2, 3]);
}

#[tokio::test]
async fn a_version_that_never_was_is_refused() {
    let schema = Schema::new().await;
    raise(&schema).await.unwrap();
    for version in [-1, newest() + 1] {
        let error = take_back(&schema, version).await.unwrap_err();
        assert_eq!((error.code(), error.fields()), (Code::NumberRange, ["to_version".to_owned()].as_slice()));
    }
    assert!(versions(&ask(&schema).await.unwrap()).1.is_empty());
}

#[tokio::test]
async fn hosts_that_migrate_at_the_same_time_do_every_step_once() {
    let schema = Schema::new().await;
    // Each has a connection and threads of its own, as another process would.
    let running: Vec<_> = (0..4).map(|_| tokio::spawn(up(&schema.url(), &schema.options()))).collect();
    for status in running {
        assert_eq!(versions(&status.await.unwrap().unwrap()), ((1..=newest()).collect(), vec![]));
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let schema = Schema::new().await;
    raise(&schema).await.unwrap();
    execute(&schema, format!("INSERT INTO servicedesk_migration VALUES ({}, 'later', '')", newest() + 1)).await;
    for answer in every_answer(&schema).await {
        let error = answer.unwrap_err();
        let (found, known) = ((newest() + 1).to_string(), newest().to_string());
        assert_eq!(error.code(), Code::SchemaNewer);
        assert_eq!((error.parameter("found"), error.parameter("known")), (Some(&*found), Some(&*known)));
    }
}

#[tokio::test]
async fn an_older_schema_is_opened_only_when_it_may_be_migrated() {
    let schema = Schema::new().await;
    raise(&schema).await.unwrap();
    take_back(&schema, newest() - 1).await.unwrap();
    let error = open(&schema, false).await.unwrap_err();
    let (found, known) = ((newest() - 1).to_string(), newest().to_string());
    assert_eq!(error.code(), Code::SchemaOlder);
    assert_eq!((error.parameter("found"), error.parameter("known")), (Some(&*found), Some(&*known)));
    assert_eq!(versions(&ask(&schema).await.unwrap()).1, [newest()]);
    open(&schema, true).await.unwrap();
    assert!(versions(&ask(&schema).await.unwrap()).1.is_empty());
}

#[tokio::test]
async fn an_empty_schema_gets_its_tables_when_it_is_opened() {
    let schema = Schema::new().await;
    open(&schema, false).await.unwrap();
    assert!(versions(&ask(&schema).await.unwrap()).1.is_empty());
}
