"""The package beside SQLAlchemy and Django: the same rows in copies of one file, with the same durability.

`cargo xtask bench python` builds the package for speed, runs this, and makes a table of the lines that it prints.
"""

import asyncio
import random
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# Before what takes the driver in.
import young_sqlite  # noqa: F401, I001
import business_time
import django
import sqlalchemy
from by_hand import ByHand
from pairs import compare, figure
from rows import NEW, TOPIC, Ground, left_by
from with_django import Django
from with_sqlalchemy import SqlAlchemy

import servicedesk

TICKETS = 20_000
TOGETHER = 64


async def fill(file: Path) -> None:
    """Makes the file: one organization with many tickets."""
    async with await servicedesk.AsyncDesk.open(file, effects=[TOPIC]) as desk:
        acme = await desk.create_organization(name="Acme", slug="acme", monthly_ticket_limit=None)
        scope = desk.scope(acme.id)
        await scope.set_up(await desk.preset("itsm"))
        for _ in range(TICKETS // 500):
            await asyncio.gather(*(scope.tickets.create(**NEW) for _ in range(500)))


def measure(folder: Path) -> None:
    files = {name: folder / f"{name}.db" for name in ("ours", "sqlalchemy", "django", "hand")}
    asyncio.run(fill(files["ours"]))
    def alone() -> int:
        with servicedesk.Desk.open(files["ours"], effects=[TOPIC]) as desk:
            acme = desk.organization_by_slug("acme")
            assert acme is not None
            desk.scope(acme.id).tickets.create(**NEW)
        return 1

    # While the desk is closed: one process must not have a file open by two copies of SQLite.
    left = left_by(alone, files["ours"])
    for name in ("sqlalchemy", "django", "hand"):
        shutil.copy(files["ours"], files[name])

    desk = servicedesk.Desk.open(files["ours"], effects=[TOPIC])
    acme = desk.organization_by_slug("acme")
    assert acme is not None
    scope = desk.scope(acme.id)
    tickets = list(scope.tickets.iterate(limit=500))
    assert len(tickets) == TICKETS + 1
    ground = Ground.of(scope, tickets[0], files["hand"])
    alchemy, other = SqlAlchemy(files["sqlalchemy"], ground), Django(files["django"], ground)
    hand = ByHand(files["hand"], ground)
    names = f"SQLAlchemy {sqlalchemy.__version__}", f"Django {django.get_version()}"
    ids = [ticket.id for ticket in tickets]
    status: Any = tickets[0].status_id
    pick = random.Random(1)

    def ours_get() -> int:
        row = scope.tickets.get(pick.choice(ids))
        _ = row.number, row.subject, row.status_id, row.created_at, row.version, row.deleted_at
        return 1

    def peers_get(peer: Any) -> Any:
        def get() -> int:
            peer.get(pick.choice(ids).bytes)
            return 1

        return get

    def ours_list() -> int:
        page = scope.tickets.list(filter={"field": "status_id", "is": status}, sort=["-created_at"], limit=50)
        assert len([(row.number, row.subject, row.created_at) for row in page.items]) == 50
        return 1

    def peers_list(peer: Any) -> Any:
        def get() -> int:
            assert len(peer.list()) == 50
            return 1

        return get

    def ours_create() -> int:
        scope.tickets.create(**NEW)
        return 1

    both = alchemy, other
    get_peers = {name: (peers_get(peer), "10") for name, peer in zip(names, both)}
    compare("get by id, six fields read", "faster", ours_get, get_peers)
    list_peers = {name: (peers_list(peer), "5") for name, peer in zip(names, both)}
    compare("list of 50 by status, three fields of each read", "faster", ours_list, list_peers)

    for name, peer in ("sqlalchemy", alchemy), ("django", other), ("hand", hand):
        assert left_by(peer.create, files[name]) == left, name
    create_peers = {names[0]: (alchemy.create, "5"), names[1]: (other.create, "10")}
    compare("create, one after the other", "rate", ours_create, create_peers)

    # How far the drivers themselves are from the peers: nobody who waits for the same disk gets further.
    unbound = {name: (work, "") for name, (work, _) in create_peers.items()}
    compare("not ours but SQL by hand (sqlite3): create, one after the other", "rate", hand.create, unbound)
    listed = {name: (work, "") for name, (work, _) in list_peers.items()}
    compare("not ours but SQL by hand (sqlite3): list of 50 by status", "faster", peers_list(hand), listed)

    loop = asyncio.new_event_loop()
    awaited = loop.run_until_complete(servicedesk.AsyncDesk.open(files["ours"], effects=[TOPIC]))
    awaited_scope = awaited.scope(acme.id)

    async def gathered() -> None:
        await asyncio.gather(*(awaited_scope.tickets.create(**NEW) for _ in range(TOGETHER)))

    def ours_together() -> int:
        loop.run_until_complete(gathered())
        return TOGETHER

    threads = ThreadPoolExecutor(TOGETHER)

    def at_once(create: Any) -> Any:
        def creates() -> int:
            return sum(threads.map(lambda _: create(), range(TOGETHER)))

        return creates

    both_at_once = {name: (at_once(work), bound) for name, (work, bound) in create_peers.items()}
    compare(f"create, {TOGETHER} coroutines at once, beside {TOGETHER} threads of the peer", "rate", ours_together, both_at_once)
    compare(f"create, {TOGETHER} coroutines at once, beside the peer's one after the other", "rate", ours_together, create_peers)
    threads.shutdown()
    loop.run_until_complete(awaited.close())
    loop.close()
    desk.close()
    overhead()
    business_time.measure()


def overhead() -> None:
    """What a call costs when the library has next to nothing to do: a desk in memory, from the method to its answer."""
    desk = servicedesk.Desk.memory()
    acme = desk.create_organization(name="Acme", slug="acme")
    scope = desk.scope(acme.id)
    person = scope.users.create(display_name="Ana", email="ana@example.com", kind="agent")
    fields = len(person.to_dict())
    nobody = servicedesk.TagId(acme.id)

    def nothing() -> int:
        scope.tags.find(nobody)
        return 1

    def get() -> int:
        scope.users.get(person.id)
        return 1

    def read() -> int:
        scope.users.get(person.id).to_dict()
        return 1

    figure("a call that finds nothing, in memory", nothing)
    figure(f"a row of {fields} fields by its id, in memory, none of them read", get)
    figure(f"a row of {fields} fields by its id, in memory, all of them read", read)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1]) as folder:
        measure(Path(folder))
