//! Who calls this system, and how much.

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{ApiKey, ApiKeyId, User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of an [`ApiUsage`].
    ApiUsageId,
}

/// How long a time is counted together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum UsagePeriod {
    /// An hour.
    #[default]
    Hour,
    /// A day.
    Day,
}

/// How much an endpoint was used in a time.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "api_usage", collection = "api_usage", editable, unaudited, partition = "starts_at")]
#[entity(index(name = "api_usage_period", on = "period, starts_at, endpoint, method, id"))]
#[entity(index(name = "api_usage_key", on = "api_key_id, starts_at, id", when = "api_key_id IS NOT NULL"))]
pub struct ApiUsage {
    /// The identifier, a UUID of version 7.
    pub id: ApiUsageId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// How long the time is.
    #[entity(on_create)]
    pub period: UsagePeriod,
    /// When it begins, UTC.
    #[entity(on_create)]
    pub starts_at: Timestamp,
    /// The endpoint.
    #[entity(max = 255, on_create, public)]
    pub endpoint: String,
    /// The method (RFC 9110).
    #[entity(max = 10, on_create, public)]
    pub method: String,
    /// The key that was used.
    #[entity(references = ApiKey, on_create)]
    pub api_key_id: Option<ApiKeyId>,
    /// The person who called.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub user_id: Option<UserId>,
    /// How many calls there were.
    #[entity(range(0, 1_000_000_000_000), counted)]
    pub request_count: i64,
    /// How many failed.
    #[entity(range(0, 1_000_000_000_000), counted)]
    pub error_count: i64,
    /// How many were refused for being too many.
    #[entity(range(0, 1_000_000_000_000), counted)]
    pub limited_count: i64,
    /// How long they took together, in milliseconds.
    #[entity(range(0, 1_000_000_000_000_000), counted)]
    pub total_duration_ms: i64,
    /// How long the longest took, in milliseconds.
    #[entity(range(0, 1_000_000_000_000))]
    pub max_duration_ms: i64,
    /// How many bytes came in.
    #[entity(range(0, 1_000_000_000_000_000), counted)]
    pub request_bytes: i64,
    /// How many bytes went out.
    #[entity(range(0, 1_000_000_000_000_000), counted)]
    pub response_bytes: i64,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
