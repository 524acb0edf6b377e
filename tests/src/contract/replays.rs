//! Batch ids: a batch is applied once, however often it is sent.

use servicedesk::entity::Value;
use servicedesk::store::{Claim, Commit, Expect, Store as _, Write};
use servicedesk::ticket::Tag;
use servicedesk::{Code, ErrorKind};
use uuid::Uuid;

use super::StoreFactory;
use super::entities::Locker;
use super::ground::{Ground, add, after_seconds, delete, insert, key, locker, next, tag, update};
use crate::faulty::Lossy;

/// The second commit of a batch changes nothing and gives the first answer.
pub async fn a_batch_is_applied_once<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let locker = locker(ground.organization, 1);
    let batch = ground.batch([
        insert(locker.clone()),
        add::<Locker>(locker.id, "keys", 1, None),
        next("lockers", None),
        next("lockers", None),
    ]);
    let first = ground.store.commit(batch.clone()).await.unwrap();
    let wanted =
        Commit { replayed: false, allocated: vec![1, 2], inserted: vec![locker.id.as_uuid()], claimed: Vec::new() };
    assert_eq!(first, wanted);
    let (everything, feed) = (ground.everything().await, ground.feed().await);
    for _ in 0..3 {
        assert_eq!(ground.store.commit(batch.clone()).await.unwrap(), Commit { replayed: true, ..first.clone() });
    }
    assert_eq!((ground.everything().await, ground.feed().await), (everything, feed));
    assert_eq!(ground.commit([next("lockers", None)]).await.allocated, [3]);
}

/// Whoever asks again for the answer has it, even though the batch could not be committed any more.
pub async fn a_replay_does_not_ask_again_what_was_expected<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let tag = tag(ground.organization, "printer");
    let mut batch = ground.batch([insert(tag.clone())]);
    batch.expect =
        vec![Expect::Absent(key::<Tag>(tag.id)), Expect::Unchanged(Box::new(ground.all::<Tag>()), Vec::new())];
    ground.store.commit(batch.clone()).await.unwrap();
    ground.commit([delete::<Tag>(tag.id, 1)]).await;
    let again = ground.store.commit(batch).await.unwrap();
    assert_eq!((again.replayed, again.inserted), (true, vec![tag.id.as_uuid()]));
    assert_eq!(ground.find::<Tag>(tag.id).await, None);
}

/// A refusal is not remembered.
pub async fn a_refused_batch_may_be_committed_later<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let tag = tag(ground.organization, "printer");
    let batch = ground.batch([update::<Tag>(tag.id, 1, "name", "scanner")]);
    for _ in 0..2 {
        assert_eq!(ground.store.commit(batch.clone()).await.unwrap_err().code(), Code::NotFound);
    }
    ground.commit([insert(tag.clone())]).await;
    assert!(!ground.store.commit(batch.clone()).await.unwrap().replayed);
    assert!(ground.store.commit(batch).await.unwrap().replayed);
    assert_eq!(ground.get::<Tag>(tag.id).await.version, 2);
}

/// However many send the same batch at once, it is applied once and all get the same answer.
pub async fn of_racing_commits_of_one_batch_one_is_the_first<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    for round in 1..=20 {
        let batch = ground.batch([insert(locker(ground.organization, round)), next("lockers", None)]);
        let answers = ground.commit_together(8, |_| batch.clone()).await;
        let answers: Vec<Commit> = answers.into_iter().map(|answer| answer.expect("a replay is no error")).collect();
        assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
        assert!(answers.iter().all(|answer| answer.allocated == [round] && answer.inserted == batch.inserted()));
    }
    assert_eq!(ground.count(ground.all::<Locker>()).await, 20);
}

/// Two organizations may use the same batch id.
pub async fn a_batch_id_belongs_to_its_organization<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let batch = ground.batch([next("a", None)]);
    let foreign = servicedesk::store::Batch { id: batch.id, ..other.batch([insert(tag(other.organization, "x"))]) };
    assert!(!ground.store.commit(batch).await.unwrap().replayed);
    let answer = ground.store.commit(foreign.clone()).await.unwrap();
    assert_eq!((answer.replayed, answer.inserted), (false, foreign.inserted()));
    assert_eq!(other.count(other.all::<Tag>()).await, 1);
}

/// The leases are the first answer's: a worker that lost it waits until they end.
pub async fn a_replay_does_not_claim_again<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    ground.commit((1..=4).map(|place| insert(locker(ground.organization, place)))).await;
    let claim = Claim { query: ground.all::<Locker>().limit(2), worker: Uuid::now_v7(), until: after_seconds(60) };
    let batch = ground.batch([Write::Claim(claim)]);
    assert_eq!(ground.store.commit(batch.clone()).await.unwrap().claimed.len(), 2);
    let again = ground.store.commit(batch).await.unwrap();
    assert_eq!((again.replayed, again.claimed.len()), (true, 0));
    let held = servicedesk::query::field("claimed_by").is_present();
    assert_eq!(ground.count(ground.all::<Locker>().filter(held)).await, 2);
}

/// What was committed is also known to who opens the store later.
pub async fn a_replay_is_known_after_opening_again<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let batch = ground.batch([insert(tag(ground.organization, "printer")), next("a", None)]);
    let first = ground.store.commit(batch.clone()).await.unwrap();
    let Some(store) = factory.reopen().await else { return };
    assert_eq!(store.commit(batch).await.unwrap(), Commit { replayed: true, ..first });
}

/// When the connection breaks at the wrong moment, the batch's id tells what became of it.
pub async fn a_lost_answer_is_had_by_asking_again<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let lossy = Lossy::new(std::sync::Arc::clone(&ground.store));
    let waiting = Value::Allocated(Box::new(servicedesk::entity::Allocated {
        slot: 0,
        offset: 0,
        prefix: "T-".to_owned(),
        width: 3,
    }));
    let tag = tag(ground.organization, "printer");
    let batch = ground.batch([next("tags", None), insert(tag.clone()), update::<Tag>(tag.id, 1, "name", waiting)]);
    assert_eq!(lossy.commit(batch.clone()).await.unwrap_err().kind(), ErrorKind::Unavailable);
    let answer = ground.store.commit(batch).await.unwrap();
    assert_eq!((answer.replayed, answer.allocated), (true, vec![1]));
    assert_eq!(ground.get::<Tag>(tag.id).await.name, "T-001");
}
