//! The audit entry of a change: who, what, when, from where, and the difference of every field.

use serde_json::{Map, Value as Json};

use super::{Event, EventKind};
use crate::audit::{AuditAction, AuditEntry, AuditEntryId};
use crate::entity::Entity as _;
use crate::scope::Scope;
use crate::store::{Batch, Write};

/// Adds the audit entry of an event to the batch.
pub(super) fn entry(scope: &Scope, event: &Event<'_>, imported: bool, batch: &mut Batch) {
    let action = match event.kind {
        EventKind::Created if imported => AuditAction::Import,
        EventKind::Created => AuditAction::Create,
        EventKind::Updated => AuditAction::Update,
        EventKind::Deleted => AuditAction::Delete,
        EventKind::Restored => AuditAction::Restore,
    };
    let changes: Map<String, Json> = event
        .changes
        .iter()
        .map(|change| {
            let pair = vec![change.before.to_json(), change.after.to_json()];
            (change.name.clone().into_owned(), Json::Array(pair))
        })
        .collect();
    let request = scope.request();
    let entry = AuditEntry {
        id: AuditEntryId::from(scope.desk().new_id(batch.at)),
        organization_id: scope.organization_id(),
        actor_id: event.actor,
        action,
        entity: event.def.table.to_owned(),
        entity_id: event.id,
        changes: Json::Object(changes),
        session: request.session.clone(),
        request: request.request.clone(),
        endpoint: request.endpoint.clone(),
        ip_address: request.ip_address.clone(),
        user_agent: request.user_agent.clone(),
        created_at: event.at,
    };
    batch.writes.push(Write::Insert { entity: AuditEntry::DEF, row: entry.into_row() });
}
