"""The one sentinel for "the caller said nothing", distinct from None (which is sent as null)."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, TypeAlias


class _Omitted(Enum):
    """An enumeration of one member: type checkers narrow it with `is`."""

    OMIT = "OMIT"

    def __repr__(self) -> str:
        return "OMIT"

    def __bool__(self) -> Literal[False]:
        return False


OMIT: Final = _Omitted.OMIT
Omit: TypeAlias = Literal[_Omitted.OMIT]
