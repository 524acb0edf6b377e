"""What people copy works: the page of the package, and the example programs."""

import asyncio
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

PACKAGE = Path(__file__).parents[1]
EXAMPLES = PACKAGE / "examples"
BLOCKS = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=["blocking", "awaited", "business time"])
def test_the_page_runs(block: str, tmp_path: Path) -> None:
    program = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (program.returncode, program.stderr) == (0, "")
    assert program.stdout


def test_a_ticket_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main = runpy.run_path(str(EXAMPLES / "service_desk.py"))["main"]
    main(str(tmp_path / "desk.db"))
    said = capsys.readouterr().out
    assert "-0001 was opened again; that makes 1" in said
    assert re.search(r"Waiting:\n  TKT-\d+-0002 A new keyboard\n  TKT-\d+-0003 No network", said)
    assert re.search(r"^ticket\.\w+: .* / ", said, re.MULTILINE)


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.setenv("DESK", str(tmp_path / "desk.db"))


FORM = {"subject": "Printer", "requester_name": "Ana", "requester_email": "ana@example.com"}


def test_fastapi(examples: None) -> None:
    asyncio.run(talk_to_fastapi())


async def talk_to_fastapi() -> None:
    import fastapi_desk

    app = fastapi_desk.app
    transport = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        made = await client.post("/tickets", json={**FORM, "impact": "high"})
        assert made.status_code == 201, made.text
        ticket: dict[str, Any] = made.json()
        assert (ticket["impact"], ticket["version"]) == ("high", 1)
        assert (await client.get(f"/tickets/{ticket['id']}")).json() == ticket
        await client.post("/tickets", json={**FORM, "subject": "Keyboard"})
        every = (await client.get("/tickets")).json()["items"]
        assert {item["subject"] for item in every} == {"Keyboard", "Printer"}
        some = (await client.get("/tickets?q=PRINT")).json()["items"]
        assert [item["subject"] for item in some] == ["Printer"]
        step = f"/tickets/{ticket['id']}/transition?version=1&to=open"
        assert (await client.post(step)).json()["version"] == 2
        stale = await client.post(step, headers={"accept-language": "pt-BR"})
        assert (stale.status_code, stale.json()["code"]) == (409, "row.stale_version")
        assert "alterado" in stale.json()["message"]
        assert (await client.get("/tickets/00000000-0000-0000-0000-000000000000")).status_code == 404


def test_django(examples: None) -> None:
    import django_desk
    from django.test import Client

    client = Client()
    made = client.post("/tickets", FORM, content_type="application/json")
    assert made.status_code == 201, made.content
    ticket = made.json()
    one = f"/tickets/{ticket['id']}"
    assert client.get(one).json() == ticket
    changed = client.patch(one, {"version": 1, "subject": "No paper"}, content_type="application/json")
    assert (changed.json()["subject"], changed.json()["version"]) == ("No paper", 2)
    stale = client.patch(one, {"version": 1, "subject": "x"}, content_type="application/json")
    assert (stale.status_code, stale.json()["code"]) == (409, "row.stale_version")
    wrong = client.post("/tickets", {"nonsense": 1, **FORM}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["fields"]) == (400, ["nonsense"])
    assert [item["subject"] for item in client.get("/tickets?q=paper").json()["items"]] == ["No paper"]
    django_desk.scope.cache_clear()
