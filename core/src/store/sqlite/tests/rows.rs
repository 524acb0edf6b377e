//! Conditions on the values whose order SQLite does not know by itself, and questions that are too large.

use super::*;
use crate::error::Code;
use crate::query::{Condition, Sort, field};
use crate::store::Expect;
use crate::ticket::{Priority, Status, Ticket};

fn ticket(desk: &Desk, number: &str, subject: &str, hours: Option<&str>) -> (Uuid, Write) {
    let id = Uuid::now_v7();
    let hours = hours.map(|hours| hours.parse::<rust_decimal::Decimal>().unwrap());
    let values = [
        ("id", Value::Uuid(id)),
        ("organization_id", desk.organization.into()),
        ("number", number.into()),
        ("subject", subject.into()),
        ("estimated_hours", hours.into()),
    ];
    (id, insert(Ticket::DEF, filled::<Ticket>(values)))
}

fn with_setup() -> Desk {
    let desk = Desk::new();
    let values = || [("id", Value::Uuid(Uuid::nil())), ("organization_id", desk.organization.into())];
    desk.commit([insert(Status::DEF, filled::<Status>(values())), insert(Priority::DEF, filled::<Priority>(values()))])
        .unwrap();
    desk
}

fn numbers(desk: &Desk, query: Query) -> Vec<String> {
    let index = Ticket::DEF.index_of("number").unwrap();
    let page = desk.read(query).unwrap();
    page.rows.iter().map(|row| row[index].as_text().unwrap().to_owned()).collect()
}

#[test]
fn decimals_have_the_order_of_numbers() {
    let desk = with_setup();
    let hours = [("a", Some("10")), ("b", Some("9.50")), ("c", None), ("d", Some("9.5")), ("e", Some("-1"))];
    desk.commit(hours.map(|(number, hours)| ticket(&desk, number, "x", hours).1)).unwrap();
    let tickets = || Query::new(Ticket::DEF, desk.organization);
    assert_eq!(numbers(&desk, tickets().sort([Sort::ascending("estimated_hours")])), ["c", "e", "b", "d", "a"]);
    let half_past_nine: rust_decimal::Decimal = "9.500".parse().unwrap();
    let at_least = field("estimated_hours").at_least(half_past_nine);
    assert_eq!(numbers(&desk, tickets().filter(at_least)), ["a", "b", "d"]);
    assert_eq!(numbers(&desk, tickets().filter(field("estimated_hours").is_in([half_past_nine]))), ["b", "d"]);
}

#[test]
fn case_and_accents_do_not_count_in_a_search() {
    let desk = with_setup();
    let subjects = [("a", "Impressão não sai"), ("b", "IMPRESSAO"), ("c", "scanner")];
    desk.commit(subjects.map(|(number, subject)| ticket(&desk, number, subject, None).1)).unwrap();
    let found = |condition| numbers(&desk, Query::new(Ticket::DEF, desk.organization).filter(condition));
    assert_eq!(found(field("subject").contains("impressão")), ["a", "b"]);
    assert_eq!(found(field("subject").ends_with("SÃO")), ["b"]);
    assert_eq!(found(field("subject").starts_with("impr")), ["a", "b"]);
}

#[test]
fn a_question_that_is_too_large_is_refused() {
    let desk = Desk::new();
    let many = |start: usize| field("name").is_in((start..start + 1_000).map(|number| number.to_string()));
    let query = desk.tags().filter(Condition::any((0..40).map(|part| many(part * 1_000))));
    assert_eq!(desk.read(query).unwrap_err().code(), Code::QueryTooComplex);
    let empty = Condition::any((0..5_000).map(|_| Condition::always()));
    assert_eq!(desk.read(desk.tags().filter(empty)).unwrap_err().code(), Code::QueryTooComplex);
    // Nothing of that has spoilt a connection.
    assert_eq!(desk.count(), 0);
}

#[test]
fn a_row_reads_as_it_was_written() {
    let desk = with_setup();
    let (id, mut write) = ticket(&desk, "1", "🦀", Some("0.50"));
    let Write::Insert { row, .. } = &mut write else { unreachable!() };
    row[Ticket::DEF.index_of("custom_fields").unwrap()] =
        Value::Json(Box::new(serde_json::json!({"a": [1, "é", null]})));
    row[Ticket::DEF.index_of("tags").unwrap()] = Value::List(vec!["vpn".to_owned()]);
    let written = row.clone();
    desk.commit([write]).unwrap();
    let read = desk.read(Query::by_id(Ticket::DEF, desk.organization, id)).unwrap().rows;
    assert!(read == [written.clone()]);
    let mut unchanged = desk.batch([]);
    unchanged.expect =
        vec![Expect::Unchanged(Box::new(Query::by_id(Ticket::DEF, desk.organization, id)), vec![written])];
    block_on(desk.store.commit(unchanged)).unwrap();
}

#[test]
fn reads_of_one_call_come_from_one_snapshot() {
    let desk = Desk::new();
    let queries = [desk.tags().count(), desk.tags(), desk.tags().count()];
    std::thread::scope(|scope| {
        let writer =
            scope.spawn(|| (0..300).for_each(|number| drop(desk.commit([desk.tag(number.to_string())]).unwrap())));
        while !writer.is_finished() {
            let pages = block_on(desk.store.read(&queries)).unwrap();
            assert_eq!((pages[0].count, pages[1].rows.len() as u64), (pages[2].count, pages[2].count));
        }
    });
    assert_eq!(desk.count(), 300);
}

#[test]
fn more_threads_than_connections_wait_for_their_turn() {
    let desk = Desk::with(Options { readers: 2, ..options() });
    desk.commit([desk.tag("printer")]).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| (0..100).for_each(|_| assert_eq!(desk.count(), 1)));
        }
    });
}
