//! Accounts of e-mail.

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::{OrganizationId, Team, TeamId};
use crate::ticket::{Priority, PriorityId};

crate::ids! {
    /// The id of an [`EmailAccount`].
    EmailAccountId,
}

/// How an account is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum EmailAccountKind {
    /// Letters go out.
    #[default]
    Smtp,
    /// Letters are fetched (IMAP).
    Imap,
    /// Letters are fetched (POP3).
    Pop3,
    /// Letters are brought.
    Webhook,
}

/// How a connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum MailEncryption {
    /// Not at all.
    None,
    /// From the first byte.
    Ssl,
    /// After a word in the clear (STARTTLS).
    #[default]
    Tls,
}

/// An account from which letters go out or come in.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "email_account", editable)]
#[entity(index(name = "email_account_name", on = "name", unique))]
#[entity(index(name = "email_account_active", on = "is_active, kind, id"))]
pub struct EmailAccount {
    /// The identifier, a UUID of version 7.
    pub id: EmailAccountId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 100, public)]
    pub name: String,
    /// How it is used.
    #[entity(on_create)]
    pub kind: EmailAccountKind,
    /// Where letters go out.
    #[entity(max = 255, public)]
    pub smtp_host: Option<String>,
    /// At which port.
    #[entity(range(1, 65_535))]
    pub smtp_port: Option<i64>,
    /// As whom.
    #[entity(max = 254, personal(contact, erase = null))]
    pub smtp_user: Option<String>,
    /// The password, encrypted by the host's key ring.
    #[entity(max = 4_096, secret, public)]
    pub smtp_password: Option<Vec<u8>>,
    /// How the connection is protected.
    pub smtp_encryption: MailEncryption,
    /// The address that letters come from.
    #[entity(max = 254, public)]
    pub from_email: Option<String>,
    /// The name that letters come from.
    #[entity(max = 255, public)]
    pub from_name: Option<String>,
    /// Where letters are fetched.
    #[entity(max = 255, public)]
    pub inbox_host: Option<String>,
    /// At which port.
    #[entity(range(1, 65_535))]
    pub inbox_port: Option<i64>,
    /// As whom.
    #[entity(max = 254, personal(contact, erase = null))]
    pub inbox_user: Option<String>,
    /// The password, encrypted by the host's key ring.
    #[entity(max = 4_096, secret, public)]
    pub inbox_password: Option<Vec<u8>>,
    /// How the connection is protected.
    pub inbox_encryption: MailEncryption,
    /// How often letters are fetched, in minutes.
    #[entity(range(1, 10_080))]
    pub poll_interval_minutes: Option<i64>,
    /// Where letters are brought.
    #[entity(max = 2_048, public)]
    pub webhook_url: Option<String>,
    /// What shows that they come from the right place, encrypted by the host's key ring.
    #[entity(max = 4_096, secret, public)]
    pub webhook_secret: Option<Vec<u8>>,
    /// The team in whose queue new tickets begin.
    #[entity(references = Team)]
    pub default_team_id: Option<TeamId>,
    /// The priority that new tickets get.
    #[entity(references = Priority)]
    pub default_priority_id: Option<PriorityId>,
    /// Whether new tickets go to a person at once.
    pub auto_assign: bool,
    /// Whether it works.
    #[entity(default = true)]
    pub is_active: bool,
    /// When letters were last fetched, UTC.
    pub last_polled_at: Option<Timestamp>,
    /// Why that failed.
    #[entity(max = 2_000, public)]
    pub last_error: Option<String>,
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
