//! An organization goes through a file from SQLite to PostgreSQL and back.

use servicedesk_tests::contract::run;
use servicedesk_tests::export;
use servicedesk_tests::factories::SqliteFactory;
use servicedesk_tests::postgres::PostgresFactory;

#[test]
fn sqlite_comes_back_in_postgres_byte_for_byte() {
    run(export::comes_back_byte_for_byte(&SqliteFactory::new().hasty(), &PostgresFactory::new()));
}

#[test]
fn postgres_comes_back_in_sqlite_byte_for_byte() {
    run(export::comes_back_byte_for_byte(&PostgresFactory::new(), &SqliteFactory::new().hasty()));
}

#[test]
fn what_was_brought_back_works_as_before() {
    run(export::works_as_before(&SqliteFactory::new().hasty(), &PostgresFactory::new()));
}

#[test]
fn an_interrupted_restore_is_repeated() {
    run(export::an_interrupted_restore_is_repeated(&SqliteFactory::new().hasty(), &PostgresFactory::new()));
}

#[test]
fn an_occupied_place_is_refused() {
    run(export::an_occupied_place_is_refused(&PostgresFactory::new(), &PostgresFactory::new()));
}

#[test]
fn a_change_meanwhile_is_noticed() {
    run(export::a_change_meanwhile_is_noticed(&PostgresFactory::new()));
}
