//! Clocks as a specification: what other products got wrong, the rules one by one, and a second, slow way to the same answers.

mod pains;
mod rules;
mod slow;
mod story;
