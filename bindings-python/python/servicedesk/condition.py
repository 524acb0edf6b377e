"""Conditions, by which rows are filtered: a test on one field, or several conditions together."""

from __future__ import annotations

from typing import Any, List, Sequence, TypedDict, Union

Test = TypedDict(
    "Test",
    {
        "field": str,
        "is": Any,
        "in": Sequence[Any],
        "less_than": Any,
        "at_most": Any,
        "more_than": Any,
        "at_least": Any,
        "contains": str,
        "starts_with": str,
        "ends_with": str,
        "has": str,
    },
    total=False,
)
"""A test on one field: its name, and one of the others, such as ``{"field": "key", "is": "open"}``."""


class AllOf(TypedDict):
    """Every one of these holds; with none, true."""

    all: List[Condition]


class AnyOf(TypedDict):
    """At least one of these holds; with none, false."""

    any: List[Condition]


class NoneOf(TypedDict):
    """Not one of these holds; with none, true."""

    none: List[Condition]


Condition = Union[Test, AllOf, AnyOf, NoneOf]
"""What is asked of rows."""
