"""Schemas put together, and values that fit them (section Schema Object; JSON Schema draft 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any, Protocol, TypeVar

from conformance_reader import Node, Reader
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

T = TypeVar("T")
Nodes = tuple[Node, ...]

#: schemas below this many others hold as little as they may
SHALLOW = 2
#: a value that needs more than this has no end
DEEPEST = 24
#: text that is mangled wherever escaping is wrong
AWKWARD = (
    "+15551234567", "a b", "a/b?c#d%e", "100%25", "äé😀", "null", "true", "1", "", '"\\"', "a&b=c", "{x}", " ", "<&>",
    "é", "\x00", "a\r\nb", "\ufeffx", "1e5", "2020-01-01", "..", "'; --", "\u202e",
)  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)
ANY_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63), TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(TEXT, inner, max_size=2)
    ),
    max_leaves=4,
)  # fmt: skip


#: XML 1.0, production Char
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class EndlessError(Exception):
    """A schema that no finite value fits."""


class Draw(Protocol):
    """What Hypothesis gives to make choices with."""

    def __call__(self, strategy: st.SearchStrategy[T], /) -> T: ...


@dataclass(slots=True)
class Shape:
    """What several schemas that hold together say of one value."""

    keywords: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Nodes] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    items: Nodes = ()
    additional: Nodes = ()
    closed: bool = False
    definitions: list[Node] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        """The types it may have; none where it says nothing."""
        kind = self.keywords.get("type")
        if kind is None and (self.properties or self.additional):
            kind = "object"
        if kind is None and self.items:
            kind = "array"
        return [str(name) for name in kind] if isinstance(kind, list) else [kind] if kind else []


def combine(nodes: Iterable[Node]) -> Shape:
    """Joins schemas with their `allOf` members. A keyword of the outermost one counts."""
    shape = Shape()
    seen: set[tuple[object, ...]] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop(0).resolved()
        if (node.file, node.keys) in seen or not isinstance(node.value, dict):
            continue
        seen.add((node.file, node.keys))
        _add(shape, node)
        pending += [member for _, member in node["allOf"].members()]
    return shape


def _add(shape: Shape, node: Node) -> None:
    for name, prop in node["properties"].members():
        shape.properties[name] = (*shape.properties.get(name, ()), prop)
    if isinstance(node.get("required"), list):
        shape.required |= set(node.get("required"))
    if isinstance(node.get("items"), dict):
        shape.items = (*shape.items, node["items"])
    if isinstance(node.get("additionalProperties"), dict):
        shape.additional = (*shape.additional, node["additionalProperties"])
    shape.closed = shape.closed or node.get("additionalProperties") is False
    shape.definitions.append(node)
    for key, value in node.value.items():
        shape.keywords.setdefault(key, value)


def is_read_only(nodes: Nodes) -> bool:
    """Whether a property stays out of requests."""
    return combine(nodes).keywords.get("readOnly") is True


class Values:
    """Draws values of schemas of one document.

    Args:
        reader: the document.
        draw: makes the choices.
        request: read-only properties are left out.
        named: what XML can say: properties that the schema names, no nulls, no empty lists.
    """

    def __init__(self, reader: Reader, draw: Draw, *, request: bool, named: bool = False) -> None:
        self._reader = reader
        self._draw = draw
        self._request = request
        self._named = named

    def value(self, nodes: Nodes, depth: int = 0) -> Any:
        """A value that every one of the schemas allows.

        Raises:
            EndlessError: there is none.
        """
        if depth > DEEPEST:
            raise EndlessError
        shape = combine(nodes)
        words = shape.keywords
        nullable = (
            words.get("x-nullable") is True
            or words.get("nullable") is True
            or "null" in shape.kinds
        )
        if nullable and not self._named and self._draw(st.integers(0, 3)) == 0:
            return None
        kinds = [kind for kind in shape.kinds if kind != "null"]
        kind = self._draw(st.sampled_from(kinds)) if kinds else None
        values = fitting(words.get("enum"), kind)
        if values:
            return self._draw(st.sampled_from(values))
        match kind:
            case "object":
                return self._object(shape, depth)
            case "array":
                return self._array(shape, depth)
            case "string" | "integer" | "number" | "boolean":
                found = scalar(words, kind)
                return self._draw(found.filter(self._in_xml(nullable)) if self._named else found)
            case _:
                return self._draw(TEXT.filter(self._in_xml(nullable)) if self._named else ANY_JSON)

    def _in_xml(self, nullable: bool) -> Callable[[Any], bool]:  # noqa: FBT001 - the one thing that matters
        """Whether XML can say a text: an empty element where null is possible is null."""
        return lambda value: _in_xml(value) and not (nullable and value == "")

    def _array(self, shape: Shape, depth: int) -> list[Any]:
        least = number(shape.keywords.get("minItems")) or 0
        most = max(
            least, min(number(shape.keywords.get("maxItems"), 3), 1 if depth > SHALLOW else 3)
        )
        if depth > SHALLOW + 2:
            most = least
        if self._named:
            least, most = max(least, 1), max(most, 1)
        if self._named and "array" in combine(shape.items).kinds:
            raise EndlessError("XML has no lists of lists")
        size = self._draw(st.integers(least, most))
        if not shape.items:
            return [
                self._draw(TEXT.filter(_in_xml) if self._named else ANY_JSON) for _ in range(size)
            ]
        found: list[Any] = []
        for _ in range(size):
            item = self.value(shape.items, depth + 1)
            if not shape.keywords.get("uniqueItems") or item not in found:
                found.append(item)
        return found

    def _object(self, shape: Shape, depth: int) -> dict[str, Any]:
        discriminator, chosen = self._subtype(shape)
        if chosen is not None:
            shape = combine((chosen, *shape.definitions))
        found: dict[str, Any] = {}
        for name in self._names(shape, depth):
            found[name] = self.value(shape.properties[name], depth + 1)
        if discriminator is not None and discriminator[0] in shape.properties:
            found[discriminator[0]] = discriminator[1]
        if not shape.closed and not self._named and depth <= SHALLOW:
            found.update(self._unnamed(shape, depth))
        return found

    def _names(self, shape: Shape, depth: int) -> list[str]:
        """Which properties are there: all, a few, or only those that must be."""
        usable = [
            name
            for name, nodes in shape.properties.items()
            if not (self._request and is_read_only(nodes))
        ]
        optional = [name for name in usable if name not in shape.required]
        extent = self._draw(st.integers(0, 2)) if depth <= SHALLOW else 0
        if not optional or extent == 0:
            wanted: set[str] = set()
        elif extent == 2 and depth == 0:
            wanted = set(optional)
        else:
            wanted = self._draw(st.sets(st.sampled_from(optional), max_size=6))
        return [name for name in usable if name in shape.required or name in wanted]

    def _unnamed(self, shape: Shape, depth: int) -> dict[str, Any]:
        """Properties the schema does not name; some are called nearly as those it names."""
        near = [
            other
            for name in list(shape.properties)[:20]
            for other in (name.upper(), f"x_{name}", f"{name}.")
        ]
        names = st.one_of(TEXT, st.sampled_from(near)) if near else TEXT
        chosen = self._draw(st.sets(names, max_size=2)) - set(shape.properties)
        return {
            name: self.value(shape.additional, depth + 1)
            if shape.additional
            else self._draw(ANY_JSON)
            for name in sorted(chosen)
        }

    def _subtype(self, shape: Shape) -> tuple[tuple[str, str] | None, Node | None]:
        """Which definition a discriminated value is of, and the property that says so."""
        word = next(
            (
                node.get("discriminator")
                for node in shape.definitions
                if isinstance(node.get("discriminator"), str)
            ),
            None,
        )
        if word is None:
            return None, None
        base = shape.definitions[0]
        if base.get("allOf") and "discriminator" not in base.value and len(base.value) == 1:
            base = shape.definitions[-1]  # an unnamed composition of one definition
        options = [
            (str(base.get("x-ms-discriminator-value", base.keys[-1] if base.keys else "")), base)
        ]
        for name, node in self._reader.definitions():
            target = node.resolved()
            known = [(found.file, found.keys) for found in combine((target,)).definitions[1:]]
            if (base.file, base.keys) in known:
                options.append((str(target.get("x-ms-discriminator-value", name)), target))
        name, node = self._draw(st.sampled_from(options))
        return (word, name), node if node is not base else None


def _in_xml(value: Any) -> bool:
    """Whether XML has characters for a value."""
    return not isinstance(value, str) or not _NOT_IN_XML.search(value)


def fitting(enum: Any, kind: str | None) -> list[Any]:
    """The values of an enumeration that its type allows."""
    python_types: dict[str | None, tuple[type, ...]] = {
        "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
    }  # fmt: skip
    values: Sequence[Any] = enum if isinstance(enum, list) else ()
    if kind is None:
        return list(values)
    types = python_types.get(kind, (dict, list))
    return [
        value
        for value in values
        if isinstance(value, types) and (kind == "boolean" or not isinstance(value, bool))
    ]


def scalar(words: dict[str, Any], kind: str) -> st.SearchStrategy[Any]:
    """Values of a simple type, as JSON has them."""
    if kind == "boolean":
        return st.booleans()
    if kind == "string":
        return _text(words)
    least, most = number(words.get("minimum"), None), number(words.get("maximum"), None)
    step = 1 if kind == "integer" else 0.5
    if least is not None and words.get("exclusiveMinimum") is True:
        least += step
    if most is not None and words.get("exclusiveMaximum") is True:
        most -= step
    if least is not None and most is not None and least > most:
        least = most = (least + most) / 2
    bits = 31 if words.get("format") == "int32" else 63
    low = ceil(least) if least is not None else min(-(2**bits), floor(most or 0))
    high = floor(most) if most is not None else max(2**bits - 1, ceil(least or 0))
    whole = st.integers(low, max(low, high))
    multiple = words.get("multipleOf")
    if isinstance(multiple, int) and multiple > 1:
        whole = st.integers(ceil(low / multiple), floor(high / multiple)).map(
            lambda times: times * multiple
        )
    elif kind == "number" and multiple is None:
        real = st.floats(least, most, allow_nan=False, allow_infinity=False)
        return st.one_of(whole, real)
    return whole


def _text(words: dict[str, Any]) -> st.SearchStrategy[str]:
    known = FORMATS.get(str(words.get("format")))
    if known is not None:
        return known
    least = max(0, int(number(words.get("minLength")) or 0))
    most = max(least, int(number(words.get("maxLength"), least + 8)))
    if isinstance(words.get("pattern"), str):
        matching = pattern(words["pattern"])
        if matching is not None:
            return matching
    if most > 200_000:
        most = least + 8
    if least == 0 and most > 6:
        return TEXT.filter(lambda text: len(text) <= most)
    return st.text(
        st.characters(exclude_categories=["Cs"]), min_size=least, max_size=min(most, least + 8)
    )


def pattern(text: str) -> st.SearchStrategy[str] | None:
    """Text that a pattern finds something in; None for one that Python's `re` cannot read."""
    try:
        found = st.from_regex(
            re.compile(text), alphabet=st.characters(min_codepoint=32, max_codepoint=126)
        )
        found.validate()
    except (re.error, InvalidArgument, OverflowError, RecursionError, FutureWarning):
        return None
    return found


def number(value: Any, otherwise: Any = 0) -> Any:
    """A bound that is a number, else what holds without one."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else otherwise


_DATES = st.dates().map(lambda day: day.isoformat())
_TIMES = st.builds(
    "{:02}:{:02}:{:02}{}{}".format,
    st.integers(0, 23), st.integers(0, 59), st.integers(0, 59),
    st.sampled_from(["", ".5", ".123", ".123456", ".123456789"]),
    st.sampled_from(["Z", "z", "+00:00", "-08:00", "+05:30"]),
)  # fmt: skip
FORMATS: dict[str, st.SearchStrategy[str]] = {
    "date": _DATES,
    "date-time": st.builds("{}{}{}".format, _DATES, st.sampled_from("Tt"), _TIMES),
    "byte": st.sampled_from(["", "//4=", "AAECAw==", "+/+/", "Zm9vYmFy"]),
    "uuid": st.uuids().map(str),
}
