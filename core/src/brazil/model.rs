//! Who people are to gov.br.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`GovBrIdentity`].
    GovBrIdentityId,
}

/// Which register a number is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum DocumentKind {
    /// That of natural persons.
    #[default]
    Cpf,
    /// That of legal persons.
    Cnpj,
}

/// How sure gov.br is of somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum GovBrLevel {
    /// Data were compared.
    #[default]
    Bronze,
    /// A face, a bank or a public servant's register was compared.
    Silver,
    /// The electoral court's biometrics, a certificate or the identity card was.
    Gold,
}

/// A person as gov.br knows them.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "gov_br_identity", collection = "gov_br_identities", editable)]
#[entity(index(name = "gov_br_identity_user", on = "user_id", unique))]
#[entity(index(name = "gov_br_identity_document", on = "document_index", unique, when = "document_index IS NOT NULL"))]
pub struct GovBrIdentity {
    /// The identifier, a UUID of version 7.
    pub id: GovBrIdentityId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// Which register the number is of.
    pub document_kind: DocumentKind,
    /// The number, encrypted by the host's key ring.
    #[entity(max = 4_096, secret, personal(identity, erase = null))]
    pub document: Option<Vec<u8>>,
    /// A keyed hash of the number, by which it is found.
    #[entity(max = 128, secret, personal(identity, erase = null))]
    pub document_index: Option<String>,
    /// How sure gov.br is.
    pub level: GovBrLevel,
    /// The token, encrypted by the host's key ring.
    #[entity(max = 16_384, secret, personal(identity, erase = null))]
    pub access_token: Option<Vec<u8>>,
    /// The token for the next one, encrypted by the host's key ring, where there is one.
    #[entity(max = 16_384, secret, personal(identity, erase = null))]
    pub refresh_token: Option<Vec<u8>>,
    /// When the token ends, UTC.
    pub token_expires_at: Option<Timestamp>,
    /// What gov.br says about them.
    #[entity(max = 65_536, personal(identity, erase = null))]
    pub profile: Option<Json>,
    /// When it last said so, UTC.
    pub synced_at: Option<Timestamp>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
