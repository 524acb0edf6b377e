//! Settings and what is kept for a while.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::operation::Shape;
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`Setting`].
    SettingId,
    /// The id of a [`CacheEntry`].
    CacheEntryId,
}

/// What a setting holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum SettingKind {
    /// A text.
    #[default]
    String,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A document.
    Json,
}

/// Something that is set once for the organization.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "setting", editable)]
#[entity(index(name = "setting_key", on = "key", unique))]
#[entity(index(name = "setting_category", on = "category, id"))]
pub struct Setting {
    /// The identifier, a UUID of version 7.
    pub id: SettingId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name that programs use, such as `auth.registration_enabled`; unique in the organization.
    #[entity(max = 100, on_create, public)]
    pub key: String,
    /// What it holds; where it has a default, what that holds.
    #[entity(on_create)]
    pub kind: SettingKind,
    /// What it is set to.
    #[entity(max = 65_536, public)]
    pub value: Option<Json>,
    /// What it is set to when nobody may see it, encrypted by the host's key ring.
    #[entity(max = 65_536, secret, public)]
    pub secret: Option<Vec<u8>>,
    /// What it belongs to, such as `auth`.
    #[entity(max = 50, public)]
    pub category: Option<String>,
    /// What it does.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// Whether everybody may see it; a secret is never public.
    pub is_public: bool,
    /// Who set it last.
    #[entity(references = User, personal(link, erase = null))]
    pub updated_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What a setting says at present: what it was set to, or its default.
#[derive(Clone, Debug, PartialEq, Shape)]
pub struct SettingValue {
    /// The name that programs use.
    pub key: String,
    /// What it holds.
    pub kind: SettingKind,
    /// What it says; nothing when it says nothing, and of a secret.
    pub value: Option<Json>,
    /// What it belongs to.
    pub category: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// Whether everybody may see it.
    pub is_public: bool,
    /// Whether the desk keeps something that nobody may see.
    pub is_secret: bool,
    /// Whether it says its default, because nobody set it.
    pub is_default: bool,
}

/// Something computed that is kept for a while.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "cache_entry", collection = "cache_entries", editable, unaudited)]
#[entity(index(name = "cache_entry_key", on = "key", unique))]
#[entity(index(name = "cache_entry_expiry", on = "expires_at, id", when = "expires_at IS NOT NULL"))]
#[entity(agenda(on = "expires_at", when = "expires_at IS NOT NULL"))]
pub struct CacheEntry {
    /// The identifier, a UUID of version 7.
    pub id: CacheEntryId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name under which it is found.
    #[entity(max = 255, on_create, public)]
    pub key: String,
    /// What was computed.
    #[entity(max = 1_048_576, personal(content, erase = redact_spans))]
    pub value: Option<Json>,
    /// When it no longer counts, UTC; without one, never.
    pub expires_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
