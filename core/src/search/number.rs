//! Telling the number of a ticket, such as `TKT-2026-0001`, from words.

/// The shortest sequence that a number ends with.
const WIDTH: usize = 4;
/// The longest prefix that an organization may have.
const MAX_PREFIX: usize = 10;

/// Returns the numbers that a text may mean: as it was written, and in capitals or small letters. None when it is no number.
pub(super) fn candidates(text: &str) -> Vec<String> {
    let text = text.trim();
    if !is_number(text) {
        return Vec::new();
    }
    let mut candidates = vec![text.to_owned(), text.to_ascii_uppercase(), text.to_ascii_lowercase()];
    candidates.sort_unstable();
    candidates.dedup();
    candidates
}

/// Prefix, year and sequence, with hyphens between them.
fn is_number(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(prefix), Some(year), Some(sequence), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let is_digits = |part: &str| part.bytes().all(|letter| letter.is_ascii_digit());
    (1..=MAX_PREFIX).contains(&prefix.len())
        && prefix.bytes().all(|letter| letter.is_ascii_alphanumeric())
        && year.len() == 4
        && is_digits(year)
        && (WIDTH..=18).contains(&sequence.len())
        && is_digits(sequence)
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn numbers_are_told_from_words() {
        assert_eq!(candidates(" tkt-2026-0001 "), ["TKT-2026-0001", "tkt-2026-0001"]);
        assert_eq!(candidates("Esc1-2026-12345"), ["ESC1-2026-12345", "Esc1-2026-12345", "esc1-2026-12345"]);
        assert_eq!(candidates("7-2026-0001"), ["7-2026-0001"]);
        for words in [
            "",
            "printer",
            "TKT",
            "TKT-2026",
            "TKT-2026-001",
            "TKT-26-0001",
            "TKT-2026-0001-x",
            "-2026-0001",
            "TKT-2026-000x",
            "prefix-too-long",
            "TKT 2026 0001",
            "ABCDEFGHIJK-2026-0001",
            "TKT-2026-0001 printer",
        ] {
            assert!(candidates(words).is_empty(), "{words}");
        }
    }
}
