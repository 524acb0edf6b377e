//! What a word is: a run of letters and digits, with the accents that are written as letters of their own.

use crate::query::fold::fold;

/// How many characters of a word count; what comes after them is not looked at.
const MAX_WORD: usize = 64;

/// A word of a text.
pub(super) struct Word {
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends, in bytes.
    pub(super) end: usize,
    /// What is written there without case and accents: letters and digits only.
    pub(super) folded: String,
}

/// Returns the words of a text, in order.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(char::is_alphanumeric)?;
            let end = text[start..].find(|letter| !belongs(letter)).map_or(text.len(), |length| start + length);
            from = end;
            let mut folded = fold(&text[start..end]);
            // Folding takes some letters apart: a half becomes two digits and a stroke.
            folded.retain(char::is_alphanumeric);
            if let Some((at, _)) = folded.char_indices().nth(MAX_WORD) {
                folded.truncate(at);
            }
            if !folded.is_empty() {
                return Some(Word { start, end, folded });
            }
        }
    })
}

fn belongs(letter: char) -> bool {
    letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = words(text).map(|word| word.folded).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_are_letters_and_digits() {
        check("Não imprime: nº 42!", &["nao", "imprime", "no", "42"]);
        check("a\u{301}gua d'oeste joao@example.com", &["agua", "d", "oeste", "joao", "example", "com"]);
        check("½ \u{300} 日本 😀", &["12", "日本"]);
        check(" \"*-(){}:^ ", &[]);
        check(&"x".repeat(100), &[&"x".repeat(64)]);
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "é ação";
        assert_eq!(words(text).map(|word| &text[word.start..word.end]).collect::<Vec<_>>(), ["é", "ação"]);
    }
}
