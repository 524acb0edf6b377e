//! Questions: which rows, in which order, how many.

use rust_decimal::Decimal;
use servicedesk::Code;
use servicedesk::entity::{Entity as _, Value};
use servicedesk::query::{Condition, MAX_DEPTH, MAX_LIMIT, MAX_LIST, MAX_PARTS, MAX_SORT, Query, Sort, field};
use servicedesk::store::Store as _;
use servicedesk::ticket::Tag;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::{Locker, Specimen};
use super::ground::{Ground, NOW, insert, locker, tag, update};

/// Adds specimens that differ in one thing.
async fn specimens<S: servicedesk::store::Store, T>(
    ground: &Ground<S>,
    things: impl IntoIterator<Item = T>,
    make: impl Fn(&mut Specimen, T),
) -> Vec<Specimen> {
    let specimens: Vec<Specimen> = things
        .into_iter()
        .map(|thing| {
            let mut specimen = Specimen::empty(ground.organization, Uuid::now_v7());
            make(&mut specimen, thing);
            specimen
        })
        .collect();
    ground.commit(specimens.iter().cloned().map(insert)).await;
    specimens
}

/// The condition decides; what it says of absent values is that no test but "absent" is met.
pub async fn a_condition_selects<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    specimens(&ground, [None, Some("Ação"), Some("acao"), Some("")], |specimen, text| {
        specimen.maybe_text = text.map(str::to_owned);
    })
    .await;
    for (condition, count) in [
        (Condition::always(), 4),
        (Condition::any([]), 0),
        (field("maybe_text").is("acao"), 1),
        (field("maybe_text").is_not("acao"), 3),
        (field("maybe_text").contains("ÇÃO"), 2),
        (field("maybe_text").starts_with(""), 3),
        (field("maybe_text").ends_with("O"), 2),
        (field("maybe_text").is_absent(), 1),
        (field("maybe_text").is_in(["acao", "", "nothing"]), 2),
        (Condition::none([field("maybe_text").less_than("a"), field("maybe_text").is_absent()]), 1),
    ] {
        assert_eq!(ground.count(ground.all::<Specimen>().filter(condition.clone())).await, count, "{condition:?}");
    }
}

/// A soft-deleted row is there, but only for who asks.
pub async fn soft_deleted_rows_are_seen_when_asked_for<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (kept, deleted) = (locker(ground.organization, 1), locker(ground.organization, 2));
    ground.commit([insert(kept.clone()), insert(deleted.clone())]).await;
    ground.commit([update::<Locker>(deleted.id, 1, "deleted_at", NOW)]).await;
    let with_deleted = Query { with_deleted: true, ..ground.all::<Locker>() };
    assert_eq!(ground.read::<Locker>(ground.all::<Locker>()).await, std::slice::from_ref(&kept));
    assert_eq!(ground.count(ground.all::<Locker>()).await, 1);
    assert_eq!(ground.read::<Locker>(with_deleted.clone()).await.len(), 2);
    assert_eq!(ground.count(with_deleted).await, 2);
    assert_eq!(ground.get::<Locker>(deleted.id).await.deleted_at, Some(NOW));
    assert_eq!(ground.read::<Locker>(ground.all::<Locker>().filter(field("id").is(deleted.id))).await, []);
}

async fn sorted<S: servicedesk::store::Store>(ground: &Ground<S>, sort: &[Sort]) -> Vec<Specimen> {
    ground.read(ground.all::<Specimen>().sort(sort.iter().cloned())).await
}

/// Nothing comes before everything, and after it in the other direction.
pub async fn absent_values_are_the_least_in_both_directions<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    specimens(&ground, [Some(1), None, Some(i64::MIN), Some(-1), None], |specimen, number| {
        specimen.maybe_order = number
    })
    .await;
    let numbers = |rows: Vec<Specimen>| rows.into_iter().map(|row| row.maybe_order).collect::<Vec<_>>();
    let mut wanted = vec![None, None, Some(i64::MIN), Some(-1), Some(1)];
    assert_eq!(numbers(sorted(&ground, &[Sort::ascending("maybe_order")]).await), wanted);
    wanted.reverse();
    assert_eq!(numbers(sorted(&ground, &[Sort::descending("maybe_order")]).await), wanted);
}

/// Each column decides between rows that those before it leave equal, and the id between the rest.
pub async fn several_columns_sort_one_after_the_other<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let things =
        [(true, None), (false, Some("b")), (true, Some("a")), (false, None), (false, Some("a")), (true, Some("a"))];
    let made = specimens(&ground, things, |specimen, (flag, text)| {
        specimen.flag = flag;
        specimen.maybe_text = text.map(str::to_owned);
    })
    .await;
    let places = |rows: Vec<Specimen>| {
        rows.iter().map(|row| made.iter().position(|made| made.id == row.id).unwrap()).collect::<Vec<_>>()
    };
    let (up, down) = (Sort::ascending, Sort::descending);
    assert_eq!(places(sorted(&ground, &[up("flag"), down("maybe_text")]).await), [1, 4, 3, 5, 2, 0]);
    assert_eq!(places(sorted(&ground, &[down("flag"), up("maybe_text")]).await), [0, 2, 5, 3, 4, 1]);
    assert_eq!(places(sorted(&ground, &[up("maybe_text"), up("flag")]).await), [3, 0, 4, 2, 5, 1]);
    assert_eq!(places(sorted(&ground, &[]).await), [0, 1, 2, 3, 4, 5]);
    assert_eq!(places(sorted(&ground, &[up("maybe_text"), down("id")]).await), [3, 0, 5, 4, 2, 1]);
}

/// The order of text is that of UTF-8, the same on every machine.
pub async fn text_is_sorted_by_its_bytes<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let texts = ["", " ", "A", "Z", "a", "aa", "b", "e\u{301}", "É", "é", "\u{ffff}", "😀"];
    specimens(&ground, texts.iter().rev(), |specimen, text| (*text).clone_into(&mut specimen.text)).await;
    let read: Vec<String> = sorted(&ground, &[Sort::ascending("text")]).await.into_iter().map(|row| row.text).collect();
    assert_eq!(read, texts);
    assert_eq!(ground.count(ground.all::<Specimen>().filter(field("text").more_than("z"))).await, 4);
}

/// Decimals are numbers, however many digits they are written with.
pub async fn decimals_are_sorted_by_their_value<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let numbers = ["-100", "-9.5", "-0.10", "0", "0.09", "0.1", "2", "10", "10.01", "79228162514264337593543950335"];
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    specimens(&ground, numbers.iter().rev(), |specimen, number| specimen.amount = decimal(number)).await;
    let rows = sorted(&ground, &[Sort::ascending("amount")]).await;
    assert_eq!(rows.iter().map(|row| row.amount.to_string()).collect::<Vec<_>>(), numbers);
    for (condition, count) in [
        (field("amount").is(decimal("2.000")), 1),
        (field("amount").is_in([decimal("10.0"), decimal("0.10"), decimal("3")]), 2),
        (field("amount").less_than(decimal("-9.50")), 1),
        (field("amount").at_least(decimal("9")), 3),
    ] {
        assert_eq!(ground.count(ground.all::<Specimen>().filter(condition.clone())).await, count, "{condition:?}");
    }
}

/// A count is of all rows that meet the condition, not of a page.
pub async fn rows_are_counted_whatever_the_limit<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    ground.commit((0..7).map(|number| insert(tag(ground.organization, &number.to_string())))).await;
    let mut query =
        ground.all::<Tag>().filter(field("name").at_least("2")).sort([Sort::ascending("name")]).limit(2).count();
    query.after = Some(vec![Value::Text("5".to_owned()), Value::Uuid(Uuid::max())]);
    let page = ground.store.read(&[query]).await.unwrap().remove(0);
    assert_eq!((page.count, page.rows.len(), page.more), (5, 0, false));
}

/// A page is as long as was asked, and says whether it is the last.
pub async fn a_limit_tells_whether_more_follow<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    ground.commit((0..3).map(|number| insert(tag(ground.organization, &number.to_string())))).await;
    for (limit, rows, more) in [(1, 1, true), (2, 2, true), (3, 3, false), (4, 3, false), (MAX_LIMIT, 3, false)] {
        let page = ground.store.read(&[ground.all::<Tag>().limit(limit)]).await.unwrap().remove(0);
        assert_eq!((page.rows.len(), page.more, page.count), (rows, more, 0), "of {limit}");
    }
}

/// No limit, or too great a one, is refused.
pub async fn limits_are_refused_beyond_their_range<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    for limit in [0, MAX_LIMIT + 1, u32::MAX] {
        assert_eq!(ground.refusal(ground.all::<Tag>().limit(limit)).await, Code::NumberRange);
    }
}

/// Whoever lists rows need not read the pictures in them.
pub async fn bytes_are_left_out_when_they_are_not_asked_for<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let made = specimens(&ground, [vec![1, 2, 3]], |specimen, bytes| specimen.bytes = bytes).await;
    let query = Query { with_bytes: false, ..ground.all::<Specimen>() };
    let row = ground.store.read(&[query]).await.unwrap().remove(0).rows.remove(0);
    for ((field, read), written) in Specimen::DEF.fields.iter().zip(row).zip(made[0].clone().into_row()) {
        let wanted = if matches!(written, Value::Bytes(_)) { Value::Null } else { written };
        assert!(read == wanted, "{}", field.name);
    }
}

/// A question that makes no sense is refused before any row is looked at, and so are those asked with it.
pub async fn a_query_that_is_not_sound_is_refused<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let all = || ground.all::<Specimen>();
    let sorts = (0..=MAX_SORT).map(|_| Sort::ascending("text"));
    let deep = (0..MAX_DEPTH).fold(field("flag").is(true), |inner, _| Condition::all([inner, field("order").is(1)]));
    let wide = Condition::any((0..=MAX_PARTS as i64).map(|number| field("order").is(number)));
    let misplaced = Query { after: Some(vec![Value::Null, Value::Null]), ..all() };
    for (query, code) in [
        (all().filter(field("colour").is(1)), Code::FieldUnknown),
        (all().filter(field("text\" OR 1=1 --").is("x")), Code::FieldUnknown),
        (all().filter(field("order").is("x")), Code::FieldKind),
        (all().filter(field("json").is("x")), Code::FieldKind),
        (all().filter(field("order").contains("1")), Code::FieldKind),
        (all().filter(field("text").has("x")), Code::FieldKind),
        (all().filter(field("list").less_than("x")), Code::FieldKind),
        (all().filter(field("order").is_in(0..=MAX_LIST as i64)), Code::ListTooLong),
        (all().filter(field("text").contains("x".repeat(4_001))), Code::TextTooLong),
        (all().filter(field("text").contains("\0")), Code::TextNul),
        (all().filter(deep), Code::QueryTooComplex),
        (all().filter(wide), Code::QueryTooComplex),
        (all().sort(sorts), Code::QueryTooComplex),
        (all().sort([Sort::ascending("colour")]), Code::FieldUnknown),
        (all().sort([Sort::ascending("json")]), Code::FieldKind),
        (all().sort([Sort::ascending("text"), Sort::descending("text")]), Code::FieldKind),
        (misplaced, Code::CursorInvalid),
    ] {
        let error = ground.store.read(&[all(), query.clone()]).await.unwrap_err();
        assert_eq!(error.code(), code, "{query:?}");
    }
}

/// What the limits allow, a store answers.
pub async fn the_deepest_and_widest_condition_is_answered<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    specimens(&ground, [7_i64, 8], |specimen, number| specimen.order = number).await;
    let deep = (1..MAX_DEPTH).fold(field("order").is(7), |inner, _| Condition::none([inner]));
    let wide = Condition::any((1..MAX_PARTS as i64).map(|number| field("order").is(number)));
    let lists = Condition::any((0..10).map(|start| field("order").is_in((start * 1_000..).take(MAX_LIST))));
    let all_fields = Specimen::DEF.fields.iter().filter(|field| field.name.starts_with("maybe_")).take(MAX_SORT - 1);
    let sorts: Vec<Sort> = all_fields
        .filter(|field| !["maybe_list", "maybe_bytes", "maybe_json"].contains(&field.name))
        .map(|field| Sort::descending(field.name))
        .collect();
    assert_eq!(ground.count(ground.all::<Specimen>().filter(deep)).await, 1);
    assert_eq!(ground.count(ground.all::<Specimen>().filter(wide)).await, 2);
    assert_eq!(ground.count(ground.all::<Specimen>().filter(lists)).await, 2);
    assert_eq!(sorted(&ground, &sorts).await.len(), 2);
}
