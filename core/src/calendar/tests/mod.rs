//! The laws of business time over random calendars, and a second, slow way to the same answers.

mod hard_days;
mod laws;
mod random;
mod refusals;
mod slow;
