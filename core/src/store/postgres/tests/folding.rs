//! Folding in the database is folding in Rust, on every server.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::Place;
use crate::query::fold::fold;

const WORDS: &[&str] = &[
    "",
    "plain ASCII, UPPER and lower 123",
    "AÇÃO à são João, açúcar, ÀÉÎÕÜ, nº 1ª",
    "Straße STRASSE ẞ",
    "İstanbul ISTANBUL ıI Iı",
    "ﬁnal ﬂuß ﬃ Ⅷ ½ ㎏ №",
    "Ｆｕｌｌ ｗｉｄｔｈ　ＡＢＣ",
    "ΟΔΥΣΣΕΥΣ Ὀδυσσεύς ΣΑΣ ς σ Σ",
    "Ёлка ёлка ЙОД й",
    "emoji 😀👩‍👩‍👧 ❤️ 🇧🇷",
    "a\u{300}\u{301}\u{323} \u{301}x \u{345} ᾳ ᾼ",
    "한국어 日本語 がぎぐ ガギグ ｶﾞ",
    "עִברִית العَرَبِيَّة हिन्दी ไทย",
    "ǅ ǆ Ǆ ŉ ǰ ΐ և",
    "\u{1}\t\n \u{a0}\u{200b}\u{feff}\u{fffd}\u{10ffff}",
    "“typographic” – marks… €",
    "𝐁𝐨𝐥𝐝 𝒮𝒸𝓇𝒾𝓅𝓉 𐐀𐐨 𞤀𞤢",
];

#[tokio::test]
async fn words_fold_alike() {
    let place = Place::new().await;
    drop(place.open().await);
    let mut raw = place.raw().await;
    for word in WORDS {
        let folded: String =
            sqlx::query_scalar("SELECT servicedesk_fold($1)").bind(word).fetch_one(&mut raw).await.unwrap();
        assert_eq!(folded, fold(word), "{word:?}");
    }
    let none: Option<String> = sqlx::query_scalar("SELECT servicedesk_fold(NULL)").fetch_one(&mut raw).await.unwrap();
    assert_eq!(none, None);
}

/// Servers know different versions of Unicode. What was assigned once never decomposes in another way; what a server does not
/// know yet, it leaves as it is.
#[tokio::test]
async fn every_letter_that_the_server_knows_folds_alike() {
    let place = Place::new().await;
    drop(place.open().await);
    let mut raw = place.raw().await;
    let letters: Vec<String> = ('\u{1}'..=char::MAX).map(String::from).collect();
    let mut different: BTreeMap<String, String> = BTreeMap::new();
    for part in letters.chunks(100_000) {
        let sql = "SELECT c,servicedesk_fold(c),normalize(c,NFKD) FROM unnest($1::text[]) AS c";
        let answers: Vec<(String, String, String)> = sqlx::query_as(sql).bind(part).fetch_all(&mut raw).await.unwrap();
        for (letter, folded, decomposed) in answers {
            let unknown = decomposed == letter && letter.nfkd().collect::<String>() != letter;
            if folded != fold(&letter) && !unknown {
                different.insert(letter, folded);
            }
        }
    }
    assert_eq!(different, BTreeMap::new());
}
