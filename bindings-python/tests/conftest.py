"""The desks that tests work on."""

import os
import uuid
from pathlib import Path
from typing import Iterator

import pytest

import servicedesk


@pytest.fixture
def run() -> str:
    """A word that no other run of a test has."""
    return uuid.uuid4().hex[:12]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a desk on each store; PostgreSQL's is shared by all tests."""
    if request.param == "sqlite":
        return str(tmp_path / "desk.db")
    assert os.environ.get("DATABASE_URL"), "DATABASE_URL must name a PostgreSQL database"
    return os.environ["DATABASE_URL"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[servicedesk.Desk]:
    """A desk on a new file."""
    with servicedesk.Desk.open(tmp_path / "desk.db") as desk:
        yield desk


@pytest.fixture
def scope(desk: servicedesk.Desk) -> servicedesk.Scope:
    """A scope of an organization that is set up."""
    acme = desk.create_organization(name="Acme", slug="acme", monthly_ticket_limit=None)
    scope = desk.scope(acme.id)
    scope.set_up(desk.preset("itsm"))
    return scope
