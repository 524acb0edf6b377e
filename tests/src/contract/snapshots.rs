//! Reads: all queries of one call see the same moment.

use std::sync::Arc;

use servicedesk::entity::Entity as _;
use servicedesk::query::{Sort, field};
use servicedesk::store::{Batch, BatchId, Store as _};
use servicedesk::ticket::Tag;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::Locker;
use super::ground::{Ground, NOW, add, insert, locker, tag};

/// What two queries of one read answer fits together, while a writer moves something from one row to the other.
pub async fn all_queries_of_a_read_see_the_same_moment<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (giver, taker) = (locker(ground.organization, 1), locker(ground.organization, 2));
    ground.commit([insert(giver.clone()), insert(taker.clone())]).await;
    let writer = {
        let (store, organization) = (Arc::clone(&ground.store), ground.organization);
        let (giver, taker) = (giver.id, taker.id);
        tokio::spawn(async move {
            for _ in 0..200 {
                let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), organization, NOW);
                batch.writes = vec![add::<Locker>(giver, "rank", -1, None), add::<Locker>(taker, "rank", 1, None)];
                store.commit(batch).await.expect("nothing is in the way of an addition");
            }
        })
    };
    let one = |id| ground.all::<Locker>().filter(field("id").is(id));
    let queries = [one(giver.id), one(taker.id)];
    let mut seen = std::collections::BTreeSet::new();
    let rank = Locker::DEF.index_of("rank").unwrap();
    loop {
        // Also when it panicked, so that its panic is what fails the test.
        let last = writer.is_finished();
        let pages = ground.store.read(&queries).await.unwrap();
        let [given, taken] = [&pages[0], &pages[1]].map(|page| page.rows[0][rank].as_integer().unwrap());
        assert_eq!(given + taken, 0);
        seen.insert(taken);
        if last {
            break;
        }
        tokio::task::yield_now().await;
    }
    writer.await.unwrap();
    assert_eq!(seen.last(), Some(&200));
}

/// There is one page for each query, at its place.
pub async fn a_read_answers_its_queries_in_their_order<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    ground.commit(["a", "b", "c"].map(|name| insert(tag(ground.organization, name)))).await;
    let names = ground.all::<Tag>().sort([Sort::descending("name")]).limit(2);
    let queries = [ground.all::<Locker>(), names.clone().count(), names];
    let pages = ground.store.read(&queries).await.unwrap();
    let name = Tag::DEF.index_of("name").unwrap();
    assert_eq!(pages.len(), 3);
    assert_eq!((pages[0].rows.len(), pages[0].more), (0, false));
    assert_eq!((pages[1].rows.len(), pages[1].count), (0, 3));
    assert_eq!(pages[2].rows.iter().map(|row| row[name].as_text().unwrap()).collect::<Vec<_>>(), ["c", "b"]);
}

/// Asking nothing is allowed.
pub async fn a_read_without_queries_answers_nothing<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    assert!(ground.store.read(&[]).await.unwrap().is_empty());
}

/// A read that begins after a commit was answered sees it.
pub async fn what_was_committed_is_read<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    for number in 0..50 {
        let tag = tag(ground.organization, &number.to_string());
        ground.commit([insert(tag.clone())]).await;
        assert!(ground.find::<Tag>(tag.id).await.is_some());
        assert_eq!(ground.count(ground.all::<Tag>()).await, number + 1);
    }
}
