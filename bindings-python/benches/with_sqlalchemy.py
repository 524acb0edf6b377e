"""The peer SQLAlchemy: its ORM on the tables that the library made, with the columns as the database has them."""

from pathlib import Path
from typing import Any

from rows import Ground
from sqlalchemy import Table, create_engine, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import DeclarativeBase, Session

TABLES = ["ticket", "ticket_history", "audit_entry", "outbox_message", "change_feed", "batch"]


class SqlAlchemy:
    """A session for each call, as a web application has it."""

    def __init__(self, file: Path, ground: Ground) -> None:
        self.ground, self.made = ground, 1_000_000
        self.engine = create_engine(f"sqlite:///{file}")

        @event.listens_for(self.engine, "connect")
        def connected(connection: Any, _: Any) -> None:
            # The driver is not to begin transactions of its own, which would not lock for writing.
            connection.isolation_level = None
            for pragma in ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"]:
                connection.execute(f"PRAGMA {pragma}")

        self.writing = False

        @event.listens_for(self.engine, "begin")
        def begun(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if self.writing else "BEGIN")

        class Base(DeclarativeBase):
            pass

        # Outside of the model, because creating counts up in place.
        self.sequence = Table("sequence", Base.metadata, autoload_with=self.engine)
        self.models = {
            name: type(name, (Base,), {"__table__": Table(name, Base.metadata, autoload_with=self.engine)}) for name in TABLES
        }
        self.ticket: Any = self.models["ticket"]

    def create(self) -> int:
        self.made += 1
        self.writing = True
        with Session(self.engine) as session:
            for name in ("tickets_in_month/2026-11", "ticket_number/2026"):
                count = insert(self.sequence).values(organization_id=self.ground.organization, name=name, value=1)
                count = count.on_conflict_do_update(
                    index_elements=["organization_id", "name"], set_={"value": self.sequence.c.value + 1}
                )
                session.execute(count.returning(self.sequence.c.value)).scalar_one()
            rows = self.ground.rows(self.made)
            session.add_all(self.models[name](**row) for name, row in rows.items())
            session.commit()
        self.writing = False
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
