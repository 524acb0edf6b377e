//! The store in a PostgreSQL database does what the store in memory does.

use servicedesk_tests::agreement;
use servicedesk_tests::postgres::PostgresFactory;

#[test]
fn random_batches_have_the_same_results() {
    agreement::of_batches("postgres", &PostgresFactory::new());
}

#[test]
fn random_questions_have_the_same_answers() {
    agreement::of_questions("postgres", &PostgresFactory::new());
}
