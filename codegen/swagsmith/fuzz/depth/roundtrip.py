"""What was created is what was sent, and is fetched as it was created, in every media type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from swagsmith.fuzz.depth.call import shown
from swagsmith.fuzz.depth.values import is_prose, one_line_end, plain_value
from swagsmith.source import is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from swagsmith.fuzz.depth.call import Answer
    from swagsmith.fuzz.depth.ground import Ground, Made


def explore_roundtrip(ground: Ground) -> None:
    """Creates things of many kinds, and fetches each in every media type."""
    for made in tuple(ground.made):
        check_made(ground, made)
    types = ground.media_types(ground.create)
    for number, changes in enumerate(_changes(ground)):
        new = ground.new(changes, types[number % len(types)])
        if new is not None:
            check_made(ground, new)


def _changes(ground: Ground) -> Iterator[dict[str, Any]]:
    """What to create things with: awkward text, and arrays of several."""
    yield {}  # once in the second media type
    yield {}
    for name, node in ground.input.items():
        schema = ground.values.schema(node)
        value = ground.base.get(name)
        if is_array(value) and value:
            for count in (0, 2, 3, 10):
                yield {name: [_numbered(value[0], number) for number in range(count)]}
        closed = {"enum", "format"} & schema.keywords.keys() or schema.kinds != ["string"]
        if closed or not _is_text(ground, name):
            continue
        for text in ground.values.texts(schema.keywords):
            yield {name: text}


def _is_text(ground: Ground, name: str) -> bool:
    value = ground.base.get(name)
    return name in ground.echo and (value is None or (isinstance(value, str) and is_prose(value)))


def _numbered(value: Any, number: int) -> Any:
    return f"{value}?{number}" if isinstance(value, str) and number else value


def check_made(ground: Ground, made: Made) -> None:
    """Checks the answer to a creation, and what is fetched after it."""
    for name, own in ground.echo.items():
        if own not in ground.changing and own in made.thing:
            _check_same(ground, made, name, own)
    fetched = _fetched(ground, made)
    if fetched is None or not is_mapping(fetched.value):
        return
    compare(ground, made, fetched, "depth:fetched-as-created", "fetched")
    for accept in ground.accepts(fetched.call.action)[1:]:
        other = ground.fetch(made.key, accept)
        if other is not None and other.ok and is_mapping(other.value):
            check_media(ground, fetched, other, ground.fetch(made.key))


def _check_same(ground: Ground, made: Made, name: str, own: str) -> None:
    sent, got = made.sent.get(name), made.thing[own]
    if not differing({own: sent}, {own: got}, frozenset()) or sent is None:
        return
    ground.service.tell(
        "depth:created-as-sent",
        "Created otherwise than sent",
        f"{name} was sent as {shown(sent)}, answered is {own} {shown(got)}",
        made.answer,
        detail=own,
    )


def _fetched(ground: Ground, made: Made) -> Answer | None:
    """The answer to a fetch right after; where it is not there, a second later."""
    first = ground.fetch(made.key)
    if first is None or not (first.refused or first.ok):
        return None
    if first.ok:
        return first
    if ground.service.has_told("named_is_found", first):
        return None
    ground.wait()
    later = ground.fetch(made.key)
    when = "only a second later it is there" if later and later.ok else "nor a second later"
    ground.service.tell(
        "named_is_found",
        "Resource not found",
        f"answered with {first.status} right after {ground.create.label}, {when}",
        made.answer,
        first,
    )
    return later if later and later.ok else None


def compare(
    ground: Ground, made: Made, answer: Answer, check: str, verb: str, thing: Any = None
) -> None:
    """Tells where a thing differs from what was created."""
    thing = answer.value if thing is None else thing
    for own in differing(made.thing, thing, ground.changing):
        if (
            not ground.resource.declared
            and own not in ground.echo.values()
            and own != ground.resource.key
        ):
            ground.drifting.add(own)  # the service's own affair, as far as the document says
            continue
        ground.service.tell(
            check,
            f"Otherwise {verb} than created",
            f"{own} was created as {shown(made.thing.get(own))}, {verb} is {shown(thing.get(own))}",
            made.answer,
            answer,
            detail=own,
        )


def differing(
    one: Mapping[str, Any], other: Mapping[str, Any], ignored: frozenset[str]
) -> list[str]:
    """The properties two things differ in, but for their types: those are the schema's affair."""
    left, right = plain_value(one), plain_value(other)
    names = [*left, *(name for name in right if name not in left)]
    return [
        name
        for name in names
        if name not in ignored
        and left.get(name) != right.get(name)
        and _is_same_type(left.get(name), right.get(name))
    ]


def disagreeing(
    one: Mapping[str, Any], other: Mapping[str, Any], again: Mapping[str, Any]
) -> list[str]:
    """The properties that differ between two media types, and not between two answers in the first."""
    moved = differing(one, again, frozenset())
    return differing(one_line_end(one), one_line_end(other), frozenset(moved))


def _is_same_type(one: Any, other: Any) -> bool:
    """Whether two values may both fit a schema; one that does not is told of by its own check."""
    return (
        one is None or other is None or isinstance(one, type(other)) or isinstance(other, type(one))
    )


def check_media(ground: Ground, plain: Answer, other: Answer, again: Answer | None) -> None:
    """Tells where two media types say different things of a thing that has not changed meanwhile.

    Args:
        ground: what it is about.
        plain: in the first media type.
        other: in the second.
        again: in the first once more, after both.
    """
    if again is None or not is_mapping(again.value):
        return
    for name in disagreeing(plain.value, other.value, again.value):
        tell_media(ground, name, plain.value, plain, other.value, other)


def tell_media(
    ground: Ground,
    name: str,
    one: Mapping[str, Any],
    first: Answer,
    two: Mapping[str, Any],
    second: Answer,
) -> None:
    """Tells of one property."""
    ground.service.tell(
        "depth:media-types-agree",
        "Media types disagree",
        f"{name} is {shown(one.get(name))} in {first.exchange.answer_type}"
        f" and {shown(two.get(name))} in {second.exchange.answer_type}",
        first,
        second,
    )
