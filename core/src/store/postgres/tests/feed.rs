//! The feed skips nothing, although transactions become visible in another order than that of their numbers.

use super::{Place, ROLE, batch, insert, organization, run, settle, tag};
use crate::store::Store as _;

#[tokio::test]
async fn a_change_does_not_appear_behind_a_position_that_was_passed() {
    let place = Place::new().await;
    let store = place.open().await;
    let id = organization(&store).await;
    let mut raw = place.raw().await;
    settle(&mut raw).await;
    let start = store.changes(id, "", 10).await.unwrap();
    assert_eq!(start.records.len(), 1);

    // A transaction takes its number first and commits last.
    let mut early = place.raw().await;
    run(&mut early, "BEGIN").await.unwrap();
    let sql = format!(
        "INSERT INTO change_feed (organization_id,batch_id,entity,entity_id,kind,fields,at) \
         VALUES ('{id}','{id}','early','{id}','insert','{{}}',now())"
    );
    run(&mut early, &sql).await.unwrap();
    store.commit(batch(id, [insert(tag(id, "late"))])).await.unwrap();

    let between = store.changes(id, &start.position, 10).await.unwrap();
    assert_eq!((between.records.len(), &between.position), (0, &start.position), "what could be overtaken is not told");
    run(&mut early, "COMMIT").await.unwrap();
    settle(&mut raw).await;
    let after = store.changes(id, &between.position, 10).await.unwrap();
    let tables: Vec<&str> = after.records.iter().map(|record| record.table.as_str()).collect();
    assert_eq!(tables, ["early", "tag"]);

    let one = store.changes(id, &start.position, 1).await.unwrap();
    assert_eq!(one.records[..], after.records[..1]);
    assert_eq!(store.changes(id, &one.position, 10).await.unwrap().records[..], after.records[1..]);
}

#[tokio::test]
async fn a_transaction_that_was_rolled_back_leaves_no_gap_that_holds_up_the_feed() {
    let place = Place::new().await;
    let store = place.open().await;
    let id = organization(&store).await;
    let mut raw = place.raw().await;
    run(&mut raw, &format!("BEGIN; SET LOCAL ROLE {ROLE}; SELECT pg_current_xact_id(); ROLLBACK")).await.unwrap();
    settle(&mut raw).await;
    assert_eq!(store.changes(id, "", 10).await.unwrap().records.len(), 1);
}
