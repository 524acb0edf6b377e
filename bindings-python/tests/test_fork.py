"""A desk opened before a fork serves the parent and its children, as pre-fork servers need."""

import os
import threading
import time
import traceback
from pathlib import Path
from typing import Callable

import pytest

import servicedesk

# Forking beside threads is what this file is about.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


def in_children(count: int, work: Callable[[int], None]) -> None:
    """Runs the work in that many forked children and waits for them."""
    children = []
    for number in range(count):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                work(number)
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        children.append(child)
    end = time.monotonic() + 60
    for child in children:
        found, status = 0, 0
        while not found:
            found, status = os.waitpid(child, os.WNOHANG)
            if not found and time.monotonic() > end:
                os.kill(child, 9)
            time.sleep(0.01)
        assert status == 0, f"child {child} ended with {status}"


def names(scope: servicedesk.Scope) -> set[str]:
    return {tag.name for tag in scope.tags.iterate()}


def test_children_and_parent_write_to_one_desk(address: str, run: str) -> None:
    with servicedesk.Desk.open(address) as desk:
        acme = desk.create_organization(name="Acme", slug=f"fork-{run}")
        scope = desk.scope(acme.id)
        scope.tags.create(name="before")

        def work(number: int) -> None:
            for turn in range(5):
                scope.tags.create(name=f"child {number} {turn}")
            desk.scope(acme.id).tags.create(name=f"child {number} anew")
            assert "before" in names(scope)

        in_children(4, work)
        scope.tags.create(name="after")
        expected = {f"child {number} {turn}" for number in range(4) for turn in [0, 1, 2, 3, 4, "anew"]}
        assert names(scope) == expected | {"before", "after"}


def test_a_child_leaves_its_parents_desk_open(tmp_path: Path) -> None:
    desk = servicedesk.Desk.open(tmp_path / "desk.db")
    acme = desk.create_organization(name="Acme", slug="acme")
    scopes = [desk.scope(acme.id)]

    def work(number: int) -> None:
        nonlocal desk
        if number == 0:
            desk.close()
        scopes.clear()
        del desk

    in_children(2, work)
    scopes[0].tags.create(name="still here")
    assert names(scopes[0]) == {"still here"}
    desk.close()


def test_threads_write_while_the_process_forks(tmp_path: Path) -> None:
    with servicedesk.Desk.open(tmp_path / "desk.db") as desk:
        acme = desk.create_organization(name="Acme", slug="acme")
        scope = desk.scope(acme.id)
        stop, written = threading.Event(), [0, 0, 0]

        def write(number: int) -> None:
            while not stop.is_set():
                scope.tags.create(name=f"thread {number} {written[number]}")
                written[number] += 1

        threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        for turn in range(5):
            in_children(2, lambda number: void(scope.tags.create(name=f"fork {turn} {number}")))
        stop.set()
        for thread in threads:
            thread.join()
        assert scope.tags.count() == sum(written) + 10


def test_a_desk_in_memory_goes_on_in_the_child() -> None:
    desk = servicedesk.Desk.memory()
    scope = desk.scope(desk.create_organization(name="Acme", slug="acme").id)
    scope.tags.create(name="before")

    def work(number: int) -> None:
        scope.tags.create(name=f"child {number}")
        assert names(scope) == {"before", f"child {number}"}

    in_children(2, work)
    assert names(scope) == {"before"}


def test_coroutines_run_again_in_the_child(tmp_path: Path) -> None:
    import asyncio

    async def begin() -> tuple[servicedesk.AsyncDesk, servicedesk.AsyncScope]:
        desk = await servicedesk.AsyncDesk.open(tmp_path / "desk.db")
        acme = await desk.create_organization(name="Acme", slug="acme")
        return desk, desk.scope(acme.id)

    async def write(name: str) -> int:
        await scope.tags.create(name=name)
        return await scope.tags.count()

    desk, scope = asyncio.run(begin())
    in_children(2, lambda number: void(asyncio.run(write(f"child {number}"))))
    assert asyncio.run(write("parent")) == 3
    asyncio.run(desk.close())


def void(_: object) -> None:
    """Forgets a result."""
