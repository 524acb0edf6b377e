//! Assets and what depends on what.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;
use crate::ticket::{Ticket, TicketId};

crate::ids! {
    /// The id of an [`Asset`].
    AssetId,
    /// The id of an [`AssetRelationship`].
    AssetRelationshipId,
    /// The id of a [`TicketAsset`].
    TicketAssetId,
}

/// What an asset is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum AssetType {
    /// A thing.
    #[default]
    Hardware,
    /// A program or a licence.
    Software,
    /// A part of the network.
    NetworkDevice,
    /// Something rented.
    CloudResource,
}

/// Whether an asset is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum AssetStatus {
    /// It is in use.
    #[default]
    Active,
    /// It is not.
    Inactive,
    /// It is being mended.
    Maintenance,
    /// It will not be again.
    Retired,
}

/// Something that the organization has (a configuration item).
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "asset", soft, editable)]
#[entity(index(name = "asset_number", on = "number", unique))]
#[entity(index(name = "asset_status", on = "asset_type, status, id"))]
#[entity(index(name = "asset_assigned", on = "assigned_to_id, id", when = "assigned_to_id IS NOT NULL"))]
#[entity(index(name = "asset_serial", on = "serial_number, id", when = "serial_number IS NOT NULL"))]
pub struct Asset {
    /// The identifier, a UUID of version 7.
    pub id: AssetId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The number that people use, such as `AST-2026-0001`; gap-free in the organization and year.
    #[entity(max = 40, public, managed, number = "AST")]
    pub number: String,
    /// The name.
    #[entity(max = 255, public)]
    pub name: String,
    /// What it is.
    pub asset_type: AssetType,
    /// What it is, more closely, such as `laptop`.
    #[entity(max = 100, public)]
    pub category: Option<String>,
    /// Who made it.
    #[entity(max = 255, public)]
    pub manufacturer: Option<String>,
    /// Which one it is.
    #[entity(max = 255, public)]
    pub model: Option<String>,
    /// Which of them it is.
    #[entity(max = 255, public)]
    pub serial_number: Option<String>,
    /// Whether it is in use.
    pub status: AssetStatus,
    /// Who has it.
    #[entity(references = User, personal(link, erase = null))]
    pub assigned_to_id: Option<UserId>,
    /// Since when, UTC.
    pub assigned_at: Option<Timestamp>,
    /// Where it is.
    #[entity(max = 255, public)]
    pub location: Option<String>,
    /// In which building.
    #[entity(max = 100, public)]
    pub building: Option<String>,
    /// On which floor.
    #[entity(max = 50, public)]
    pub floor: Option<String>,
    /// In which room.
    #[entity(max = 50, public)]
    pub room: Option<String>,
    /// When it was bought.
    pub purchase_date: Option<NaiveDate>,
    /// What it cost, in the organization's currency.
    #[entity(range(0, 1_000_000_000_000))]
    pub purchase_price: Option<Decimal>,
    /// Until when somebody else mends it.
    pub warranty_until: Option<NaiveDate>,
    /// Values of fields that the organization defined, an object.
    #[entity(max = 65_536, personal(content, erase = redact_spans), members)]
    pub custom_fields: Option<Json>,
    /// Who entered it.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub created_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
    /// When it was deleted, UTC; nothing while it is not.
    pub deleted_at: Option<Timestamp>,
}

/// How an asset stands to another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum AssetRelationshipKind {
    /// The other one is in it.
    #[default]
    Contains,
    /// It needs the other one.
    DependsOn,
    /// They are joined.
    ConnectedTo,
    /// It may be used on the other one.
    LicensedFor,
}

/// How an asset stands to another one.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "asset_relationship", editable)]
#[entity(index(name = "asset_relationship_source", on = "source_id, target_id, kind", unique))]
#[entity(index(name = "asset_relationship_target", on = "target_id, source_id, id"))]
pub struct AssetRelationship {
    /// The identifier, a UUID of version 7.
    pub id: AssetRelationshipId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The asset.
    #[entity(references = Asset, on_create)]
    pub source_id: AssetId,
    /// The other one.
    #[entity(references = Asset, on_create)]
    pub target_id: AssetId,
    /// How it stands to the other one.
    #[entity(on_create)]
    pub kind: AssetRelationshipKind,
    /// What is special about it.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// Who said so.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub created_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// How a ticket stands to an asset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum TicketAssetKind {
    /// The asset does not work.
    #[default]
    AffectedBy,
    /// The asset is the cause.
    CausedBy,
    /// It has to do with the asset.
    RelatedTo,
}

/// An asset that a ticket has to do with.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "ticket_asset", editable)]
#[entity(index(name = "ticket_asset_link", on = "ticket_id, asset_id, kind", unique))]
#[entity(index(name = "ticket_asset_asset", on = "asset_id, ticket_id, id"))]
pub struct TicketAsset {
    /// The identifier, a UUID of version 7.
    pub id: TicketAssetId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// The asset.
    #[entity(references = Asset, on_create)]
    pub asset_id: AssetId,
    /// How the ticket stands to it.
    #[entity(on_create)]
    pub kind: TicketAssetKind,
    /// Who said so.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub created_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
