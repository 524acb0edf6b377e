"""One page of rows, and the two ways to go through all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, AsyncIterator, Awaitable, Callable, Dict, Generic, Iterator, List, TypeVar

from ._native import register

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of rows."""

    items: List[T]
    """The rows, in order."""
    next: str | None
    """Where the next page begins: give it as ``after``. None on the last page."""


register("Page", Page)


def every(call: Callable[[str, Dict[str, Any]], Any], name: str, arguments: Dict[str, Any]) -> Iterator[Any]:
    """Yields the rows of all pages, fetching each when it is needed."""
    find = dict(arguments["find"])
    while True:
        page = call(name, {**arguments, "find": find})
        yield from page.items
        if page.next is None:
            return
        find["after"] = page.next


async def every_async(
    call: Callable[[str, Dict[str, Any]], Awaitable[Any]], name: str, arguments: Dict[str, Any]
) -> AsyncIterator[Any]:
    """Yields the rows of all pages, fetching each when it is needed."""
    find = dict(arguments["find"])
    while True:
        page = await call(name, {**arguments, "find": find})
        for item in page.items:
            yield item
        if page.next is None:
            return
        find["after"] = page.next
