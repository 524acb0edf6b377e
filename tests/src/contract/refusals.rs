//! Commits that are refused: each for its reason, and none leaves a trace.

use servicedesk::Code;
use servicedesk::entity::{Allocated, Entity as _, Value};
use servicedesk::organization::{Team, TeamMember};
use servicedesk::query::{Query, Sort, field};
use servicedesk::store::{Claim, Expect, Store, Write};
use servicedesk::ticket::Tag;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::{Locker, Specimen};
use super::ground::{Ground, NOW, add, after_seconds, delete, index, insert, key, locker, next, tag, team, update};

/// An update or a removal that was decided on another version is a conflict.
pub async fn a_stale_version_is_a_conflict<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let tag = tag(ground.organization, "printer");
    ground.commit([insert(tag.clone())]).await;
    ground.commit([update::<Tag>(tag.id, 1, "name", "scanner")]).await;
    for version in [1, 3, 0, -1, i64::MAX] {
        let writes = [update::<Tag>(tag.id, version, "name", "plotter"), delete::<Tag>(tag.id, version)];
        for write in writes {
            let error = ground.refused([write]).await;
            assert_eq!((error.code(), error.parameter("entity")), (Code::StaleVersion, Some("Tag")));
        }
    }
    assert_eq!(ground.get::<Tag>(tag.id).await.name, "scanner");
}

/// What is not there cannot be changed or removed.
pub async fn a_missing_row_is_not_found<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let nobody = tag(ground.organization, "nobody").id;
    for write in [update::<Tag>(nobody, 1, "name", "x"), delete::<Tag>(nobody, 1)] {
        let error = ground.refused([write]).await;
        assert_eq!((error.code(), error.parameter("entity")), (Code::NotFound, Some("Tag")));
    }
}

/// An id is given once, also within a batch.
pub async fn a_row_cannot_be_added_twice<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let first = tag(ground.organization, "a");
    let second = Tag { name: "b".to_owned(), ..first.clone() };
    assert_eq!(ground.refused([insert(first.clone()), insert(second.clone())]).await.code(), Code::AlreadyThere);
    ground.commit([insert(first.clone())]).await;
    let error = ground.refused([insert(second)]).await;
    assert_eq!((error.code(), error.parameter("entity")), (Code::AlreadyThere, Some("Tag")));
    assert_eq!(ground.read::<Tag>(ground.all::<Tag>()).await, [first]);
}

async fn expecting<S: Store>(ground: &Ground<S>, expect: Expect) -> Option<Code> {
    let mut batch = ground.batch([insert(locker(ground.organization, 0))]);
    batch.expect = vec![expect];
    ground.store.commit(batch).await.err().map(|error| error.code())
}

/// A batch may depend on a row that it does not change.
pub async fn an_expected_version_must_hold<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let tag = tag(ground.organization, "printer");
    let version = |version| Expect::Version(key::<Tag>(tag.id), version);
    assert_eq!(expecting(&ground, version(1)).await, Some(Code::NotFound));
    ground.commit([insert(tag.clone())]).await;
    assert_eq!(expecting(&ground, version(1)).await, None);
    assert_eq!(expecting(&ground, version(2)).await, Some(Code::StaleVersion));
}

/// A batch may depend on a row not being there.
pub async fn an_expected_absence_must_hold<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let tag = tag(ground.organization, "printer");
    let absent = || Expect::Absent(key::<Tag>(tag.id));
    assert_eq!(expecting(&ground, absent()).await, None);
    ground.commit([insert(tag.clone())]).await;
    assert_eq!(expecting(&ground, absent()).await, Some(Code::AlreadyThere));
    ground.commit([delete::<Tag>(tag.id, 1)]).await;
    assert_eq!(expecting(&ground, absent()).await, None);
}

/// A batch may depend on a row being there, whatever becomes of it otherwise; another organization's is not there.
pub async fn an_expected_presence_must_hold<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let foreign = ground.neighbour().await;
    let (tag, locker) = (tag(ground.organization, "printer"), locker(ground.organization, 1));
    let refused = || Some(Code::ReferenceMissing);
    let present = || Expect::Present(key::<Tag>(tag.id), "actor");
    assert_eq!(expecting(&ground, present()).await, refused());
    ground.commit([insert(tag.clone()), insert(locker.clone())]).await;
    assert_eq!(expecting(&ground, present()).await, None);
    assert_eq!(expecting(&foreign, present()).await, refused());
    // A row that the batch itself adds was not there before.
    let newcomer = super::ground::tag(ground.organization, "scanner");
    let mut batch = ground.batch([insert(newcomer.clone())]);
    batch.expect = vec![Expect::Present(key::<Tag>(newcomer.id), "actor")];
    let error = ground.store.commit(batch).await.unwrap_err();
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["actor".to_owned()][..]));
    // A row that the batch changes, adds to or removes was.
    let writes = [update::<Locker>(locker.id, 1, "rank", 2), add::<Locker>(locker.id, "rank", 1, None)];
    for write in writes.into_iter().chain([delete::<Locker>(locker.id, 2)]) {
        let mut batch = ground.batch([write.clone()]);
        batch.expect = vec![Expect::Present(key::<Locker>(locker.id), "actor")];
        ground.store.commit(batch).await.unwrap();
    }
    let mut batch = ground.batch([add::<Locker>(locker.id, "rank", 1, None)]);
    batch.expect = vec![Expect::Present(key::<Locker>(locker.id), "actor")];
    assert_eq!(ground.store.commit(batch).await.unwrap_err().code(), Code::ReferenceMissing);
    ground.commit([delete::<Tag>(tag.id, 1)]).await;
    assert_eq!(expecting(&ground, present()).await, refused());
}

fn red(organization: servicedesk::organization::OrganizationId) -> Query {
    Query::new(Tag::DEF, organization).filter(field("color").is("red")).sort([Sort::descending("name")])
}

async fn red_tags<S: Store>(ground: &Ground<S>) -> (Tag, Expect) {
    let tags = ["a", "b"].map(|name| Tag { color: Some("red".to_owned()), ..tag(ground.organization, name) });
    ground.commit(tags.clone().map(insert)).await;
    let query = red(ground.organization);
    let rows = ground.store.read(std::slice::from_ref(&query)).await.unwrap().remove(0).rows;
    let [first, _] = tags;
    (first, Expect::Unchanged(Box::new(query), rows))
}

/// A batch may depend on an answer; other rows do not count.
pub async fn an_unchanged_read_must_hold<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (first, unchanged) = red_tags(&ground).await;
    assert_eq!(expecting(&ground, unchanged.clone()).await, None);
    ground.commit([insert(tag(ground.organization, "colourless"))]).await;
    assert_eq!(expecting(&ground, unchanged.clone()).await, None);
    ground.commit([update::<Tag>(first.id, 1, "name", "c")]).await;
    assert_eq!(expecting(&ground, unchanged).await, Some(Code::ReadChanged));
}

/// A row that came to belong to an answer changes it.
pub async fn an_unchanged_read_notices_a_new_row<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (_, unchanged) = red_tags(&ground).await;
    let newcomer = tag(ground.organization, "c");
    ground.commit([insert(newcomer.clone())]).await;
    assert_eq!(expecting(&ground, unchanged.clone()).await, None);
    ground.commit([update::<Tag>(newcomer.id, 1, "color", "red")]).await;
    assert_eq!(expecting(&ground, unchanged).await, Some(Code::ReadChanged));
}

/// A row that left an answer changes it.
pub async fn an_unchanged_read_notices_a_removed_row<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (first, unchanged) = red_tags(&ground).await;
    ground.commit([delete::<Tag>(first.id, 1)]).await;
    assert_eq!(expecting(&ground, unchanged).await, Some(Code::ReadChanged));
}

/// An expectation does not see what its own batch writes.
pub async fn expectations_are_about_the_time_before_the_writes<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (first, unchanged) = red_tags(&ground).await;
    let newcomer = tag(ground.organization, "c");
    let mut batch = ground.batch([insert(newcomer.clone()), update::<Tag>(first.id, 1, "color", "blue")]);
    batch.expect = vec![Expect::Absent(key::<Tag>(newcomer.id)), unchanged, Expect::Version(key::<Tag>(first.id), 1)];
    ground.store.commit(batch).await.unwrap();
    assert_eq!(ground.count(red(ground.organization)).await, 1);
}

/// Whatever refuses a batch, what it did before is taken back: rows, counters, numbers, leases and the feed.
pub async fn a_refused_batch_leaves_nothing_behind<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let there = locker(ground.organization, 1);
    let used = locker(ground.organization, 2);
    let neighbour = Locker { neighbour_id: Some(used.id), ..locker(ground.organization, 3) };
    let doomed = locker(ground.organization, 4);
    let labelled = Locker { label: Some("taken".to_owned()), ..locker(ground.organization, 5) };
    ground.commit([there.clone(), used.clone(), neighbour, doomed.clone(), labelled].map(insert)).await;
    ground.commit([next("lockers", None)]).await;
    let (everything, feed) = (ground.everything().await, ground.feed().await);

    let missing = locker(ground.organization, 0).id;
    let last_writes = [
        (insert(there.clone()), Code::AlreadyThere),
        (insert(Locker { label: Some("taken".to_owned()), ..locker(ground.organization, 6) }), Code::DuplicateValue),
        (insert(Locker { neighbour_id: Some(missing), ..locker(ground.organization, 6) }), Code::ReferenceMissing),
        (update::<Locker>(there.id, 7, "rank", 1), Code::StaleVersion),
        (update::<Locker>(missing, 1, "rank", 1), Code::NotFound),
        (update::<Locker>(there.id, 3, "label", "taken"), Code::DuplicateValue),
        (update::<Locker>(there.id, 3, "neighbour_id", missing), Code::ReferenceMissing),
        (delete::<Locker>(used.id, 2), Code::InUse),
        (delete::<Locker>(there.id, 1), Code::StaleVersion),
        (add::<Locker>(there.id, "keys", 3, Some(2)), Code::CounterLimit),
        (next("lockers", Some(2)), Code::CounterLimit),
    ];
    for (last_write, code) in last_writes {
        let query = ground.all::<Locker>().limit(2);
        let claim = Claim { query, worker: Uuid::now_v7(), until: after_seconds(60) };
        let batch = ground.batch([
            insert(locker(ground.organization, 9)),
            update::<Locker>(there.id, 1, "rank", 9),
            add::<Locker>(used.id, "keys", 9, None),
            delete::<Locker>(doomed.id, 1),
            next("lockers", None),
            Write::Claim(claim),
            last_write,
        ]);
        assert_eq!(ground.store.commit(batch).await.map_err(|error| error.code()), Err(code));
        assert_eq!(ground.everything().await, everything, "after {code:?}");
        assert_eq!(ground.feed().await, feed, "after {code:?}");
    }
    assert_eq!(ground.commit([next("lockers", None)]).await.allocated, [2]);
}

/// What the library itself built wrongly never reaches a row.
pub async fn a_batch_that_is_built_wrongly_is_refused<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let foreign = ground.neighbour().await;
    let tag = tag(ground.organization, "printer");
    let specimen = Specimen { maybe_order: Some(1), ..Specimen::empty(ground.organization, Uuid::now_v7()) };
    ground.commit([insert(tag.clone()), insert(specimen.clone())]).await;
    let short = Write::Insert { entity: Tag::DEF, row: vec![Value::Null] };
    let version = Write::Update {
        key: key::<Tag>(tag.id),
        version: 1,
        changes: vec![(index::<Tag>("version"), Value::Integer(9))],
    };
    let unversioned = Write::Delete { key: key::<Tag>(tag.id), version: None };
    let unleased = Claim { query: ground.all::<Team>(), worker: Uuid::now_v7(), until: NOW };
    let text = add::<Tag>(tag.id, "name", 1, None);
    let absent = add::<Specimen>(specimen.id, "maybe_order", 1, None);
    let abroad = insert(team(foreign.organization, "x"));
    let nothing = Allocated { slot: 0, offset: 0, prefix: String::new(), width: 1 };
    let waiting = update::<Tag>(tag.id, 1, "name", Value::Allocated(Box::new(nothing)));
    for write in [short, version, unversioned, Write::Claim(unleased), text, absent, abroad, next("", None), waiting] {
        assert_eq!(ground.refused([write.clone()]).await.code(), Code::Internal, "{write:?}");
    }
    let mut batch = ground.batch([]);
    batch.expect = vec![Expect::Unchanged(Box::new(foreign.all::<TeamMember>()), Vec::new())];
    assert_eq!(ground.store.commit(batch).await.unwrap_err().code(), Code::Internal);
    assert_eq!(ground.get::<Tag>(tag.id).await, tag);
}
