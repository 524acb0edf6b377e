//! Any thread may use the store, with any executor or none, and dropping things early breaks nothing.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::{Place, batch, insert, next, organization, rows, tag};
use crate::store::Store as _;
use crate::store::postgres::PostgresStore;
use crate::ticket::Tag;

/// Waits by asking again and again: an executor that knows nothing of any other.
fn spin<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Makes a place outside any runtime.
fn place() -> Place {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(Place::new())
}

#[test]
fn no_executor_is_needed() {
    let place = place();
    let store = spin(PostgresStore::connect(&place.address(super::ROLE), place.options())).unwrap();
    let id = spin(organization(&store));
    spin(store.commit(batch(id, [insert(tag(id, "a"))]))).unwrap();
    assert_eq!(spin(rows::<Tag>(&store, id)).len(), 1);
}

#[test]
fn waiting_for_the_connection_is_allowed_inside_a_runtime() {
    let place = place();
    let connect = || PostgresStore::connect_blocking(&place.address(super::ROLE), place.options()).unwrap();
    drop(connect());
    for runtime in
        [tokio::runtime::Builder::new_current_thread(), tokio::runtime::Builder::new_multi_thread()].iter_mut()
    {
        runtime.enable_all().build().unwrap().block_on(async {
            let store = connect();
            let id = organization(&store).await;
            drop(store.clone());
            assert_eq!(rows::<Tag>(&store, id).await.len(), 0);
            drop(store);
        });
    }
}

#[tokio::test]
async fn a_commit_outlives_its_future_and_its_store() {
    let place = Place::new().await;
    let store = place.open().await;
    let id = organization(&store).await;
    // Two steps of one sequence are several statements.
    for number in 0..10 {
        let store = place.open().await;
        drop(store.commit(batch(id, [next("a"), next("a"), insert(tag(id, &number.to_string()))])));
        drop(store);
    }
    for _ in 0..200 {
        if rows::<Tag>(&store, id).await.len() == 10 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("every commit that was begun is made");
}
