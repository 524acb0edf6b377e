//! Claims: rows are leased to workers, each to one at a time.

use std::collections::BTreeSet;

use servicedesk::Code;
use servicedesk::clock::Timestamp;
use servicedesk::entity::Entity as _;
use servicedesk::query::{Query, Sort, field};
use servicedesk::store::{Batch, Claim, Store, Write};
use uuid::Uuid;

use super::StoreFactory;
use super::entities::Locker;
use super::ground::{Ground, NOW, after_seconds, insert, locker, update};

const WORKER: Uuid = Uuid::from_u128(1);
const RIVAL: Uuid = Uuid::from_u128(2);

/// Adds lockers whose rank is the reverse of their place.
async fn lockers<S: Store>(ground: &Ground<S>, count: i64) -> Vec<Locker> {
    let lockers: Vec<Locker> =
        (0..count).map(|place| Locker { rank: count - place, ..locker(ground.organization, place) }).collect();
    ground.commit(lockers.iter().cloned().map(insert)).await;
    lockers
}

fn by_rank<S: Store>(ground: &Ground<S>, limit: u32) -> Query {
    ground.all::<Locker>().sort([Sort::ascending("rank")]).limit(limit)
}

fn claim<S: Store>(ground: &Ground<S>, at: Timestamp, worker: Uuid, query: Query) -> Batch {
    let write = Write::Claim(Claim { query, worker, until: at.plus_millis(60_000) });
    Batch { at, ..ground.batch([write]) }
}

async fn claimed<S: Store>(ground: &Ground<S>, batch: Batch) -> Vec<Locker> {
    let rows = ground.store.commit(batch).await.expect("a claim is never in the way").claimed;
    rows.into_iter().map(|row| Locker::from_row(row).expect("a locker")).collect()
}

/// The query's order decides who is taken first, and the answer has that order.
pub async fn the_oldest_free_rows_are_taken_in_order<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    lockers(&ground, 5).await;
    let first = claimed(&ground, claim(&ground, NOW, WORKER, by_rank(&ground, 2))).await;
    let second = claimed(&ground, claim(&ground, NOW, RIVAL, by_rank(&ground, 2))).await;
    assert_eq!(first.iter().map(|locker| locker.rank).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(second.iter().map(|locker| locker.rank).collect::<Vec<_>>(), [3, 4]);
    for locker in first.into_iter().chain(second) {
        assert_eq!((locker.claimed_until, locker.claim_epoch), (Some(after_seconds(60)), 1));
        assert_eq!(ground.get::<Locker>(locker.id).await, locker);
    }
}

/// Many workers at once share the rows without overlap, and leave none when there is enough room.
pub async fn no_row_goes_to_two_workers<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    lockers(&ground, 60).await;
    let mut taken = Vec::new();
    // A worker may leave rows to those that are busy at the moment, but they come to somebody in the end.
    for round in 0..4 {
        let answers = ground
            .commit_together(16, |number| {
                claim(&ground, NOW, Uuid::from_u128(100 * round + number as u128), by_rank(&ground, 5))
            })
            .await;
        for answer in answers {
            let rows = answer.expect("a claim is never in the way").claimed;
            assert!(rows.len() <= 5);
            taken.extend(rows.into_iter().map(|row| Locker::from_row(row).unwrap().id));
        }
    }
    assert_eq!(taken.len(), 60);
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>().len(), 60);
}

/// A row is free again at the instant at which its lease ends, not before.
pub async fn a_lease_ends<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    lockers(&ground, 1).await;
    assert_eq!(claimed(&ground, claim(&ground, NOW, WORKER, by_rank(&ground, 5))).await.len(), 1);
    let just_before = after_seconds(60).plus_millis(-1);
    assert_eq!(claimed(&ground, claim(&ground, just_before, RIVAL, by_rank(&ground, 5))).await.len(), 0);
    let next = claimed(&ground, claim(&ground, after_seconds(60), RIVAL, by_rank(&ground, 5))).await;
    assert_eq!((next[0].claimed_by, next[0].claimed_until), (Some(RIVAL), Some(after_seconds(120))));
}

/// The epoch tells one lease from another, even of the same worker.
pub async fn the_epoch_rises_with_every_claim<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    lockers(&ground, 1).await;
    for lease in 1..=3 {
        let at = after_seconds(60 * lease);
        let rows = claimed(&ground, claim(&ground, at, WORKER, by_rank(&ground, 1))).await;
        assert_eq!(rows[0].claim_epoch, lease);
    }
}

/// A claim leaves everything but the lease and the version alone: whoever decided on the row before cannot change it after.
pub async fn a_claim_changes_the_lease_and_raises_the_version<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let locker = lockers(&ground, 1).await.remove(0);
    let taken = claimed(&ground, claim(&ground, NOW, WORKER, by_rank(&ground, 1))).await;
    let wanted = Locker {
        claimed_by: Some(WORKER),
        claimed_until: Some(after_seconds(60)),
        claim_epoch: 1,
        version: 2,
        ..locker.clone()
    };
    assert_eq!(taken, [wanted]);
    let release = |version| update::<Locker>(locker.id, version, "claimed_until", None::<Timestamp>);
    assert_eq!(ground.refused([release(1)]).await.code(), Code::StaleVersion);
    ground.commit([release(2)]).await;
    assert_eq!(claimed(&ground, claim(&ground, NOW, RIVAL, by_rank(&ground, 1))).await.len(), 1);
    assert_eq!(ground.refused([update::<Locker>(locker.id, 3, "rank", 9)]).await.code(), Code::StaleVersion);
}

/// The query's condition and its view of deleted rows hold for claims.
pub async fn a_claim_takes_only_what_it_asks_for<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    lockers(&other, 3).await;
    let rows = lockers(&ground, 4).await;
    ground.commit([update::<Locker>(rows[0].id, 1, "deleted_at", NOW)]).await;
    let low = by_rank(&ground, 10).filter(field("rank").more_than(1));
    let taken = claimed(&ground, claim(&ground, NOW, WORKER, low)).await;
    assert_eq!(taken.iter().map(|locker| locker.rank).collect::<Vec<_>>(), [2, 3]);
    let held = field("claimed_by").is_present();
    assert_eq!(ground.count(ground.all::<Locker>().filter(held.clone())).await, 2);
    assert_eq!(other.count(other.all::<Locker>().filter(held)).await, 0);
}

/// Finding nothing to do is no error.
pub async fn a_claim_of_nothing_answers_nothing<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    assert_eq!(claimed(&ground, claim(&ground, NOW, WORKER, by_rank(&ground, 5))).await, []);
}

/// A lease that was taken in vain was never taken; two claims of one batch do not meet.
pub async fn a_refused_batch_gives_its_leases_back<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let rows = lockers(&ground, 3).await;
    let mut batch = claim(&ground, NOW, WORKER, by_rank(&ground, 1));
    batch.writes.push(update::<Locker>(rows[2].id, 9, "rank", 0));
    assert!(ground.store.commit(batch).await.is_err());
    let mut batch = claim(&ground, NOW, WORKER, by_rank(&ground, 2));
    batch.writes.extend(claim(&ground, NOW, RIVAL, by_rank(&ground, 2)).writes);
    let taken = claimed(&ground, batch).await;
    let holders: Vec<_> =
        taken.iter().map(|locker| (locker.rank, locker.claimed_by.unwrap(), locker.claim_epoch)).collect();
    assert_eq!(holders, [(1, WORKER, 1), (2, WORKER, 1), (3, RIVAL, 1)]);
}
