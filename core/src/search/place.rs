//! How far down a list of finds a page begins: for each kind of row how many were shown.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::error::{Code, Error, Result};
use crate::query::{Cursor, MAX_SKIP};

/// How many finds of each kind were shown on the pages before, and whether the ticket was that has the number asked for.
pub(super) type Place = [u32; 4];

/// Returns the cursor of a place in the list of that question.
pub(super) fn write(question: &str, place: Place) -> Cursor {
    let parts = (fingerprint(question), place);
    Cursor::from_text(URL_SAFE_NO_PAD.encode(serde_json::json!(parts).to_string()))
}

/// Returns the place that a cursor of that question stands for.
///
/// # Errors
/// [`Code::CursorInvalid`] for any other text.
pub(super) fn read(question: &str, cursor: &Cursor) -> Result<Place> {
    let invalid = || Error::new(Code::CursorInvalid).field("after");
    let text = cursor.to_string();
    if text.len() > 200 {
        return Err(invalid());
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| invalid())?;
    let (of, place): (String, Place) = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
    if of != fingerprint(question) || place.iter().any(|count| *count > MAX_SKIP) {
        return Err(invalid());
    }
    Ok(place)
}

/// Marks the question, so that a cursor of another one is refused instead of giving a wrong page.
fn fingerprint(question: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(question)[..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_for_its_own_question_only() {
        let cursor = write("impressora", [3, 0, 20, 1]);
        assert_eq!(read("impressora", &cursor).unwrap(), [3, 0, 20, 1]);
        for (question, cursor) in [
            ("papel", cursor),
            ("impressora", Cursor::from_text("x")),
            ("impressora", write("impressora", [0, 0, 1_001, 0])),
        ] {
            assert_eq!(read(question, &cursor).unwrap_err().code(), Code::CursorInvalid);
        }
    }
}
