"""SQL written by hand on the driver of the standard library: what is left when nothing stands between a program and SQLite."""

import itertools
import sqlite3
from pathlib import Path
from typing import Any

from rows import COUNT, PRAGMAS, WORDS, Ground


class ByHand:
    """One connection that stays open; the driver keeps its statements prepared."""

    def __init__(self, file: Path, ground: Ground) -> None:
        self.ground, self.made = ground, itertools.count(1_000_000)
        self.connection = sqlite3.connect(file, isolation_level=None)
        for pragma in PRAGMAS:
            self.connection.execute(f"PRAGMA {pragma}")
        self.inserts: dict[str, str] = {}
        for table, row in ground.rows(0):
            places = ", ".join(f":{name}" for name in row)
            self.inserts[table] = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})"

    def create(self) -> int:
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        for name in self.ground.sequences:
            execute(COUNT, [self.ground.organization, name]).fetchone()
        for table, row in self.ground.rows(next(self.made)):
            done = execute(self.inserts[table], row)
            if table == "search_entry":
                execute(WORDS, {"number": done.lastrowid, **self.ground.words})
        execute("COMMIT")
        return 1

    def list(self) -> list[tuple[Any, ...]]:
        query = (
            "SELECT * FROM ticket WHERE organization_id = ? AND status_id = ? AND deleted_at IS NULL "
            "ORDER BY created_at DESC, id DESC LIMIT 50"
        )
        rows = self.connection.execute(query, [self.ground.organization, self.ground.status])
        names = {column[0]: place for place, column in enumerate(rows.description)}
        number, subject, created_at = names["number"], names["subject"], names["created_at"]
        return [(row[number], row[subject], row[created_at]) for row in rows]
