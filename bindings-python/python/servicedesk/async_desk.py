"""The way in for coroutines: the same desk and scopes, whose operations are awaited."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple, Type
from uuid import UUID

from . import _native
from ._generated.async_operations import AsyncDeskOperations, AsyncScopeOperations
from ._generated.ids import OrganizationId, UserId
from ._generated.inputs import RequestDict
from ._generated.shapes import Request
from .desk import entry, opening


Told = List[Tuple["asyncio.Future[Any]", Any, Optional[BaseException]]]


def _set(told: Told) -> None:
    for future, value, error in told:
        if future.done():  # the one who waited was cancelled; what the call wrote is written
            continue
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)


def _settle(loop: asyncio.AbstractEventLoop, told: Told) -> None:
    loop.call_soon_threadsafe(_set, told)


async def _wait(start: Callable[[str, Dict[str, Any], Any, Any], None], name: str, arguments: Dict[str, Any]) -> Any:
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    start(name, arguments, future, _settle)
    return await future


class AsyncScope(AsyncScopeOperations):
    """The place from which one actor works with one organization."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.NativeScope) -> None:
        """Takes the native scope; ``AsyncDesk.scope`` makes scopes."""
        super().__init__(partial(_wait, native.start))
        self._native = native


class AsyncDesk(AsyncDeskOperations):
    """A service desk on a store, for programs on asyncio. A call whose task is cancelled is carried out all the same."""

    __slots__ = ("_native", "__weakref__")

    def __init__(self, native: _native.NativeDesk) -> None:
        """Takes the native desk; ``AsyncDesk.open`` and ``AsyncDesk.memory`` make desks."""
        super().__init__(partial(_wait, native.start))
        self._native = native

    @classmethod
    async def open(
        cls,
        address: str | os.PathLike[str],
        *,
        files: str | os.PathLike[str] | None = None,
        effects: Iterable[str] = (),
        now: datetime | None = None,
        sequential_ids: bool = False,
    ) -> AsyncDesk:
        """Opens the desk at an address, as ``Desk.open`` does."""
        options = opening(address, files, effects, now, sequential_ids)
        return cls(await asyncio.to_thread(_native.NativeDesk, options))

    @classmethod
    def memory(
        cls, *, effects: Iterable[str] = (), now: datetime | None = None, sequential_ids: bool = False
    ) -> AsyncDesk:
        """Returns a desk in memory, which ends with the process."""
        return cls(_native.NativeDesk(opening(None, None, effects, now, sequential_ids)))

    def scope(
        self,
        organization_id: OrganizationId,
        user_id: UserId | None = None,
        permissions: Iterable[str] = (),
        request: Request | RequestDict | None = None,
        idempotency_key: UUID | None = None,
    ) -> AsyncScope:
        """Enters an organization, as ``Desk.scope`` does."""
        return AsyncScope(self._native.scope(entry(organization_id, user_id, permissions, request, idempotency_key)))

    def set_now(self, now: datetime) -> None:
        """Sets the clock of a desk that was opened with ``now``."""
        self._native.set_now(now)

    async def close(self) -> None:
        """Closes the desk and its scopes. Closing it again does nothing; any other call fails from now on."""
        await asyncio.to_thread(self._native.close)

    async def __aenter__(self) -> AsyncDesk:
        """Returns the desk."""
        return self

    async def __aexit__(
        self, kind: Type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the desk."""
        await self.close()
