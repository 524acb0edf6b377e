"""The exceptions: one class per kind, which says what a caller has to do, and a stable code, which says why."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, List, Literal, Mapping, Sequence, Tuple, Type

from ._native import register

Language = Literal["en", "pt-BR"]


class ServiceDeskError(Exception):
    """Why a call did not do its work. It never holds a value that a person wrote."""

    kind: ClassVar[str] = ""
    """What the caller has to do, in one word; the same for every error of a class."""

    code: str
    """The stable name of the precise reason, such as ``row.stale_version``."""
    fields: Tuple[str, ...]
    """The fields concerned, the most important first."""
    parameters: Mapping[str, str]
    """What the sentence is about, such as the limit that was reached."""
    retryable: bool
    """Whether the same call may succeed later without any change."""

    def __init__(
        self,
        code: str,
        fields: Sequence[str] = (),
        parameters: Mapping[str, str] | None = None,
        messages: Tuple[str, str] = ("", ""),
        retryable: bool = False,
    ) -> None:
        """Takes the parts; calls raise errors, and hosts seldom make one."""
        super().__init__(messages[0] or code)
        self.code = code
        self.fields = tuple(fields)
        self.parameters = dict(parameters or {})
        self.retryable = retryable
        self._messages = tuple(messages)

    def message(self, language: Language = "en") -> str:
        """Returns the sentence for a person, without a full stop."""
        return self._messages[1 if language == "pt-BR" else 0]

    def __reduce__(self) -> Tuple[Any, ...]:
        """Keeps every part when the error crosses to another process."""
        parts = (self.code, self.fields, self.parameters, self._messages, self.retryable)
        return type(self), parts

    def __repr__(self) -> str:
        """Shows the code and the fields."""
        return f"{type(self).__name__}({self.code!r}, fields={list(self.fields)!r})"


class NotFoundError(ServiceDeskError):
    """There is no such row, or not in this organization; stop looking."""

    kind = "not_found"


class ConflictError(ServiceDeskError):
    """Somebody was faster; load again, decide again, call again."""

    kind = "conflict"


class RejectedError(ServiceDeskError):
    """A rule of the domain said no; show the reason to the person."""

    kind = "rejected"


class InvalidError(ServiceDeskError):
    """The arguments are wrong; correct the fields that are named."""

    kind = "invalid"


class DeniedError(ServiceDeskError):
    """The actor may not do this."""

    kind = "denied"


class LimitReachedError(ServiceDeskError):
    """A limit of the organization's plan is reached; the parameters tell which, and when it resets."""

    kind = "limit_reached"


class UnavailableError(ServiceDeskError):
    """The store cannot answer now; try again later."""

    kind = "unavailable"


class CorruptError(ServiceDeskError):
    """Stored data contradict themselves; restore or repair."""

    kind = "corrupt"


class InternalError(ServiceDeskError):
    """A defect of the library; report it."""

    kind = "internal"


_CLASSES: Dict[str, Type[ServiceDeskError]] = {known.kind: known for known in ServiceDeskError.__subclasses__()}


def _make(
    kind: str,
    code: str,
    fields: List[str],
    parameters: Dict[str, str],
    messages: Tuple[str, str],
    retryable: bool,
    cause: str | None,
) -> ServiceDeskError:
    error = _CLASSES.get(kind, InternalError)(code, fields, parameters, messages, retryable)
    if cause is not None:
        error.__notes__ = [f"caused by: {cause}"]  # type: ignore[attr-defined,unused-ignore]
    return error


register("error", _make)
