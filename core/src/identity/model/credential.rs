//! How people show who they are: passwords, second factors, other providers' identities.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`Credential`].
    CredentialId,
    /// The id of a [`PasswordPolicy`].
    PasswordPolicyId,
    /// The id of a [`PasswordHistory`].
    PasswordHistoryId,
    /// The id of a [`MfaFactor`].
    MfaFactorId,
    /// The id of a [`SsoIdentity`].
    SsoIdentityId,
}

/// How a password was hashed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum PasswordAlgorithm {
    /// Argon2id (RFC 9106).
    #[default]
    Argon2id,
    /// bcrypt; replaced by Argon2id at the next sign-in.
    Bcrypt,
}

/// A person's password and what failed attempts at it led to. Beside the person's row, so that reading people never touches it.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "credential", editable)]
#[entity(index(name = "credential_user", on = "user_id", unique))]
pub struct Credential {
    /// The identifier, a UUID of version 7.
    pub id: CredentialId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// The hash of the password in its usual text form; nothing for those who sign in elsewhere.
    #[entity(max = 255, secret, public)]
    pub password_hash: Option<String>,
    /// How it was hashed.
    pub algorithm: PasswordAlgorithm,
    /// When it was last changed, UTC.
    pub password_changed_at: Option<Timestamp>,
    /// Whether it has to be changed at the next sign-in.
    pub must_change: bool,
    /// How many attempts failed since the last one that did not.
    #[entity(range(0, 1_000_000))]
    pub failed_login_attempts: i64,
    /// Until when no attempt is accepted, UTC.
    pub locked_until: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What passwords must be like, and how many attempts there are.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "password_policy", collection = "password_policies", editable)]
#[entity(index(name = "password_policy_name", on = "name", unique))]
pub struct PasswordPolicy {
    /// The identifier, a UUID of version 7.
    pub id: PasswordPolicyId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 100, public)]
    pub name: String,
    /// The least number of characters (NIST SP 800-63B).
    #[entity(range(1, 128), default = 12)]
    pub min_length: i64,
    /// The greatest number of characters.
    #[entity(range(1, 1_024), default = 128)]
    pub max_length: i64,
    /// Whether an upper-case letter is needed.
    pub require_upper: bool,
    /// Whether a lower-case letter is needed.
    pub require_lower: bool,
    /// Whether a digit is needed.
    pub require_digit: bool,
    /// Whether another character is needed.
    pub require_symbol: bool,
    /// Whether common and breached passwords are refused.
    #[entity(default = true)]
    pub refuse_common: bool,
    /// How many earlier passwords may not come back.
    #[entity(range(0, 100), default = 5)]
    pub history_depth: i64,
    /// After how many days a password has to be changed; without one, never.
    #[entity(range(1, 3_650))]
    pub max_age_days: Option<i64>,
    /// After how many failed attempts no more are accepted.
    #[entity(range(1, 1_000), default = 5)]
    pub lockout_threshold: i64,
    /// For how many minutes none are accepted then.
    #[entity(range(1, 525_600), default = 15)]
    pub lockout_minutes: i64,
    /// Whether it holds for those whom no other policy names; at most one of an organization says so.
    pub is_default: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A password that somebody had, so that it does not come back.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "password_history", collection = "password_history", recorded, unaudited)]
#[entity(index(name = "password_history_user", on = "user_id, created_at, id"))]
pub struct PasswordHistory {
    /// The identifier, a UUID of version 7.
    pub id: PasswordHistoryId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// The hash of the password in its usual text form.
    #[entity(max = 255, secret, on_create, public)]
    pub password_hash: String,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}

/// What a second factor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum MfaKind {
    /// A code that changes with time (RFC 6238).
    #[default]
    Totp,
    /// Codes to be used once each.
    BackupCodes,
    /// A key (WebAuthn).
    Webauthn,
}

/// Something that a person has beside a password.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "mfa_factor", editable)]
#[entity(index(name = "mfa_factor_user", on = "user_id, kind, id"))]
pub struct MfaFactor {
    /// The identifier, a UUID of version 7.
    pub id: MfaFactorId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// What it is.
    #[entity(on_create)]
    pub kind: MfaKind,
    /// What the person calls it.
    #[entity(max = 100, personal(identity, erase = null))]
    pub name: Option<String>,
    /// The shared secret or the hashes of the codes, encrypted by the host's key ring.
    #[entity(max = 65_536, secret, public)]
    pub secret: Option<Vec<u8>>,
    /// The public key and what comes with it, for WebAuthn.
    #[entity(max = 65_536, personal(behaviour, erase = null))]
    pub public_key: Option<Json>,
    /// When it was first used, UTC; nothing while it was not.
    pub confirmed_at: Option<Timestamp>,
    /// When it was last used, UTC.
    pub last_used_at: Option<Timestamp>,
    /// The last time step or counter accepted; none at or before it is accepted again.
    #[entity(range(0, 9_000_000_000_000_000))]
    pub last_counter: Option<i64>,
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

/// A person as another provider knows them.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "sso_identity", collection = "sso_identities", editable)]
#[entity(index(name = "sso_identity_subject", on = "provider, subject", unique))]
#[entity(index(name = "sso_identity_user", on = "user_id, provider"))]
pub struct SsoIdentity {
    /// The identifier, a UUID of version 7.
    pub id: SsoIdentityId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// The provider, such as `microsoft`.
    #[entity(max = 100, on_create, public)]
    pub provider: String,
    /// The person's id there (`sub` of OpenID Connect, `NameID` of SAML).
    #[entity(max = 255, on_create, personal(identity, erase = tombstone))]
    pub subject: String,
    /// The address that the provider gave.
    #[entity(max = 254, personal(contact, erase = null))]
    pub email: Option<String>,
    /// What else the provider said.
    #[entity(max = 65_536, personal(identity, erase = null))]
    pub claims: Option<Json>,
    /// When they last came through it, UTC.
    pub last_used_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
