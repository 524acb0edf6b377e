//! Who changed what: an append-only record of every change.

mod model;

pub use model::{AuditAction, AuditEntry, AuditEntryId};
