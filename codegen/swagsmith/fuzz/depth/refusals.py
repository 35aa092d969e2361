"""What has to be refused is refused as documented, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from swagsmith.fuzz.depth.call import Call, shown
from swagsmith.fuzz.depth.listing import own_filter, walk
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.fuzz.depth.call import Answer
    from swagsmith.fuzz.depth.ground import Ground

_REFUSING: Final = "refused_as_documented"
_NOT_FOUND: Final = (404, 410)


def explore_refusals(ground: Ground) -> None:
    """Sends requests that are to be refused, and looks whether anything came of them."""
    _check_rejected(ground)
    if ground.made and ground.resource.fetch is not None:
        _check_unknown(ground)
        _check_strange(ground)


def _check_rejected(ground: Ground) -> None:
    own = own_filter(ground)
    first = ground.new({})
    if first is None:
        return
    shared = {} if own is None else {own[1]: first.sent[own[1]]}
    refused: list[Answer] = []
    taken = ground.service.wire.repeated
    for sent, media in _wrong(ground, {**first.sent, **shared}):
        answer = ground.service.ask(
            Call(ground.create, ground.given, (), sent, media, ground.accepts(ground.create)[0])
        )
        if answer.refused:
            refused.append(answer)
            _check_status(ground, answer)
        else:  # and what went wrong on the way may have been taken
            taken += 1
    if own is None or ground.resource.listing is None:
        return
    result = walk(ground, ((own[0], first.sent[own[1]]),))
    extra = [
        key for element in result.elements if (key := element.get(ground.resource.key)) != first.key
    ]
    # What was taken though it is wrong is for other checks to tell of.
    if extra and result.complete and taken < len(extra):
        message = f"{ground.resource.key} {shown(extra[0])} is listed though what could have made it was refused"
        ground.service.tell(
            "depth:rejected-changes-nothing",
            "Kept what was refused",
            message,
            *refused[-3:],
            result.answers[-1],
        )


def _wrong(ground: Ground, sent: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    """Bodies that do not fit the document; none of them may be taken."""
    body = ground.create.operation.body
    if body is None:
        return
    json = next((name for name in ground.media_types(ground.create) if name.endswith("json")), None)
    schema = ground.values.schema(body)
    for name in sorted(schema.required & sent.keys()):
        for media in ground.media_types(ground.create):
            yield {key: value for key, value in sent.items() if key != name}, media
    if json is None:
        return
    for name, node in schema.properties.items():
        keywords = ground.values.schema(node).keywords
        if keywords.get("type") == "string" and name in sent:
            yield {**sent, name: {"a": [1]}}, json
            most = keywords.get("maxLength")
            if isinstance(most, int) and most < 100_000:
                yield {**sent, name: "x" * (most + 1)}, json
        if keywords.get("type") == "array":
            yield {**sent, name: {"a": 1}}, json
    yield b'{"', json
    yield b"[]", json


def _check_status(ground: Ground, answer: Answer) -> None:
    """A request that is wrong in itself is no request for something that is not there."""
    action = answer.call.action
    declared = action.operation.responses
    wrong = answer.status in _NOT_FOUND and str(answer.status) not in declared
    if wrong and "{" not in action.path and "400" in declared:
        ground.service.tell(
            _REFUSING,
            "Refused otherwise than documented",
            f"a wrong body is answered with {answer.status}, documented is 400",
            answer,
        )


def _check_unknown(ground: Ground) -> None:
    """An identifier nothing has is not found."""
    item = ground.resource.fetch
    assert item is not None
    made = ground.made[0]
    for key in _unknown(ground, made.key):
        answer = ground.fetch(key)
        if answer is None:
            return
        if answer.ok:
            _found(ground, key, answer)
        declared = item.action.operation.responses
        if answer.status == 400 and "404" in declared and _has_pattern(ground):
            ground.service.tell(
                _REFUSING,
                "Refused otherwise than documented",
                f"a well-formed {ground.resource.key} that nothing has is answered with 400, documented is 404",
                answer,
            )


def _has_pattern(ground: Ground) -> bool:
    """Whether the document says what identifiers look like."""
    item = ground.resource.fetch
    assert item is not None
    return any("pattern" in node for node in item.action.named("path").values())


def _unknown(ground: Ground, key: Any) -> Iterator[Any]:
    random = ground.values.random
    if isinstance(key, int):
        yield key + random.randrange(10**6, 10**8)
        return
    characters = list(key)
    places = [n for n, c in enumerate(characters) if c in "0123456789abcdefABCDEF"][-12:]
    for place in places:
        characters[place] = random.choice("0123456789")
    other = "".join(characters)
    if len(places) >= 8 and other not in {made.key for made in ground.made}:
        yield other


def _check_strange(ground: Ground) -> None:
    """Identifiers that nothing can have: nearly one that is there, or awkward to look up."""
    made = ground.made[0].key
    key = str(made)
    near = [f"{key}\x00", f"{key[:-1]}_", f"{key[:-1]}%", f"{key[:-1]}*"]
    if not isinstance(made, int):  # blanks around a number are none to many a reader
        near += [f"{key}\n", f"{key} "]
    if len(key) > 1:  # without a last segment a path is the list's
        near.append(key[:-1])
    awkward = ("\x00", "%", "*" * 40, "'", "' OR '1'='1", "é😀", "x" * 3000, "../x", "-1", "9" * 30)
    for value in (*near, *awkward):
        answer = ground.fetch(value)
        if answer is not None and answer.ok:
            _found(ground, value, answer)


def _found(ground: Ground, key: Any, answer: Answer) -> None:
    """Tells of a thing that is found by what is not its identifier."""
    got = answer.value.get(ground.resource.key) if is_mapping(answer.value) else None
    if got is None or str(got) != str(key):
        ground.service.tell(
            "depth:unknown-is-not-found",
            "Found by what is no identifier",
            f"{shown(key)} is answered with {answer.status} and {ground.resource.key} {shown(got)}",
            answer,
        )
