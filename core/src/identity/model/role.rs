//! Who may do what: roles, permissions, and who holds which.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::Entity;
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`Role`].
    RoleId,
    /// The id of a [`Permission`].
    PermissionId,
    /// The id of a [`RolePermission`].
    RolePermissionId,
    /// The id of a [`UserRole`].
    UserRoleId,
}

/// A set of permissions under a name, which may inherit those of another one.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "role", editable)]
#[entity(index(name = "role_key", on = "key", unique))]
pub struct Role {
    /// The identifier, a UUID of version 7.
    pub id: RoleId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name that programs use, such as `it_manager`; unique in the organization.
    #[entity(max = 50, on_create, public)]
    pub key: String,
    /// The name that people see.
    #[entity(max = 100, public)]
    pub name: String,
    /// What it is for.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// The role whose permissions it has as well.
    #[entity(references = Role)]
    pub parent_id: Option<RoleId>,
    /// Whether it came with the library.
    #[entity(on_create)]
    pub is_system: bool,
    /// Whether it counts.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// The right to do something to a kind of thing, perhaps under a condition.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "permission", editable)]
#[entity(index(name = "permission_key", on = "key", unique))]
#[entity(index(name = "permission_resource", on = "resource, action"))]
pub struct Permission {
    /// The identifier, a UUID of version 7.
    pub id: PermissionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name that programs use, such as `ticket.close`; unique in the organization.
    #[entity(max = 100, on_create, public)]
    pub key: String,
    /// The kind of thing, such as `ticket`.
    #[entity(max = 50, on_create, public)]
    pub resource: String,
    /// What may be done to it, such as `close`.
    #[entity(max = 50, on_create, public)]
    pub action: String,
    /// What it means.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// The rows that it is limited to, a condition; without one, all.
    #[entity(max = 65_536, public)]
    pub condition: Option<Json>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A permission that a role has, for a time.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "role_permission", editable)]
#[entity(index(name = "role_permission_grant", on = "role_id, permission_id", unique))]
pub struct RolePermission {
    /// The identifier, a UUID of version 7.
    pub id: RolePermissionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The role.
    #[entity(references = Role, on_create)]
    pub role_id: RoleId,
    /// The permission.
    #[entity(references = Permission, on_create)]
    pub permission_id: PermissionId,
    /// Who gave it.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub granted_by_id: Option<UserId>,
    /// From when on, UTC; without one, from ever.
    pub valid_from: Option<Timestamp>,
    /// Until when, UTC; without one, for ever.
    pub expires_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A role that a person has, for a time, perhaps in somebody's place.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "user_role", editable)]
#[entity(index(name = "user_role_own", on = "user_id, role_id", unique, when = "delegated_by_id IS NULL"))]
#[entity(index(
    name = "user_role_delegated",
    on = "user_id, role_id, delegated_by_id",
    unique,
    when = "delegated_by_id IS NOT NULL"
))]
#[entity(index(name = "user_role_role", on = "role_id, user_id"))]
pub struct UserRole {
    /// The identifier, a UUID of version 7.
    pub id: UserRoleId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// The role.
    #[entity(references = Role, on_create)]
    pub role_id: RoleId,
    /// Who gave it.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub granted_by_id: Option<UserId>,
    /// In whose place they have it; without one, in their own.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub delegated_by_id: Option<UserId>,
    /// From when on, UTC; without one, from ever.
    pub valid_from: Option<Timestamp>,
    /// Until when, UTC; without one, for ever.
    pub expires_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
