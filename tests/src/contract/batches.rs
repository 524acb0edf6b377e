//! Commits that succeed: a batch is applied as one.

use servicedesk::entity::{Entity as _, Value};
use servicedesk::query::{Query, field};
use servicedesk::store::{Expect, Store as _, Write};
use servicedesk::ticket::Tag;
use servicedesk::{Code, ErrorKind};

use super::StoreFactory;
use super::entities::Locker;
use super::ground::{Ground, after_seconds, delete, index, insert, key, locker, tag, update};

/// An update touches the fields it names and the version.
pub async fn an_update_changes_its_fields_and_raises_the_version<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (tag, other) = (tag(ground.organization, "printer"), tag(ground.organization, "scanner"));
    ground.commit([insert(tag.clone()), insert(other.clone())]).await;
    let changes = vec![
        (index::<Tag>("color"), Value::Text("#ff0000".to_owned())),
        (index::<Tag>("updated_at"), Value::Timestamp(after_seconds(5))),
    ];
    let answer = ground.commit([Write::Update { key: key::<Tag>(tag.id), version: 1, changes }]).await;
    assert_eq!(answer, servicedesk::store::Commit::default());
    let wanted = Tag { color: Some("#ff0000".to_owned()), updated_at: after_seconds(5), version: 2, ..tag.clone() };
    assert_eq!(ground.get::<Tag>(tag.id).await, wanted);
    assert_eq!(ground.get::<Tag>(other.id).await, other);

    ground.commit([Write::Update { key: key::<Tag>(tag.id), version: 2, changes: Vec::new() }]).await;
    assert_eq!(ground.get::<Tag>(tag.id).await.version, 3);
}

/// Writes are applied in their order.
pub async fn a_later_write_sees_the_earlier_ones<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (kept, gone) = (tag(ground.organization, "a"), tag(ground.organization, "b"));
    let answer = ground
        .commit([
            insert(kept.clone()),
            insert(gone.clone()),
            update::<Tag>(kept.id, 1, "name", "c"),
            delete::<Tag>(gone.id, 1),
            update::<Tag>(kept.id, 2, "name", "b"),
        ])
        .await;
    assert_eq!(answer.inserted, [kept.id.as_uuid(), gone.id.as_uuid()]);
    let rows: Vec<Tag> = ground.read(ground.all::<Tag>()).await;
    assert_eq!(rows, [Tag { name: "b".to_owned(), version: 3, ..kept }]);
}

/// A batch may write nothing.
pub async fn an_empty_batch_is_committed<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let batch = ground.batch([]);
    assert!(!ground.store.commit(batch.clone()).await.unwrap().replayed);
    assert!(ground.store.commit(batch).await.unwrap().replayed);
}

/// A batch may be large.
pub async fn a_thousand_rows_are_committed_at_once<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let lockers: Vec<Locker> = (0..1_000).map(|place| locker(ground.organization, place)).collect();
    let answer = ground.commit(lockers.iter().cloned().map(insert)).await;
    assert_eq!(answer.inserted, lockers.iter().map(|locker| locker.id.as_uuid()).collect::<Vec<_>>());
    assert_eq!(ground.count(ground.all::<Locker>()).await, 1_000);
    ground.commit(lockers.iter().map(|locker| update::<Locker>(locker.id, 1, "rank", 7))).await;
    assert_eq!(ground.count(ground.all::<Locker>().filter(field("rank").is(7))).await, 1_000);
    ground.commit(lockers.iter().map(|locker| delete::<Locker>(locker.id, 2))).await;
    assert_eq!(ground.count(ground.all::<Locker>()).await, 0);
    assert_eq!(ground.feed().await.len(), 3_001);
}

/// A version is changed once.
pub async fn of_many_updates_of_one_version_one_wins<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let tag = tag(ground.organization, "printer");
    ground.commit([insert(tag.clone())]).await;
    let answers = ground
        .commit_together(16, |number| ground.batch([update::<Tag>(tag.id, 1, "name", number.to_string().as_str())]))
        .await;
    let winners: Vec<usize> = (0..16).filter(|number| answers[*number].is_ok()).collect();
    assert_eq!(winners.len(), 1);
    assert!(answers.iter().flat_map(|answer| answer.as_ref().err()).all(|error| error.code() == Code::StaleVersion));
    let stored: Tag = ground.get(tag.id).await;
    assert_eq!((stored.name, stored.version), (winners[0].to_string(), 2));
}

/// Two decisions on the same read, each of which changes what the other read, are not both committed.
pub async fn of_many_batches_that_read_the_same_one_wins<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let on_call: Query = ground.all::<Tag>().filter(field("color").is("on call"));
    let answers = ground
        .commit_together(16, |number| {
            let volunteer = Tag { color: Some("on call".to_owned()), ..tag(ground.organization, &number.to_string()) };
            let mut batch = ground.batch([insert(volunteer)]);
            batch.expect = vec![Expect::Unchanged(Box::new(on_call.clone()), Vec::new())];
            batch
        })
        .await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert!(answers.iter().flat_map(|answer| answer.as_ref().err()).all(|error| error.kind() == ErrorKind::Conflict));
    assert_eq!(ground.count(on_call).await, 1);
    assert_eq!(Tag::DEF.table, ground.feed().await[1].table);
}

/// What was committed outlives the handle through which it was.
pub async fn a_committed_batch_is_there_after_opening_again<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let tag = tag(ground.organization, "printer");
    ground.commit([insert(tag.clone())]).await;
    let (everything, feed) = (ground.everything().await, ground.feed().await);
    let Some(store) = factory.reopen().await else { return };
    let again = Ground { store: store.into(), organization: ground.organization };
    assert_eq!(again.everything().await, everything);
    assert_eq!(again.feed().await, feed);
    // Both handles go on, and each sees what the other does.
    again.commit([update::<Tag>(tag.id, 1, "name", "scanner")]).await;
    assert_eq!(ground.get::<Tag>(tag.id).await.name, "scanner");
    ground.commit([update::<Tag>(tag.id, 2, "name", "printer")]).await;
    assert_eq!(again.get::<Tag>(tag.id).await.name, "printer");
}
