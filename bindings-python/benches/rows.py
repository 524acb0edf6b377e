"""The rows of a new ticket as the library leaves them, known beforehand: a peer has nothing to find out, only to write them."""

import json
import sqlite3
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import servicedesk

SUBJECT = "The printer on the second floor does not print"
TOPIC = "ticket.created"
PRAGMAS = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"]
COUNT = (
    "INSERT INTO sequence (organization_id, name, value) VALUES (?, ?, 1) "
    "ON CONFLICT (organization_id, name) DO UPDATE SET value = value + 1 RETURNING value"
)
WORDS = "INSERT INTO search_text (rowid, title, body, words) VALUES (:number, :title, :body, :words)"
"""The index of words is no table to an object-relational mapper; everybody writes it so."""
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


def indexed(connection: sqlite3.Connection, ticket: bytes) -> dict[str, str]:
    """Returns what the index of words holds of a ticket, which it only tells word by word."""
    [[number]] = connection.execute("SELECT number FROM search_entry WHERE row_id = ?", [ticket])
    connection.execute("CREATE VIRTUAL TABLE temp.word USING fts5vocab('main', 'search_text', 'instance')")
    found = connection.execute("SELECT col, term FROM temp.word WHERE doc = ? ORDER BY col, offset", [number]).fetchall()
    connection.execute("DROP TABLE temp.word")
    return {name: " ".join(term for column, term in found if column == name) for name in ("title", "body", "words")}


def counted(file: Path) -> dict[str, int]:
    """Returns how many rows each table holds, how many texts the index of words, and how far the sequences are."""
    connection = sqlite3.connect(file)
    names = [name for [name] in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    kept = [name for name in names if not name.startswith(("sqlite_", "search_text")) or name == "search_text_docsize"]
    counts = {name: f"SELECT count(*) FROM {name}" for name in kept} | {"counted": "SELECT sum(value) FROM sequence"}
    result = {name: connection.execute(sql).fetchone()[0] for name, sql in counts.items()}
    connection.close()
    return result


def left_by(create: Callable[[], int], file: Path) -> dict[str, int]:
    """Returns how many rows each table has more after a create, and how far the sequences were counted up."""
    before = counted(file)
    create()
    return {name: count - before[name] for name, count in counted(file).items()}


@dataclass
class Ground:
    """What tickets point to, and a ticket that the library made, from which the peers take every column."""

    organization: bytes
    status: bytes
    model: dict[str, Any]
    changes: str
    sequences: list[str]
    words: dict[str, str]
    members: list[dict[str, Any]]

    @classmethod
    def of(cls, scope: servicedesk.Scope, ticket: servicedesk.Ticket, file: Path) -> "Ground":
        """Reads the rows that the library left; those that are only kept to find others are read from the file."""
        model = {name: words(value) for name, value in ticket.to_dict().items()}
        filter: Any = {"field": "entity_id", "is": ticket.id}
        [entry] = scope.audit_entries.list(filter=filter).items
        connection = sqlite3.connect(file)
        sequences = [name for [name] in connection.execute("SELECT name FROM sequence WHERE name LIKE '%ticket%'")]
        members = connection.execute("SELECT field, name, value FROM json_member WHERE row_id = ?", [model["id"]])
        return cls(
            organization=model["organization_id"],
            status=model["status_id"],
            model=model,
            changes=json.dumps(entry.changes),
            sequences=sequences,
            members=[dict(zip(("field", "name", "value"), member)) for member in members.fetchall()],
            words=indexed(connection, model["id"]),
        )

    def rows(self, number: int) -> list[tuple[str, dict[str, Any]]]:
        """Returns a new set of rows, each with its table; the keys have the time in front, as the library's do."""
        now = int(time.time() * 1000)

        def key() -> bytes:
            random = uuid.uuid4().bytes
            return now.to_bytes(6, "big") + bytes([0x70 | random[6] & 15]) + random[7:]

        ticket, owner = key(), {"organization_id": self.organization}
        history, audit, message, batch = key(), key(), key(), key()
        result = {"allocated": [number, number], "inserted": [ticket.hex(), history.hex(), audit.hex(), message.hex()]}
        return [
            ("ticket", {**self.model, "id": ticket, "number": f"TKT-2026-{number}", "created_at": now, "updated_at": now}),
            *(("json_member", {**owner, **member, "row_id": ticket}) for member in self.members),
            ("search_entry", {**owner, "entity": "ticket", "row_id": ticket}),
            ("ticket_history", {"id": history, **owner, "ticket_id": ticket, "action": "created", "created_at": now}),
            ("audit_entry", {
                "id": audit, **owner, "action": "create", "entity": "ticket", "entity_id": ticket, "changes": self.changes,
                "created_at": now,
            }),
            ("outbox_message", {
                "id": message, **owner, "topic": TOPIC, "entity_id": ticket, "payload": '{"entity":"ticket"}',
                "available_at": now, "attempts": 0, "claim_epoch": 0, "version": 1, "created_at": now, "updated_at": now,
            }),
            ("change_feed", {
                **owner, "batch_id": batch, "entity": "ticket", "entity_id": ticket, "kind": "insert", "fields": "[]", "at": now,
            }),
            ("batch", {**owner, "id": batch, "result": json.dumps(result), "at": now}),
        ]
