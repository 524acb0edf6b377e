//! The order of the change feed on PostgreSQL, where a position holds the number of a transaction.

use servicedesk::store::Store as _;
use servicedesk_tests::contract::ground::{Ground, insert, tag};
use servicedesk_tests::contract::run;
use servicedesk_tests::postgres::PostgresFactory;

/// Numbers of transactions get longer while a database lives, so that their order is not that of their digits.
#[test]
fn the_order_is_that_of_numbers_not_of_their_digits() {
    run(async {
        let factory = PostgresFactory::new();
        let ground = Ground::new(&factory).await;
        ground.commit((0..4).map(|number| insert(tag(ground.organization, &number.to_string())))).await;
        let organization = ground.organization;
        let renumbered =
            "CASE \"position\" % 5 WHEN 0 THEN '9' WHEN 1 THEN '10' WHEN 2 THEN '99' WHEN 3 THEN '100' ELSE '101' END";
        factory
            .run(format!(
                "SET servicedesk.organization = '{organization}';
                 ALTER TABLE change_feed DISABLE TRIGGER change_feed_kept;
                 UPDATE change_feed SET \"transaction\" = ({renumbered})::xid8;"
            ))
            .await;
        let numbers = |records: Vec<servicedesk::store::ChangeRecord>| -> Vec<String> {
            records.iter().map(|record| record.position.split('.').next().unwrap_or_default().to_owned()).collect()
        };
        let whole = ground.store.changes(organization, "", 1_000).await.unwrap().records;
        assert_eq!(numbers(whole.clone()), ["9", "10", "99", "100", "101"]);
        let (mut walked, mut position) = (Vec::new(), String::new());
        for _ in 0..5 {
            let stretch = ground.store.changes(organization, &position, 1).await.unwrap();
            walked.extend(stretch.records);
            position = stretch.position;
        }
        assert_eq!(walked, whole);
    });
}
