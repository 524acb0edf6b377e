//! A migrated PostgreSQL schema is what the reflection table declares, row-level security included.

use servicedesk::ENTITIES;
use servicedesk::query::sql::Dialect;
use servicedesk::store::{ddl, postgres};
use servicedesk_tests::schema::place::{Schema, run};
use servicedesk_tests::schema::postgres::facts;
use servicedesk_tests::schema::{alterations, declared};

async fn migrated() -> Schema {
    let schema = Schema::new().await;
    postgres::migrate::up(&schema.url(), &schema.options()).await.unwrap();
    schema
}

#[tokio::test]
async fn a_migrated_schema_has_what_is_declared_and_nothing_else() {
    let schema = migrated().await;
    let found = facts(&mut schema.connect().await).await.unwrap();
    let differences = declared::everything(Dialect::Postgres).differences(&found);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[tokio::test]
async fn the_statements_printed_for_a_migration_make_what_is_declared() {
    let schema = Schema::new().await;
    let mut connection = schema.connect().await;
    for def in ENTITIES {
        run(&mut connection, ddl::create(def, Dialect::Postgres)).await.unwrap();
    }
    let differences = declared::entities(Dialect::Postgres).differences(&facts(&mut connection).await.unwrap());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[tokio::test]
async fn every_difference_is_told_with_its_table_and_column() {
    let schema = migrated().await;
    let (mut connection, declared) = (schema.connect().await, declared::everything(Dialect::Postgres));
    for alteration in alterations::all(Dialect::Postgres) {
        run(&mut connection, "BEGIN").await.unwrap();
        run(&mut connection, alteration.sql.as_str()).await.unwrap();
        alteration.check(&declared.differences(&facts(&mut connection).await.unwrap()));
        run(&mut connection, "ROLLBACK").await.unwrap();
    }
}
