//! What an organization has switched on, and how much it may use.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::{Department, DepartmentId, OrganizationId};

crate::ids! {
    /// The id of a [`TenantConfiguration`].
    TenantConfigurationId,
    /// The id of a [`DepartmentMember`].
    DepartmentMemberId,
}

/// What an organization has switched on, how much it may use, and how it looks.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "tenant_configuration", editable)]
#[entity(index(name = "tenant_configuration_name", on = "name", unique))]
pub struct TenantConfiguration {
    /// The identifier, a UUID of version 7.
    pub id: TenantConfigurationId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// Which configuration it is; the library itself reads `default`.
    #[entity(max = 50, default = "default".to_owned(), public)]
    pub name: String,
    /// Whether models may be asked.
    pub ai_enabled: bool,
    /// Whether WhatsApp may be used.
    pub whatsapp_enabled: bool,
    /// Whether people may sign in through gov.br.
    pub govbr_enabled: bool,
    /// Whether the advanced figures are computed.
    pub advanced_analytics_enabled: bool,
    /// Whether the incidents under a problem are resolved with it.
    pub problems_resolve_incidents: bool,
    /// Further switches, an object of truth values by name: lower-case letters, digits and underscores, a letter first.
    #[entity(max = 65_536, public)]
    pub custom_features: Option<Json>,
    /// How many people may use the desk; programs, and who is suspended, deactivated or deleted, do not count. Without one, any
    /// number.
    #[entity(range(0, 10_000_000))]
    pub user_limit: Option<i64>,
    /// How many tickets it may create in a calendar month of its time zone; without one, as many as the plan allows.
    #[entity(range(0, 1_000_000_000))]
    pub ticket_limit: Option<i64>,
    /// How many bytes its attachments may take; without one, any number.
    #[entity(range(0, 1_000_000_000_000_000))]
    pub storage_limit_bytes: Option<i64>,
    /// How many calls of the interface it may make in a calendar month of its time zone; without one, any number.
    #[entity(range(0, 1_000_000_000_000))]
    pub api_call_limit: Option<i64>,
    /// Colours, logos and texts, an object: what is named `…color` is like `#1a2b3c`, what is named `…_url` a web address.
    #[entity(max = 65_536, public)]
    pub branding: Option<Json>,
    /// What each integration needs to know beside its secrets, an object by provider.
    #[entity(max = 65_536, public)]
    pub integrations: Option<Json>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Which of a person's departments it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum MembershipKind {
    /// Where they belong.
    #[default]
    Primary,
    /// Where they help.
    Secondary,
}

/// A person's place in a department, for a time: nobody is in one department twice at a time, nor has two primary ones.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "department_member", editable)]
#[entity(index(name = "department_member_user", on = "user_id, department_id"))]
#[entity(index(
    name = "department_member_department",
    on = "department_id, user_id, valid_from",
    unique,
    when = "valid_from IS NOT NULL"
))]
#[entity(index(name = "department_member_always", on = "department_id, user_id", unique, when = "valid_from IS NULL"))]
pub struct DepartmentMember {
    /// The identifier, a UUID of version 7.
    pub id: DepartmentMemberId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// The department.
    #[entity(references = Department, on_create)]
    pub department_id: DepartmentId,
    /// Whether it is where they belong.
    pub kind: MembershipKind,
    /// What they do there.
    #[entity(max = 50, public)]
    pub role: Option<String>,
    /// From when on, UTC; without one, from ever.
    pub valid_from: Option<Timestamp>,
    /// Until when, UTC, that instant not included; without one, for ever.
    pub valid_until: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
