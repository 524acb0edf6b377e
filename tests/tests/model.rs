//! Random days at a desk, beside a plain model of tickets.

use std::time::Duration;

use servicedesk_tests::desk::model::agrees_with_the_model;
use servicedesk_tests::factories::{MemoryFactory, SqliteFactory};
use servicedesk_tests::postgres::PostgresFactory;

#[test]
fn a_desk_in_memory_agrees_with_the_model() {
    agrees_with_the_model(300, 60, Duration::from_secs(10), || MemoryFactory);
}

#[test]
fn a_desk_on_sqlite_agrees_with_the_model() {
    agrees_with_the_model(40, 40, Duration::from_secs(10), SqliteFactory::new);
}

#[test]
fn a_desk_on_postgres_agrees_with_the_model() {
    agrees_with_the_model(20, 40, Duration::from_secs(10), PostgresFactory::new);
}
