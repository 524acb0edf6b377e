//! Futures that are dropped: whatever becomes of the answer, a batch is applied as one or not at all.

use std::task::{Context, Waker};

use servicedesk::query::field;
use servicedesk::store::Store;
use servicedesk::ticket::Tag;

use super::StoreFactory;
use super::entities::Locker;
use super::ground::{Ground, add, insert, locker, next, tag};

const ROWS: u64 = 20;

/// Starts to commit rows of that rank, polls `polls` times and drops the future; then looks at what is there.
async fn dropped_after<S: Store>(ground: &Ground<S>, counter: &Locker, rank: i64, polls: usize) {
    let rows = (0..ROWS as i64).map(|place| insert(Locker { rank, ..locker(ground.organization, place) }));
    let batch = ground.batch(rows.chain([add::<Locker>(counter.id, "keys", 1, None), next("lockers", None)]));
    let mut future = ground.store.commit(batch.clone());
    for _ in 0..polls {
        let _ = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }
    drop(future);
    for _ in 0..5 {
        let there = ground.count(ground.all::<Locker>().filter(field("rank").is(rank))).await;
        assert!(there == 0 || there == ROWS, "{there} of {ROWS} rows are there");
        tokio::task::yield_now().await;
    }
    // Whether or not it was applied, the batch can be sent again, and then it was applied once.
    let answer = ground.store.commit(batch).await.expect("nothing is in the way of the batch");
    assert_eq!(answer.allocated, [rank]);
    assert_eq!(ground.count(ground.all::<Locker>().filter(field("rank").is(rank))).await, ROWS);
    assert_eq!(ground.get::<Locker>(counter.id).await.keys, rank);
}

async fn counter<S: Store>(ground: &Ground<S>) -> Locker {
    let counter = locker(ground.organization, 0);
    ground.commit([insert(counter.clone())]).await;
    counter
}

/// A commit that nobody waits for any more goes on or stops before it began.
pub async fn a_dropped_commit_is_applied_or_not_but_never_half<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let counter = counter(&ground).await;
    for round in 1..=20 {
        dropped_after(&ground, &counter, round, 1).await;
    }
}

/// A commit that nobody ever waited for was made or was not.
pub async fn a_commit_dropped_before_its_first_poll_is_never_half<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let counter = counter(&ground).await;
    for round in 1..=20 {
        dropped_after(&ground, &counter, round, 0).await;
    }
}

/// A store is as good as before after many reads that nobody waited for.
pub async fn a_dropped_read_disturbs_nobody<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    for number in 0..50 {
        let queries = [ground.all::<Tag>(), ground.all::<Locker>()];
        for polls in 0..2 {
            let mut read = ground.store.read(&queries);
            let mut changes = ground.store.changes(ground.organization, "", 10);
            for _ in 0..polls {
                let _ = read.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                let _ = changes.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            }
        }
        ground.commit([insert(tag(ground.organization, &number.to_string()))]).await;
    }
    assert_eq!(ground.count(ground.all::<Tag>()).await, 50);
}
