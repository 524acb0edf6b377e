//! Finding tickets, comments and articles by their words, and who finds what.

use std::cell::RefCell;
use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use servicedesk::knowledge::{Article, ArticleAudience, ArticlePatch, ArticleStatus, NewArticle};
use servicedesk::query::{Cursor, Piece};
use servicedesk::search::{Hit, SearchOptions, Searched};
use servicedesk::ticket::{Audience, NewTicket, Ticket, TicketPatch};
use servicedesk::{Code, ErrorKind};

use super::DeskFactory;
use super::fixture::{Fixture, note, public, refused};

fn ticket(desk: &Fixture, subject: &str, description: &str) -> NewTicket {
    NewTicket { subject: subject.into(), description: Some(description.into()), ..desk.question() }
}

async fn find(desk: &Fixture, text: &str, audience: Audience) -> Vec<Hit> {
    desk.scope.search(text, audience, SearchOptions::default()).await.expect("the question is sound").items
}

async fn titles(desk: &Fixture, text: &str, audience: Audience) -> HashSet<(Searched, String)> {
    find(desk, text, audience).await.into_iter().map(|hit| (hit.kind, shown(&hit.text))).collect()
}

fn shown(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

fn marked(pieces: &[Piece]) -> Vec<&str> {
    pieces.iter().filter(|piece| piece.is_match).map(|piece| piece.text.as_str()).collect()
}

pub async fn what_was_written_is_found_with_its_words_shown(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let new = ticket(&desk, "Impressão <b>travada</b>", "As impressões não saem da impressora do 2º andar.");
    let made = desk.scope.tickets().create(new).await.unwrap();
    desk.open().await;
    let comment = desk.scope.comments().add(public(made.id, "Reiniciei a IMPRESSORA.")).await.unwrap();
    let hits = find(&desk, "impressao", Audience::Staff).await;
    assert_eq!(hits.len(), 1);
    let hit = &hits[0];
    assert_eq!((hit.kind, hit.id, hit.ticket_id), (Searched::Ticket, made.id.as_uuid(), Some(made.id)));
    assert_eq!(hit.number.as_deref(), Some(made.number.as_str()));
    assert_eq!((shown(&hit.title), marked(&hit.title)), (made.subject.clone(), vec!["Impressão"]));
    assert_eq!(marked(&hit.text), ["impressões"]);
    let hits = find(&desk, "impressoras", Audience::Staff).await;
    let kinds: HashSet<_> = hits.iter().map(|hit| (hit.kind, hit.id)).collect();
    assert_eq!(
        kinds,
        HashSet::from([(Searched::Ticket, made.id.as_uuid()), (Searched::Comment, comment.id.as_uuid())])
    );
    let on_ticket = hits.iter().find(|hit| hit.kind == Searched::Comment).unwrap();
    assert_eq!((on_ticket.ticket_id, shown(&on_ticket.title)), (Some(made.id), made.subject.clone()));
    assert_eq!(marked(&on_ticket.text), ["IMPRESSORA"]);
    let patch = TicketPatch { subject: "Rede".to_owned().into(), ..Default::default() };
    let version = desk.now(made.id).await.version;
    desk.scope.tickets().update(made.id, version, patch).await.unwrap();
    assert!(find(&desk, "travada", Audience::Staff).await.is_empty());
}

pub async fn a_requester_finds_public_comments_and_published_articles_only(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let asked = desk.open().await;
    desk.scope.comments().add(public(asked.id, "toner for everybody")).await.unwrap();
    desk.scope.comments().add(note(asked.id, "toner between ourselves")).await.unwrap();
    let articles = desk.scope.repository::<Article>();
    let mut made = Vec::new();
    for status in [ArticleStatus::Draft, ArticleStatus::InReview, ArticleStatus::Published, ArticleStatus::Archived] {
        for audience in [ArticleAudience::Public, ArticleAudience::Internal] {
            let content = format!("toner {status:?} {audience:?}");
            let new = NewArticle { title: "About".into(), content, status, audience, ..Default::default() };
            made.push(articles.create(new).await.unwrap());
        }
    }
    assert_eq!(titles(&desk, "toner", Audience::Staff).await.len(), 10);
    let expected = HashSet::from([
        (Searched::Comment, "toner for everybody".to_owned()),
        (Searched::Article, "toner Published Public".to_owned()),
    ]);
    assert_eq!(titles(&desk, "toner", Audience::Requester).await, expected);
    let archive = ArticlePatch { status: ArticleStatus::Archived.into(), ..Default::default() };
    articles.update(made[4].id, 1, archive).await.unwrap();
    assert_eq!(titles(&desk, "toner", Audience::Requester).await.len(), 1);
    assert_eq!(titles(&desk, "toner", Audience::Staff).await.len(), 10);
}

pub async fn what_was_deleted_is_not_found_until_it_is_restored(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let made = desk.scope.tickets().create(ticket(&desk, "toner", "x")).await.unwrap();
    let comment = desk.scope.comments().add(public(made.id, "toner")).await.unwrap();
    let count = async || find(&desk, "toner", Audience::Staff).await.len();
    assert_eq!(count().await, 2);
    desk.scope.comments().delete(comment.id, 1).await.unwrap();
    assert_eq!(count().await, 1);
    desk.scope.comments().add(public(made.id, "more toner")).await.unwrap();
    assert_eq!(count().await, 2);
    desk.scope.tickets().delete(made.id, desk.now(made.id).await.version).await.unwrap();
    assert_eq!(count().await, 0, "a comment on a deleted ticket is deleted with it");
    desk.scope.tickets().restore(made.id).await.unwrap();
    assert_eq!(count().await, 2);
    let neighbour = desk.neighbour().await;
    assert!(find(&neighbour, "toner", Audience::Staff).await.is_empty());
}

pub async fn a_requester_finds_their_own_tickets_only(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let mine: Ticket = desk.scope.tickets().create(ticket(&desk, "toner", "mine")).await.unwrap();
    let theirs = NewTicket { requester_id: Some(desk.agent(0)), ..ticket(&desk, "toner", "theirs") };
    let theirs = desk.scope.tickets().create(theirs).await.unwrap();
    for id in [mine.id, theirs.id] {
        desk.scope.comments().add(public(id, "toner")).await.unwrap();
    }
    let options = SearchOptions { requester_id: Some(desk.requester.id), ..Default::default() };
    let found = desk.scope.search("toner", Audience::Requester, options).await.unwrap();
    let tickets: Vec<_> = found.items.iter().map(|hit| hit.ticket_id).collect();
    assert_eq!(tickets, [Some(mine.id), Some(mine.id)]);
    // Whoever asks in their own name need not be told so, and cannot ask for somebody else.
    for named in [None, Some(desk.agent(0))] {
        let options = SearchOptions { requester_id: named, ..Default::default() };
        let found = desk.by(desk.requester.id).search("toner", Audience::Requester, options).await.unwrap();
        assert!(found.items.len() == 2 && found.items.iter().all(|hit| hit.ticket_id == Some(mine.id)));
    }
    let among = SearchOptions { among: vec![Searched::Comment], ..Default::default() };
    let found = desk.scope.search("toner", Audience::Staff, among).await.unwrap();
    assert!(found.items.len() == 2 && found.items.iter().all(|hit| hit.kind == Searched::Comment));
}

pub async fn a_number_finds_its_ticket_first(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let made = desk.open().await;
    let other = desk.open().await;
    assert_eq!(made.number, "TKT-2026-0001");
    // Others write of it, and one ticket writes of itself.
    let about = format!("As in {}", made.number);
    let duplicate = desk.scope.tickets().create(ticket(&desk, &about, &about)).await.unwrap();
    desk.scope.comments().add(public(made.id, &format!("This is {}", made.number))).await.unwrap();
    let before = find(&desk, &other.number, Audience::Staff).await;
    assert_eq!(before.iter().map(|hit| hit.ticket_id).collect::<Vec<_>>(), [Some(other.id)]);
    for text in ["TKT-2026-0001", "tkt-2026-0001", "  Tkt-2026-0001 "] {
        let hits = find(&desk, text, Audience::Staff).await;
        assert_eq!((hits[0].kind, hits[0].id), (Searched::Ticket, made.id.as_uuid()), "{text}");
        assert!(hits[1..].iter().all(|hit| hit.id != made.id.as_uuid() && hit.rank < hits[0].rank), "{text}");
        let rest: HashSet<_> = hits[1..].iter().map(|hit| (hit.kind, hit.ticket_id)).collect();
        let expected = HashSet::from([(Searched::Ticket, Some(duplicate.id)), (Searched::Comment, Some(made.id))]);
        assert_eq!(rest, expected, "{text}");
    }
    // One by one, each once.
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let options = SearchOptions { limit: Some(1), after, ..Default::default() };
        let page = desk.scope.search("tkt-2026-0001", Audience::Staff, options).await.unwrap();
        seen.extend(page.items.iter().map(|hit| hit.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((seen.len(), seen[0]), (3, made.id.as_uuid()));
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 3);
    // Neither what is not searched, nor somebody else's, nor what is deleted, nor the neighbour's.
    let ids = async |scope: &servicedesk::scope::Scope, audience: Audience, options: SearchOptions| {
        let found = scope.search("TKT-2026-0001", audience, options).await.unwrap();
        found.items.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    let articles = SearchOptions { among: vec![Searched::Article], ..Default::default() };
    assert!(ids(&desk.scope, Audience::Staff, articles).await.is_empty());
    assert!(ids(&desk.by(desk.agent(0)), Audience::Requester, SearchOptions::default()).await.is_empty());
    let mine = ids(&desk.by(desk.requester.id), Audience::Requester, SearchOptions::default()).await;
    assert_eq!(mine[0], made.id.as_uuid());
    let neighbour = desk.neighbour().await;
    assert!(ids(&neighbour.scope, Audience::Staff, SearchOptions::default()).await.is_empty());
    desk.scope.tickets().delete(made.id, desk.now(made.id).await.version).await.unwrap();
    assert!(!ids(&desk.scope, Audience::Staff, SearchOptions::default()).await.contains(&made.id.as_uuid()));
}

pub async fn pages_follow_one_another(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    for number in 0..7 {
        let made = desk.scope.tickets().create(ticket(&desk, "toner", &format!("{number} paper"))).await.unwrap();
        desk.scope.comments().add(public(made.id, &"toner ".repeat(1 + number % 3))).await.unwrap();
    }
    let page = async |limit, after| {
        let options = SearchOptions { limit: Some(limit), after, ..Default::default() };
        desk.scope.search("toner", Audience::Staff, options).await.unwrap()
    };
    let whole = page(100, None).await;
    assert!(whole.items.len() == 14 && whole.next.is_none());
    for size in [1, 3, 13, 14] {
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let found = page(size, after).await;
            walked.extend(found.items.into_iter().map(|hit| hit.id));
            after = found.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(walked, whole.items.iter().map(|hit| hit.id).collect::<Vec<_>>(), "{size} at a time");
    }
    let foreign = SearchOptions { after: page(1, None).await.next, ..Default::default() };
    let error = refused(desk.scope.search("paper", Audience::Staff, foreign).await);
    assert_eq!((error.code(), error.fields()), (Code::CursorInvalid, &["after".to_owned()][..]));
    for limit in [0, 101] {
        let options = SearchOptions { limit: Some(limit), ..Default::default() };
        let error = refused(desk.scope.search("toner", Audience::Staff, options).await);
        assert_eq!(error.code(), Code::NumberRange);
    }
    let options = SearchOptions { after: Some(Cursor::from_text("x".repeat(9_999))), ..Default::default() };
    assert_eq!(refused(desk.scope.search("toner", Audience::Staff, options).await).code(), Code::CursorInvalid);
}

/// Whatever a person writes, the answer is a page or says what is wrong with the text; no database ever reads it as its own
/// language.
pub async fn any_text_is_a_question_or_a_typed_error(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    desk.scope.tickets().create(ticket(&desk, "toner a b x", "1 near and or not title body")).await.unwrap();
    let pieces = [
        "\"",
        "'",
        "-",
        "*",
        "(",
        ")",
        ":",
        "^",
        "{",
        "}",
        "+",
        "&",
        "|",
        "!",
        "<->",
        "\\",
        " ",
        " AND ",
        " OR ",
        " NOT ",
        "NEAR(",
        ",2)",
        "title:",
        "{title}:",
        "toner",
        "a",
        "ton*",
        "-x",
        "%",
        "_",
        "''",
        "::tsquery",
        ";--",
        "\0",
        "\n",
        "á",
        "½",
        "日本",
        "😀",
        "\u{301}",
        "\u{200d}",
        "İ",
        "ß",
    ];
    let text = vec(prop_oneof![8 => select(pieces.to_vec()).prop_map(str::to_owned), 1 => "\\PC{1,3}"], 0..12)
        .prop_map(|pieces| pieces.concat());
    let config = Config { cases: 150, failure_persistence: None, ..Config::default() };
    let texts = RefCell::new(Vec::new());
    TestRunner::new(config)
        .run(&text, |text| {
            texts.borrow_mut().push(text);
            Ok(())
        })
        .unwrap();
    for text in texts.into_inner() {
        if let Err(error) = desk.scope.search(&text, Audience::Staff, SearchOptions::default()).await {
            assert_eq!((error.kind(), error.fields()), (ErrorKind::Invalid, &["text".to_owned()][..]), "{text:?}");
        }
    }
    for (text, code) in [
        ("", Code::Required),
        ("-toner", Code::Required),
        (&"x".repeat(1_001), Code::TextTooLong),
        (&"x ".repeat(33), Code::QueryTooComplex),
        ("a\0b", Code::TextNul),
    ] {
        let error = refused(desk.scope.search(text, Audience::Staff, SearchOptions::default()).await);
        assert_eq!((error.code(), error.fields()), (code, &["text".to_owned()][..]));
    }
}
