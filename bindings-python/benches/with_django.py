"""The peer Django: its ORM on the tables that the library made, with the columns as the database has them."""

import itertools
import re
import sqlite3
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from rows import COUNT, PRAGMAS, WORDS, Ground


class Django:
    """One connection for each thread, which stays open, as a worker has it."""

    def __init__(self, file: Path, ground: Ground) -> None:
        self.ground, self.made = ground, itertools.count(1_000_000)
        # Threads wait for each other as long as it takes.
        pragmas = "; ".join(f"PRAGMA {pragma}" for pragma in PRAGMAS)
        options = {"transaction_mode": "IMMEDIATE", "init_command": pragmas, "timeout": 60}
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}
        settings.configure(DEBUG=False, DATABASES={"default": database}, INSTALLED_APPS=[])
        django.setup()
        from django.db import connection, models, transaction

        self.connection, self.atomic = connection, transaction.atomic
        kinds: dict[str, Any] = {"TEXT": models.TextField, "INTEGER": models.BigIntegerField, "BLOB": models.BinaryField}
        self.models: dict[str, Any] = {}
        with sqlite3.connect(file) as columns:
            for table in dict(ground.rows(0)):
                fields: dict[str, Any] = {}
                described = columns.execute(f"PRAGMA table_info({table})").fetchall()
                own = {name for _, name, *_ in described if name in ("id", "number", "position")}
                for _, name, kind, *_ in described:
                    if kind == "INTEGER" and name in own:
                        fields[name] = models.BigAutoField(primary_key=True)
                    else:
                        fields[name] = kinds[kind](null=True, primary_key=name == "id")
                if not own:
                    fields["pk"] = models.CompositePrimaryKey(*(name for _, name, _, _, _, place in described if place))
                meta = type("Meta", (), {"app_label": "desk", "db_table": table, "managed": False})
                self.models[table] = type(table, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})
        self.ticket = self.models["ticket"]
        # Places are marked as it has them.
        self.count, self.enter = COUNT.replace("?", "%s"), re.sub(r":(\w+)", r"%(\1)s", WORDS)

    def create(self) -> int:
        with self.atomic(), self.connection.cursor() as cursor:
            for name in self.ground.sequences:
                cursor.execute(self.count, [self.ground.organization, name])
                cursor.fetchone()
            for name, row in self.ground.rows(next(self.made)):
                made = self.models[name].objects.create(**row)
                if name == "search_entry":
                    cursor.execute(self.enter, {"number": made.number, **self.ground.words})
        return 1

    def get(self, id: bytes) -> tuple[Any, ...]:
        row = self.ticket.objects.get(organization_id=self.ground.organization, id=id, deleted_at=None)
        return row.number, row.subject, row.status_id, row.created_at, row.version, row.deleted_at

    def list(self) -> list[tuple[Any, ...]]:
        rows = self.ticket.objects.filter(organization_id=self.ground.organization, status_id=self.ground.status)
        rows = rows.filter(deleted_at=None).order_by("-created_at", "-id")[:50]
        return [(row.number, row.subject, row.created_at) for row in rows]
