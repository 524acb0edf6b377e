//! What a committed change wants done outside: kept in the same commit, taken by the host's workers, done at least once.

use serde_json::Value as Json;
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::Entity;
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of an [`OutboxMessage`]; the idempotency key of its effect.
    OutboxMessageId,
}

/// An effect that waits for a worker. Written by the unit of work only.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "outbox_message", internal)]
#[entity(index(name = "outbox_message_due", on = "available_at, id", when = "completed_at IS NULL"))]
#[entity(agenda(on = "claimed_until", when = "claimed_until IS NOT NULL AND completed_at IS NULL"))]
pub struct OutboxMessage {
    /// The identifier, a UUID of version 7.
    pub id: OutboxMessageId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// What happened, such as `ticket.created`.
    #[entity(max = 100, public)]
    pub topic: String,
    /// The id of the row that it is about.
    pub entity_id: Uuid,
    /// Ids and names of changed fields; never a person's words.
    #[entity(max = 65_536, public)]
    pub payload: Json,
    /// From when on it may be taken, UTC.
    pub available_at: Timestamp,
    /// How often it was taken.
    #[entity(range(0, 1_000_000))]
    pub attempts: i64,
    /// The worker that holds it.
    pub claimed_by: Option<Uuid>,
    /// Until when the worker holds it, UTC.
    pub claimed_until: Option<Timestamp>,
    /// Rises with every claim, so that a worker that lost its lease can be told.
    pub claim_epoch: i64,
    /// When its effect was done, UTC.
    pub completed_at: Option<Timestamp>,
    /// Why the last attempt failed, as the worker said it.
    #[entity(max = 500, public)]
    pub last_error: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
