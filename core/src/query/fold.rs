//! What "ignoring case and accents" means, once, for all stores: compatibility decomposition (Unicode NFKD), without the
//! combining marks U+0300 to U+036F, in lower case.

use unicode_normalization::UnicodeNormalization as _;

/// Returns `text` without case and accents.
///
/// ```
/// assert_eq!(servicedesk::query::fold::fold("AÇÃO nº 1"), "acao no 1");
/// ```
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).flat_map(char::to_lowercase).collect()
}
