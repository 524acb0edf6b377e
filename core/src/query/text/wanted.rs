//! What a person may ask: words, "phrases", beginnings* and -exclusions. Every text is a question; what has no meaning here is
//! left out, and nothing of it is ever read by a database's own query language.

use super::indexed::Indexed;
use super::stem::stem;
use super::words::words;
use crate::error::{Code, Error, Result};

/// The greatest number of characters of a question.
pub const MAX_TEXT: usize = 1_000;
/// The greatest number of words of a question.
pub const MAX_WORDS: usize = 32;
/// A beginning of fewer letters is a word: it would find everything.
const LEAST_BEGINNING: usize = 2;

/// Words that say nothing by themselves; only a phrase asks for them.
const FILLING: &[&str] = &[
    "a", "ao", "aos", "as", "com", "como", "da", "das", "de", "do", "dos", "e", "em", "na", "nas", "no", "nos", "o",
    "os", "ou", "para", "pela", "pelo", "por", "que", "se", "um", "uma", "an", "and", "are", "at", "by", "for", "from",
    "in", "is", "it", "my", "of", "on", "or", "that", "the", "this", "to", "was", "with",
];

/// What is asked for.
#[derive(Clone, PartialEq)]
pub(crate) struct Wanted {
    /// All of these.
    pub(crate) parts: Vec<Part>,
    /// None of these.
    pub(crate) excluded: Vec<Part>,
}

/// A part of what is asked for.
#[derive(Clone, PartialEq)]
pub(crate) enum Part {
    /// These roots, one after the other.
    Phrase(Vec<String>),
    /// A root or a word that begins so.
    Beginning(String),
}

impl Wanted {
    /// Reads what a person wrote.
    ///
    /// # Errors
    /// [`Code::TextTooLong`], [`Code::TextNul`], [`Code::QueryTooComplex`], or [`Code::Required`] when there is no word in it
    /// that is looked for; all with `text`.
    pub(crate) fn read(text: &str) -> Result<Self> {
        if text.chars().count() > MAX_TEXT {
            return Err(Error::new(Code::TextTooLong).field("text").with("max", MAX_TEXT));
        }
        if text.contains('\0') {
            return Err(Error::new(Code::TextNul).field("text"));
        }
        let (mut parts, mut filling, mut excluded, mut count) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for chunk in chunks(text) {
            let folded: Vec<String> = words(chunk.text).map(|word| word.folded).collect();
            count += folded.len();
            let list = match &folded[..] {
                [] => continue,
                _ if chunk.is_excluded => &mut excluded,
                [only] if !chunk.is_quoted && FILLING.contains(&only.as_str()) => &mut filling,
                _ => &mut parts,
            };
            chunk.read(folded, list);
        }
        if count > MAX_WORDS {
            return Err(Error::new(Code::QueryTooComplex).field("text").with("max", MAX_WORDS));
        }
        if parts.is_empty() {
            parts = filling;
        }
        if parts.is_empty() { Err(Error::new(Code::Required).field("text")) } else { Ok(Self { parts, excluded }) }
    }

    /// Returns whether a row has what is asked for.
    pub(crate) fn is_met(&self, indexed: &Indexed) -> bool {
        self.parts.iter().all(|part| part.count(indexed) > 0.0)
            && !self.excluded.iter().any(|part| part.count(indexed) > 0.0)
    }

    /// Returns whether a word of a text is one of those that were asked for.
    pub(super) fn asks_for(&self, folded: &str) -> bool {
        let root = stem(folded);
        self.parts.iter().any(|part| match part {
            Part::Phrase(roots) => roots.contains(&root),
            Part::Beginning(beginning) => folded.starts_with(beginning) || root.starts_with(beginning),
        })
    }
}

impl Part {
    /// Returns how often the row has it; what is in the title counts several times.
    pub(super) fn count(&self, indexed: &Indexed) -> f64 {
        let sum = |column: &[String]| match self {
            Self::Phrase(roots) => column.windows(roots.len()).filter(|found| found == roots).count() as f64,
            Self::Beginning(beginning) => column.iter().filter(|root| root.starts_with(beginning)).count() as f64,
        };
        let words = match self {
            Self::Phrase(_) => 0,
            Self::Beginning(beginning) => indexed.words.iter().filter(|word| word.starts_with(beginning)).count(),
        };
        sum(&indexed.title) * 8.0 + sum(&indexed.body) + words as f64 / 2.0
    }
}

/// A piece of a question between spaces or quotes.
struct Chunk<'a> {
    text: &'a str,
    is_quoted: bool,
    is_excluded: bool,
    is_beginning: bool,
}

impl Chunk<'_> {
    fn read(&self, mut folded: Vec<String>, list: &mut Vec<Part>) {
        let is_long = folded.last().is_some_and(|last| last.chars().count() >= LEAST_BEGINNING);
        // Whoever excludes "e-mail*" excludes the two words together, not each row that has one of them.
        let beginning =
            if self.is_beginning && is_long && !(self.is_excluded && folded.len() > 1) { folded.pop() } else { None };
        if !folded.is_empty() {
            list.push(Part::Phrase(folded.iter().map(|word| stem(word)).collect()));
        }
        list.extend(beginning.map(Part::Beginning));
    }
}

fn chunks(text: &str) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let is_excluded = rest.starts_with('-');
        let begin = rest.strip_prefix('-').unwrap_or(rest);
        if let Some(quoted) = begin.strip_prefix('"') {
            let (text, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            rest = after;
            return Some(Chunk { text, is_quoted: true, is_excluded, is_beginning: false });
        }
        let end = begin.find(|letter: char| letter.is_whitespace() || letter == '"').unwrap_or(begin.len());
        let (text, after) = begin.split_at(end);
        rest = after;
        Some(Chunk { text, is_quoted: false, is_excluded, is_beginning: text.ends_with('*') })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let wanted = Wanted::read(text).unwrap();
        let show = |part: &Part| match part {
            Part::Phrase(roots) => roots.join("+"),
            Part::Beginning(beginning) => format!("{beginning}*"),
        };
        let mut shown: Vec<String> = wanted.parts.iter().map(show).collect();
        shown.extend(wanted.excluded.iter().map(|part| format!("-{}", show(part))));
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn words_phrases_beginnings_and_exclusions_are_read() {
        check("Impressoras travando", "impressor trav");
        check("\"impressora travada\" -papel", "impressor+trav -papel");
        check("impr* -\"sem rede\"", "impr* -sem+red");
        check("joao@example.com", "joa+exampl+com");
        check("e-mai*", "e mai*");
    }

    #[test]
    fn filling_words_are_asked_for_only_in_phrases_or_alone() {
        check("a impressora do andar", "impressor and");
        check("\"a impressora\"", "a+impressor");
        check("the", "the");
    }

    #[test]
    fn what_means_nothing_is_left_out() {
        check("impressora AND ( NEAR^2 {title} : \"", "impressor near+2 titl");
        check("x* impressora", "x impressor");
    }

    #[test]
    fn a_question_without_words_or_with_too_many_is_refused() {
        for text in ["", "  ", "-papel", "--papel", "\"\"", "*", "😀"] {
            assert_eq!(Wanted::read(text).err().map(|error| error.code()), Some(Code::Required), "{text:?}");
        }
        assert_eq!(Wanted::read(&"x".repeat(1_001)).err().map(|error| error.code()), Some(Code::TextTooLong));
        assert_eq!(Wanted::read(&"x ".repeat(33)).err().map(|error| error.code()), Some(Code::QueryTooComplex));
        assert_eq!(Wanted::read("a\0").err().map(|error| error.code()), Some(Code::TextNul));
    }
}
