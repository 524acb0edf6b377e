//! Time: the host drives it. The library has no clock that rings; it says when something is due next, does what is due when it
//! is told to, and tells what it did.
//!
//! Each kind of work is a [`Due`](due::Due): the instants stand in rows, under an index over all organizations, so that
//! looking for what is due costs nothing for what is not.

mod clocks;
mod due;
mod kinds;
mod model;
mod operations;

pub use model::{DueKind, PutOff, Settled, Ticked};
