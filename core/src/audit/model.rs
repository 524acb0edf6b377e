//! The audit log: who changed what, when and from where.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::UserId;
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of an [`AuditEntry`].
    AuditEntryId,
}

/// What was done to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum AuditAction {
    /// It was made.
    Create,
    /// It was changed.
    Update,
    /// It was removed, or marked as deleted.
    Delete,
    /// A deleted row came back.
    Restore,
    /// It came in from another system.
    Import,
}

/// One change of one row. Written by the unit of work only, and never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "audit_entry", collection = "audit_entries", append_only, internal, partition = "created_at")]
#[entity(index(name = "audit_entry_entity", on = "entity_id, created_at, id"))]
#[entity(index(name = "audit_entry_time", on = "created_at, id"))]
pub struct AuditEntry {
    /// The identifier, a UUID of version 7.
    pub id: AuditEntryId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// Who did it; nobody when the library itself did. Not a reference: an entry outlives the person's row.
    #[entity(personal(link, erase = keep))]
    pub actor_id: Option<UserId>,
    /// What was done.
    pub action: AuditAction,
    /// The table of the row.
    #[entity(max = 63, public)]
    pub entity: String,
    /// The id of the row.
    pub entity_id: uuid::Uuid,
    /// For each changed field, the value before and the value after: `{"subject": ["old", "new"]}`.
    #[entity(max = 4_194_304, personal(content, erase = redact_spans))]
    pub changes: Json,
    /// The host's session.
    #[entity(max = 100, personal(behaviour, erase = null))]
    pub session: Option<String>,
    /// The host's request.
    #[entity(max = 100, personal(behaviour, erase = null))]
    pub request: Option<String>,
    /// The host's endpoint.
    #[entity(max = 255, personal(behaviour, erase = null))]
    pub endpoint: Option<String>,
    /// The address that the request came from.
    #[entity(max = 45, personal(behaviour, erase = null))]
    pub ip_address: Option<String>,
    /// The program that sent the request.
    #[entity(max = 500, personal(behaviour, erase = null))]
    pub user_agent: Option<String>,
    /// When it was done, UTC; for imported changes, when they were recorded.
    pub created_at: Timestamp,
}
