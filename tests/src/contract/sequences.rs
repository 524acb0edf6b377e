//! Numbers without gaps, such as those of tickets.

use std::collections::BTreeSet;

use servicedesk::Code;
use servicedesk::entity::{Allocated, Entity as _, Value};
use servicedesk::store::Write;
use servicedesk::ticket::Tag;

use super::StoreFactory;
use super::ground::{Ground, index, insert, next, tag, update};

/// The first number is the step; names and organizations count for themselves.
pub async fn a_sequence_begins_with_its_first_step<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let step = |sequence: &str, by| Write::Next { sequence: sequence.to_owned(), by, at_most: None };
    assert_eq!(ground.commit([step("a", 1), step("b", 10), step("a", 1)]).await.allocated, [1, 10, 2]);
    assert_eq!(ground.commit([step("a", 5), step("A", 1), step("b", 10)]).await.allocated, [7, 1, 20]);
    assert_eq!(other.commit([step("a", 1)]).await.allocated, [1]);
}

/// A row may hold a text made of a number that the same batch takes.
pub async fn a_number_fills_the_text_that_waits_for_it<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let waiting =
        |slot, width| Value::Allocated(Box::new(Allocated { slot, offset: 0, prefix: "TKT-2026-".to_owned(), width }));
    let (first, second) = (tag(ground.organization, "x"), tag(ground.organization, "y"));
    let mut row = first.clone().into_row();
    row[index::<Tag>("name")] = waiting(1, 4);
    ground.commit([next("a", None), next("a", None), Write::Insert { entity: Tag::DEF, row }]).await;
    assert_eq!(ground.get::<Tag>(first.id).await.name, "TKT-2026-0002");

    // One operation may take many numbers; it answers the last of them.
    let many = Write::Next { sequence: "a".to_owned(), by: 99_999, at_most: None };
    let last = Value::Allocated(Box::new(Allocated { slot: 0, offset: 0, prefix: "T".to_owned(), width: 4 }));
    let first = Value::Allocated(Box::new(Allocated { slot: 0, offset: -99_998, prefix: "T".to_owned(), width: 4 }));
    let writes = [
        insert(second.clone()),
        many,
        update::<Tag>(second.id, 1, "name", last),
        update::<Tag>(second.id, 2, "color", first),
    ];
    ground.commit(writes).await;
    let stored: Tag = ground.get(second.id).await;
    assert_eq!((stored.name.as_str(), stored.color.as_deref()), ("T100001", Some("T0003")));
}

/// A number that was taken in vain is the next one's.
pub async fn a_refused_batch_gives_its_numbers_back<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    ground.commit([next("a", None)]).await;
    let nobody = tag(ground.organization, "nobody").id;
    ground.refused([next("a", None), next("new", None), update::<Tag>(nobody, 1, "name", "x")]).await;
    assert_eq!(ground.commit([next("a", None), next("new", None)]).await.allocated, [2, 1]);
}

/// Sixteen committers at once, a third of whom are refused, use every number exactly once.
pub async fn concurrent_commits_leave_no_gap<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let nobody = tag(ground.organization, "nobody").id;
    let mut numbers = BTreeSet::new();
    for _ in 0..6 {
        let answers = ground
            .commit_together(16, |number| {
                let refused = (number % 3 == 0).then(|| update::<Tag>(nobody, 1, "name", "x"));
                ground.batch([next("a", None), next("a", None)].into_iter().chain(refused))
            })
            .await;
        for (number, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(answer) => {
                    assert_eq!(answer.allocated[0] + 1, answer.allocated[1]);
                    numbers.extend(answer.allocated);
                }
                Err(error) => assert_eq!((number % 3, error.code()), (0, Code::NotFound)),
            }
        }
    }
    assert_eq!(numbers, (1..=6 * 10 * 2).collect::<BTreeSet<i64>>());
}

/// The greatest number allowed can be taken; the next one not.
pub async fn a_limit_is_reached_exactly<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    for number in 1..=3 {
        assert_eq!(ground.commit([next("a", Some(3))]).await.allocated, [number]);
    }
    let error = ground.refused([next("a", Some(3))]).await;
    assert_eq!(
        (error.code(), error.parameter("name"), error.parameter("limit")),
        (Code::CounterLimit, Some("a"), Some("3")),
    );
    assert_eq!(ground.refused([next("empty", Some(0))]).await.code(), Code::CounterLimit);
    assert_eq!(ground.commit([next("a", Some(4))]).await.allocated, [4]);
    assert_eq!(ground.commit([next("empty", None)]).await.allocated, [1]);
}

/// No race gets past a limit, and none is refused before it is reached.
pub async fn a_limit_holds_under_concurrency<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let answers = ground.commit_together(32, |_| ground.batch([next("a", Some(20))])).await;
    let (taken, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    let numbers: BTreeSet<i64> = taken.into_iter().flat_map(|answer| answer.unwrap().allocated).collect();
    assert_eq!(numbers, (1..=20).collect::<BTreeSet<i64>>());
    assert_eq!(refused.len(), 12);
    assert!(refused.into_iter().all(|answer| answer.unwrap_err().code() == Code::CounterLimit));
}
