"""Values in and out: rows, structures and enums; what is no value of the library is refused by name."""

import copy
import pickle
from collections import OrderedDict
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

import servicedesk
from servicedesk import AssigneeNobody, AssigneeUser, InvalidError, Level, Scope, Ticket


@pytest.fixture
def ticket(scope: Scope) -> Ticket:
    return scope.tickets.create(
        subject="The printer of Maria",
        requester_name="Ana",
        requester_email="ana@example.com",
        impact=Level.HIGH,
        estimated_hours=Decimal("1.50"),
        due_at=datetime(2030, 1, 1, 9, 0, 0, 123_999, tzinfo=timezone(timedelta(hours=-3))),
        tags=("one", "two"),
        custom_fields={"a": [1, -2.5, None, True, {"b": "ç"}]},
    )


def test_fields_have_python_types(ticket: Ticket) -> None:
    assert isinstance(ticket.id, UUID) and ticket.id.version == 7
    assert ticket.impact is Level.HIGH and ticket.impact == "high" and f"{ticket.impact}" == "high"
    assert ticket.due_at == datetime(2030, 1, 1, 12, 0, 0, 123_000, tzinfo=timezone.utc)
    assert ticket.estimated_hours == Decimal("1.50") and isinstance(ticket.estimated_hours, Decimal)
    assert ticket.tags == ["one", "two"]
    assert ticket.custom_fields == {"a": [1, -2.5, None, True, {"b": "ç"}]}
    assert ticket.resolved_at is None and ticket.version == 1


def test_a_row_never_changes(ticket: Ticket) -> None:
    with pytest.raises(AttributeError):
        ticket.subject = "x"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        ticket.nothing = "x"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Ticket()


def test_rows_are_equal_by_value(ticket: Ticket, scope: Scope) -> None:
    again = scope.tickets.get(ticket.id)
    changed = scope.tickets.update(ticket.id, 1, subject="x")
    assert ticket == again and hash(ticket) == hash(again) and ticket is not again
    assert ticket != changed and len({ticket, again, changed}) == 2
    assert ticket != "ticket" and ticket != scope.statuses.list().items[0]


def test_rows_cross_to_other_processes(ticket: Ticket) -> None:
    for same in [pickle.loads(pickle.dumps(ticket)), copy.copy(ticket), copy.deepcopy(ticket)]:
        assert same == ticket and type(same) is Ticket and same.to_dict() == ticket.to_dict()


def test_dicts_have_every_field(ticket: Ticket) -> None:
    fields = ticket.to_dict()
    assert fields["subject"] == ticket.subject and fields["impact"] is Level.HIGH
    assert all(getattr(ticket, name) == value for name, value in fields.items())


def test_nothing_personal_is_shown(ticket: Ticket) -> None:
    shown = repr(ticket)
    assert "subject=…" in shown and "requester_email=…" in shown and f"number={ticket.number!r}" in shown
    assert "Ana" not in shown and "Maria" not in shown and "example.com" not in shown


def test_structures_may_be_dicts(ticket: Ticket, scope: Scope) -> None:
    ana = scope.users.create(display_name="Ana", email="ana@example.com", kind="agent")
    first = scope.tickets.assign(ticket.id, 1, AssigneeUser(user_id=ana.id))
    assert first.ticket.assignee_id == ana.id and isinstance(first, servicedesk.Assignment)
    second = scope.tickets.assign(ticket.id, 2, {"type": "nobody"})
    assert second.ticket.assignee_id is None
    third = scope.tickets.assign(ticket.id, 3, {"type": "user", "user_id": ana.id})
    assert scope.tickets.assign(ticket.id, third.ticket.version, AssigneeNobody()).ticket.assignee_id is None


def test_structures_come_back_as_they_went(desk: servicedesk.Desk, scope: Scope) -> None:
    preset = desk.preset("itsm")
    assert preset == desk.preset(servicedesk.PresetName.ITSM) == pickle.loads(pickle.dumps(preset))
    assert any(step.from_ is None for step in preset.transitions)
    other = desk.scope(desk.create_organization(name="Other", slug="other").id)
    other.set_up(preset)
    assert other.statuses.count() == len(preset.statuses)


def test_any_mapping_is_a_dict(scope: Scope) -> None:
    filter = MappingProxyType({"field": "key", "is": "open"})
    assert len(scope.statuses.list(filter=filter).items) == 1  # type: ignore[arg-type]
    assert len(scope.statuses.list(filter=OrderedDict(filter)).items) == 1  # type: ignore[arg-type]


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def circle() -> Any:
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        ({}, "field.required", "subject"),
        ({"subject": None}, "field.required", "subject"),
        ({"subject": 7}, "field.kind", "subject"),
        ({"subject": "x" * 100_000}, "text.too_long", "subject"),
        ({"subject": "\0"}, "text.nul", "subject"),
        ({"subject": "\ud800"}, "format.invalid", "subject"),
        ({"subject": object()}, "field.kind", "subject"),
        ({"subject": "x", "nonsense": 1}, "field.unknown", "nonsense"),
        ({"subject": "x", "number": "1"}, "field.immutable", "number"),
        ({"subject": "x", "impact": "huge"}, "enum.unknown", "impact"),
        ({"subject": "x", "category_id": "no id"}, "field.kind", "category_id"),
        ({"subject": "x", "category_id": 2**63}, "number.range", "category_id"),
        ({"subject": "x", "estimated_hours": Decimal("NaN")}, "field.kind", "estimated_hours"),
        ({"subject": "x", "custom_fields": float("nan")}, "field.kind", "custom_fields"),
        ({"subject": "x", "custom_fields": {"a": float("inf")}}, "field.kind", "a"),
        ({"subject": "x", "custom_fields": {1: 2}}, "field.kind", None),
        ({"subject": "x", "custom_fields": nested(65)}, "json.too_deep", "custom_fields"),
        ({"subject": "x", "custom_fields": circle()}, "json.too_deep", "custom_fields"),
        ({"subject": "x", "due_at": datetime(2026, 1, 1)}, "field.kind", "due_at"),
        ({"subject": "x", "due_at": "yesterday"}, "field.kind", "due_at"),
        ({"subject": "x", "tags": "one"}, "field.kind", "tags"),
        ({"subject": "x", "tags": [1]}, "field.kind", "tags"),
    ],
)
def test_wrong_arguments_are_refused_by_name(
    scope: Scope, arguments: dict[str, Any], code: str, field: str | None
) -> None:
    with pytest.raises(InvalidError) as caught:
        scope.tickets.create(**arguments)
    assert caught.value.code == code
    assert field is None or caught.value.fields[0] == field


def test_the_ends_of_time(scope: Scope) -> None:
    zone = timezone(timedelta(hours=14))
    with pytest.raises(InvalidError):
        scope.tickets.create(subject="x", due_at=datetime.min.replace(tzinfo=zone))
    first = datetime.min.replace(tzinfo=timezone.utc)
    last = datetime.max.replace(tzinfo=timezone.utc)
    for at in (first, last):
        made = scope.tickets.create(subject="x", requester_name="A", requester_email="a@example.com", due_at=at)
        assert made.due_at == at.replace(microsecond=at.microsecond // 1000 * 1000)


def test_json_as_deep_as_allowed(scope: Scope) -> None:
    deep = nested(60)
    made = scope.tickets.create(subject="x", requester_name="A", requester_email="a@example.com", custom_fields=deep)
    assert made.custom_fields == deep
