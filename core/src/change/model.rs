//! Changes, what they touch, and when none may happen.

use crate::asset::{Asset, AssetId};
use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;
use crate::ticket::{Priority, PriorityId, Ticket, TicketId};

crate::ids! {
    /// The id of a [`ChangeRequest`].
    ChangeRequestId,
    /// The id of a [`ChangeTicket`].
    ChangeTicketId,
    /// The id of a [`ChangeAsset`].
    ChangeAssetId,
    /// The id of a [`FreezeWindow`].
    FreezeWindowId,
}

/// How much care a change needs (ITIL 4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ChangeType {
    /// Approved for good.
    Standard,
    /// Approved each time.
    #[default]
    Normal,
    /// Cannot wait.
    Emergency,
}

/// Where a change stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ChangeStatus {
    /// It is being written.
    #[default]
    Draft,
    /// It was handed in.
    Submitted,
    /// Somebody is asked.
    InReview,
    /// It may be carried out.
    Approved,
    /// It may not.
    Rejected,
    /// It was carried out.
    Implemented,
    /// It is over.
    Closed,
}

/// How much there is to lose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum RiskLevel {
    /// Little.
    Low,
    /// Something.
    #[default]
    Medium,
    /// Much.
    High,
    /// Everything.
    Critical,
}

/// A change that somebody asks for.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "change_request", soft, editable)]
#[entity(index(name = "change_request_number", on = "number", unique))]
#[entity(index(name = "change_request_status", on = "status, created_at, id"))]
#[entity(index(
    name = "change_request_requested",
    on = "requested_by_id, created_at, id",
    when = "requested_by_id IS NOT NULL"
))]
#[entity(index(name = "change_request_planned", on = "planned_start_at, id", when = "planned_start_at IS NOT NULL"))]
pub struct ChangeRequest {
    /// The identifier, a UUID of version 7.
    pub id: ChangeRequestId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The number that people use, such as `CHG-2026-0001`; gap-free in the organization and year.
    #[entity(max = 40, public, managed, number = "CHG")]
    pub number: String,
    /// One line, shown in lists.
    #[entity(max = 255, personal(content, erase = redact_spans))]
    pub title: String,
    /// The change in full.
    #[entity(max = 65_536, personal(content, erase = redact_spans))]
    pub description: Option<String>,
    /// How much care it needs.
    pub change_type: ChangeType,
    /// Where it stands.
    pub status: ChangeStatus,
    /// How soon it is to be done.
    #[entity(references = Priority)]
    pub priority_id: Option<PriorityId>,
    /// How much there is to lose.
    pub risk: Option<RiskLevel>,
    /// Who asks.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub requested_by_id: Option<UserId>,
    /// When they asked, UTC.
    #[entity(on_create)]
    pub requested_at: Option<Timestamp>,
    /// When it is to begin, UTC.
    pub planned_start_at: Option<Timestamp>,
    /// When it is to end, UTC.
    pub planned_end_at: Option<Timestamp>,
    /// When it began, UTC.
    pub actual_start_at: Option<Timestamp>,
    /// When it ended, UTC.
    pub actual_end_at: Option<Timestamp>,
    /// How it is carried out.
    #[entity(max = 65_536, personal(content, erase = redact_spans))]
    pub implementation_notes: Option<String>,
    /// How it is undone.
    #[entity(max = 65_536, personal(content, erase = redact_spans))]
    pub back_out_plan: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
    /// When it was deleted, UTC; nothing while it is not.
    pub deleted_at: Option<Timestamp>,
}

/// A ticket that a change has to do with.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "change_ticket", editable)]
#[entity(index(name = "change_ticket_link", on = "change_request_id, ticket_id", unique))]
#[entity(index(name = "change_ticket_ticket", on = "ticket_id, change_request_id"))]
pub struct ChangeTicket {
    /// The identifier, a UUID of version 7.
    pub id: ChangeTicketId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The change.
    #[entity(references = ChangeRequest, on_create)]
    pub change_request_id: ChangeRequestId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// An asset that a change touches.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "change_asset", editable)]
#[entity(index(name = "change_asset_link", on = "change_request_id, asset_id", unique))]
#[entity(index(name = "change_asset_asset", on = "asset_id, change_request_id"))]
pub struct ChangeAsset {
    /// The identifier, a UUID of version 7.
    pub id: ChangeAssetId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The change.
    #[entity(references = ChangeRequest, on_create)]
    pub change_request_id: ChangeRequestId,
    /// The asset.
    #[entity(references = Asset, on_create)]
    pub asset_id: AssetId,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A time in which no change may happen.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "freeze_window", editable)]
#[entity(index(name = "freeze_window_time", on = "starts_at, id"))]
pub struct FreezeWindow {
    /// The identifier, a UUID of version 7.
    pub id: FreezeWindowId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name.
    #[entity(max = 100, public)]
    pub name: String,
    /// Why.
    #[entity(max = 2_000, public)]
    pub reason: Option<String>,
    /// When it begins, UTC.
    pub starts_at: Timestamp,
    /// When it ends, UTC.
    pub ends_at: Timestamp,
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
