"""JSON text to plain data, with the scanner of the standard library, and places on demand."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from math import isinf
from typing import TYPE_CHECKING, Any, Final

from swagsmith.diagnostics import Severity
from swagsmith.source.node import escape, is_array, is_mapping
from swagsmith.source.place import Place
from swagsmith.source.problem import MAX_DEPTH, MAX_SCALAR, Problem, unreadable
from swagsmith.source.text import broken_character, is_broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

RULE_STRICT: Final = "file-json-strict"
_MISSING: Final = object()
#: CPython refuses to convert decimal integers of more than 4,300 digits.
_MAX_DIGITS: Final = 4000
_skip_blank = re.compile(r"[ \t\n\r]*").match
_skip_comma = re.compile(r"[ \t\n\r]*,?[ \t\n\r]*").match
#: A key without escapes, as most are, and all that stands between two values.
_plain_member = re.compile(r'[ \t\n\r]*,?[ \t\n\r]*"([^"\\]*)"[ \t\n\r]*:[ \t\n\r]*').match
_STRING = r'"(?:[^"\\]++|\\.)*+"?'
_ESCAPES = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?"
    r"|u([0-9a-fA-F]{4})|([bf])|.)",
    re.DOTALL,
)
_ODD_ESCAPE = re.compile(r"\\(?:u(?:[dD][89a-fA-F]|[fF]{3}|00[0189])|[bf])")


#: Key start, key end, value start; an element of an array has an empty key.
_Member = tuple[int, int, int]
#: A key, its first place and its next one.
_Repeat = tuple[str, tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class _Container:
    """What is known so far about the members of one object or array of the text."""

    members: dict[str, _Member] = field(default_factory=dict[str, _Member])
    repeats: list[_Repeat] = field(default_factory=list[_Repeat])
    last: int | None = None
    end: int = 0
    complete: bool = False

    def add(self, key: str, member: _Member) -> None:
        """Notes the next member."""
        if key in self.members:
            first = self.members[key]
            self.repeats.append((key, (first[0], first[1]), (member[0], member[1])))
        self.members[key] = member
        self.last = member[2]


class JsonFile:
    """Strict JSON: its value and, on demand, its offsets.

    Containers are indexed on the first question, siblings skipped by the C scanner, so that one
    place costs at most what parsing the text costs.
    """

    def __init__(self, text: str, *, strict: bool = True) -> None:
        """Parses the text. Raises `json.JSONDecodeError`; `Unreadable` beyond the limits."""
        self.problems: list[Problem] = []
        self._text = _replace_surrogates(text, self.problems)
        self._containers: dict[int, _Container] = {}
        self._repeated: list[int] = []
        self._constants = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=self._constant,
            strict=strict,
        )
        # Where a value ends does not depend on what its numbers are.
        self._scan = json.JSONDecoder(parse_int=str, parse_float=str, strict=False).raw_decode
        try:
            self.value: Any = self._decoder.decode(self._text)
        except RecursionError:
            raise self._too_deep() from None
        self._check_limits()
        if self._constants:
            self.problems += self._find_constants()
        if self._repeated:
            self.problems += self._find_repeats()

    def find(self, tokens: Sequence[str], *, key: bool = False) -> Place:
        """See `Positions.find`."""
        start, key_place, found = self._blank(0), None, 0
        # The value tells what is missing: the text of its container need not be read for that.
        value = self.value
        for token in tokens:
            value = value.get(token, _MISSING) if is_mapping(value) else _element(value, token)
            member = None if value is _MISSING else self._member(start, token)
            if member is None:
                break
            key_start, key_end, start = member
            key_place = (key_start, key_end) if key_end > key_start else None
            found += 1
        # The end of a large object takes longest to find, and most findings stand at a key.
        end = start if key_place and (key or found < len(tokens)) else self._end(start)
        return Place((start, end), key_place, found)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            self._repeated.append(id(members))
        return members

    def _constant(self, name: str) -> str:
        # NaN and the infinities are no JSON and nothing downstream can hold them.
        self._constants = True
        return name

    def _blank(self, offset: int) -> int:
        found = _skip_blank(self._text, offset)
        return found.end() if found else offset

    def _end(self, start: int) -> int:
        """Where a value ends; of a container that has been looked into, only the rest is read."""
        container = self._containers.get(start)
        if container is None:
            return self._scan(self._text, start)[1]
        while not container.complete:
            self._advance(container, start)
        return container.end

    def _member(self, start: int, token: str) -> _Member | None:
        """Key start, key end and value start of a member of the container at an offset."""
        container = self._containers.get(start)
        if container is None:
            container = self._containers[start] = _Container()
        # Where keys repeat the last one counts, so all of them have to be seen first.
        while not container.complete and (self._repeated or token not in container.members):
            self._advance(container, start)
        return container.members.get(token)

    def _advance(self, container: _Container, start: int) -> None:
        """Reads one more key of a container."""
        text, opening = self._text, self._text[start]
        if opening not in "{[":
            container.end, container.complete = self._scan(text, start)[1], True
            return
        before = start + 1 if container.last is None else self._end(container.last)
        plain = _plain_member(text, before) if opening == "{" else None
        if plain:
            key = plain[1]
            container.add(key, (plain.start(1) - 1, plain.end(1) + 1, plain.end()))
            return
        found = _skip_comma(text, before)
        position = found.end() if found else before
        if text[position] in "}]":
            container.end, container.complete = position + 1, True
        elif opening == "[":
            container.add(str(len(container.members)), (position, position, position))
        else:
            key, key_end = self._scan(text, position)
            value = self._blank(self._blank(key_end) + 1)
            container.add(key, (position, key_end, value))

    def _find_repeats(self) -> Iterator[Problem]:
        for tokens in _pointers_of(self.value, set(self._repeated)):
            start = self._blank(0)
            for token in tokens:
                start = (self._member(start, token) or (0, 0, start))[2]
            self._member(start, "")
            for key, first, again in self._containers[start].repeats:
                yield duplicate_key(key, tokens, first, again)

    def _find_constants(self) -> Iterator[Problem]:
        for found in re.finditer(rf"{_STRING}|-?\b(?:NaN|Infinity)\b", self._text, re.DOTALL):
            if not found.group().startswith('"'):
                yield Problem(
                    RULE_STRICT,
                    Severity.ERROR,
                    f"{found.group()} is not a JSON value",
                    found.start(),
                    found.end(),
                )

    def _check_limits(self) -> None:
        brackets = self._text.count("{") + self._text.count("[")
        if brackets > MAX_DEPTH and _depth(self.value) > MAX_DEPTH:
            raise self._too_deep()
        if len(self._text) > MAX_SCALAR:
            for found in re.finditer(_STRING, self._text, re.DOTALL):
                if found.end() - found.start() > MAX_SCALAR:
                    raise too_long(found.start())

    def _too_deep(self) -> Exception:
        depth = 0
        for found in re.finditer(rf"{_STRING}|[\[\]{{}}]", self._text, re.DOTALL):
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(found.group(), 0)
            if depth > MAX_DEPTH:
                return too_deep(found.start())
        return too_deep(0)


def too_deep(offset: int) -> Exception:
    """The fatal finding for nesting beyond the limit."""
    return unreadable("file-limit", f"nested more than {MAX_DEPTH} levels deep", offset, offset + 1)


def too_long(offset: int) -> Exception:
    """The fatal finding for one text beyond the limit."""
    limit = MAX_SCALAR // (1024 * 1024)
    return unreadable("file-limit", f"a single text of more than {limit} MB", offset, offset + 1)


def duplicate_key(
    key: str, tokens: Sequence[str], first: tuple[int, int], again: tuple[int, int]
) -> Problem:
    """The finding for a key that stands twice in one mapping; `tokens` lead to the mapping."""
    return Problem(
        "file-duplicate-key",
        Severity.ERROR,
        f"the key {key!r} appears twice in one object; only the last one counts",
        *again,
        help="remove or merge one of the two",
        pointer="".join(f"/{escape(token)}" for token in (*tokens, key)),
        related=(("first declared here", *first),),
    )


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MAX_DIGITS else digits


def _float(digits: str) -> float | str:
    # A number beyond the range of a double stays text: no reader of ours could hold it.
    value = float(digits)
    return digits if isinf(value) else value


def _element(value: Any, token: str) -> Any:
    """What stands under an index, as `Node.child` has it."""
    inside = is_array(value) and token.isdecimal() and int(token) < len(value)
    return value[int(token)] if inside else _MISSING


def _children(value: Any) -> list[tuple[str, Any]]:
    if is_mapping(value):
        return list(value.items())
    return [(str(i), item) for i, item in enumerate(value)] if is_array(value) else []


#: How to look inside a container.
_INSIDE: Final[dict[type, Callable[[Any], Iterable[Any]]]] = {
    dict: lambda value: value.values(),
    list: iter,
}


def _depth(value: Any) -> int:
    """How many containers stand inside each other, the outermost included."""
    level = [value] if type(value) in _INSIDE else []
    depth = 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [child for v in level for child in _INSIDE[type(v)](v) if type(child) in _INSIDE]
    return depth


def _pointers_of(root: Any, wanted: set[int]) -> Iterator[tuple[str, ...]]:
    """The pointers of the mappings with the given identities, in document order."""
    stack: list[tuple[tuple[str, ...], Any]] = [((), root)]
    while stack:
        tokens, value = stack.pop()
        if id(value) in wanted:
            yield tokens
        stack += [((*tokens, key), child) for key, child in reversed(_children(value))]


def _replace_surrogates(text: str, problems: list[Problem]) -> str:
    """Reports escapes of broken characters; half surrogate pairs become U+FFFD of equal length.

    A lone half cannot be written to any file, so nothing after this reader may meet one.
    """
    if "\\" not in text or not _ODD_ESCAPE.search(text):
        return text
    halves: list[int] = []
    for found in _ESCAPES.finditer(text):
        pair, code, letter = found.groups()
        if pair and found.end() - found.start() == 12:
            continue
        digits = pair or code or {"b": "0008", "f": "000C"}.get(letter, "")
        if not digits:
            continue
        character = chr(int(digits, 16))
        if "\ud800" <= character <= "\udfff":
            halves.append(found.start())
        elif not is_broken(character):
            continue
        problems.append(broken_character(character, found.start(), found.end()))
    if not halves:
        return text
    parts, done = list[str](), 0
    for start in halves:
        parts += [text[done:start], "\\ufffd"]
        done = start + 6
    return "".join([*parts, text[done:]])
