"""The rows of a new ticket as the library leaves them, known beforehand: a peer has nothing to find out, only to write them."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

import servicedesk

SUBJECT = "The printer on the second floor does not print"
TOPIC = "ticket.created"
NEW: dict[str, Any] = {
    "subject": SUBJECT,
    "description": "It blinks, and nothing comes out of it. " * 5,
    "requester_name": "Ana",
    "requester_email": "ana@example.com",
    "impact": "high",
    "urgency": "low",
    "tags": ["printer", "floor 2"],
    "custom_fields": {"room": "214", "asset": 17},
}


def words(value: Any) -> Any:
    """Returns what a column holds for a field: documents as text, ids as bytes, instants as milliseconds."""
    if isinstance(value, uuid.UUID):
        return value.bytes
    if isinstance(value, (list, dict)):
        return json.dumps(value)
    if hasattr(value, "timestamp"):
        return int(value.timestamp() * 1000)
    return value if value is None or isinstance(value, int) else str(value)


@dataclass
class Ground:
    """What tickets point to, and a ticket that the library made, from which the peers take every column."""

    organization: bytes
    status: bytes
    model: dict[str, Any]
    changes: str

    @classmethod
    def of(cls, scope: servicedesk.Scope, ticket: servicedesk.Ticket) -> "Ground":
        """Reads the rows that the library left."""
        model = {name: words(value) for name, value in ticket.to_dict().items()}
        filter: Any = {"field": "entity_id", "is": ticket.id}
        [entry] = scope.audit_entries.list(filter=filter).items
        return cls(model["organization_id"], model["status_id"], model, json.dumps(entry.changes))

    def rows(self, number: int) -> dict[str, dict[str, Any]]:
        """Returns a new set of rows by table; the keys have the time in front, as the library's do."""
        now = int(time.time() * 1000)

        def key() -> bytes:
            random = uuid.uuid4().bytes
            return now.to_bytes(6, "big") + bytes([0x70 | random[6] & 15]) + random[7:]

        ticket, owner = key(), {"organization_id": self.organization}
        history, audit, message, batch = key(), key(), key(), key()
        result = {"allocated": [number, number], "inserted": [ticket.hex(), history.hex(), audit.hex(), message.hex()]}
        return {
            "ticket": {**self.model, "id": ticket, "number": f"TKT-2026-{number}", "created_at": now, "updated_at": now},
            "ticket_history": {"id": history, **owner, "ticket_id": ticket, "action": "created", "created_at": now},
            "audit_entry": {
                "id": audit, **owner, "action": "create", "entity": "ticket", "entity_id": ticket, "changes": self.changes,
                "created_at": now,
            },
            "outbox_message": {
                "id": message, **owner, "topic": TOPIC, "entity_id": ticket, "payload": '{"entity":"ticket"}',
                "available_at": now, "attempts": 0, "claim_epoch": 0, "version": 1, "created_at": now, "updated_at": now,
            },
            "change_feed": {
                **owner, "batch_id": batch, "entity": "ticket", "entity_id": ticket, "kind": "insert", "fields": "[]", "at": now,
            },
            "batch": {**owner, "id": batch, "result": json.dumps(result), "at": now},
        }
