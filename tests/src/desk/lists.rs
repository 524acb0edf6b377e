//! Lists: which rows, in which order, from where on, how many; and which questions are refused.

use std::collections::BTreeSet;
use std::sync::Arc;

use servicedesk::query::{Condition, Cursor, Find, Paged, field};
use servicedesk::scope::Actor;
use servicedesk::ticket::{Audience, Comment, Level, NewTicket, Ticket, TicketHistory};
use servicedesk::{Code, Desk, ErrorKind, Result};

use super::DeskFactory;
use super::fixture::{Fixture, beginning, note, refused};
use crate::patience::Patience;
use crate::plans::spy::Spy;

/// Opens 23 tickets, a second apart, of which some share everything that is sorted by.
async fn many(factory: &impl DeskFactory) -> Fixture {
    let desk = Fixture::new(factory).await;
    let subjects = ["São Paulo", "sao jose", "Zürich", "ação", "Printer", "printer", ""];
    for number in 0..23_usize {
        let subject = format!("{} {}", subjects[number % 7], number % 3);
        let new = NewTicket {
            subject: subject.trim().to_owned(),
            description: (number % 4 == 0).then(|| "described".to_owned()),
            impact: [None, Some(Level::High), Some(Level::Low)][number % 3],
            tags: if number % 5 == 0 { vec!["vip".into(), "x".into()] } else { vec![] },
            estimated_hours: (number % 2 == 0).then(|| (number as i64).into()),
            ..desk.question()
        };
        desk.scope.tickets().create(new).await.unwrap();
        if number % 4 == 3 {
            desk.clock.advance_millis(1_000);
        }
    }
    desk
}

/// Reads all pages of a list.
async fn walk(desk: &Fixture, find: Find<Ticket>, size: u32) -> Vec<String> {
    let (mut numbers, mut after) = (Vec::new(), None);
    let mut patience = Patience::new(10_000, "the last page is reached");
    loop {
        patience.round();
        let page = desk.scope.tickets().list(find.clone().limit(size).after(after)).await.unwrap();
        assert!(page.items.len() <= size as usize);
        numbers.extend(page.items.into_iter().map(|ticket| ticket.number));
        after = page.next;
        if after.is_none() {
            return numbers;
        }
    }
}

pub async fn every_page_size_gives_the_same_list(factory: &impl DeskFactory) {
    let desk = many(factory).await;
    let orders: [Find<Ticket>; 7] = [
        Find::new(),
        Find::new().newest_first(),
        Find::new().ascending(Ticket::SUBJECT),
        Find::new().descending(Ticket::SUBJECT).ascending(Ticket::IMPACT),
        Find::new().ascending(Ticket::ESTIMATED_HOURS).descending(Ticket::CREATED_AT),
        Find::new().descending(Ticket::DESCRIPTION).descending(Ticket::NUMBER),
        Find::new().filter(field(Ticket::IMPACT).is_present()).ascending(Ticket::IMPACT),
    ];
    for find in orders {
        let whole = walk(&desk, find.clone(), 1_000).await;
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len());
        for size in [1, 2, 7, 22, 23, 24] {
            assert_eq!(walk(&desk, find.clone(), size).await, whole, "pages of {size}");
        }
    }
}

pub async fn filters_select_and_counts_agree(factory: &impl DeskFactory) {
    let desk = many(factory).await;
    let cases: [(Condition, usize); 12] = [
        (Condition::always(), 23),
        (field(Ticket::SUBJECT).contains("SAO"), 8),
        (field(Ticket::SUBJECT).starts_with("ACAO"), 3),
        (field(Ticket::SUBJECT).ends_with("1"), 8),
        (field(Ticket::SUBJECT).is("printer 2"), 1),
        (field(Ticket::TAGS).has("vip"), 5),
        (field(Ticket::TAGS).has("VIP"), 0),
        (field(Ticket::DESCRIPTION).is_absent(), 17),
        (field(Ticket::IMPACT).is_in([Level::High, Level::Medium]), 8),
        (field(Ticket::IMPACT).is_not(Level::High), 15),
        (field(Ticket::CREATED_AT).at_least(beginning().plus_millis(4_000)), 7),
        (Condition::all([field(Ticket::IMPACT).is(Level::Low), field(Ticket::TAGS).has("x")]), 2),
    ];
    for (condition, expected) in cases {
        let found = walk(&desk, Find::new().filter(condition.clone()), 5).await.len();
        assert_eq!(found, expected, "{:?}", condition.to_json().to_string());
        assert_eq!(desk.scope.tickets().count(Find::new().filter(condition.clone())).await.unwrap(), expected as u64);
        let rest = desk.scope.tickets().count(Find::new().filter(Condition::none([condition]))).await.unwrap();
        assert_eq!(rest, 23 - expected as u64, "what is not met is the rest");
    }
}

pub async fn a_cursor_of_another_list_is_refused(factory: &impl DeskFactory) {
    let desk = many(factory).await;
    let tickets = desk.scope.tickets();
    let page = tickets.list(Find::new().ascending(Ticket::SUBJECT).limit(2)).await.unwrap();
    let cursor = page.next.unwrap();
    let fine = Find::new().ascending(Ticket::SUBJECT).after(Some(Cursor::from_text(cursor.to_string())));
    tickets.list(fine).await.expect("a cursor survives being text");
    let refuse = |result: Result<Paged<Ticket>>| {
        let error = refused(result);
        assert_eq!((error.code(), error.kind()), (Code::CursorInvalid, ErrorKind::Invalid), "{error:?}");
        assert_eq!(error.fields(), ["after"]);
    };
    let others = [
        Find::new(),
        Find::new().descending(Ticket::SUBJECT),
        Find::new().ascending(Ticket::SUBJECT).ascending(Ticket::NUMBER),
        Find::new().ascending(Ticket::NUMBER),
    ];
    for other in others {
        refuse(tickets.list(other.after(Some(cursor.clone()))).await);
    }
    let text = cursor.to_string();
    let garbled =
        [String::new(), "x".into(), "AAAA".into(), text[1..].to_owned(), "a".repeat(9_000), format!("{text}\0")];
    for text in garbled {
        refuse(tickets.list(Find::new().ascending(Ticket::SUBJECT).after(Some(Cursor::from_text(text)))).await);
    }
    let history = desk.scope.repository::<TicketHistory>().list(Find::new().after(Some(cursor))).await;
    assert_eq!(refused(history).code(), Code::CursorInvalid);
}

pub async fn a_question_that_makes_no_sense_is_refused(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let refusal = async |find: Find<Ticket>| {
        let error = refused(desk.scope.tickets().list(find).await);
        assert_eq!(error.kind(), ErrorKind::Invalid);
        (error.code(), error.fields()[0].clone())
    };
    let of = |code: Code, field: &str| (code, field.to_owned());
    assert_eq!(refusal(Find::new().limit(0)).await, of(Code::NumberRange, "limit"));
    assert_eq!(refusal(Find::new().limit(1_001)).await, of(Code::NumberRange, "limit"));
    assert_eq!(refusal(Find::new().ascending("colour")).await, of(Code::FieldUnknown, "colour"));
    assert_eq!(refusal(Find::new().ascending(Ticket::TAGS)).await, of(Code::FieldKind, "tags"));
    assert_eq!(refusal(Find::new().filter(field("colour").is("red"))).await, of(Code::FieldUnknown, "colour"));
    assert_eq!(refusal(Find::new().filter(field(Ticket::SUBJECT).is(7))).await, of(Code::FieldKind, "subject"));
    assert_eq!(refusal(Find::new().filter(field(Ticket::SUBJECT).is("a\0"))).await, of(Code::FieldKind, "subject"));
    assert_eq!(refusal(Find::new().filter(field(Ticket::SUBJECT).contains("\0"))).await, of(Code::TextNul, "subject"));
    assert_eq!(refusal(Find::new().filter(field(Ticket::TAGS).contains("x"))).await, of(Code::FieldKind, "tags"));
    assert_eq!(refusal(Find::new().filter(field(Ticket::SUBJECT).has("x"))).await, of(Code::FieldKind, "subject"));
    assert_eq!(refusal(Find::new().filter(field(Ticket::IMPACT).is("huge"))).await, of(Code::FieldKind, "impact"));
    let deep = (0..20).fold(Condition::always(), |inner, _| Condition::none([inner]));
    assert_eq!(refusal(Find::new().filter(deep)).await, of(Code::QueryTooComplex, "condition"));
    let wide = Condition::any((0..257).map(|number| field(Ticket::REOPEN_COUNT).is(number)));
    assert_eq!(refusal(Find::new().filter(wide)).await, of(Code::QueryTooComplex, "condition"));
    let long = field(Ticket::NUMBER).is_in((0..1_001).map(|number| number.to_string()));
    assert_eq!(refusal(Find::new().filter(long)).await, of(Code::ListTooLong, "number"));
    let sorts = [
        Ticket::NUMBER,
        Ticket::SUBJECT,
        Ticket::TYPE,
        Ticket::SEVERITY,
        Ticket::IMPACT,
        Ticket::URGENCY,
        Ticket::SOURCE,
        Ticket::DUE_AT,
        Ticket::VERSION,
    ];
    let sorted = sorts.into_iter().fold(Find::new(), |find, name| find.ascending(name));
    assert_eq!(refusal(sorted).await, of(Code::QueryTooComplex, "sort"));
}

pub async fn a_number_that_is_no_number_finds_nothing(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    desk.open().await;
    for text in ["", "tkt-2026-0001", "TKT-2026-1", "%", "' OR 1=1 --"] {
        assert_eq!(desk.scope.tickets().find_by_number(text).await.unwrap(), None, "{text}");
    }
    assert_eq!(desk.scope.tickets().find_by_number("TKT\0").await.unwrap(), None);
}

pub async fn a_history_is_read_in_both_directions(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let id = desk.open().await.id;
    for key in ["open", "pending", "open"] {
        desk.clock.advance_millis(1_000);
        desk.step(id, key).await;
    }
    let actions = async |find| {
        let page = desk.scope.tickets().history(id, find).await.unwrap();
        page.items.into_iter().map(|record: TicketHistory| record.created_at).collect::<Vec<_>>()
    };
    let earliest = actions(Find::new()).await;
    assert_eq!(earliest, [0, 1, 2, 3].map(|second| beginning().plus_millis(second * 1_000)));
    let latest = actions(Find::new().newest_first()).await;
    assert!(latest.iter().eq(earliest.iter().rev()));
    let page = desk.scope.tickets().history(id, Find::new().limit(3)).await.unwrap();
    let rest = desk.scope.tickets().history(id, Find::new().limit(3).after(page.next)).await.unwrap();
    assert_eq!((page.items.len(), rest.items.len(), rest.next), (3, 1, None));
}

pub async fn comments_are_read_in_both_directions(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let id = desk.open().await.id;
    for body in ["a", "b", "c"] {
        desk.scope.comments().add(note(id, body)).await.unwrap();
        desk.clock.advance_millis(1_000);
    }
    let bodies = async |find| {
        let page = desk.scope.comments().list(id, Audience::Staff, find).await.unwrap();
        page.items.into_iter().map(|comment: Comment| comment.body).collect::<String>()
    };
    assert_eq!(bodies(Find::new()).await, "abc");
    assert_eq!(bodies(Find::new().newest_first().limit(2)).await, "cb");
    assert_eq!(bodies(Find::new().filter(field(Comment::BODY).is_not("b"))).await, "ac");
}

/// An overview says of each ticket who it is about and what belongs to it, in as many statements for many tickets as for one.
pub async fn an_overview_asks_the_same_number_of_times(factory: &impl DeskFactory) {
    let desk = many(factory).await;
    let tickets = desk.scope.tickets().list(Find::new().limit(1_000)).await.unwrap().items;
    let (first, second) = (&tickets[0], &tickets[1]);
    desk.give(first.id, desk.agent(0)).await;
    for body in ["One", "Two"] {
        desk.scope.comments().add(note(first.id, body)).await.unwrap();
    }
    let gone = desk.scope.comments().add(note(first.id, "Three")).await.unwrap();
    desk.scope.comments().delete(gone.id, gone.version).await.unwrap();
    for _ in 0..3 {
        let child = NewTicket { parent_id: Some(second.id), ..desk.question() };
        desk.scope.tickets().create(child).await.unwrap();
    }
    let spy = Spy::before(Arc::clone(desk.desk.store()));
    let overheard = Desk::new(spy.clone());
    let scope = overheard.scope(desk.organization.id, Actor::system());
    let mut asked = BTreeSet::new();
    for limit in [1, 2, 20, 1_000] {
        let find = || Find::new().limit(limit);
        let overviews = scope.tickets().overview(None, find()).await.unwrap();
        asked.insert(spy.overheard().len());
        let list = scope.tickets().list(find()).await.unwrap();
        spy.overheard();
        assert_eq!(overviews.next.is_some(), list.next.is_some());
        let shown: Vec<Ticket> = overviews.items.iter().map(|item| item.ticket.clone()).collect();
        assert_eq!(shown, list.items, "{limit} tickets");
        for item in &overviews.items {
            let id = item.ticket.id;
            assert_eq!(item.requester.as_ref().map(|user| user.id), item.ticket.requester_id);
            assert_eq!(item.assignee.as_ref().map(|user| user.id), item.ticket.assignee_id);
            assert_eq!(item.comment_count, if id == first.id { 2 } else { 0 });
            assert_eq!(item.open_child_count, if id == second.id { 3 } else { 0 });
            assert_eq!(item.attachment_count, 0);
        }
    }
    assert_eq!(asked, BTreeSet::from([6]), "a page, two lists of people and three of counts");
    let neighbour = desk.neighbour().await;
    assert_eq!(neighbour.scope.tickets().overview(None, Find::new()).await.unwrap().items, []);
}
