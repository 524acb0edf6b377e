//! An organization goes through a file from SQLite to memory and back.

use servicedesk_tests::contract::run;
use servicedesk_tests::export;
use servicedesk_tests::factories::{MemoryFactory, SqliteFactory};

#[test]
fn sqlite_comes_back_in_memory_byte_for_byte() {
    run(export::comes_back_byte_for_byte(&SqliteFactory::new().hasty(), &MemoryFactory));
}

#[test]
fn memory_comes_back_in_sqlite_byte_for_byte() {
    run(export::comes_back_byte_for_byte(&MemoryFactory, &SqliteFactory::new().hasty()));
}

#[test]
fn what_was_brought_back_works_as_before() {
    run(export::works_as_before(&MemoryFactory, &SqliteFactory::new().hasty()));
}

#[test]
fn an_interrupted_restore_is_repeated() {
    run(export::an_interrupted_restore_is_repeated(&MemoryFactory, &SqliteFactory::new().hasty()));
}

#[test]
fn an_occupied_place_is_refused() {
    run(export::an_occupied_place_is_refused(&SqliteFactory::new().hasty(), &SqliteFactory::new().hasty()));
}

#[test]
fn a_change_meanwhile_is_noticed() {
    run(export::a_change_meanwhile_is_noticed(&SqliteFactory::new().hasty()));
}
