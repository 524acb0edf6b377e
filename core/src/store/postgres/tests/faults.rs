//! A server that stops in the middle, refuses or is slow: never half a batch, and always the right kind of error.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use super::{Place, ROLE, batch, insert, next, organization, page, rows, run, tag};
use crate::entity::Entity as _;
use crate::query::{Query, field};
use crate::store::postgres::{Options, PostgresStore};
use crate::store::{Batch, Store as _};
use crate::ticket::Tag;
use crate::{Code, ErrorKind};

/// Ends the connections of a place, the way a restart does.
async fn cut(raw: &mut PgConnection, place: &Place) {
    sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name=$1")
        .bind(&place.schema)
        .execute(raw)
        .await
        .unwrap();
}

#[tokio::test]
async fn connections_that_were_cut_between_two_calls_are_not_noticed() {
    let place = Place::new().await;
    let store = place.open().await;
    let id = organization(&store).await;
    let mut raw = place.raw().await;
    for number in 0..5 {
        cut(&mut raw, &place).await;
        store.commit(batch(id, [insert(tag(id, &number.to_string()))])).await.unwrap();
        cut(&mut raw, &place).await;
        assert_eq!(rows::<Tag>(&store, id).await.len(), number + 1);
        cut(&mut raw, &place).await;
        store.changes(id, "", 10).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_cut_in_a_commit_leaves_no_half_batch() {
    let place = Arc::new(Place::new().await);
    let store = place.open().await;
    let id = organization(&store).await;
    let over = Arc::new(AtomicBool::new(false));
    let cutter = {
        let (place, over) = (Arc::clone(&place), Arc::clone(&over));
        tokio::spawn(async move {
            let mut raw = place.raw().await;
            while !over.load(Ordering::SeqCst) {
                cut(&mut raw, &place).await;
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        })
    };
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut answers = Vec::new();
                for number in 0..60 {
                    let name = format!("{writer}.{number}");
                    let mut writes = vec![next("a"), insert(tag(id, &name)), insert(tag(id, &format!("{name}'")))];
                    if number % 2 == 0 {
                        // A second step of one sequence makes it several statements.
                        writes.push(next("a"));
                    }
                    let batch = batch(id, writes);
                    answers.push((name, batch.clone(), store.commit(batch).await));
                }
                answers
            })
        })
        .collect();
    let mut answers = Vec::new();
    for writer in writers {
        answers.extend(writer.await.unwrap());
    }
    over.store(true, Ordering::SeqCst);
    cutter.await.unwrap();
    assert!(answers.iter().any(|(_, _, answer)| answer.is_ok()));
    let mut numbers: Vec<i64> = Vec::new();
    for (name, batch, answer) in answers {
        let there = count(&store, id, &name).await;
        match &answer {
            Ok(_) => assert_eq!(there, 2, "{name}"),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
                assert!(there == 0 || there == 2, "{there} of 2 rows of {name}");
            }
        }
        // Whatever the answer was, asking again settles it.
        let again = store.commit(batch).await.unwrap();
        assert!(answer.is_err() || again.replayed);
        assert_eq!(count(&store, id, &name).await, 2);
        numbers.extend(again.allocated);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=4 * 60 * 3 / 2).collect::<Vec<i64>>(), "every number was taken once");
}

async fn count(store: &PostgresStore, id: crate::organization::OrganizationId, name: &str) -> u64 {
    let names = [name.to_owned(), format!("{name}'")];
    page(store, Query::new(Tag::DEF, id).filter(field("name").is_in(names)).count()).await.count
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let options = || Options { acquire_timeout: Duration::from_secs(2), ..Options::default() };
    let error = PostgresStore::connect("postgres://me:hunter2@127.0.0.1:1/x", options()).await.unwrap_err();
    assert_eq!(error.code(), Code::StoreUnavailable);
    let place = Place::new().await;
    let missing = place.url.replacen("/postgres?", "/no_such_database?", 1);
    if missing != place.url {
        assert_eq!(PostgresStore::connect(&missing, options()).await.unwrap_err().code(), Code::StoreUnavailable);
    }
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_refusal_of_the_server_has_its_own_code() {
    let place = Place::new().await;
    let id = organization(&place.open().await).await;
    let read_only = format!("{}&options[default_transaction_read_only]=on", place.address(ROLE));
    let store = PostgresStore::connect(&read_only, place.options()).await.unwrap();
    assert_eq!(store.commit(batch(id, [insert(tag(id, "a"))])).await.unwrap_err().code(), Code::StoreReadOnly);
    assert_eq!(rows::<Tag>(&store, id).await.len(), 0);

    let role = format!("g{}", Uuid::now_v7().simple());
    let (schema, mut raw) = (&place.schema, place.raw().await);
    let grant = format!(
        "CREATE ROLE {role} NOLOGIN; GRANT USAGE ON SCHEMA {schema} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}"
    );
    run(&mut raw, &grant).await.unwrap();
    let store = PostgresStore::connect(&place.address(&role), place.options()).await.unwrap();
    let error = store.commit(batch(id, [insert(tag(id, "a"))])).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), (Code::PermissionMissing, ErrorKind::Denied));
    drop(store);
    run(&mut raw, &format!("DROP OWNED BY {role}; DROP ROLE {role}")).await.unwrap();
}

#[tokio::test]
async fn what_takes_too_long_is_busy() {
    let place = Place::new().await;
    let id = organization(&place.open().await).await;
    let options = Options {
        max_connections: 1,
        acquire_timeout: Duration::from_millis(200),
        statement_timeout: Some(Duration::from_millis(600)),
        ..place.options()
    };
    let store = PostgresStore::connect(&place.address(ROLE), options).await.unwrap();
    let mut raw = place.raw().await;
    let batch: Batch = batch(id, [next("a")]);
    store.commit(self::batch(id, [next("a")])).await.unwrap();
    run(&mut raw, "BEGIN; UPDATE sequence SET value=value").await.unwrap();
    let waiting = tokio::spawn({
        let (store, batch) = (store.clone(), batch.clone());
        async move { store.commit(batch).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let error = store.read(&[Query::new(Tag::DEF, id)]).await.unwrap_err();
    assert_eq!(error.code(), Code::StoreBusy, "no connection is free");
    assert_eq!(waiting.await.unwrap().unwrap_err().code(), Code::StoreBusy, "the row is not free");
    run(&mut raw, "ROLLBACK").await.unwrap();
    assert_eq!(store.commit(batch).await.unwrap().allocated, [2]);
}

#[tokio::test]
async fn a_deadlock_is_a_conflict() {
    let place = Place::new().await;
    let store = place.open().await;
    let id = organization(&store).await;
    store.commit(batch(id, [next("a"), next("b")])).await.unwrap();
    let mut raw = place.raw().await;
    run(&mut raw, "SET deadlock_timeout='10s'; BEGIN; UPDATE sequence SET value=value WHERE name='b'").await.unwrap();
    let commit = tokio::spawn({
        // Twice one sequence, so that it is several statements and does not begin again by itself.
        let (store, batch) = (store.clone(), batch(id, [next("a"), next("a"), next("b")]));
        async move { store.commit(batch).await }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let _ = run(&mut raw, "UPDATE sequence SET value=value WHERE name='a'; COMMIT").await;
    let error = commit.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    raw.close().await.unwrap();
}
