//! Assets: what the organization has, and what depends on what (ITIL 4, service configuration management).

mod model;

pub use model::{
    Asset, AssetId, AssetPatch, AssetRelationship, AssetRelationshipId, AssetRelationshipKind, AssetRelationshipPatch,
    AssetStatus, AssetType, NewAsset, NewAssetRelationship, NewTicketAsset, TicketAsset, TicketAssetId,
    TicketAssetKind, TicketAssetPatch,
};
