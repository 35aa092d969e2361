"""What was created is listed: once, on one page of any size, and only where it fits the filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from swagsmith.fuzz.depth.call import shown
from swagsmith.fuzz.depth.roundtrip import compare, disagreeing, tell_media
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from swagsmith.fuzz.depth.call import Answer
    from swagsmith.fuzz.depth.ground import Ground, Made

_LISTED: Final = "depth:listed-after-create"
_MANY: Final = 7
_MOST_PAGES: Final = 40
Query = tuple[tuple[str, Any], ...]


@dataclass(slots=True)
class Walk:
    """The pages of a list, followed to the end.

    Attributes:
        answers: one for each page.
        elements: what is on them.
        complete: it came to an end.
    """

    answers: list[Answer]
    elements: list[Mapping[str, Any]]
    complete: bool


def explore_listing(ground: Ground) -> None:
    """Makes things with a value of their own in common, and lists them in many ways."""
    listing = ground.resource.listing
    if listing is None:
        return
    grouped = group_of(ground, _MANY)
    if grouped is None:
        check_listed(ground, ground.made[:3], ())
        return
    group, mine = grouped
    check_listed(ground, group, mine)
    if listing.size is not None:
        for size in (1, 2, 3, len(group), len(group) + 1):
            _check_sized(ground, group, mine, size)
    _check_media(ground, mine)


def group_of(ground: Ground, count: int) -> tuple[list[Made], Query] | None:
    """Creates things that one query finds, and nothing else; None where there is no such query."""
    own = own_filter(ground)
    first = None if own is None else ground.new({})
    if own is None or first is None:
        return None
    query, name = own
    types = ground.media_types(ground.create)
    group = [first]
    for number in range(1, count):
        made = ground.new({name: first.sent[name]}, types[number % len(types)])
        group += [] if made is None else [made]
    return group, ((query, first.sent[name]),)


def own_filter(ground: Ground) -> tuple[str, str] | None:
    """A query parameter that finds the things of this run alone, and the input it looks at."""
    listing = ground.resource.listing
    if listing is None:
        return None
    inputs = {own: name for name, own in ground.echo.items() if name in ground.varied}
    for query, own in listing.filters.items():
        if own in inputs and own not in ground.changing and own != ground.resource.key:
            return query, inputs[own]
    return None


def walk(ground: Ground, query: Query, accept: str = "") -> Walk:
    """Follows a list to its end, and checks each page by itself."""
    listing = ground.resource.listing
    assert listing is not None
    result = Walk([], [], complete=False)
    seen: set[str] = set()
    target = ""
    for _ in range(_MOST_PAGES):
        answer = ground.page(query, accept, target)
        items = ground.items(answer)
        if items is None:
            return result
        result.answers.append(answer)
        result.elements += items
        _check_page(ground, result, items, query)
        link = answer.value.get(listing.next) if listing.next else None
        if not isinstance(link, str) or not link:
            result.complete = bool(listing.next) or _is_short(ground, items, query)
            return result
        target = _target(ground, link)
        if target in seen:
            ground.service.tell(
                "depth:pages-partition",
                "Pages go in a circle",
                "a page leads to one before it",
                *result.answers[-2:],
                detail="circle",
            )
            return result
        seen.add(target)
    return result


def _is_short(ground: Ground, items: Sequence[Any], query: Query) -> bool:
    """Whether a list without links to a next page is known to end here."""
    listing = ground.resource.listing
    assert listing is not None
    if listing.size is None:
        return True
    default = listing.action.parameters["query", listing.size].get("default", 10)
    size = dict(query).get(listing.size, default)
    return isinstance(size, int) and len(items) < size


def _target(ground: Ground, link: str) -> str:
    """Path and query of a link; a link to another host is followed here, as if behind a gateway."""
    parts = urlsplit(link)
    path = parts.path or ground.given.get("", "/")
    prefix = ground.service.wire.prefix
    if not path.startswith("/"):
        path = f"/{path}"
    if prefix and not path.startswith(prefix):
        path = f"{prefix}{path}"
    target = f"{path}?{parts.query}" if parts.query else path
    return "".join(
        c if 0x20 < ord(c) < 0x7F else f"%{ord(c):02X}" if ord(c) < 256 else "" for c in target
    )


def _check_page(
    ground: Ground, result: Walk, items: Sequence[Mapping[str, Any]], query: Query
) -> None:
    listing = ground.resource.listing
    assert listing is not None
    last = result.answers[-2:]
    size = dict(query).get(listing.size or "")
    if isinstance(size, int) and len(items) > size:
        where = "the next page" if len(result.answers) > 1 else "the page"
        message = f"{where} holds {len(items)} though {listing.size} is {size}"
        detail = "next" if len(result.answers) > 1 else ""
        ground.service.tell("depth:page-size", "Page too large", message, *last, detail=detail)
    for name, value in query:
        own = listing.filters.get(name)
        if own is None:
            continue
        wrong = next((one for one in items if own in one and one[own] != value), None)
        if wrong is not None:
            message = f"{name} {shown(value)} also finds {own} {shown(wrong[own])}"
            ground.service.tell(
                "depth:filter-means-equal",
                "Filter finds others",
                message,
                *last,
                detail=name,
            )


def check_listed(ground: Ground, group: Sequence[Made], query: Query) -> Walk:
    """Everything created is in the list, as it was created; where not, it is looked at again."""
    result = walk(ground, query)
    told = result.answers and ground.service.has_told(_LISTED, result.answers[-1])
    if _missing(ground, group, result) and result.complete and not told:
        ground.wait()
        again = walk(ground, query)
        missing = _missing(ground, group, result)
        still = _missing(ground, group, again) if again.complete else missing
        when = "nor a second later" if still else "only a second later it is there"
        made = missing[0]
        message = (
            f"{ground.resource.key} {shown(made.key)} is not listed after it was created, {when}"
        )
        ground.service.tell(
            _LISTED,
            "Not listed after it was created",
            message,
            made.answer,
            *result.answers[-1:],
        )
        result = again
    _check_once(ground, group, result, query)
    by_key = {made.key: made for made in group}
    for element in result.elements:
        listed = by_key.get(element.get(ground.resource.key))
        if listed is not None:
            common = {name: value for name, value in element.items() if name in listed.thing}
            full = {**listed.thing, **common}
            compare(ground, listed, result.answers[-1], "depth:listed-as-created", "listed", full)
    return result


def _missing(ground: Ground, group: Sequence[Made], result: Walk) -> list[Made]:
    keys = {element.get(ground.resource.key) for element in result.elements}
    return [made for made in group if made.key not in keys]


def _check_once(ground: Ground, group: Sequence[Made], result: Walk, query: Query) -> None:
    """Nothing is listed twice; among the things of this run alone that is never by chance."""
    keys = [element.get(ground.resource.key) for element in result.elements]
    twice = next((key for key in keys if query and keys.count(key) > 1), None)
    if twice is not None:
        pages = len(result.answers)
        message = f"{ground.resource.key} {shown(twice)} is listed twice on {pages} page(s)"
        ground.service.tell(
            "depth:listed-once",
            "Listed twice",
            message,
            group[0].answer,
            *result.answers[:6],
        )


def _check_sized(ground: Ground, group: Sequence[Made], query: Query, size: int) -> None:
    """Pages of a size partition the list."""
    listing = ground.resource.listing
    assert listing is not None
    assert listing.size is not None
    sized = (*query, (listing.size, size))
    result = walk(ground, sized)
    if not result.complete:
        return
    _check_once(ground, group, result, query)
    missing = _missing(ground, group, result)
    if missing and not _missing(ground, group, walk(ground, query)):
        message = (
            f"with {listing.size} {size}, {len(missing)} of {len(group)} are on no page,"
            f" among them {ground.resource.key} {shown(missing[0].key)}"
        )
        ground.service.tell(
            "depth:pages-partition",
            "Pages leave something out",
            message,
            *result.answers[:8],
        )


def _check_media(ground: Ground, query: Query) -> None:
    """The same page in every media type."""
    listing = ground.resource.listing
    assert listing is not None
    first, *others = ground.accepts(listing.action)
    for accept in others:
        one, two, three = (ground.page(query, asked) for asked in (first, accept, first))
        pages = [ground.items(answer) for answer in (one, two, three)]
        if any(page is None for page in pages):
            return
        left, right, again = (list(page or ()) for page in pages)
        if len(left) != len(right) and len(left) == len(again):
            message = f"{len(left)} elements in {first}, {len(right)} in {accept}"
            ground.service.tell(
                "depth:media-types-agree",
                "Media types disagree",
                message,
                one,
                two,
                detail="length",
            )
        for a, b, c in zip(left, right, again, strict=False):
            for name in disagreeing(a, b, c):
                tell_media(ground, name, a, one, b, two)
        _check_envelope(ground, one, two, three)


def _check_envelope(ground: Ground, one: Answer, two: Answer, three: Answer) -> None:
    """What a page says beside its elements, in two media types."""
    values = [answer.value for answer in (one, two, three)]
    listing = ground.resource.listing
    assert listing is not None
    if not all(is_mapping(value) for value in values):
        return
    left, right, again = (
        {name: member for name, member in value.items() if name != listing.items}
        for value in values
    )
    for name in disagreeing(left, right, again):
        tell_media(ground, name, left, one, right, two)
