//! Changes: what is asked for, approved, planned and carried out (ITIL 4, change enablement).

mod model;

pub use model::{
    ChangeAsset, ChangeAssetId, ChangeAssetPatch, ChangeRequest, ChangeRequestId, ChangeRequestPatch, ChangeStatus,
    ChangeTicket, ChangeTicketId, ChangeTicketPatch, ChangeType, FreezeWindow, FreezeWindowId, FreezeWindowPatch,
    NewChangeAsset, NewChangeRequest, NewChangeTicket, NewFreezeWindow, RiskLevel,
};
