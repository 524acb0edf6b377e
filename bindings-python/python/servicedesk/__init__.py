"""A service desk as a library: tickets and their life, people and queues, history and audit, with storage included."""

from . import process as _process
from ._generated import *
from ._generated import __all__ as _generated
from ._native import Record, __version__
from .async_desk import AsyncDesk, AsyncScope
from .condition import AllOf, AnyOf, Condition, NoneOf, Test
from .desk import Desk, Scope
from .errors import (
    ConflictError,
    CorruptError,
    DeniedError,
    InternalError,
    InvalidError,
    Language,
    LimitReachedError,
    NotFoundError,
    RejectedError,
    ServiceDeskError,
    UnavailableError,
)
from .page import Page

__all__ = [
    "AllOf",
    "AnyOf",
    "AsyncDesk",
    "AsyncScope",
    "Condition",
    "ConflictError",
    "CorruptError",
    "DeniedError",
    "Desk",
    "InternalError",
    "InvalidError",
    "Language",
    "LimitReachedError",
    "NoneOf",
    "NotFoundError",
    "Page",
    "Record",
    "RejectedError",
    "Scope",
    "ServiceDeskError",
    "Test",
    "UnavailableError",
    "__version__",
]
__all__ += _generated
