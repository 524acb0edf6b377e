"""The peer SQLAlchemy: its ORM on the tables that the library made, with the columns as the database has them."""

import itertools
from pathlib import Path
from typing import Any

from rows import PRAGMAS, WORDS, Ground
from sqlalchemy import Engine, Table, create_engine, event, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import DeclarativeBase, Session


def engine(file: Path, begin: str) -> Engine:
    """Returns what makes connections, whose transactions begin as told; threads wait for each other as long as it takes."""
    made = create_engine(f"sqlite:///{file}", connect_args={"timeout": 60})

    @event.listens_for(made, "connect")
    def connected(connection: Any, _: Any) -> None:
        # The driver is not to begin transactions of its own, which would not lock for writing.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return made


class SqlAlchemy:
    """A session for each call, as a web application has it."""

    def __init__(self, file: Path, ground: Ground) -> None:
        self.ground, self.made = ground, itertools.count(1_000_000)
        self.engine, self.writer = engine(file, "BEGIN"), engine(file, "BEGIN IMMEDIATE")

        class Base(DeclarativeBase):
            pass

        # Outside of the model, because creating counts up in place.
        self.sequence = Table("sequence", Base.metadata, autoload_with=self.engine)
        self.models = {
            name: type(name, (Base,), {"__table__": Table(name, Base.metadata, autoload_with=self.engine)})
            for name in dict(ground.rows(0))
        }
        self.ticket: Any = self.models["ticket"]
        self.enter = text(WORDS)

    def create(self) -> int:
        with Session(self.writer) as session:
            for name in self.ground.sequences:
                count = insert(self.sequence).values(organization_id=self.ground.organization, name=name, value=1)
                count = count.on_conflict_do_update(
                    index_elements=["organization_id", "name"], set_={"value": self.sequence.c.value + 1}
                )
                session.execute(count.returning(self.sequence.c.value)).scalar_one()
            made = [self.models[name](**row) for name, row in self.ground.rows(next(self.made))]
            session.add_all(made)
            session.flush()
            [entry] = (row for row in made if isinstance(row, self.models["search_entry"]))
            session.execute(self.enter, {"number": entry.number, **self.ground.words})
            session.commit()
        return 1

    def get(self, id: bytes) -> tuple[Any, ...]:
        with Session(self.engine) as session:
            row = session.get_one(self.ticket, {"organization_id": self.ground.organization, "id": id})
            return row.number, row.subject, row.status_id, row.created_at, row.version, row.deleted_at

    def list(self) -> list[tuple[Any, ...]]:
        t = self.ticket
        query = select(t).where(t.organization_id == self.ground.organization, t.status_id == self.ground.status)
        query = query.where(t.deleted_at.is_(None)).order_by(t.created_at.desc(), t.id.desc()).limit(50)
        with Session(self.engine) as session:
            return [(row.number, row.subject, row.created_at) for row in session.scalars(query)]
