"""Many threads and many tasks on one desk; calls that nobody waits for any more; ends of programs in the middle of calls."""

import asyncio
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import servicedesk


def test_threads_share_a_scope(scope: servicedesk.Scope) -> None:
    def work(number: int) -> None:
        for turn in range(10):
            tag = scope.tags.create(name=f"{number} {turn}")
            assert scope.tags.get(tag.id) == tag

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(16)))
    assert scope.tags.count() == 160


def test_other_threads_run_while_one_waits(scope: servicedesk.Scope) -> None:
    turns, stop = [0], threading.Event()

    def count() -> None:
        while not stop.is_set():
            turns[0] += 1

    thread = threading.Thread(target=count)
    thread.start()
    for number in range(20):
        scope.tags.create(name=f"{number}")
    stop.set()
    thread.join()
    assert turns[0] > 100


def test_sixty_four_tasks_share_a_desk(address: str, run: str) -> None:
    async def work(scope: servicedesk.AsyncScope, number: int) -> str:
        ticket = await scope.tickets.create(subject=f"{number}", requester_name="Ana", requester_email="a@example.com")
        changed = await scope.tickets.update(ticket.id, ticket.version, description=f"by {number}")
        assert (await scope.tickets.get(ticket.id)).description == changed.description == f"by {number}"
        return ticket.number

    async def main() -> None:
        async with await servicedesk.AsyncDesk.open(address) as desk:
            acme = await desk.create_organization(name="Acme", slug=f"tasks-{run}")
            scope = desk.scope(acme.id)
            await scope.update_organization(acme.version, monthly_ticket_limit=None)
            await scope.set_up(await desk.preset("itsm"))
            numbers = await asyncio.gather(*(work(scope, number) for number in range(64)))
            year = numbers[0].split("-")[1]
            assert sorted(numbers) == [f"TKT-{year}-{number:04}" for number in range(1, 65)]
            assert len([ticket async for ticket in scope.tickets.iterate(limit=10)]) == 64

    asyncio.run(main())


def test_the_loop_turns_while_a_call_is_under_way(tmp_path: Path) -> None:
    async def main() -> None:
        async with await servicedesk.AsyncDesk.open(tmp_path / "desk.db") as desk:
            acme = await desk.create_organization(name="Acme", slug="acme")
            calls = [asyncio.ensure_future(desk.scope(acme.id).tags.create(name=f"{number}")) for number in range(32)]
            turns = 0
            while not all(call.done() for call in calls):
                turns += 1
                await asyncio.sleep(0)
            assert turns > 1

    asyncio.run(main())


def test_a_cancelled_call_is_carried_out(tmp_path: Path) -> None:
    async def main() -> None:
        async with await servicedesk.AsyncDesk.open(tmp_path / "desk.db") as desk:
            acme = await desk.create_organization(name="Acme", slug="acme")
            scope = desk.scope(acme.id)
            tasks = [asyncio.create_task(scope.tags.create(name=f"{number}")) for number in range(16)]
            await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(result, asyncio.CancelledError) for result in results)
            end = time.monotonic() + 10
            while await scope.tags.count() < 16 and time.monotonic() < end:
                await asyncio.sleep(0.01)
            assert await scope.tags.count() == 16

    asyncio.run(main())


def test_calls_outlive_their_loop(tmp_path: Path) -> None:
    async def begin(scope: servicedesk.AsyncScope) -> None:
        for number in range(8):
            asyncio.ensure_future(scope.tags.create(name=f"{number}"))
        await asyncio.sleep(0)

    desk = asyncio.run(servicedesk.AsyncDesk.open(tmp_path / "desk.db"))
    acme = asyncio.run(desk.create_organization(name="Acme", slug="acme"))
    asyncio.run(begin(desk.scope(acme.id)))
    end = time.monotonic() + 10
    while asyncio.run(desk.scope(acme.id).tags.count()) < 8 and time.monotonic() < end:
        time.sleep(0.01)
    assert asyncio.run(desk.scope(acme.id).tags.count()) == 8
    asyncio.run(desk.close())


ENDINGS = {
    "daemon threads": """
import threading
def work(number):
    while True:
        scope.tags.create(name=f"{number} {threading.get_ident()} {next(turns)}")
for number in range(4):
    threading.Thread(target=work, args=(number,), daemon=True).start()
time.sleep(0.3)
""",
    "threads that read": """
import threading
def work():
    while True:
        scope.tags.list()
for number in range(4):
    threading.Thread(target=work, daemon=True).start()
time.sleep(0.3)
""",
    "tasks": """
import asyncio
async def main():
    desk = await servicedesk.AsyncDesk.open(path)
    for number in range(64):
        asyncio.ensure_future(desk.scope(acme.id).tags.create(name=f"{number}"))
    await asyncio.sleep(0)
asyncio.run(main())
""",
    "an exception": """
import threading
threading.Thread(target=lambda: [scope.tags.create(name=f"{n}") for n in range(50)], daemon=True).start()
time.sleep(0.05)
raise SystemExit(0)
""",
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_program_ends_in_the_middle_of_calls(ending: str, tmp_path: Path) -> None:
    begin = f"""
import itertools, time
import servicedesk
path = {str(tmp_path / "desk.db")!r}
turns = itertools.count()
desk = servicedesk.Desk.open(path)
acme = desk.create_organization(name="Acme", slug="acme")
scope = desk.scope(acme.id)
"""
    program = subprocess.run(
        [sys.executable, "-c", begin + ENDINGS[ending]], capture_output=True, text=True, timeout=60
    )
    assert (program.returncode, program.stderr) == (0, "")
    with servicedesk.Desk.open(tmp_path / "desk.db") as desk:
        assert desk.organizations().items[0].slug == "acme"
