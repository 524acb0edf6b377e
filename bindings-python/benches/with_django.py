"""The peer Django: its ORM on the tables that the library made, with the columns as the database has them."""

import sqlite3
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from rows import Ground

TABLES = ["ticket", "ticket_history", "audit_entry", "outbox_message", "change_feed", "batch"]
COUNT = (
    "INSERT INTO sequence (organization_id, name, value) VALUES (%s, %s, 1) "
    "ON CONFLICT (organization_id, name) DO UPDATE SET value = value + 1 RETURNING value"
)


class Django:
    """One connection that stays open, as a worker has it."""

    def __init__(self, file: Path, ground: Ground) -> None:
        self.ground, self.made = ground, 1_000_000
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536"
        options = {"transaction_mode": "IMMEDIATE", "init_command": pragmas}
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}
        settings.configure(DEBUG=False, DATABASES={"default": database}, INSTALLED_APPS=[])
        django.setup()
        from django.db import connection, models, transaction

        self.connection, self.atomic = connection, transaction.atomic
        kinds: dict[str, Any] = {"TEXT": models.TextField, "INTEGER": models.BigIntegerField, "BLOB": models.BinaryField}
        self.models: dict[str, Any] = {}
        with sqlite3.connect(file) as columns:
            for table in TABLES:
                fields: dict[str, Any] = {}
                for _, name, kind, *_ in columns.execute(f"PRAGMA table_info({table})"):
                    if name == "position":
                        fields[name] = models.BigAutoField(primary_key=True)
                    else:
                        fields[name] = kinds[kind](null=True, primary_key=name == "id")
                meta = type("Meta", (), {"app_label": "desk", "db_table": table, "managed": False})
                self.models[table] = type(table, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})
        self.ticket = self.models["ticket"]

    def create(self) -> int:
        self.made += 1
        with self.atomic():
            with self.connection.cursor() as cursor:
                for name in ("tickets_in_month/2026-11", "ticket_number/2026"):
                    cursor.execute(COUNT, [self.ground.organization, name])
                    cursor.fetchone()
            for name, row in self.ground.rows(self.made).items():
                self.models[name].objects.create(**row)
        return 1

    def get(self, id: bytes) -> tuple[Any, ...]:
        row = self.ticket.objects.get(organization_id=self.ground.organization, id=id, deleted_at=None)
        return row.number, row.subject, row.status_id, row.created_at, row.version, row.deleted_at

    def list(self) -> list[tuple[Any, ...]]:
        rows = self.ticket.objects.filter(organization_id=self.ground.organization, status_id=self.ground.status)
        rows = rows.filter(deleted_at=None).order_by("-created_at", "-id")[:50]
        return [(row.number, row.subject, row.created_at) for row in rows]
