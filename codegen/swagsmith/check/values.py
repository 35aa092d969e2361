"""Does a value fit a schema? Swagger 2.0's schemas, with `x-nullable` and references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeGuard, cast

from swagsmith.check import formats, patterns
from swagsmith.check.composition import parts
from swagsmith.check.operations import resolved
from swagsmith.check.words import ARTICLES, json_type, listed, shown
from swagsmith.source import Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from swagsmith.source import Document

_TYPES: Final = ("string", "number", "integer", "boolean", "array", "object")
#: How many values of an enum a message names.
_MOST_CHOICES: Final = 5


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a value does not fit a schema.

    Attributes:
        node: the part of the value that does not fit.
        why: what is wrong with it, as the end of a sentence.
        key: whether the key of that part is what is wrong.
    """

    node: Node
    why: str
    key: bool = False


def misfits(
    document: Document, schema: Node, value: Node, *, partial: bool = False
) -> Iterator[Misfit]:
    """Everything about a value that does not fit a schema.

    A `partial` value may lack required properties that are read-only, as a request does.
    """
    return _Check(document, partial=partial).run(schema, value)


def canonical(value: Any) -> Hashable:
    """A stand-in for a JSON value: 1 and 1.0 have the same, 1 and true have not."""
    if is_mapping(value):
        return frozenset((key, canonical(member)) for key, member in value.items())
    if is_array(value):
        return tuple(canonical(element) for element in value)
    return (bool, value) if isinstance(value, bool) else cast("Hashable", value)


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values."""
    return canonical(left) == canonical(right)


def is_type(value: Any, name: str) -> bool:
    """Whether a value is of a type; an unknown type fits everything. 1.0 is no integer."""
    actual = json_type(value)
    return actual == name or (name, actual) == ("number", "integer") or name not in _TYPES


def _choices(options: list[Any]) -> str:
    texts = [shown(option) for option in options[: _MOST_CHOICES + 1]]
    if len(options) > _MOST_CHOICES + 1:
        texts[_MOST_CHOICES:] = [f"{len(options) - _MOST_CHOICES} more"]
    return listed(texts)


def _what(value: Any) -> str:
    return "null" if value is None else ARTICLES[json_type(value)]


def _simple(schema: Node, value: Any) -> Iterator[str]:
    """Keywords that look at the value alone."""
    options = schema.get("enum")
    if is_array(options) and not any(same(value, option) for option in options):
        yield f"is none of {_choices(options)}"
    name = schema.text("format")
    if name is not None and not formats.fits(name, value):
        yield f"has not the format {name}"
    if isinstance(value, str):
        yield from _size(schema, "Length", len(value), "characters")
        pattern = schema.text("pattern")
        if pattern is not None and not _matches(pattern, value):
            yield f"does not match {pattern}"
    elif is_number(value):
        yield from _number(schema, value)
    elif is_array(value):
        yield from _size(schema, "Items", len(value), "elements")
        if schema.get("uniqueItems") is True and _has_repeats(value):
            yield "holds an element twice"
    elif is_mapping(value):
        yield from _size(schema, "Properties", len(value), "properties")


def _number(schema: Node, value: float) -> Iterator[str]:
    low, high = limits(schema, "minimum", "maximum")
    if low is not None:
        open_end = schema.get("exclusiveMinimum") is True
        if value < low or (open_end and value == low):
            yield f"is {'not above' if open_end else 'below'} the minimum {low}"
    if high is not None:
        open_end = schema.get("exclusiveMaximum") is True
        if value > high or (open_end and value == high):
            yield f"is {'not below' if open_end else 'above'} the maximum {high}"
    step = schema.get("multipleOf")
    if is_number(step) and step > 0 and not _is_multiple(value, step):
        yield f"is no multiple of {step}"


def _is_multiple(value: float, step: float) -> bool:
    """In the decimals people write, exactly: 0.3 is a multiple of 0.1."""
    from fractions import Fraction  # noqa: PLC0415 -- seldom needed, slow to import

    return Fraction(str(value)) % Fraction(str(step)) == 0


def _size(schema: Node, noun: str, size: int, unit: str) -> Iterator[str]:
    low, high = limits(schema, f"min{noun}", f"max{noun}")
    if low is not None and size < low:
        yield f"has fewer than {low} {unit}"
    if high is not None and size > high:
        yield f"has more than {high} {unit}"


def _has_repeats(value: list[Any]) -> bool:
    return len({canonical(element) for element in value}) < len(value)


class _Check:
    """One value against one schema, each part of the value against each schema once.

    What a schema has wrong in itself is reported there, and tells nothing about the value.
    """

    def __init__(self, document: Document, *, partial: bool) -> None:
        self._document = document
        self._partial = partial
        self._seen: set[tuple[int, tuple[str, ...]]] = set()

    def run(self, schema: Node, value: Node) -> Iterator[Misfit]:
        composed = parts(self._document, schema)
        if not composed or (id(composed[0].value), value.tokens) in self._seen:
            return
        self._seen.add((id(composed[0].value), value.tokens))
        if value.value is None and composed[0].get("x-nullable") is True:
            return
        kinds = [part.text("type") for part in composed]
        wrong = [k for k in kinds if k in _TYPES and not is_type(value.value, k)]
        if wrong:
            if not contradict(kinds):
                yield Misfit(value, f"is {_what(value.value)}, not {ARTICLES[wrong[0]]}")
            return
        for part in composed:
            for why in _simple(part, value.value):
                yield Misfit(value, why)
        yield from self._elements(composed, value)
        if is_mapping(value.value):
            yield from self._members(composed, value)

    def _elements(self, composed: list[Node], value: Node) -> Iterator[Misfit]:
        for part in composed:
            items = part.child("items")
            if is_mapping(items.value):
                for element in value.elements():
                    yield from self.run(items, element)

    def _members(self, composed: list[Node], value: Node) -> Iterator[Misfit]:
        lacking = [f"`{name}`" for name in self._required(composed) if name not in value]
        if lacking:
            yield Misfit(value, f"lacks {listed(lacking, 'and')}")
        for name, member in value.items():
            declared = [
                it.child("properties").child(name) for it in composed if _declares(it, name)
            ]
            if not declared and any(it.get("additionalProperties") is False for it in composed):
                yield Misfit(member, "is not declared", key=True)
            elif not declared:
                declared = [part.child("additionalProperties") for part in composed]
            if len(declared) > 1 and contradict({self._type(it) for it in declared}):
                continue
            for schema in declared:
                yield from self.run(schema, member)

    def _type(self, schema: Node) -> str | None:
        target = resolved(self._document, schema)
        return target.text("type") if target is not None else None

    def _required(self, composed: list[Node]) -> Iterator[str]:
        """The properties a value has to have: without read-only ones where it may be partial."""
        is_open = any(is_mapping(part.get("additionalProperties")) for part in composed)
        names = [name.value for part in composed for name in part.child("required").elements()]
        for name in dict.fromkeys(name for name in names if isinstance(name, str)):
            declared = [
                it.child("properties").child(name) for it in composed if _declares(it, name)
            ]
            is_left_out = self._partial and any(map(self._is_read_only, declared))
            if (declared or is_open) and not is_left_out:
                yield name

    def _is_read_only(self, schema: Node) -> bool:
        target = resolved(self._document, schema)
        return target is not None and target.get("readOnly") is True


def _declares(part: Node, name: str) -> bool:
    return name in part.child("properties")


def contradict(kinds: Iterable[str | None]) -> bool:
    """Whether no value is of all of some types."""
    wider = {"number" if kind == "integer" else kind for kind in kinds if kind is not None}
    return len(wider) > 1


def limits(schema: Node, least: str, most: str) -> tuple[float | None, float | None]:
    """Two limits of a schema; neither where they leave no room, which is a fault of their own."""
    low, high = schema.get(least), schema.get(most)
    low, high = low if is_number(low) else None, high if is_number(high) else None
    return (None, None) if low is not None and high is not None and low > high else (low, high)


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _matches(pattern: str, value: str) -> bool:
    """By ECMA 262, as the specification asks, which Python's own expressions differ from."""
    validator = patterns.compiled(pattern)
    return validator is None or validator.is_valid(value)
