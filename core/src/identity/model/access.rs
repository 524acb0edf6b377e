//! What lets a program or a person in for a while: sessions, tokens, keys, invitations.

use serde_json::Value as Json;
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{Role, RoleId, User, UserId};
use crate::organization::{Department, DepartmentId, OrganizationId};

crate::ids! {
    /// The id of a [`Session`].
    SessionId,
    /// The id of a [`RefreshToken`].
    RefreshTokenId,
    /// The id of an [`OneTimeToken`].
    OneTimeTokenId,
    /// The id of an [`Invitation`].
    InvitationId,
    /// The id of an [`ApiKey`].
    ApiKeyId,
    /// The id of an [`AuthEvent`].
    AuthEventId,
}

/// A sign-in that lasts.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "session", editable, unaudited)]
#[entity(index(name = "session_hash", on = "session_hash", unique))]
#[entity(index(name = "session_user", on = "user_id, last_seen_at, id", when = "user_id IS NOT NULL"))]
#[entity(index(name = "session_expiry", on = "expires_at, id"))]
pub struct Session {
    /// The identifier, a UUID of version 7.
    pub id: SessionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person; nobody while nobody signed in.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: Option<UserId>,
    /// The hash of the session's id; the id itself is nowhere.
    #[entity(max = 128, secret, on_create, public)]
    pub session_hash: String,
    /// What the host keeps with it.
    #[entity(max = 65_536, personal(behaviour, erase = null))]
    pub data: Option<Json>,
    /// The device.
    #[entity(max = 255, personal(behaviour, erase = null))]
    pub device: Option<String>,
    /// The address that it began at.
    #[entity(max = 45, personal(behaviour, erase = null))]
    pub ip_address: Option<String>,
    /// The program that it began with.
    #[entity(max = 500, personal(behaviour, erase = null))]
    pub user_agent: Option<String>,
    /// When it was last used, UTC.
    pub last_seen_at: Option<Timestamp>,
    /// When it ends, UTC.
    pub expires_at: Timestamp,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A token that is traded for the next one; one that comes back ends its family.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "refresh_token", editable, unaudited)]
#[entity(index(name = "refresh_token_hash", on = "token_hash", unique))]
#[entity(index(name = "refresh_token_user", on = "user_id, created_at, id"))]
#[entity(index(name = "refresh_token_family", on = "family, created_at, id"))]
pub struct RefreshToken {
    /// The identifier, a UUID of version 7.
    pub id: RefreshTokenId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// The hash of the token; the token itself is nowhere.
    #[entity(max = 128, secret, on_create, public)]
    pub token_hash: String,
    /// What all tokens that came of one sign-in share.
    #[entity(on_create)]
    pub family: Uuid,
    /// The device.
    #[entity(max = 255, on_create, personal(behaviour, erase = null))]
    pub device: Option<String>,
    /// The address that it was given to.
    #[entity(max = 45, on_create, personal(behaviour, erase = null))]
    pub ip_address: Option<String>,
    /// The program that it was given to.
    #[entity(max = 500, on_create, personal(behaviour, erase = null))]
    pub user_agent: Option<String>,
    /// When it ends, UTC.
    #[entity(on_create)]
    pub expires_at: Timestamp,
    /// When it was traded, UTC.
    pub rotated_at: Option<Timestamp>,
    /// When it was taken back, UTC.
    pub revoked_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What a token is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum TokenPurpose {
    /// To set a new password.
    #[default]
    PasswordReset,
    /// To show that an address is theirs.
    EmailVerification,
    /// To join.
    Invitation,
}

/// A token that works once.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "one_time_token", editable, unaudited)]
#[entity(index(name = "one_time_token_hash", on = "token_hash", unique))]
#[entity(index(name = "one_time_token_user", on = "user_id, purpose, created_at, id"))]
pub struct OneTimeToken {
    /// The identifier, a UUID of version 7.
    pub id: OneTimeTokenId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// What it is for.
    #[entity(on_create)]
    pub purpose: TokenPurpose,
    /// The hash of the token; the token itself is nowhere.
    #[entity(max = 128, secret, on_create, public)]
    pub token_hash: String,
    /// When it ends, UTC.
    #[entity(on_create)]
    pub expires_at: Timestamp,
    /// When it was used, UTC.
    pub used_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum InvitationStatus {
    /// Nobody answered.
    #[default]
    Pending,
    /// They joined.
    Accepted,
    /// It came to its end.
    Expired,
    /// It was taken back.
    Cancelled,
}

/// Somebody who was asked to join.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "invitation", editable)]
#[entity(index(name = "invitation_token", on = "token_hash", unique))]
#[entity(index(name = "invitation_email", on = "email, created_at, id"))]
#[entity(index(name = "invitation_status", on = "status, expires_at, id"))]
#[entity(agenda(on = "expires_at", when = "status = 'pending'"))]
pub struct Invitation {
    /// The identifier, a UUID of version 7.
    pub id: InvitationId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The address.
    #[entity(max = 254, on_create, personal(contact, erase = surrogate))]
    pub email: String,
    /// The role that they will have.
    #[entity(references = Role)]
    pub role_id: Option<RoleId>,
    /// The department that they will belong to.
    #[entity(references = Department)]
    pub department_id: Option<DepartmentId>,
    /// Who asked.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub invited_by_id: Option<UserId>,
    /// The hash of the token in the letter; the token itself is nowhere.
    #[entity(max = 128, secret, on_create, public)]
    pub token_hash: String,
    /// Where it stands.
    pub status: InvitationStatus,
    /// When it ends, UTC.
    pub expires_at: Timestamp,
    /// When they joined, UTC.
    pub accepted_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A key with which a program comes in, or with which this one goes out to a service.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "api_key", editable)]
#[entity(index(name = "api_key_hash", on = "key_hash", unique))]
#[entity(index(name = "api_key_service", on = "service, is_active, id"))]
pub struct ApiKey {
    /// The identifier, a UUID of version 7.
    pub id: ApiKeyId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// What it is called.
    #[entity(max = 100, public)]
    pub name: String,
    /// The service that it is for, such as `aws_ses`.
    #[entity(max = 50, public)]
    pub service: String,
    /// The first letters, by which people tell keys apart.
    #[entity(max = 16, on_create, public)]
    pub prefix: Option<String>,
    /// The hash of the key; the key itself is shown once and kept nowhere.
    #[entity(max = 255, secret, on_create, public)]
    pub key_hash: String,
    /// What it may do.
    #[entity(max = 50, public)]
    pub scopes: Vec<String>,
    /// Whether it works.
    #[entity(default = true)]
    pub is_active: bool,
    /// Who made it.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub created_by_id: Option<UserId>,
    /// When it was last used, UTC.
    pub last_used_at: Option<Timestamp>,
    /// When it ends, UTC; without one, never.
    pub expires_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What happened at the door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum AuthEventKind {
    /// Somebody came in.
    #[default]
    SignIn,
    /// Somebody did not.
    SignInFailed,
    /// Somebody left.
    SignOut,
    /// Too many attempts failed.
    Locked,
    /// Attempts are accepted again.
    Unlocked,
    /// A password was changed.
    PasswordChanged,
    /// Somebody asked for a new password.
    PasswordResetRequested,
    /// A token was given out.
    TokenIssued,
    /// A token came back that had been traded.
    TokenReused,
    /// A token was taken back.
    TokenRevoked,
    /// A second factor was added.
    FactorAdded,
    /// A second factor was removed.
    FactorRemoved,
    /// A second factor was used.
    FactorUsed,
    /// A second factor did not fit.
    FactorFailed,
}

/// Something that happened at the door. Never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "auth_event", recorded, unaudited, partition = "created_at")]
#[entity(index(name = "auth_event_user", on = "user_id, created_at, id", when = "user_id IS NOT NULL"))]
#[entity(index(name = "auth_event_time", on = "created_at, id"))]
pub struct AuthEvent {
    /// The identifier, a UUID of version 7.
    pub id: AuthEventId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person, if it is known who; an event outlives their row.
    #[entity(on_create, personal(link, erase = keep))]
    pub user_id: Option<UserId>,
    /// What happened.
    #[entity(on_create)]
    pub kind: AuthEventKind,
    /// The address that was given.
    #[entity(max = 254, on_create, personal(contact, erase = null))]
    pub email: Option<String>,
    /// The host's session.
    #[entity(max = 100, on_create, personal(behaviour, erase = null))]
    pub session: Option<String>,
    /// The address that it came from.
    #[entity(max = 45, on_create, personal(behaviour, erase = null))]
    pub ip_address: Option<String>,
    /// The program that it came with.
    #[entity(max = 500, on_create, personal(behaviour, erase = null))]
    pub user_agent: Option<String>,
    /// What else is known.
    #[entity(max = 65_536, on_create, personal(behaviour, erase = null))]
    pub details: Option<Json>,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}
