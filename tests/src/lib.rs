//! What crosses modules: the specification of a desk, the contract that every store passes, and stores that fail on purpose.

pub mod adoption;
pub mod agreement;
pub mod conform;
pub mod contract;
pub mod desk;
pub mod export;
pub mod factories;
pub mod faulty;
pub mod golden;
pub mod patience;
pub mod plans;
pub mod postgres;
pub mod sample_log;
pub mod scenarios;
pub mod schema;
