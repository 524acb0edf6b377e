"""The base of the enums: a member is also its name as text, whatever the version of Python."""

from enum import Enum


class Named(str, Enum):
    """An enum whose members are texts."""

    def __str__(self) -> str:
        """Returns the name as text."""
        return str.__str__(self)

    def __format__(self, spec: str) -> str:
        """Formats the name as text."""
        return str.__format__(str.__str__(self), spec)
