//! Full-text search, as far as it is the same for every store: what a word is, which words are one ("impressões" and
//! "IMPRESSAO"), what of a row is indexed, what a person may ask, and what of a text is shown.
//!
//! The stores keep and ask only what stands here, letter by letter, so that all of them find the same rows.

mod indexed;
mod matching;
mod snippet;
mod stem;
mod wanted;
mod words;

pub(crate) use indexed::{FILLER, Indexed, is_about_search, is_searchable, mark};
pub use matching::{MAX_SKIP, Matching};
pub(crate) use matching::{Statistics, finds, rank};
pub use snippet::{Piece, snippet};
pub(crate) use wanted::Part;
pub use wanted::{MAX_TEXT, MAX_WORDS};
