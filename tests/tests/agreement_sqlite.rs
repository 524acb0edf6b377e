//! The store in a SQLite file does what the store in memory does.

use std::sync::Arc;

use servicedesk_tests::agreement::replay::Replay;
use servicedesk_tests::agreement::{Peer, plan, questions, run};
use servicedesk_tests::contract::StoreFactory as _;
use servicedesk_tests::contract::ground::EXTRA;
use servicedesk_tests::factories::{MemoryFactory, SqliteFactory};
use tokio::runtime::Runtime;

async fn stores(factory: &SqliteFactory) -> [Peer; 2] {
    [("memory", Arc::new(MemoryFactory.empty(EXTRA).await)), ("sqlite", Arc::new(factory.empty(EXTRA).await))]
}

#[test]
fn random_batches_have_the_same_results() {
    let (runtime, factory) = (Runtime::new().unwrap(), SqliteFactory::new().hasty());
    let stores = runtime.block_on(stores(&factory));
    run(&plan::plans(), |plans| {
        runtime.block_on(async {
            let mut replay = Replay::begin(&stores).await;
            for plan in &plans {
                replay.carry_out(plan).await?;
            }
            replay.compare().await
        })
    });
}

#[test]
fn random_questions_have_the_same_answers() {
    let (runtime, factory) = (Runtime::new().unwrap(), SqliteFactory::new().hasty());
    let stores = runtime.block_on(stores(&factory));
    run(&questions::cases(), |case| runtime.block_on(questions::check(&stores, &case)));
}
