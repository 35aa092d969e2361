"""The name that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How alike two names have to be, by difflib's measure.
_LIKENESS: Final = 0.75
#: Lengths further apart are no slip of the pen.
_SLACK: Final = 4
#: How many names are compared; a document can have very many, and very many mistakes.
_MOST: Final = 300


def closest(name: str, names: Iterable[str]) -> str | None:
    """The most similar of some names; one that differs only by case, or by order, comes first."""
    near = [other for other in names if abs(len(other) - len(name)) <= _SLACK]
    for form in (str.lower, sorted):
        same = next((other for other in near if form(other) == form(name)), None)
        if same is not None:
            return same
    from difflib import get_close_matches  # noqa: PLC0415 -- most documents misspell nothing

    return next(iter(get_close_matches(name, near[:_MOST], 1, _LIKENESS)), None)
