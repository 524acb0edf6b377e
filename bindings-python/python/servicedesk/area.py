"""What every group of operations is made on: the call by name that a desk or a scope lends it."""

from __future__ import annotations

from typing import Any, AsyncIterator, Awaitable, Callable, Dict, Iterator

from .page import every, every_async

Call = Callable[[str, Dict[str, Any]], Any]
AsyncCall = Callable[[str, Dict[str, Any]], Awaitable[Any]]


class Area:
    """A group of operations that return when they are done."""

    __slots__ = ("_call",)

    def __init__(self, call: Call) -> None:
        """Takes the call by name; areas are attributes of a desk or a scope and not made by hand."""
        self._call = call

    def _iterate(self, name: str, arguments: Dict[str, Any]) -> Iterator[Any]:
        return every(self._call, name, arguments)


class AsyncArea:
    """A group of operations that are coroutines."""

    __slots__ = ("_call",)

    def __init__(self, call: AsyncCall) -> None:
        """Takes the call by name; areas are attributes of a desk or a scope and not made by hand."""
        self._call = call

    def _iterate(self, name: str, arguments: Dict[str, Any]) -> AsyncIterator[Any]:
        return every_async(self._call, name, arguments)
