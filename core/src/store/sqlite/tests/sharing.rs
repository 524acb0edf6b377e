//! Several stores on one file, as several processes have them.

use super::*;
use crate::error::Code;
use crate::outbox::OutboxMessage;
use crate::query::field;
use crate::store::{Changes, Claim, attempt};

/// Opens the same file again.
fn again(desk: &Desk) -> SqliteStore {
    open(&desk.folder.file())
}

#[test]
fn two_stores_write_one_file_and_see_each_other() {
    let desk = Desk::new();
    let others = [again(&desk), again(&desk)];
    std::thread::scope(|scope| {
        for (which, store) in others.iter().chain([&desk.store]).enumerate() {
            for thread in 0..4 {
                let desk = &desk;
                scope.spawn(move || {
                    for number in 0..25 {
                        let batch = desk.batch([desk.tag(format!("{which}-{thread}-{number}"))]);
                        block_on(store.commit(batch)).unwrap();
                    }
                });
            }
        }
    });
    for store in &others {
        let count = block_on(store.read(&[desk.tags().count()])).unwrap()[0].count;
        assert_eq!(count, 300);
    }
}

#[test]
fn only_what_is_short_is_read_by_an_attempt() {
    let desk = Desk::new();
    for hundred in 0..20 {
        desk.commit((0..100).map(|number| desk.tag(format!("{hundred}-{number}")))).unwrap();
    }
    let page = desk.tags().limit(50);
    let attempted = |query: &Query| attempt(desk.store.read(std::slice::from_ref(query)).as_mut());
    match attempted(&page) {
        Poll::Ready(Ok(pages)) => assert_eq!(pages[0].rows.len(), 50),
        other => panic!("{other:?}"),
    }
    // No index helps, so that every row is looked at.
    let long = desk.tags().filter(field("name").contains("nothing")).limit(50);
    assert!(attempted(&long).is_pending());
    let counted = [desk.tags().limit(1), long.clone()];
    let mut both = desk.store.read(&counted);
    assert!(attempt(both.as_mut()).is_pending());
    // The same connection answers in full afterwards, as does the same future.
    assert_eq!(block_on(both).unwrap()[1].rows.len(), 0);
    assert_eq!(block_on(desk.store.read(&[long])).unwrap()[0].rows.len(), 0);
}

#[test]
fn an_attempt_does_not_wait_for_a_connection() {
    let desk = Desk::with(Options { readers: 1, ..options() });
    let query = [desk.tags().limit(1)];
    let lent = desk.store.readers.lend().unwrap();
    assert!(attempt(desk.store.read(&query).as_mut()).is_pending());
    drop(lent);
    assert!(attempt(desk.store.read(&query).as_mut()).is_ready());
}

#[test]
fn a_file_that_another_holds_is_waited_for() {
    let desk = Desk::with(Options { busy_timeout_ms: 1, ..options() });
    let other = rusqlite::Connection::open(desk.folder.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| desk.commit([desk.tag("printer")]));
        std::thread::sleep(std::time::Duration::from_millis(300));
        assert!(!waiting.is_finished());
        other.execute_batch("COMMIT").unwrap();
        waiting.join().unwrap().unwrap();
    });
}

#[test]
fn numbers_are_taken_once_by_whichever_store() {
    let desk = Desk::new();
    let other = again(&desk);
    let next = || Write::Next { sequence: "ticket".to_owned(), by: 1, at_most: None };
    let mut numbers: Vec<i64> = std::thread::scope(|scope| {
        let threads: Vec<_> = [&desk.store, &other, &desk.store, &other]
            .map(|store| {
                let desk = &desk;
                scope.spawn(move || {
                    let take = |_| block_on(store.commit(desk.batch([next()]))).unwrap().allocated[0];
                    (0..50).map(take).collect::<Vec<_>>()
                })
            })
            .into_iter()
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=200).collect::<Vec<_>>());
}

#[test]
fn no_message_is_claimed_twice() {
    let desk = Desk::new();
    let message = |_| {
        let values = [("id", Value::Uuid(Uuid::now_v7())), ("organization_id", desk.organization.into())];
        insert(OutboxMessage::DEF, filled::<OutboxMessage>(values))
    };
    desk.commit((0..100).map(message)).unwrap();
    let other = again(&desk);
    let claim = || {
        let query =
            Query::new(OutboxMessage::DEF, desk.organization).filter(field("completed_at").is_absent()).limit(7);
        let until = Timestamp::EPOCH.plus_millis(60_000);
        desk.batch([Write::Claim(Claim { query, worker: Uuid::now_v7(), until })])
    };
    let version = OutboxMessage::DEF.index_of("version").unwrap();
    let mut ids: Vec<Uuid> = std::thread::scope(|scope| {
        let threads = [&desk.store, &other].map(|store| {
            scope.spawn(move || {
                let mut ids = Vec::new();
                loop {
                    let rows = block_on(store.commit(claim())).unwrap().claimed;
                    if rows.is_empty() {
                        return ids;
                    }
                    assert!(rows.iter().all(|row| row[version] == Value::Integer(2)));
                    ids.extend(rows.iter().map(|row| row[0].as_uuid().unwrap()));
                }
            })
        });
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 100);
    let stored = desk.read(Query::by_id(OutboxMessage::DEF, desk.organization, ids[0])).unwrap().rows;
    assert_eq!(stored[0][version], Value::Integer(2));
}

#[test]
fn the_feed_is_the_same_from_every_store_and_skips_nothing() {
    let desk = Desk::new();
    let other = again(&desk);
    let follow = |store: &SqliteStore| {
        let (mut seen, mut position) = (Vec::new(), String::new());
        loop {
            let Changes { records, position: next } =
                block_on(store.changes(desk.organization, &position, 10)).unwrap();
            if records.is_empty() && seen.len() >= 201 {
                return seen;
            }
            position = next;
            seen.extend(records.into_iter().map(|record| record.id));
        }
    };
    let (first, second) = std::thread::scope(|scope| {
        for store in [&desk.store, &other] {
            let desk = &desk;
            scope.spawn(move || {
                for _ in 0..100 {
                    block_on(store.commit(desk.batch([desk.tag(Uuid::now_v7().to_string())]))).unwrap();
                }
            });
        }
        let follower = scope.spawn(|| follow(&other));
        (follow(&desk.store), follower.join().unwrap())
    });
    assert_eq!(first, second);
    assert_eq!(first.len(), 201);
    let wrong = block_on(desk.store.changes(desk.organization, "memory-1", 10)).unwrap_err();
    assert_eq!(wrong.code(), Code::CursorInvalid);
    assert_eq!(block_on(desk.store.changes(desk.organization, "", 0)).unwrap_err().code(), Code::NumberRange);
}
