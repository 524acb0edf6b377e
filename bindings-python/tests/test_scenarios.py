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


def load(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    scenario = json.loads(file.read_text(encoding="utf-8"))
    return scenario, {"now": instant(scenario["now"]), "effects": scenario.get("effects", [])}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_blocking(file: Path, address: str, run: str) -> None:
    scenario, options = load(file)
    with servicedesk.Desk.open(address, **options) as desk:
        asyncio.run(Player(desk, run).play(scenario))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_awaited(file: Path, address: str, run: str) -> None:
    scenario, options = load(file)

    async def play() -> None:
        async with await servicedesk.AsyncDesk.open(address, **options) as desk:
            await Player(desk, run).play(scenario)

    asyncio.run(play())
