//! What is shown of a text that was found: a stretch of it, cut into pieces that were asked for and pieces that were not.
//! Pieces instead of marks in the text, because a host that shows HTML has to escape each of them anyway, and because places in
//! a text are counted differently in every language.

use super::matching::Matching;
use super::words::words;
use crate::operation::Shape;

/// How many characters are shown before the first word that was asked for.
const BEFORE: usize = 60;
/// How many characters are shown.
const LENGTH: usize = 240;

/// A piece of a text.
#[derive(Clone, PartialEq, Eq, Shape)]
pub struct Piece {
    /// The text, as it was written.
    pub text: String,
    /// Whether it was asked for.
    pub is_match: bool,
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Piece").field("text", &format_args!("…")).field("is_match", &self.is_match).finish()
    }
}

/// Returns a stretch of at most 240 characters of `text` around the first word that was asked for, in pieces; an ellipsis
/// stands where something was left out.
///
/// ```
/// use servicedesk::query::{Matching, snippet};
/// let pieces = snippet(&Matching::read("impressora")?, "As impressoras <b>travam</b>.");
/// let shown: Vec<_> = pieces.iter().map(|piece| (piece.text.as_str(), piece.is_match)).collect();
/// assert_eq!(shown, [("As ", false), ("impressoras", true), (" <b>travam</b>.", false)]);
/// # Ok::<(), servicedesk::Error>(())
/// ```
pub fn snippet(matching: &Matching, text: &str) -> Vec<Piece> {
    let asked: Vec<(usize, usize)> = words(text)
        .filter(|word| matching.wanted().asks_for(&word.folded))
        .map(|word| (word.start, word.end))
        .collect();
    let (start, end) = stretch(text, asked.first().map_or(0, |(start, _)| *start));
    let mut pieces = Vec::new();
    let mut add = |text: &str, is_match: bool| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), is_match });
        }
    };
    let mut at = start;
    add(if start > 0 { "…" } else { "" }, false);
    for (from, to) in asked.into_iter().filter(|(from, to)| *from >= start && *to <= end) {
        add(&text[at..from], false);
        add(&text[from..to], true);
        at = to;
    }
    add(&text[at..end], false);
    add(if end < text.len() { "…" } else { "" }, false);
    pieces
}

/// Returns where the stretch begins and ends, in bytes, between words where that is possible.
fn stretch(text: &str, first: usize) -> (usize, usize) {
    let before: Vec<(usize, char)> = text[..first].char_indices().rev().take(BEFORE).collect();
    let mut start = before.last().map_or(first, |(at, _)| *at);
    if start > 0 {
        let space = before.iter().rev().find(|(_, letter)| letter.is_whitespace());
        start = space.map_or(start, |(at, letter)| at + letter.len_utf8());
    }
    let mut end = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
    if end < text.len() {
        let shown = &text[start..end];
        let space = shown.char_indices().rev().take(BEFORE).find(|(_, letter)| letter.is_whitespace());
        end = space.map_or(end, |(at, _)| start + at).max(first.min(end));
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_word() {
        let text = format!("{} impressora {}", "antes ".repeat(100), "depois ".repeat(100));
        let pieces = snippet(&Matching::read("impressoras").unwrap(), &text);
        let shown = whole(&pieces);
        assert!(shown.starts_with("…antes") && shown.ends_with("depois…"), "{shown}");
        assert!(shown.chars().count() <= LENGTH + 2);
        assert_eq!(
            pieces.iter().filter(|piece| piece.is_match).map(|piece| &*piece.text).collect::<Vec<_>>(),
            ["impressora"]
        );
    }

    #[test]
    fn a_text_without_the_word_begins_at_its_beginning() {
        assert_eq!(whole(&snippet(&Matching::read("x").unwrap(), "só isto")), "só isto");
        assert_eq!(snippet(&Matching::read("x").unwrap(), ""), []);
    }

    #[test]
    fn any_text_is_cut_between_letters() {
        for text in ["日本語".repeat(300), "😀x ".repeat(200), "a\u{301}".repeat(500)] {
            for asked in ["x", "日本*", "a"] {
                let shown = whole(&snippet(&Matching::read(asked).unwrap(), &text));
                assert!(text.contains(shown.trim_matches('…')));
            }
        }
    }
}
