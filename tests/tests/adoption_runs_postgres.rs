//! The five products' databases in PostgreSQL become desks there and in SQLite, and SQLite's become desks in PostgreSQL.

use servicedesk_tests::adoption::runs;
use servicedesk_tests::adoption::schema::Database::{Postgres, Sqlite};
use servicedesk_tests::contract::run;
use servicedesk_tests::factories::MemoryFactory;
use servicedesk_tests::postgres::PostgresFactory;

#[test]
fn postgres_becomes_a_desk_in_memory() {
    run(runs::comes_in_whole(&MemoryFactory, Postgres, true));
}

#[test]
fn postgres_becomes_a_desk_in_postgres() {
    run(async {
        for letter in ['a', 'b', 'c', 'd', 'e'] {
            runs::one_comes_in_whole(&PostgresFactory::new(), letter, Postgres, true).await;
        }
    });
}

#[test]
fn sqlite_becomes_a_desk_in_postgres() {
    run(async {
        for letter in ['a', 'c', 'e'] {
            runs::one_comes_in_whole(&PostgresFactory::new(), letter, Sqlite, true).await;
        }
    });
}

#[test]
fn what_came_in_is_what_was_there() {
    run(runs::values_are_those_of_the_source(&PostgresFactory::new(), Postgres));
}

#[test]
fn broken_rows_are_told_and_the_rest_comes_in() {
    run(runs::broken_rows_are_told(&PostgresFactory::new(), Sqlite));
}

#[test]
fn one_of_several_organizations_comes_in() {
    run(runs::one_of_several_organizations(&MemoryFactory, Postgres));
}
