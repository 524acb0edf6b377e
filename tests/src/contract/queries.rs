//! Questions: which rows, in which order, how many.

use rust_decimal::Decimal;
use serde_json::json;
use servicedesk::Code;
use servicedesk::entity::{Entity as _, Value};
use servicedesk::query::{Condition, MAX_DEPTH, MAX_LIMIT, MAX_LIST, MAX_PARTS, MAX_SORT, Query, Sort, field};
use servicedesk::store::{Store as _, Write};
use servicedesk::ticket::Tag;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::{Locker, Specimen};
use super::ground::{Ground, NOW, delete, index, insert, key, locker, tag, update};

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

/// What is asked of members means the same of rows that go, change meanwhile, and come back.
pub async fn members_of_deleted_rows_are_asked_for_apart<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let filled = |place, color: &str| containing(locker(ground.organization, place), color);
    let (kept, gone, born) = (filled(1, "red"), filled(2, "red"), filled(3, "red"));
    let born = Locker { deleted_at: Some(NOW), ..born };
    ground.commit([insert(kept.clone()), insert(gone.clone()), insert(born.clone())]).await;
    let ask = |color: &str, with_deleted| {
        let query = ground.all::<Locker>().filter(field("contents.color").is(color));
        Query { with_deleted, ..query }
    };
    let check = async |color: &str, there: &[&Locker], all: usize| {
        let found: Vec<_> = ground.read::<Locker>(ask(color, false)).await.iter().map(|locker| locker.id).collect();
        let mut expected: Vec<_> = there.iter().map(|locker| locker.id).collect();
        expected.sort();
        assert_eq!(found, expected, "{color}");
        assert_eq!(ground.count(ask(color, false)).await, there.len() as u64, "{color}");
        let both = ask(color, false).filter(field("rank").is(0));
        assert_eq!(ground.count(both).await, there.len() as u64, "{color} and a rank");
        assert_eq!(ground.read::<Locker>(ask(color, true)).await.len(), all, "{color} with deleted");
        assert_eq!(ground.count(ask(color, true)).await, all as u64, "{color} with deleted");
        let page = ask(color, true).sort([Sort::descending("rank")]).limit(1);
        assert_eq!(ground.read::<Locker>(page).await.len(), all.min(1), "{color} with deleted, one");
    };
    check("red", &[&kept, &gone], 3).await;
    // It goes, and what is in it is another thing while it is gone.
    ground.commit([update::<Locker>(gone.id, 1, "deleted_at", NOW)]).await;
    check("red", &[&kept], 3).await;
    let blue = json!({ "color": "blue" });
    ground.commit([update::<Locker>(gone.id, 2, "contents", Value::Json(Box::new(blue.clone())))]).await;
    check("red", &[&kept], 2).await;
    check("blue", &[], 1).await;
    // It comes back, alone and with another change.
    ground.commit([update::<Locker>(gone.id, 3, "deleted_at", Value::Null)]).await;
    check("blue", &[&gone], 1).await;
    let (contents, mark) = (index::<Locker>("contents"), index::<Locker>("deleted_at"));
    let both = |mark_as, document: &serde_json::Value| {
        vec![(mark, mark_as), (contents, Value::Json(Box::new(document.clone())))]
    };
    let change = Write::Update {
        key: key::<Locker>(born.id),
        version: 1,
        changes: both(Value::Null, &json!({ "color": "blue", "size": 3 })),
    };
    ground.commit([change]).await;
    check("blue", &[&gone, &born], 2).await;
    check("red", &[&kept], 1).await;
    // In one batch: it goes and is emptied; another is removed for good.
    let change = Write::Update { key: key::<Locker>(gone.id), version: 4, changes: both(NOW.into(), &blue) };
    ground.commit([change, update::<Locker>(gone.id, 5, "rank", 0), delete::<Locker>(born.id, 2)]).await;
    check("blue", &[], 1).await;
    ground.commit([delete::<Locker>(gone.id, 6)]).await;
    check("blue", &[], 0).await;
    check("red", &[&kept], 1).await;
}

/// Rows are counted for each row that they point to: those that meet the condition, in the order of the ids, by pages.
pub async fn rows_are_counted_by_what_they_point_to<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let targets: Vec<Locker> = (0..3).map(|place| locker(ground.organization, place)).collect();
    ground.commit(targets.iter().cloned().map(insert)).await;
    let beside = |rank, target: &Locker| Locker { neighbour_id: Some(target.id), ..ranked(&ground, rank) };
    let pointing = [beside(1, &targets[0]), beside(2, &targets[0]), beside(1, &targets[2]), ranked(&ground, 1)];
    ground.commit(pointing.iter().cloned().map(insert)).await;
    let other = ground.neighbour().await;
    let there = locker(other.organization, 1);
    other.commit([insert(there.clone()), insert(Locker { neighbour_id: Some(there.id), ..ranked(&other, 1) })]).await;
    let all = || ground.all::<Locker>().count_by("neighbour_id");
    let ask = async |query: Query| {
        let alone = ground.store.read(std::slice::from_ref(&query)).await.expect("an answer").remove(0);
        let mut together = ground.store.read(&[ground.all::<Tag>(), query]).await.expect("answers");
        assert_eq!((&alone.counts, alone.more), (&together[1].counts, together[1].more));
        let page = together.remove(1);
        assert_eq!(page.rows.len(), 0);
        (page.counts, page.more)
    };
    let mut both = vec![(targets[0].id.into(), 2), (targets[2].id.into(), 1)];
    both.sort();
    assert_eq!(ask(all()).await, (both.clone(), false));
    assert_eq!(ask(all().limit(1)).await, (both[..1].to_vec(), true));
    let low = all().filter(field("rank").is(1)).filter(field("neighbour_id").is_in([targets[0].id]));
    assert_eq!(ask(low).await, (vec![(targets[0].id.into(), 1)], false));
    assert_eq!(ask(all().filter(field("rank").is(9))).await, (vec![], false));
    ground.commit([update::<Locker>(pointing[2].id, 1, "deleted_at", NOW)]).await;
    assert_eq!(ask(all()).await, (vec![(targets[0].id.into(), 2)], false));
    assert_eq!(ask(Query { with_deleted: true, ..all() }).await, (both, false));
    for (name, code) in [("rank", Code::FieldKind), ("colour", Code::FieldUnknown)] {
        let query = ground.all::<Locker>().count_by(name);
        let error = ground.store.read(&[query]).await.expect_err("a wrong question");
        assert_eq!((error.code(), error.fields()[0].as_str()), (code, name));
    }
}

fn ranked<S: servicedesk::store::Store>(ground: &Ground<S>, rank: i64) -> Locker {
    Locker { rank, ..locker(ground.organization, 0) }
}

fn containing(locker: Locker, color: &str) -> Locker {
    Locker { contents: Some(json!({ "color": color })), ..locker }
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

/// A member of a document is found as the document is now, by the index as by the documents.
pub async fn a_member_is_found_as_its_document_changes<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let long = "x".repeat(3_000);
    let documents = [
        json!({ "color": "red", "size": 2, "tags": ["a", "b"], "is_new": true }),
        json!({ "color": "Red", "size": 2.0, "note": long }),
        json!({ "color": ["red"], "size": "2", "tags": "a", "is_new": false }),
        json!({ "color": null }),
        json!(["red"]),
    ];
    let rows = specimens(&ground, documents, |specimen, document| specimen.json = document).await;
    let count = async |condition: Condition| ground.count(ground.all::<Specimen>().filter(condition)).await;
    let color = || field("json.color");
    for (condition, expected) in [
        (color().is("red"), 1),
        (color().has("red"), 1),
        (color().contains("RE"), 2),
        (color().is_absent(), 2),
        (color().is_not("red"), 4),
        (field("json.size").is(2), 2),
        (field("json.size").is("2"), 1),
        (field("json.size").at_least(2).and(color().is("red")), 1),
        (field("json.size").is_in([1, 2]), 2),
        (field("json.tags").has("b"), 1),
        (field("json.tags").is("a"), 1),
        (field("json.is_new").is(true), 1),
        (field("json.is_new").is_not(true), 4),
        (field("json.note").is(long.as_str()), 1),
        (field("json.note").is("x"), 0),
        (Condition::any([color().is("red"), field("json.is_new").is(false)]), 2),
    ] {
        assert_eq!(count(condition.clone()).await, expected, "{}", condition.to_json());
    }
    let change = |row: &Specimen, version, document: serde_json::Value| {
        update::<Specimen>(row.id, version, "json", Value::Json(Box::new(document)))
    };
    ground.commit([change(&rows[0], 1, json!({ "color": "blue", "size": 2 }))]).await;
    assert_eq!((count(color().is("red")).await, count(color().is("blue")).await), (0, 1));
    assert_eq!((count(field("json.size").is(2)).await, count(field("json.tags").has("a")).await), (2, 0));
    // Twice in one batch, which no store can write as one statement.
    ground
        .commit([change(&rows[0], 2, json!({ "color": "red" })), change(&rows[0], 3, json!({ "color": "grey" }))])
        .await;
    assert_eq!((count(color().is("red")).await, count(color().is("grey")).await), (0, 1));
    ground.commit([super::ground::delete::<Specimen>(rows[0].id, 4)]).await;
    assert_eq!(count(color().is("grey")).await, 0);
    ground.commit([insert(rows[0].clone())]).await;
    let other = ground.neighbour().await;
    assert_eq!(other.count(other.all::<Specimen>().filter(color().is("red"))).await, 0);
    assert_eq!(count(color().is("red")).await, 1);
    for name in ["json.", "json.a.b", "json.a\"b", "json.a'b", "text.a", "nothing.a", "json.$"] {
        assert_eq!(ground.refusal(ground.all::<Specimen>().filter(field(name).is("x"))).await, Code::FieldUnknown);
    }
    let unsound = [
        (color().is(i64::MAX), Code::NumberRange),
        (color().less_than(true), Code::FieldKind),
        (color().contains("x".repeat(4_001)), Code::TextTooLong),
        (color().is("\0"), Code::TextNul),
        (color().is_in(vec!["x"; 1_001]), Code::ListTooLong),
    ];
    for (condition, code) in unsound {
        assert_eq!(ground.refusal(ground.all::<Specimen>().filter(condition)).await, code);
    }
}

/// A list by a member goes on where it stopped, in every order.
pub async fn a_list_by_a_member_is_walked_in_every_order<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    specimens(&ground, 0..23, |specimen, number| {
        specimen.json = json!({ "color": if number % 3 == 0 { "blue" } else { "red" } });
        specimen.order = i64::from(number % 4);
    })
    .await;
    for sort in [vec![], vec![Sort::descending("id")], vec![Sort::ascending("order")], vec![Sort::descending("order")]]
    {
        let query = ground.all::<Specimen>().filter(field("json.color").is("red")).sort(sort);
        let whole = ground.store.read(std::slice::from_ref(&query)).await.expect("the query is sound").remove(0).rows;
        assert_eq!(whole.len(), 15);
        let (mut walked, mut query) = (Vec::new(), query.limit(4));
        loop {
            let page = ground.store.read(std::slice::from_ref(&query)).await.expect("the query is sound").remove(0);
            walked.extend(page.rows);
            if !page.more {
                break;
            }
            let last = walked.last().expect("more follow after a row");
            let place =
                query.order().into_iter().map(|sort| last[super::ground::index::<Specimen>(&sort.field)].clone());
            query.after = Some(place.collect());
        }
        assert!(walked == whole, "{:?}", query.sort);
    }
}
