//! Keyset paging: a walk over pages meets every row once, whatever the order and the size of a page.

use std::collections::BTreeSet;

use servicedesk::Code;
use servicedesk::entity::{Entity as _, Row, Value};
use servicedesk::query::{Query, Sort};
use servicedesk::store::{Store, Taker};
use uuid::Uuid;

use super::StoreFactory;
use super::entities::{Shade, Specimen, SpecimenId};
use super::ground::{Ground, after_seconds, delete, insert};
use crate::patience::Patience;

/// Returns specimens with few different values, so that every column leaves many rows equal.
fn specimen<S>(ground: &Ground<S>, number: usize) -> Specimen {
    let some = |part: usize| !(number / part).is_multiple_of(3);
    let amounts = ["1", "1.0", "-2.50", "10"];
    Specimen {
        flag: number.is_multiple_of(2),
        maybe_flag: some(2).then_some(number.is_multiple_of(4)),
        order: (number % 5) as i64 - 2,
        maybe_order: some(1).then_some((number % 4) as i64),
        amount: amounts[number % 4].parse().unwrap(),
        maybe_amount: some(3).then(|| amounts[number / 2 % 4].parse().unwrap()),
        text: ["a", "B", "é", ""][number / 3 % 4].to_owned(),
        maybe_text: some(5).then(|| ["x", "", "😀"][number % 3].to_owned()),
        mark: Uuid::from_u128((number % 3) as u128),
        maybe_mark: some(4).then_some(Uuid::from_u128((number % 2) as u128)),
        instant: after_seconds((number % 3) as i64 - 1),
        maybe_instant: some(7).then_some(after_seconds((number % 2) as i64)),
        maybe_day: some(2).then(|| chrono::NaiveDate::from_ymd_opt(2024, 1 + (number % 3) as u32, 1).unwrap()),
        maybe_shade: some(1).then_some([Shade::Dark, Shade::Light][number % 2]),
        ..Specimen::empty(ground.organization, Uuid::now_v7())
    }
}

fn place(query: &Query, row: &Row) -> Vec<servicedesk::entity::Value> {
    let columns = query.order().into_iter().map(|sort| Specimen::DEF.index_of(&sort.field).unwrap());
    columns.map(|column| row[column].clone()).collect()
}

async fn walk<S: Store>(ground: &Ground<S>, mut query: Query) -> Vec<SpecimenId> {
    let mut ids = Vec::new();
    let mut patience = Patience::new(1_000, "the last page is reached");
    loop {
        patience.round();
        let page = ground.store.read(std::slice::from_ref(&query)).await.unwrap().remove(0);
        assert!(page.rows.len() == query.limit as usize || !page.more);
        query.after = page.rows.last().map(|row| place(&query, row));
        ids.extend(page.rows.into_iter().map(|row| Specimen::from_row(row).unwrap().id));
        if !page.more {
            return ids;
        }
    }
}

fn orders() -> Vec<Vec<Sort>> {
    let sortable = Specimen::DEF.fields.iter().map(|field| field.name).filter(|name| {
        !["list", "bytes", "json"].iter().any(|kind| name.ends_with(kind)) && *name != "organization_id"
    });
    let names: Vec<&str> = sortable.collect();
    let mut orders = vec![Vec::new()];
    for (index, name) in names.iter().enumerate() {
        orders.push(vec![Sort::ascending(*name)]);
        orders.push(vec![Sort::descending(*name)]);
        let (second, third) = (names[(index + 5) % names.len()], names[(index + 11) % names.len()]);
        for directions in 0..8 {
            let sort = |name: &str, bit: u32| Sort { field: name.to_owned(), descending: directions >> bit & 1 == 1 };
            orders.push(vec![sort(name, 0), sort(second, 1), sort(third, 2)]);
        }
    }
    orders
}

/// Pages of every size, put together, are the whole list in its order.
pub async fn every_order_and_page_size_meets_each_row_once<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let count = 40;
    ground.commit((0..count).map(|number| insert(specimen(&ground, number)))).await;
    for (turn, order) in orders().into_iter().enumerate() {
        let query = ground.all::<Specimen>().sort(order.clone());
        let whole = walk(&ground, query.clone().limit(1_000)).await;
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), count, "{order:?}");
        for limit in [[1, 7], [2, 13], [3, 39], [5, 40]][turn % 4] {
            assert_eq!(walk(&ground, query.clone().limit(limit)).await, whole, "{order:?} in pages of {limit}");
        }
    }
}

/// Rows that were there before a walk and after it are met once, whatever came or went in between.
pub async fn rows_that_come_in_between_do_not_disturb_a_walk<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let count = 30;
    for (turn, order) in orders().into_iter().enumerate().filter(|(turn, _)| turn % 9 == 0) {
        let old: Vec<Specimen> = (0..count).map(|number| specimen(&ground, number)).collect();
        let doomed: Vec<Specimen> = (0..count).map(|number| specimen(&ground, number + 1)).collect();
        ground.commit(old.iter().chain(&doomed).cloned().map(insert)).await;
        let mut query = ground.all::<Specimen>().sort(order.clone()).limit(4);
        let (mut met, mut page_number) = (Vec::new(), 0);
        loop {
            let page = ground.store.read(std::slice::from_ref(&query)).await.unwrap().remove(0);
            query.after = page.rows.last().map(|row| place(&query, row));
            met.extend(page.rows.into_iter().map(|row| Specimen::from_row(row).unwrap().id));
            if !page.more || page_number > 100 {
                break;
            }
            let newcomers = (0..2).map(|number| insert(specimen(&ground, number + turn + page_number)));
            let leaver = doomed.get(page_number).map(|specimen| delete::<Specimen>(specimen.id, 1));
            ground.commit(newcomers.chain(leaver)).await;
            page_number += 1;
        }
        let unique: BTreeSet<_> = met.iter().collect();
        assert_eq!(unique.len(), met.len(), "{order:?} met a row twice");
        // A walk towards new rows may be longer than a hundred pages; then it has not met all old ones yet.
        if page_number <= 100 {
            assert!(old.iter().all(|specimen| unique.contains(&specimen.id)), "{order:?} passed over a row");
        }
        let rows: Vec<Specimen> = ground.read(ground.all::<Specimen>()).await;
        ground.commit(rows.into_iter().map(|row| delete::<Specimen>(row.id, 1))).await;
    }
}

/// Takes rows, and no more of them than it wants.
struct Basket {
    rows: Vec<Row>,
    wanted: usize,
}

impl Taker for Basket {
    fn begin(&mut self) {
        self.rows.clear();
    }

    fn take(&mut self, values: &mut dyn Iterator<Item = Value>) -> servicedesk::Result<()> {
        if self.rows.len() == self.wanted {
            return Err(Code::Required.into());
        }
        self.rows.push(values.collect());
        Ok(())
    }
}

/// One after the other they are the rows of the page, and whoever takes them may refuse one.
pub async fn rows_are_handed_over_as_they_are_read<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    ground.commit((0..7).map(|number| insert(specimen(&ground, number)))).await;
    let mut basket = Basket { rows: vec![Row::new()], wanted: 7 };
    for limit in [3, 7, 8] {
        let query = ground.all::<Specimen>().sort([Sort::descending("order")]).limit(limit);
        let page = ground.store.read(std::slice::from_ref(&query)).await.unwrap().remove(0);
        let more = ground.store.read_each(&query, &mut basket).await.unwrap();
        assert!(basket.rows == page.rows && more == page.more, "{limit}");
    }
    basket.wanted = 2;
    let query = ground.all::<Specimen>().limit(7);
    let refusal = ground.store.read_each(&query, &mut basket).await.unwrap_err();
    assert_eq!((refusal.code(), basket.rows.len()), (Code::Required, 2));
    let wrong = ground.all::<Specimen>().sort([Sort::ascending("nothing")]);
    assert_eq!(ground.store.read_each(&wrong, &mut basket).await.unwrap_err().code(), Code::FieldUnknown);
    assert_eq!(ground.count(ground.all::<Specimen>()).await, 7);
}
