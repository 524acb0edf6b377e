//! What other systems are told.

use serde_json::Value as Json;
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`Webhook`].
    WebhookId,
    /// The id of a [`WebhookDelivery`].
    WebhookDeliveryId,
}

/// An address that is told what happens.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "webhook", editable)]
#[entity(index(name = "webhook_active", on = "is_active, id"))]
pub struct Webhook {
    /// The identifier, a UUID of version 7.
    pub id: WebhookId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name.
    #[entity(max = 100, public)]
    pub name: String,
    /// The address.
    #[entity(max = 2_048, public)]
    pub url: String,
    /// What it is told, such as `ticket.created`.
    #[entity(max = 100, public)]
    pub events: Vec<String>,
    /// What signs the messages (Standard Webhooks), encrypted by the host's key ring.
    #[entity(max = 4_096, secret, public)]
    pub secret: Option<Vec<u8>>,
    /// What signed them before, for as long as both count.
    #[entity(max = 4_096, secret, public)]
    pub previous_secret: Option<Vec<u8>>,
    /// When the secret was last changed, UTC.
    pub secret_rotated_at: Option<Timestamp>,
    /// Whether it is told anything.
    #[entity(default = true)]
    pub is_active: bool,
    /// How often a message is tried.
    #[entity(range(1, 100), default = 8)]
    pub max_attempts: i64,
    /// How many messages were taken.
    #[entity(range(0, 1_000_000_000_000))]
    pub success_count: i64,
    /// How many were given up.
    #[entity(range(0, 1_000_000_000_000))]
    pub failure_count: i64,
    /// When one was last taken, UTC.
    pub last_delivery_at: Option<Timestamp>,
    /// Who made it.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub created_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum DeliveryStatus {
    /// It waits.
    #[default]
    Pending,
    /// It was taken.
    Delivered,
    /// It will be tried again.
    Failed,
    /// It was given up.
    Dead,
}

/// A message to a webhook.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "webhook_delivery", collection = "webhook_deliveries", editable, unaudited)]
#[entity(index(name = "webhook_delivery_message", on = "webhook_id, message_id", unique))]
#[entity(index(name = "webhook_delivery_due", on = "next_attempt_at, id", when = "next_attempt_at IS NOT NULL"))]
pub struct WebhookDelivery {
    /// The identifier, a UUID of version 7.
    pub id: WebhookDeliveryId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The webhook.
    #[entity(references = Webhook, on_create)]
    pub webhook_id: WebhookId,
    /// The message's id, the same at every attempt.
    #[entity(on_create)]
    pub message_id: Uuid,
    /// What happened.
    #[entity(max = 100, on_create, public)]
    pub event: String,
    /// The message.
    #[entity(max = 262_144, on_create, personal(content, erase = redact_spans))]
    pub payload: Option<Json>,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// How often it was tried.
    #[entity(range(0, 1_000))]
    pub attempts: i64,
    /// When it is tried next, UTC.
    pub next_attempt_at: Option<Timestamp>,
    /// The status of the last answer (RFC 9110).
    #[entity(range(0, 999))]
    pub response_status: Option<i64>,
    /// How long the last attempt took, in milliseconds.
    #[entity(range(0, 1_000_000_000))]
    pub duration_ms: Option<i64>,
    /// What went wrong last.
    #[entity(max = 2_000, public)]
    pub error: Option<String>,
    /// When it was taken, UTC.
    pub delivered_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
