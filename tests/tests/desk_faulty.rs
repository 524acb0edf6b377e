//! A desk on stores that fail on purpose, before a commit reached them and after: what is repeated happens once.

use servicedesk_tests::desk::{DeskFactory, faults, run};
use servicedesk_tests::factories::{MemoryFactory, SqliteFactory};

fn days<F: DeskFactory>(count: u64, factory: impl Fn() -> F) {
    run(async {
        let mut met = 0;
        for seed in 0..count {
            met += faults::a_day_with_faults_is_like_one_without(&factory(), seed).await;
        }
        assert!(met > count * 5, "{met} faults in {count} days are too few to tell anything");
    });
}

#[test]
fn a_day_with_faults_in_memory_is_like_one_without() {
    days(40, || MemoryFactory);
}

#[test]
fn a_day_with_faults_on_sqlite_is_like_one_without() {
    days(8, SqliteFactory::new);
}
