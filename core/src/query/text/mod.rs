//! Full-text search, as far as it is the same for every store: what a word is, which words are one ("impressões" and
//! "IMPRESSAO"), what of a row is indexed, what a person may ask, and what of a text is shown.
//!
//! The stores keep and ask only what stands here, letter by letter, so that all of them find the same rows.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod entry;
mod indexed;
mod matching;
mod snippet;
mod stem;
mod wanted;
mod words;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use entry::{is_about_search, mark};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use indexed::FILLER;
pub(crate) use indexed::{Indexed, is_searchable};
pub use matching::{MAX_SKIP, Matching};
pub(crate) use matching::{Statistics, finds, rank};
pub use snippet::{Piece, snippet};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use wanted::Part;
pub use wanted::{MAX_TEXT, MAX_WORDS};
