//! The five products' databases become desks, and the proof of each adoption shows that nothing was dropped.

use servicedesk_tests::adoption::runs;
use servicedesk_tests::adoption::schema::Database::Sqlite;
use servicedesk_tests::contract::run;
use servicedesk_tests::factories::{MemoryFactory, SqliteFactory};

#[test]
fn sqlite_becomes_a_desk_in_memory() {
    run(runs::comes_in_whole(&MemoryFactory, Sqlite, true));
}

#[test]
fn sqlite_becomes_a_desk_in_sqlite() {
    run(async {
        for letter in ['a', 'b', 'c', 'd', 'e'] {
            runs::one_comes_in_whole(&SqliteFactory::new().hasty(), letter, Sqlite, true).await;
        }
    });
}

#[test]
fn the_tables_of_the_pages_become_a_desk() {
    run(runs::comes_in_whole(&MemoryFactory, Sqlite, false));
}

#[test]
fn what_came_in_is_what_was_there() {
    run(runs::values_are_those_of_the_source(&MemoryFactory, Sqlite));
}

#[test]
fn a_row_that_was_changed_is_seen() {
    run(runs::a_changed_row_is_seen(&MemoryFactory, Sqlite));
}

#[test]
fn broken_rows_are_told_and_the_rest_comes_in() {
    run(runs::broken_rows_are_told(&MemoryFactory, Sqlite));
}

#[test]
fn secrets_stay_behind_without_a_key_and_are_in_no_report() {
    run(runs::secrets_stay_behind(&MemoryFactory, Sqlite));
}

#[test]
fn one_of_several_organizations_comes_in() {
    run(runs::one_of_several_organizations(&MemoryFactory, Sqlite));
}

#[test]
fn what_is_no_database_of_the_product_is_refused() {
    run(runs::another_database_is_refused(&MemoryFactory, Sqlite));
}
