//! What can be done with an organization: load a snapshot, decide by a rule, commit one batch.

mod features;
mod members;
mod tenant;
mod usage;

pub use members::Departments;
pub use usage::{ApiAllowance, ApiCall};
