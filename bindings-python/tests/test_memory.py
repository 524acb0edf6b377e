"""A process does not grow with the number of calls, whether they succeed or not."""

import asyncio
import gc
import os
import time
from pathlib import Path
from typing import Callable

import pytest

import servicedesk

STATUS = Path("/proc/self/statm")
SECONDS = float(os.environ.get("SERVICEDESK_MEMORY_SECONDS", "5"))
"""About 100,000 blocking calls in a debug build; a million would take a minute, and does when the variable says 60."""


def resident() -> int:
    """Returns the resident size in KiB."""
    gc.collect()
    return int(STATUS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def repeat(work: Callable[[], object], seconds: float) -> int:
    calls, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        for _ in range(100):
            work()
        calls += 100
    return calls


def test_blocking_calls_leave_nothing_behind() -> None:
    assert STATUS.exists(), "this test reads the resident size from /proc"
    desk = servicedesk.Desk.memory()
    acme = desk.create_organization(name="Acme", slug="acme")
    scope = desk.scope(acme.id)
    scope.set_up(desk.preset("itsm"))
    ticket = scope.tickets.create(subject="x", requester_name="Ana", requester_email="a@example.com")

    def work() -> None:
        found = desk.scope(acme.id).tickets.get(ticket.id)
        found.to_dict()
        scope.statuses.list(filter={"field": "key", "is": "open"})
        with pytest.raises(servicedesk.NotFoundError):
            scope.tags.get(servicedesk.TagId(acme.id))

    repeat(work, SECONDS / 3)
    before = resident()
    calls = repeat(work, SECONDS)
    assert resident() - before < 2048, f"{before} KiB, then {resident()} KiB after {calls} turns"


def test_awaited_calls_leave_nothing_behind() -> None:
    async def main() -> None:
        desk = servicedesk.AsyncDesk.memory()
        acme = await desk.create_organization(name="Acme", slug="acme")
        scope = desk.scope(acme.id)
        await scope.set_up(await desk.preset("itsm"))

        async def turns(seconds: float) -> None:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                await asyncio.gather(*(scope.statuses.list() for _ in range(64)))

        await turns(SECONDS / 3)
        before = resident()
        await turns(SECONDS)
        assert resident() - before < 2048, f"{before} KiB, then {resident()} KiB"

    asyncio.run(main())
