//! What crosses modules: the contract that every store passes, and stores that fail on purpose.

pub mod agreement;
pub mod contract;
pub mod factories;
pub mod faulty;
pub mod postgres;
