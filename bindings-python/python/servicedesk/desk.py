"""The blocking way in: a desk, and the scopes that are entered from it."""

from __future__ import annotations

import os
from datetime import datetime
from types import TracebackType
from typing import Any, Dict, Iterable, Mapping, Type
from uuid import UUID

from . import _native
from ._generated.ids import OrganizationId, UserId
from ._generated.inputs import RequestDict
from ._generated.operations import DeskOperations, ScopeOperations
from ._generated.shapes import Request


def opening(
    address: str | os.PathLike[str] | None,
    files: str | os.PathLike[str] | None,
    effects: Iterable[str],
    now: datetime | None,
    sequential_ids: bool,
) -> Dict[str, Any]:
    """Returns the options of a desk as the library takes them."""
    return {
        "address": None if address is None else os.fspath(address),
        "files": None if files is None else os.fspath(files),
        "effects": list(effects),
        "now": now,
        "sequential_ids": sequential_ids,
    }


def entry(
    organization_id: UUID,
    user_id: UUID | None,
    permissions: Iterable[str],
    request: Request | Mapping[str, Any] | None,
    idempotency_key: UUID | None,
) -> Dict[str, Any]:
    """Returns the options of a scope as the library takes them."""
    return {
        "organization_id": organization_id,
        "user_id": user_id,
        "permissions": list(permissions),
        "request": request,
        "idempotency_key": idempotency_key,
    }


class Scope(ScopeOperations):
    """The place from which one actor works with one organization. Safe to share between threads."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.NativeScope) -> None:
        """Takes the native scope; ``Desk.scope`` makes scopes."""
        super().__init__(native.call)
        self._native = native


class Desk(DeskOperations):
    """A service desk on a store. Safe to share between threads, and with the children of a fork."""

    __slots__ = ("_native", "__weakref__")

    def __init__(self, native: _native.NativeDesk) -> None:
        """Takes the native desk; ``Desk.open`` and ``Desk.memory`` make desks."""
        super().__init__(native.call)
        self._native = native

    @classmethod
    def open(
        cls,
        address: str | os.PathLike[str],
        *,
        files: str | os.PathLike[str] | None = None,
        effects: Iterable[str] = (),
        now: datetime | None = None,
        sequential_ids: bool = False,
    ) -> Desk:
        """Opens the desk at an address: the path of a SQLite file, made when it is not there, or a ``postgres://`` URL.

        ``files`` is the folder in which the bytes of attachments are kept; without it, one beside the SQLite file, and
        nowhere for PostgreSQL. ``effects`` are the topics, such as ``ticket.created``, whose changes wait in the outbox. For tests, ``now`` makes
        the clock stand at an instant until ``set_now``, and ``sequential_ids`` makes new ids count up from one.
        """
        return cls(_native.NativeDesk(opening(address, files, effects, now, sequential_ids)))

    @classmethod
    def memory(
        cls, *, effects: Iterable[str] = (), now: datetime | None = None, sequential_ids: bool = False
    ) -> Desk:
        """Returns a desk in memory, which ends with the process."""
        return cls(_native.NativeDesk(opening(None, None, effects, now, sequential_ids)))

    def scope(
        self,
        organization_id: OrganizationId,
        user_id: UserId | None = None,
        permissions: Iterable[str] = (),
        request: Request | RequestDict | None = None,
        idempotency_key: UUID | None = None,
    ) -> Scope:
        """Enters an organization as a person, or, without ``user_id``, as the host program, which may do everything.

        ``request`` says where the calls come from, for the audit log. ``idempotency_key`` is that of the one write for
        which the scope is made; repeating it answers what the first call made.
        """
        return Scope(self._native.scope(entry(organization_id, user_id, permissions, request, idempotency_key)))

    def set_now(self, now: datetime) -> None:
        """Sets the clock of a desk that was opened with ``now``."""
        self._native.set_now(now)

    def close(self) -> None:
        """Closes the desk and its scopes. Closing it again does nothing; any other call fails from now on."""
        self._native.close()

    def __enter__(self) -> Desk:
        """Returns the desk."""
        return self

    def __exit__(
        self, kind: Type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the desk."""
        self.close()
