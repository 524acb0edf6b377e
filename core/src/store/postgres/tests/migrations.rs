//! The schema goes up, down and up again, and a database of another version is not touched.

use super::{Place, ROLE, run};
use crate::Code;
use crate::store::migration::POSTGRES;
use crate::store::postgres::{PostgresStore, migrate};

fn newest() -> i64 {
    POSTGRES.last().unwrap().version
}

#[tokio::test]
async fn every_migration_goes_up_and_down_and_up() {
    let place = Place::new().await;
    let (url, options) = (place.address(ROLE), place.options());
    let status = migrate::status(&url, &options).await.unwrap();
    assert_eq!((status.applied.len(), status.pending.len()), (0, POSTGRES.len()));
    assert_eq!(migrate::up(&url, &options).await.unwrap().pending, []);
    for version in (0..newest()).rev() {
        let status = migrate::down(&url, &options, version).await.unwrap();
        assert_eq!(status.applied.last().map_or(0, |applied| applied.version), version);
    }
    assert_eq!(migrate::down(&url, &options, -1).await.unwrap_err().code(), Code::NumberRange);
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM pg_class WHERE relnamespace=$1::regnamespace AND relkind='r'")
            .bind(&place.schema)
            .fetch_one(&mut place.raw().await)
            .await
            .unwrap();
    assert_eq!(left, 1, "only the list of migrations stays");
    let status = migrate::up(&url, &options).await.unwrap();
    let named: Vec<&str> = status.applied.iter().map(|applied| applied.name.as_str()).collect();
    assert_eq!(named, POSTGRES.iter().map(|migration| migration.name).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_older_database_is_migrated_only_when_asked() {
    let place = Place::new().await;
    drop(place.open().await);
    migrate::down(&place.address(ROLE), &place.options(), newest() - 1).await.unwrap();
    let error = PostgresStore::connect(&place.address(ROLE), place.options()).await.unwrap_err();
    assert_eq!(
        (error.code(), error.parameter("found")),
        (Code::SchemaOlder, Some((newest() - 1).to_string().as_str()))
    );
    let options = super::Options { migrate: true, ..place.options() };
    PostgresStore::connect(&place.address(ROLE), options).await.unwrap();
    assert_eq!(migrate::status(&place.address(ROLE), &place.options()).await.unwrap().pending, []);
}

#[tokio::test]
async fn a_newer_or_edited_database_is_refused() {
    let place = Place::new().await;
    drop(place.open().await);
    let mut raw = place.raw().await;
    run(&mut raw, "UPDATE servicedesk_migration SET checksum='0' WHERE version=2").await.unwrap();
    let options = || super::Options { migrate: true, ..place.options() };
    let error = PostgresStore::connect(&place.address(ROLE), options()).await.unwrap_err();
    assert_eq!((error.code(), error.parameter("version")), (Code::MigrationChanged, Some("2")));
    run(&mut raw, "INSERT INTO servicedesk_migration (version,name,checksum) VALUES (9999,'x','0')").await.unwrap();
    let error = PostgresStore::connect(&place.address(ROLE), options()).await.unwrap_err();
    assert_eq!((error.code(), error.parameter("found")), (Code::SchemaNewer, Some("9999")));
    assert_eq!(migrate::down(&place.address(ROLE), &options(), 0).await.unwrap_err().code(), Code::SchemaNewer);
}

#[tokio::test]
async fn processes_that_start_at_once_do_not_disturb_each_other() {
    let place = Place::new().await;
    let starts: Vec<_> =
        (0..5).map(|_| tokio::spawn(PostgresStore::connect(&place.address(ROLE), place.options()))).collect();
    for start in starts {
        start.await.unwrap().unwrap();
    }
    assert_eq!(migrate::status(&place.address(ROLE), &place.options()).await.unwrap().applied.len(), POSTGRES.len());
}
