"""Filters mean equality and bounds are bounds, whatever they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.fuzz.depth.call import shown
from swagsmith.fuzz.depth.listing import Query, check_listed, group_of, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.fuzz.depth.ground import Ground, Made

#: values that a filter has to take as they are
AWKWARD: Final = (
    "\x00",
    "%",
    "_",
    "*",
    "*" * 40,
    "'",
    '"',
    "é😀",
    "x" * 3000,
    "a\r\nb: c",
    "[a-z]",
)
_PAST: Final = "1990-01-01"
_FUTURE: Final = "2100-01-01"


def explore_filters(ground: Ground) -> None:
    """Asks every filter and bound of a list for what it has, nearly has and cannot have."""
    grouped = group_of(ground, 2)
    if grouped is not None:
        _check_filters(ground, *grouped)
        _check_bounds(ground, *grouped)


def _check_filters(ground: Ground, group: Sequence[Made], mine: Query) -> None:
    """Filters mean equality, whatever they are asked for."""
    listing = ground.resource.listing
    assert listing is not None
    thing = group[0].thing
    for query, own in listing.filters.items():
        value = thing.get(own)
        if isinstance(value, bool) or not isinstance(value, str | int) or own in ground.changing:
            continue
        both: Query = (*(pair for pair in mine if pair[0] != query), (query, value))
        check_listed(ground, group, both)
        if isinstance(value, str):
            for other in (*_near(value), *AWKWARD):
                walk(ground, ((query, other),))
    size = listing.size
    if size is not None:
        walk(ground, ((size, 1),))


def _near(value: str) -> tuple[str, ...]:
    """Values that are nearly a value, and equal to nothing here."""
    return (
        value[:-1],
        value[1:],
        f"{value[:-1]}_",
        f"{value[:-2]}%",
        f"{value[:-1]}*",
        f"{value[:-1]}?",
        f"{value} ",
        value.swapcase(),
    )


def _check_bounds(ground: Ground, group: Sequence[Made], mine: Query) -> None:
    """Bounds nothing can meet find nothing."""
    listing = ground.resource.listing
    assert listing is not None
    for queries, bound in ((listing.least, _FUTURE), (listing.most, _PAST)):
        for query, own in queries.items():
            result = walk(ground, (*mine, (query, bound)))
            keys = {made.key for made in group}
            found = next((e for e in result.elements if e.get(ground.resource.key) in keys), None)
            if found is not None:
                message = f"{query} {bound} finds one whose {own} is {shown(found.get(own))}"
                ground.service.tell(
                    "depth:bounds",
                    "Bound finds others",
                    message,
                    result.answers[-1],
                    detail=query,
                )
            for wrong in ("\x00", "2009-02-30", "x" * 3000):
                ground.page(((query, wrong),))
