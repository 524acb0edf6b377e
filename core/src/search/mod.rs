//! Finding tickets, comments and articles by their words: ranked, with the words shown in their place, and limited to what the
//! asker may read.
//!
//! What a word is and what may be asked is said in [`Matching`](crate::query::Matching).

mod find;
mod hit;
mod number;
mod place;
mod rebuild;

pub use hit::{Found, Hit, SearchOptions, Searched};
