//! Other systems that this one speaks to, and what was said to them.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of an [`Integration`].
    IntegrationId,
    /// The id of an [`IntegrationLog`].
    IntegrationLogId,
}

/// Whether another system answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum Health {
    /// Nobody asked yet.
    #[default]
    Unknown,
    /// It answers.
    Healthy,
    /// It answers badly.
    Degraded,
    /// It does not.
    Down,
}

/// Another system.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "integration", editable)]
#[entity(index(name = "integration_name", on = "name", unique))]
pub struct Integration {
    /// The identifier, a UUID of version 7.
    pub id: IntegrationId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 100, public)]
    pub name: String,
    /// What it is, such as `jira`.
    #[entity(max = 50, on_create, public)]
    pub provider: String,
    /// What it needs to know beside its secrets.
    #[entity(max = 65_536, public)]
    pub configuration: Option<Json>,
    /// Its secrets, encrypted by the host's key ring.
    #[entity(max = 65_536, secret, public)]
    pub secrets: Option<Vec<u8>>,
    /// Whether it is used.
    #[entity(default = true)]
    pub is_active: bool,
    /// Whether it answers.
    pub health: Health,
    /// When it was last asked, UTC.
    pub last_checked_at: Option<Timestamp>,
    /// What went wrong last.
    #[entity(max = 2_000, public)]
    pub last_error: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Something that was said to another system. Never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "integration_log", recorded, unaudited)]
#[entity(index(name = "integration_log_integration", on = "integration_id, created_at, id"))]
pub struct IntegrationLog {
    /// The identifier, a UUID of version 7.
    pub id: IntegrationLogId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The system.
    #[entity(references = Integration, on_create)]
    pub integration_id: IntegrationId,
    /// What was asked.
    #[entity(max = 100, on_create, public)]
    pub operation: String,
    /// Whether it was answered.
    #[entity(on_create)]
    pub is_success: bool,
    /// The status of the answer (RFC 9110).
    #[entity(range(0, 999), on_create)]
    pub status_code: Option<i64>,
    /// How long it took, in milliseconds.
    #[entity(range(0, 1_000_000_000), on_create)]
    pub duration_ms: Option<i64>,
    /// What went wrong.
    #[entity(max = 2_000, on_create, public)]
    pub error: Option<String>,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}
