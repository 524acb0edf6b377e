//! People: those who ask and those who answer. Credentials are not here.

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`User`].
    UserId,
}

/// What a person is to the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum UserKind {
    /// Works on tickets; counts against the limit of agents.
    Agent,
    /// Asks, and belongs to the organization.
    #[default]
    Requester,
    /// Asks, and comes from outside.
    Customer,
    /// Reads and reports.
    Analyst,
    /// Sets the desk up, and may work on tickets.
    Admin,
    /// A program.
    Service,
}

/// Whether a person may use the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum UserStatus {
    /// Was asked to join.
    Invited,
    /// Joined and waits for approval.
    PendingApproval,
    /// May.
    #[default]
    Active,
    /// May not, for now.
    Suspended,
    /// May not any more.
    Deactivated,
}

/// A person, or a program acting as one.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "app_user", collection = "users", soft)]
#[entity(index(name = "app_user_email", on = "email", unique, when = "email IS NOT NULL AND deleted_at IS NULL"))]
#[entity(index(name = "app_user_external_id", on = "external_id", unique, when = "external_id IS NOT NULL"))]
#[entity(index(
    name = "app_user_cpf",
    on = "cpf_index",
    unique,
    when = "cpf_index IS NOT NULL AND deleted_at IS NULL"
))]
#[entity(index(name = "app_user_kind", on = "kind, status"))]
pub struct User {
    /// The identifier, a UUID of version 7.
    pub id: UserId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The e-mail address, in lower case; unique among the people who are not deleted.
    #[entity(max = 254, personal(contact, erase = surrogate))]
    pub email: Option<String>,
    /// Whether the address was shown to be theirs.
    pub email_verified: bool,
    /// The first name.
    #[entity(max = 100, personal(identity, erase = null))]
    pub first_name: Option<String>,
    /// The last name.
    #[entity(max = 100, personal(identity, erase = null))]
    pub last_name: Option<String>,
    /// The name that others see.
    #[entity(max = 255, personal(identity, erase = tombstone))]
    pub display_name: String,
    /// The telephone number, E.164.
    #[entity(max = 16, personal(contact, erase = null))]
    pub phone: Option<String>,
    /// Where the picture is.
    #[entity(max = 500, personal(identity, erase = null))]
    pub avatar_url: Option<String>,
    /// The IANA time zone; without one, the organization's.
    #[entity(max = 64, public)]
    pub timezone: Option<String>,
    /// The language, as a BCP 47 tag; without one, the organization's.
    #[entity(max = 35, public)]
    pub locale: Option<String>,
    /// What they are to the desk.
    pub kind: UserKind,
    /// Whether they may use it.
    pub status: UserStatus,
    /// Whether an administrator approved them.
    #[entity(default = true)]
    pub is_approved: bool,
    /// Their number in the register of natural persons (CPF), encrypted by the host's key ring and written as base64.
    #[entity(max = 512, secret, personal(identity, erase = null))]
    pub cpf: Option<String>,
    /// A keyed hash of the number, by which it is found.
    #[entity(max = 128, secret, personal(identity, erase = null))]
    pub cpf_index: Option<String>,
    /// How many open tickets they may hold at once; without one, any number.
    #[entity(range(0, 100_000))]
    pub ticket_capacity: Option<i64>,
    /// How many open tickets they hold.
    #[entity(computed)]
    pub open_ticket_count: i64,
    /// When a ticket was last assigned to them, UTC.
    #[entity(computed)]
    pub last_assigned_at: Option<Timestamp>,
    /// When they last signed in, UTC.
    #[entity(computed)]
    pub last_login_at: Option<Timestamp>,
    /// Their id in the system that they were imported from.
    #[entity(max = 255, on_create, personal(identity, erase = null))]
    pub external_id: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
    /// When it was deleted, UTC; nothing while it is not.
    pub deleted_at: Option<Timestamp>,
}
