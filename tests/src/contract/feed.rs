//! The change feed: complete, in the order of commits, and readable in stretches of any length.

use std::collections::BTreeMap;

use servicedesk::Code;
use servicedesk::entity::Value;
use servicedesk::organization::Organization;
use servicedesk::store::{Batch, ChangeKind, ChangeRecord, Claim, Store, Write};
use servicedesk::ticket::Tag;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::{Locker, Specimen};
use super::ground::{Ground, add, after_seconds, delete, index, insert, key, locker, next, tag, update};
use crate::patience::Patience;

/// Every row that is added, changed or removed leaves one record that tells which, what and when, not the values.
pub async fn every_change_leaves_a_record<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let tag = tag(ground.organization, "printer");
    let changes = vec![
        (index::<Tag>("name"), Value::Text("scanner".to_owned())),
        (index::<Tag>("updated_at"), Value::Timestamp(after_seconds(1))),
    ];
    let first = ground.batch([insert(tag.clone()), Write::Update { key: key::<Tag>(tag.id), version: 1, changes }]);
    let second = Batch { at: after_seconds(2), ..ground.batch([delete::<Tag>(tag.id, 2)]) };
    for batch in [&first, &second] {
        ground.store.commit(batch.clone()).await.unwrap();
    }
    let feed = ground.feed().await;
    let organization = &feed[0];
    assert_eq!((organization.table.as_str(), organization.id), ("organization", ground.organization.as_uuid()));
    let wanted = [
        (ChangeKind::Insert, &first, vec![]),
        (ChangeKind::Update, &first, vec!["name".to_owned(), "updated_at".to_owned()]),
        (ChangeKind::Delete, &second, vec![]),
    ];
    assert_eq!(feed.len(), 1 + wanted.len());
    for (record, (kind, batch, fields)) in feed[1..].iter().zip(wanted) {
        let position = record.position.clone();
        let (batch, at, table) = (batch.id, batch.at, "tag".to_owned());
        assert_eq!(*record, ChangeRecord { position, batch, table, id: tag.id.as_uuid(), kind, fields, at });
    }
}

/// What the library writes for itself is not in the feed.
pub async fn only_audited_entities_leave_records<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let specimen = Specimen::empty(ground.organization, Uuid::now_v7());
    ground.commit([insert(specimen.clone()), insert(tag(ground.organization, "printer"))]).await;
    ground.commit([update::<Specimen>(specimen.id, 1, "order", 5)]).await;
    ground.commit([delete::<Specimen>(specimen.id, 2)]).await;
    let tables: Vec<String> = ground.feed().await.into_iter().map(|record| record.table).collect();
    assert_eq!(tables, ["organization", "tag"]);
}

/// Counters and leases are no changes.
pub async fn additions_and_claims_leave_no_records<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let locker = locker(ground.organization, 1);
    ground.commit([insert(locker.clone())]).await;
    let before = ground.feed().await;
    let claim = Claim { query: ground.all::<Locker>(), worker: Uuid::now_v7(), until: after_seconds(1) };
    ground.commit([add::<Locker>(locker.id, "rank", 1, None), next("a", None), Write::Claim(claim)]).await;
    assert_eq!(ground.feed().await, before);
}

/// A reader never hears of what did not happen.
pub async fn a_refused_batch_leaves_no_record<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let before = ground.feed().await;
    ground.refused([insert(tag(ground.organization, "a")), insert(tag(ground.organization, "a"))]).await;
    assert_eq!(ground.feed().await, before);
}

/// Reads the feed in stretches of that length, each from where the last one ended.
async fn in_stretches<S: Store>(ground: &Ground<S>, limit: u32) -> Vec<ChangeRecord> {
    let (mut records, mut position) = (Vec::new(), String::new());
    let mut patience = Patience::new(10_000, "the feed is read to its end");
    loop {
        patience.round();
        let stretch = ground.store.changes(ground.organization, &position, limit).await.unwrap();
        assert!(stretch.records.len() <= limit as usize);
        if stretch.records.is_empty() {
            assert_eq!(stretch.position, position);
            return records;
        }
        assert_eq!(stretch.records.last().unwrap().position, stretch.position);
        records.extend(stretch.records);
        position = stretch.position;
    }
}

/// Wherever a reader stops, in the middle of a batch too, it goes on with the next record.
pub async fn a_reader_can_stop_and_go_on_at_every_limit<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    assert_eq!(ground.store.changes(ground.neighbour_id(), "", 10).await.unwrap(), Default::default());
    for size in [1, 5, 3, 1, 7] {
        ground.commit((0..size).map(|place| insert(locker(ground.organization, place)))).await;
    }
    let feed = in_stretches(&ground, 1_000).await;
    assert_eq!(feed.len(), 18);
    for limit in 1..=19 {
        assert_eq!(in_stretches(&ground, limit).await, feed, "at {limit}");
    }
    for (index, record) in feed.iter().enumerate() {
        let rest = ground.store.changes(ground.organization, &record.position, 1_000).await.unwrap();
        assert_eq!(rest.records, feed[index + 1..]);
    }
}

/// A reader that follows many writers misses nothing, sees nothing twice, and sees a row's changes in their order.
pub async fn a_reader_sees_every_change_once_while_others_write<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let rows: Vec<Locker> = (0..8).map(|place| locker(ground.organization, place)).collect();
    ground.commit(rows.iter().cloned().map(insert)).await;
    let writers: Vec<_> = rows
        .iter()
        .map(|row| {
            let (store, id) = (std::sync::Arc::clone(&ground.store), row.id);
            let batches: Vec<Batch> =
                (1..=25).map(|version| ground.batch([update::<Locker>(id, version, "rank", version)])).collect();
            tokio::spawn(async move {
                for batch in batches {
                    store.commit(batch).await.expect("nobody else writes this row");
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    let (mut followed, mut position) = (Vec::new(), String::new());
    loop {
        let over = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let stretch = ground.store.changes(ground.organization, &position, 7).await.unwrap();
        let end = stretch.records.is_empty();
        followed.extend(stretch.records);
        position = stretch.position;
        if over && end {
            break;
        }
        tokio::task::yield_now().await;
    }
    for writer in writers {
        writer.await.expect("the writer did not panic");
    }
    assert_eq!(followed.len(), 1 + 8 + 8 * 25);
    assert_eq!(followed, ground.feed().await);
    let mut batches: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
    for record in followed.iter().filter(|record| record.kind == ChangeKind::Update) {
        batches.entry(record.id).or_default().push(record.batch);
    }
    // The ids of batches rise with the version that they were made for.
    assert!(batches.values().all(|batches| batches.len() == 25 && batches.is_sorted()));
}

/// Nobody reads another organization's feed.
pub async fn a_reader_sees_its_own_organization_only<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    ground.commit([insert(tag(ground.organization, "a"))]).await;
    other.commit([insert(tag(other.organization, "b"))]).await;
    ground.commit([update::<Organization>(ground.organization, 1, "name", "Renamed")]).await;
    let kinds =
        |feed: Vec<ChangeRecord>| feed.into_iter().map(|record| (record.table, record.kind)).collect::<Vec<_>>();
    let own = [("organization", ChangeKind::Insert), ("tag", ChangeKind::Insert), ("organization", ChangeKind::Update)];
    assert_eq!(kinds(ground.feed().await), own.map(|(table, kind)| (table.to_owned(), kind)));
    assert_eq!(
        kinds(other.feed().await),
        own[..2].iter().map(|(table, kind)| ((*table).to_owned(), *kind)).collect::<Vec<_>>()
    );
}

/// A position is opaque, and one that this store did not give is refused, not guessed.
pub async fn a_foreign_position_is_refused<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    for position in ["x", "memory", "-", "é", "'; DROP TABLE tag; --", &"9".repeat(100)] {
        let error = ground.store.changes(ground.organization, position, 10).await.unwrap_err();
        assert_eq!((error.code(), error.fields()), (Code::CursorInvalid, &["position".to_owned()][..]), "{position}");
    }
}

/// A stretch has from 1 to 1,000 records.
pub async fn limits_are_kept<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    for limit in [0, 1_001, u32::MAX] {
        let error = ground.store.changes(ground.organization, "", limit).await.unwrap_err();
        assert_eq!((error.code(), error.fields()), (Code::NumberRange, &["limit".to_owned()][..]));
    }
    assert_eq!(ground.store.changes(ground.organization, "", 1).await.unwrap().records.len(), 1);
}
