//! Additions: counters that many change at once without a conflict.

use servicedesk::Code;
use servicedesk::identity::User;

use super::StoreFactory;
use super::entities::Locker;
use super::ground::{Ground, add, insert, locker, update, user};

/// An addition leaves everything else alone, the version included, and does not disturb who decided on that version.
pub async fn an_addition_is_no_change_of_the_row<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let person = user(ground.organization, None);
    ground.commit([insert(person.clone())]).await;
    ground.commit([add::<User>(person.id, "open_ticket_count", 2, None)]).await;
    ground.commit([add::<User>(person.id, "open_ticket_count", -5, None)]).await;
    assert_eq!(ground.get::<User>(person.id).await, User { open_ticket_count: -3, ..person.clone() });
    ground.commit([update::<User>(person.id, 1, "display_name", "Another")]).await;
    let stored: User = ground.get(person.id).await;
    assert_eq!((stored.open_ticket_count, stored.version), (-3, 2));
}

/// None of many additions at once is lost.
pub async fn concurrent_additions_all_count<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let locker = locker(ground.organization, 1);
    ground.commit([insert(locker.clone())]).await;
    for _ in 0..4 {
        let answers = ground
            .commit_together(16, |number| {
                ground.batch([
                    add::<Locker>(locker.id, "rank", number as i64, None),
                    add::<Locker>(locker.id, "keys", 1, None),
                ])
            })
            .await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    }
    let stored: Locker = ground.get(locker.id).await;
    assert_eq!((stored.rank, stored.keys, stored.version), (4 * 120, 4 * 16, 1));
}

/// The greatest result allowed can be reached, and not passed.
pub async fn a_bound_is_reached_exactly<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let locker = locker(ground.organization, 1);
    ground.commit([insert(locker.clone())]).await;
    ground.commit([add::<Locker>(locker.id, "rank", 3, Some(3))]).await;
    let error = ground.refused([add::<Locker>(locker.id, "rank", 1, Some(3))]).await;
    assert_eq!(
        (error.code(), error.parameter("name"), error.parameter("limit")),
        (Code::CounterLimit, Some("rank"), Some("3")),
    );
    ground.commit([add::<Locker>(locker.id, "rank", -1, Some(3)), add::<Locker>(locker.id, "rank", 1, Some(3))]).await;
    assert_eq!(ground.get::<Locker>(locker.id).await.rank, 3);
}

/// No race gets past a bound, and none is refused before it is reached.
pub async fn a_bound_holds_under_concurrency<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let locker = locker(ground.organization, 1);
    ground.commit([insert(locker.clone())]).await;
    let answers = ground.commit_together(32, |_| ground.batch([add::<Locker>(locker.id, "keys", 1, Some(20))])).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 20);
    assert!(answers.iter().flat_map(|answer| answer.as_ref().err()).all(|error| error.code() == Code::CounterLimit));
    assert_eq!(ground.get::<Locker>(locker.id).await.keys, 20);
}

/// A sum that the field, or any whole number of 64 bits, cannot hold is refused as such.
pub async fn a_counter_stays_in_the_range_of_its_field<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let locker = Locker { keys: 99, rank: i64::MAX - 1, ..locker(ground.organization, 1) };
    ground.commit([insert(locker.clone())]).await;
    for (field, delta, at_most) in [("keys", 2, None), ("keys", 2, Some(500)), ("keys", -100, None), ("rank", 2, None)]
    {
        let error = ground.refused([add::<Locker>(locker.id, field, delta, at_most)]).await;
        assert_eq!((error.code(), error.fields()), (Code::NumberRange, &[field.to_owned()][..]));
    }
    let too_much = add::<Locker>(locker.id, "rank", i64::MAX, Some(i64::MAX));
    assert_eq!(ground.refused([too_much]).await.code(), Code::CounterLimit);
    ground.commit([add::<Locker>(locker.id, "keys", 1, None), add::<Locker>(locker.id, "rank", 1, None)]).await;
    let stored: Locker = ground.get(locker.id).await;
    assert_eq!((stored.keys, stored.rank), (100, i64::MAX));
}

/// Nothing is added to nothing.
pub async fn only_a_row_that_is_there_is_added_to<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let nobody = locker(ground.organization, 1).id;
    let error = ground.refused([add::<Locker>(nobody, "rank", 1, None)]).await;
    assert_eq!((error.code(), error.parameter("entity")), (Code::NotFound, Some("Locker")));
    assert_eq!(ground.refused([add::<Locker>(nobody, "rank", 1, Some(0))]).await.code(), Code::NotFound);
}
