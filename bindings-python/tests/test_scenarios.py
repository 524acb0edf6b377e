"""The scenarios that every language plays, on both surfaces and both stores."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

import servicedesk
from scenario import Player, instant

FOLDER = Path(os.environ.get("SERVICEDESK_SCENARIOS") or Path(__file__).parents[2] / "tests" / "scenarios")
FILES = sorted(FOLDER.glob("*.json"))


def test_there_are_scenarios() -> None:
    assert FILES, f"no scenario in {FOLDER}"


def load(file: Path, files: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    scenario = json.loads(file.read_text(encoding="utf-8"))
    # A desk on PostgreSQL keeps no files until it is told where.
    options = {"now": instant(scenario["now"]), "effects": scenario.get("effects", []), "files": str(files)}
    return scenario, options


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_blocking(file: Path, address: str, run: str, tmp_path: Path) -> None:
    scenario, options = load(file, tmp_path / "files")
    with servicedesk.Desk.open(address, **options) as desk:
        asyncio.run(Player(desk, run).play(scenario))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_awaited(file: Path, address: str, run: str, tmp_path: Path) -> None:
    scenario, options = load(file, tmp_path / "files")

    async def play() -> None:
        async with await servicedesk.AsyncDesk.open(address, **options) as desk:
            await Player(desk, run).play(scenario)

    asyncio.run(play())
