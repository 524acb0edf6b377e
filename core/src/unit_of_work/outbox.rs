//! The outbox message of a change, when the host asked for its topic: ids and names of fields, never what people wrote.

use serde_json::json;

use super::{Event, EventKind};
use crate::entity::Entity as _;
use crate::outbox::{OutboxMessage, OutboxMessageId};
use crate::scope::Scope;
use crate::store::{Batch, Write};

/// Adds the outbox message of an event to the batch, if anybody waits for it.
pub(super) fn messages(scope: &Scope, event: &Event<'_>, batch: &mut Batch) {
    let verb = match event.kind {
        EventKind::Created => "created",
        EventKind::Updated => "updated",
        EventKind::Deleted => "deleted",
        EventKind::Restored => "restored",
    };
    let topic = format!("{}.{verb}", event.def.table);
    if !scope.desk().topics().contains(&topic) {
        return;
    }
    let fields: Vec<&str> = event.changes.iter().map(|change| change.name.as_ref()).collect();
    let message = OutboxMessage {
        id: OutboxMessageId::from(scope.desk().new_id(batch.at)),
        organization_id: scope.organization_id(),
        topic,
        entity_id: event.id,
        payload: json!({ "fields": fields, "actor_id": event.actor }),
        available_at: batch.at,
        attempts: 0,
        claimed_by: None,
        claimed_until: None,
        claim_epoch: 0,
        completed_at: None,
        last_error: None,
        version: 1,
        created_at: batch.at,
        updated_at: batch.at,
    };
    batch.writes.push(Write::Insert { entity: OutboxMessage::DEF, row: message.into_row() });
}
