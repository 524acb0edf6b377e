//! Effects that leave the desk: written with the change that caused them, polled for by the host.

mod model;
mod operations;

pub use model::{OutboxMessage, OutboxMessageId};
pub use operations::Outbox;
