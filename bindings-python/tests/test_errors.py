"""Errors: a class per kind, a stable code, sentences in two languages, and nothing that a person wrote."""

import asyncio
import pickle
from pathlib import Path

import pytest

import servicedesk
from servicedesk import ConflictError, InvalidError, NotFoundError, Scope, ServiceDeskError, TagId, UnavailableError


def test_a_row_that_is_not_there(scope: Scope) -> None:
    with pytest.raises(NotFoundError) as caught:
        scope.tags.get(TagId(scope.organization().id))
    error = caught.value
    assert (error.code, error.kind, error.fields, error.retryable) == ("row.not_found", "not_found", (), False)
    assert error.parameters == {"entity": "Tag"}
    assert str(error) == error.message() == error.message("en") == "there is no such Tag"
    assert error.message("pt-BR") == "não existe esse registro de Tag"
    assert error.__cause__ is None and isinstance(error, ServiceDeskError)


def test_somebody_was_faster(scope: Scope) -> None:
    tag = scope.tags.create(name="one")
    scope.tags.update(tag.id, 1, name="two")
    with pytest.raises(ConflictError) as caught:
        scope.tags.update(tag.id, 1, name="three")
    assert caught.value.code == "row.stale_version" and caught.value.retryable


def test_errors_cross_to_other_processes(scope: Scope) -> None:
    with pytest.raises(InvalidError) as caught:
        scope.tags.create(name="x" * 1000)
    same = pickle.loads(pickle.dumps(caught.value))
    assert type(same) is InvalidError
    assert (same.code, same.fields, same.parameters) == ("text.too_long", ("name",), caught.value.parameters)
    assert same.message("pt-BR") == caught.value.message("pt-BR")
    assert repr(same) == "InvalidError('text.too_long', fields=['name'])"


def test_a_closed_desk_says_so(tmp_path: Path) -> None:
    desk = servicedesk.Desk.open(tmp_path / "desk.db")
    scope = desk.scope(desk.create_organization(name="Acme", slug="acme").id)
    desk.close()
    desk.close()
    for call in (lambda: desk.organizations(), lambda: scope.tags.list(), lambda: desk.scope(scope_id)):
        scope_id = servicedesk.OrganizationId(TagId.__supertype__(int=1))
        with pytest.raises(UnavailableError) as caught:
            call()
        assert caught.value.code == "store.closed"


def test_addresses_that_lead_nowhere(tmp_path: Path) -> None:
    with pytest.raises(ServiceDeskError):
        servicedesk.Desk.open(tmp_path / "no folder" / "desk.db")
    with pytest.raises(InvalidError) as caught:
        servicedesk.Desk.open("")
    assert caught.value.code == "store.address"
    (tmp_path / "text.db").write_text("This is no database. " * 1000)
    with pytest.raises(servicedesk.CorruptError):
        servicedesk.Desk.open(tmp_path / "text.db")


def test_coroutines_raise_the_same() -> None:
    async def main() -> None:
        desk = servicedesk.AsyncDesk.memory()
        acme = await desk.create_organization(name="Acme", slug="acme")
        with pytest.raises(NotFoundError):
            await desk.scope(acme.id).tags.get(TagId(acme.id))
        with pytest.raises(InvalidError):
            await desk.scope(acme.id).tags.create(name=7)  # type: ignore[arg-type]

    asyncio.run(main())


def test_a_clock_of_the_test() -> None:
    from datetime import datetime, timezone

    start = datetime(2026, 1, 5, 12, tzinfo=timezone.utc)
    desk = servicedesk.Desk.memory(now=start, sequential_ids=True)
    assert desk.create_organization(name="Acme", slug="acme").created_at == start
    desk.set_now(start.replace(hour=15))
    assert desk.create_organization(name="Other", slug="other").created_at == start.replace(hour=15)
    with pytest.raises(InvalidError):
        servicedesk.Desk.memory().set_now(start)
    with pytest.raises(InvalidError):
        desk.set_now(datetime(2026, 1, 5))
