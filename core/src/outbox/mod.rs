//! Effects that leave the desk: written with the change that caused them, polled for by the host.

mod model;

pub use model::{OutboxMessage, OutboxMessageId};
