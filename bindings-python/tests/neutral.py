"""Results in the neutral form of the scenarios: names in snake_case, ids, instants, dates and decimals as text."""

import base64
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import servicedesk


def neutral(value: Any) -> Any:
    """Returns the neutral form of any result."""
    match value:
        case servicedesk.Record():
            return neutral(value.to_dict())
        case servicedesk.Page():
            return {"items": neutral(value.items), "next": value.next}
        case Enum():
            return value.value
        case UUID() | Decimal():
            return str(value)
        case datetime():
            at = value.astimezone(timezone.utc)
            return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
        case date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case dict():
            return {name: neutral(item) for name, item in value.items()}
        case list() | tuple():
            return [neutral(item) for item in value]
        case _ if hasattr(value, "__parts__"):
            return {name.rstrip("_"): neutral(getattr(value, name)) for name in value.__parts__}
        case _:
            return value
