//! The store in a SQLite file does what the store in memory does.

use servicedesk_tests::agreement;
use servicedesk_tests::factories::SqliteFactory;

#[test]
fn random_batches_have_the_same_results() {
    agreement::of_batches("sqlite", &SqliteFactory::new().hasty());
}

#[test]
fn random_questions_have_the_same_answers() {
    agreement::of_questions("sqlite", &SqliteFactory::new().hasty());
}
