//! Finding rows by their words. Every store finds the same rows; in which order may differ from store to store where two are
//! about equally good.

use std::collections::BTreeSet;

use servicedesk::Code;
use servicedesk::clock::Timestamp;
use servicedesk::query::{MAX_SKIP, Matching, Query, Sort, field};
use servicedesk::store::Store;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::{Leaflet, Shade};
use super::ground::{Ground, NOW, delete, insert, update};
use crate::contract::entities::Locker;

fn asking<S: Store>(ground: &Ground<S>, text: &str) -> Query {
    ground.all::<Leaflet>().matching(Matching::read(text).expect("a question"))
}

/// Returns the titles of what is found, the best first.
async fn ranked<S: Store>(ground: &Ground<S>, text: &str) -> Vec<String> {
    ground.read::<Leaflet>(asking(ground, text)).await.into_iter().map(|leaflet| leaflet.title).collect()
}

/// Returns the titles of what is found, in the order of the alphabet.
async fn found<S: Store>(ground: &Ground<S>, text: &str) -> Vec<String> {
    let mut titles = ranked(ground, text).await;
    titles.sort();
    titles
}

/// Adds leaflets with these titles and texts.
async fn leaflets<S: Store>(ground: &Ground<S>, texts: &[(&str, &str)]) -> Vec<Leaflet> {
    let leaflets: Vec<Leaflet> =
        texts.iter().map(|(title, text)| Leaflet::new(ground.organization, title, text)).collect();
    ground.commit(leaflets.iter().cloned().map(insert)).await;
    leaflets
}

/// A row is found that has all words, wherever they stand, and its tags are words, too.
pub async fn every_word_is_looked_for<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    leaflets(&ground, &[("a", "printer in the hall"), ("b printer", "paper"), ("c", "paper"), ("hall", "printer")])
        .await;
    let mut tagged = Leaflet::new(ground.organization, "d", "");
    tagged.tags = vec!["printer".to_owned(), "hall".to_owned()];
    tagged.secret_note = Some("paper".to_owned());
    ground.commit([insert(tagged)]).await;
    assert_eq!(found(&ground, "printer").await, ["a", "b printer", "d", "hall"]);
    assert_eq!(found(&ground, "hall printer").await, ["a", "d", "hall"]);
    assert_eq!(found(&ground, "paper printer").await, ["b printer"]);
    assert_eq!(found(&ground, "paper").await, ["b printer", "c"]);
    assert_eq!(found(&ground, "scanner").await, [""; 0]);
}

/// Portuguese and English, with and without accents, in every inflection that people write.
pub async fn case_accents_and_endings_do_not_count<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let texts = [
        ("1", "A IMPRESSÃO não sai"),
        ("2", "impressões"),
        ("3", "Configuracao da rede"),
        ("4", "configurando as redes"),
        ("5", "The printers are printing"),
        ("6", "batteries"),
        ("7", "acessi\u{301}vel"),
        ("8", "日本 и Москва"),
    ];
    leaflets(&ground, &texts).await;
    for (text, titles) in [
        ("impressao", &["1", "2"][..]),
        ("IMPRESSÕES", &["1", "2"]),
        ("configurações", &["3", "4"]),
        ("configurar rede", &["3", "4"]),
        ("print", &["5"]),
        ("printed", &["5"]),
        ("battery", &["6"]),
        ("acessíveis", &["7"]),
        ("москва", &["8"]),
        ("日本", &["8"]),
    ] {
        assert_eq!(found(&ground, text).await, titles, "{text}");
    }
}

/// The words of a phrase stand one after the other, in one field.
pub async fn phrases_keep_their_order_and_their_column<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let texts = [("a", "sem papel na impressora"), ("b", "papel sem marca"), ("sem", "papel"), ("c", "sem o papel")];
    leaflets(&ground, &texts).await;
    let mut tagged = Leaflet::new(ground.organization, "d", "fica sem");
    tagged.tags = vec!["papel".to_owned()];
    ground.commit([insert(tagged)]).await;
    assert_eq!(found(&ground, "\"sem papel\"").await, ["a"]);
    assert_eq!(found(&ground, "\"Sem Papéis\" impressoras").await, ["a"]);
    assert_eq!(found(&ground, "\"papel sem\"").await, ["b"]);
    assert_eq!(found(&ground, "\"sem o papel\"").await, ["c"]);
    assert_eq!(found(&ground, "sem-papel").await, ["a"], "what is written as one is a phrase");
}

/// A beginning with a star finds while a person is still typing.
pub async fn a_beginning_is_found_before_the_word_is_whole<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    leaflets(&ground, &[("a", "configuração"), ("b", "confirmado"), ("c", "impressora"), ("configurador", "")]).await;
    let word = "configuração";
    for length in 2..=word.chars().count() {
        let beginning: String = word.chars().take(length).collect();
        assert!(found(&ground, &format!("{beginning}*")).await.contains(&"a".to_owned()), "{beginning}*");
    }
    assert_eq!(found(&ground, "confi*").await, ["a", "b", "configurador"]);
    assert_eq!(found(&ground, "configurac*").await, ["a"]);
    assert_eq!(found(&ground, "confi* -configurad*").await, ["a", "b"]);
    assert_eq!(found(&ground, "imp* ora*").await, [""; 0]);
}

/// What must not be there may be a word, a phrase or a beginning.
pub async fn an_excluded_word_is_not_there<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    leaflets(&ground, &[("a", "rede lenta"), ("b", "rede sem fio"), ("c rede", "fio")]).await;
    assert_eq!(found(&ground, "rede -lenta").await, ["b", "c rede"]);
    assert_eq!(found(&ground, "rede -\"sem fio\"").await, ["a", "c rede"]);
    assert_eq!(found(&ground, "rede -fio -lenta").await, [""; 0]);
    assert_eq!(found(&ground, "rede -le*").await, ["b", "c rede"]);
}

/// What names a row says more about it than what stands in it.
pub async fn the_title_comes_before_the_text<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let mut texts = vec![("text", "toner"), ("toner", "text"), ("twice toner", "toner")];
    texts.extend([("other", "other"); 12]);
    leaflets(&ground, &texts).await;
    let order = ranked(&ground, "toner").await;
    assert_eq!(order.len(), 3);
    assert_eq!(order[2], "text", "{order:?}");
    let page = ground.store.read(&[asking(&ground, "toner")]).await.expect("the query is sound").remove(0);
    assert!(page.ranks.len() == 3 && page.ranks.is_sorted_by(|a, b| a >= b), "{:?}", page.ranks);
}

/// The order is the same whenever it is asked.
pub async fn equally_good_finds_come_in_the_order_of_their_ids<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let mut leaflets: Vec<Leaflet> =
        (0..20).map(|_| Leaflet::new(ground.organization, "same", "the same words")).collect();
    leaflets.reverse();
    ground.commit(leaflets.iter().cloned().map(insert)).await;
    // One is written again, so that the index has it last.
    ground.commit([update::<Leaflet>(leaflets[7].id, 1, "title", "same")]).await;
    let ids: Vec<Uuid> = ground
        .read::<Leaflet>(asking(&ground, "words"))
        .await
        .into_iter()
        .map(|leaflet| leaflet.id.as_uuid())
        .collect();
    assert!(ids.len() == 20 && ids.is_sorted(), "{ids:?}");
}

/// Pages of every size are the list.
pub async fn finds_are_passed_over_one_by_one<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let texts: Vec<String> = (0..23).map(|number| "toner ".repeat(1 + number % 5)).collect();
    leaflets(&ground, &texts.iter().map(|text| ("x", text.as_str())).collect::<Vec<_>>()).await;
    let ids = async |query: Query| -> (Vec<Uuid>, bool) {
        let page = ground.store.read(&[query]).await.expect("the query is sound").remove(0);
        (page.rows.iter().filter_map(|row| row[0].as_uuid()).collect(), page.more)
    };
    let (whole, more) = ids(asking(&ground, "toner")).await;
    assert!(whole.len() == 23 && !more);
    // The second condition takes the other way through the database.
    for filter in [field("title").is("x"), servicedesk::query::Condition::always()] {
        for size in [1, 7, 22, 23, 24] {
            let mut walked = Vec::new();
            loop {
                let skip = u32::try_from(walked.len()).expect("a few");
                let query = ground.all::<Leaflet>().filter(filter.clone()).limit(size);
                let (page, more) = ids(query.matching(Matching::read("toner").expect("a question").skip(skip))).await;
                walked.extend(page);
                if !more {
                    break;
                }
            }
            assert_eq!(walked, whole, "{size} at a time");
        }
    }
}

/// The old words are gone with the change.
pub async fn a_changed_row_is_found_by_its_new_words<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let leaflet = leaflets(&ground, &[("printer", "hall")]).await.remove(0);
    ground.commit([update::<Leaflet>(leaflet.id, 1, "text", "office")]).await;
    assert_eq!(found(&ground, "hall").await, [""; 0]);
    assert_eq!(found(&ground, "office printer").await, ["printer"]);
    ground.commit([update::<Leaflet>(leaflet.id, 2, "text", None::<String>)]).await;
    assert_eq!(found(&ground, "office").await, [""; 0]);
    ground.commit([update::<Leaflet>(leaflet.id, 3, "secret_note", "hall")]).await;
    assert_eq!(found(&ground, "hall").await, [""; 0]);
    assert_eq!(found(&ground, "printer").await, ["printer"]);
}

/// A deleted row comes back with its words.
pub async fn deleted_and_removed_rows_are_not_found<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let rows = leaflets(&ground, &[("one", "toner"), ("two", "toner"), ("three", "toner")]).await;
    ground.commit([update::<Leaflet>(rows[0].id, 1, "deleted_at", NOW)]).await;
    assert_eq!(found(&ground, "toner").await, ["three", "two"]);
    ground.commit([delete::<Leaflet>(rows[1].id, 1)]).await;
    assert_eq!(found(&ground, "toner").await, ["three"]);
    let with_deleted = Query { with_deleted: true, ..asking(&ground, "toner") };
    assert_eq!(ground.read::<Leaflet>(with_deleted).await.len(), 1, "deleted rows are never found");
    ground.commit([update::<Leaflet>(rows[0].id, 2, "deleted_at", None::<Timestamp>)]).await;
    assert_eq!(found(&ground, "toner").await, ["one", "three"]);
    ground.commit([insert(rows[1].clone())]).await;
    assert_eq!(found(&ground, "toner").await, ["one", "three", "two"]);
}

/// Who may find a row follows from its fields, also when they change.
pub async fn only_what_everybody_may_read_is_found_by_everybody<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let rows = leaflets(&ground, &[("light", "toner"), ("grey", "toner")]).await;
    ground.commit([update::<Leaflet>(rows[1].id, 1, "shade", "grey_blue")]).await;
    let public = async || {
        let matching = Matching::read("toner").expect("a question").public_only(true);
        let found = ground.read::<Leaflet>(ground.all::<Leaflet>().matching(matching)).await;
        found.into_iter().map(|leaflet| leaflet.title).collect::<BTreeSet<_>>()
    };
    assert_eq!(found(&ground, "toner").await, ["grey", "light"]);
    assert_eq!(public().await, BTreeSet::from(["light".to_owned()]));
    ground
        .commit([update::<Leaflet>(rows[0].id, 1, "shade", "dark"), update::<Leaflet>(rows[1].id, 2, "shade", "light")])
        .await;
    assert_eq!(found(&ground, "toner").await, ["grey", "light"]);
    assert_eq!(public().await, BTreeSet::from(["grey".to_owned()]));
    assert_eq!(found(&ground, "toner -light").await, ["grey"]);
}

/// The same id and the same words in two organizations are two rows.
pub async fn an_organization_finds_its_own_rows_only<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let mine = leaflets(&ground, &[("mine", "toner")]).await.remove(0);
    let mut theirs = Leaflet::new(other.organization, "theirs", "toner toner");
    theirs.id = mine.id;
    other.commit([insert(theirs)]).await;
    assert_eq!(found(&ground, "toner").await, ["mine"]);
    assert_eq!(found(&other, "toner").await, ["theirs"]);
    other.commit([delete::<Leaflet>(mine.id, 1)]).await;
    assert_eq!(found(&ground, "toner").await, ["mine"]);
    assert_eq!(found(&other, "toner").await, [""; 0]);
}

/// A search narrows a list like any condition.
pub async fn a_search_goes_with_conditions_orders_and_counts<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    leaflets(&ground, &[("b", "toner"), ("a", "toner"), ("c", "toner"), ("d", "paper")]).await;
    let narrowed = asking(&ground, "toner").filter(field("title").is_in(["a", "b", "d"]));
    assert_eq!(ground.read::<Leaflet>(narrowed.clone()).await.len(), 2);
    assert_eq!(ground.count(narrowed.clone()).await, 2);
    assert_eq!(ground.count(asking(&ground, "toner").limit(1)).await, 3);
    let sorted = ground.read::<Leaflet>(asking(&ground, "toner").sort([Sort::descending("title")]).limit(2)).await;
    let titles: Vec<&str> = sorted.iter().map(|leaflet| leaflet.title.as_str()).collect();
    assert_eq!(titles, ["c", "b"]);
    let pages = ground.store.read(&[narrowed.clone().count(), asking(&ground, "paper"), narrowed]).await;
    let pages = pages.expect("the queries are sound");
    assert_eq!((pages[0].count, pages[1].rows.len(), pages[2].rows.len()), (2, 1, 2));
}

/// The index and the rows are written together or not at all.
pub async fn a_refused_batch_is_not_found<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let leaflet = leaflets(&ground, &[("there", "toner")]).await.remove(0);
    let new = Leaflet::new(ground.organization, "new", "toner");
    let stale = update::<Leaflet>(leaflet.id, 9, "title", "stale");
    ground.refused([insert(new), update::<Leaflet>(leaflet.id, 1, "text", "paper"), stale]).await;
    assert_eq!(found(&ground, "toner").await, ["there"]);
    assert_eq!(found(&ground, "paper").await, [""; 0]);
}

/// A batch may write a row more than once.
pub async fn rows_written_several_times_in_a_batch_are_found_as_they_end<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let [kept, gone] = ["kept", "gone"].map(|title| Leaflet::new(ground.organization, title, "first"));
    ground
        .commit([
            insert(kept.clone()),
            insert(gone.clone()),
            update::<Leaflet>(kept.id, 1, "text", "second"),
            update::<Leaflet>(kept.id, 2, "text", "third"),
            delete::<Leaflet>(gone.id, 1),
        ])
        .await;
    assert_eq!(found(&ground, "first").await, [""; 0]);
    assert_eq!(found(&ground, "second").await, [""; 0]);
    assert_eq!(found(&ground, "third").await, ["kept"]);
}

/// No text is too long, too varied or too monotonous for an index.
pub async fn the_largest_text_can_be_written_and_found<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let same = "toner ".repeat(43_000);
    let varied: String = (0..40_000).map(|number| format!("w{number:x} ")).collect();
    let wide: String = (0..4_000).map(|number| format!("{number}{} ", "日".repeat(61))).collect();
    let phrase = format!("alpha {} beta", "toner ".repeat(300));
    leaflets(&ground, &[("same", &same), ("varied", &varied), ("wide", &wide), ("phrase", &phrase), ("", "")]).await;
    assert_eq!(found(&ground, "toner").await, ["phrase", "same"]);
    assert_eq!(found(&ground, "\"toner toner\"").await, ["phrase", "same"]);
    assert_eq!(found(&ground, "\"alpha beta\"").await, [""; 0]);
    assert_eq!(found(&ground, "\"toner beta\"").await, [""; 0], "what is not kept is no neighbour");
    assert_eq!(found(&ground, "alpha beta").await, ["phrase"]);
    assert_eq!(found(&ground, "w3039").await, ["varied"]);
    assert_eq!(found(&ground, "w9c3f").await, [""; 0], "what stands behind the first 15,000 words is not found");
    let long = format!("7{}", "日".repeat(61));
    assert_eq!(found(&ground, &long).await, ["wide"]);
}

/// What a store cannot search is refused by name.
pub async fn a_search_that_makes_no_sense_is_refused<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let matching = Matching::read("toner").expect("a question");
    assert_eq!(ground.refusal(ground.all::<Locker>().matching(matching.clone())).await, Code::FieldKind);
    let deep = ground.all::<Leaflet>().matching(matching.clone().skip(MAX_SKIP + 1));
    assert_eq!(ground.refusal(deep).await, Code::NumberRange);
    let placed = Query { after: Some(vec![Uuid::nil().into()]), ..asking(&ground, "toner") };
    assert_eq!(ground.refusal(placed).await, Code::CursorInvalid);
    let mut shaded = Leaflet::new(ground.organization, "x", "y");
    shaded.shade = Shade::Dark;
    ground.commit([insert(shaded)]).await;
    assert_eq!(found(&ground, "y").await, ["x"]);
}
