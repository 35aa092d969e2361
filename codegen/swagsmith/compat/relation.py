"""How the values that two schemas allow relate: are the new ones more, fewer, or others?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from swagsmith.compat.words import canonical
from swagsmith.source import Node, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.compat.schema import Schema


class Relation(Enum):
    """What became of the values."""

    SAME = "same"
    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "other"


#: Formats from narrow to wide; one that is absent is the last (section Data Types). An integer
#: without a format is in practice 64 bits wide, a number without one a double.
_SIZES: Final = {"integer": ("int32", "int64"), "number": ("float", "double")}
#: Formats of texts that bind a value; `format` is open, and others are plain text.
_TEXTS: Final = frozenset({"date", "date-time", "byte", "binary", "uuid"})


def of_types(old: Schema, new: Schema) -> Relation:
    """The types and formats."""
    before, after = old.kind, new.kind
    if before == after:
        return _of_formats(before, _format(old), _format(new))
    if before is None:
        return Relation.NARROWER
    if after is None or (before, after) == ("integer", "number"):
        return Relation.WIDER
    return Relation.NARROWER if (before, after) == ("number", "integer") else Relation.OTHER


def _format(schema: Schema) -> str | None:
    """The format, where it says something of the value."""
    found = _text(schema.value("format"))
    sizes = _SIZES.get(schema.kind or "")
    if sizes is not None:
        return found if found in sizes else sizes[-1]
    return found if schema.kind == "string" and found in _TEXTS else None


def _of_formats(kind: str | None, old: str | None, new: str | None) -> Relation:
    if old == new:
        return Relation.SAME
    if kind in _SIZES:
        order = [*_SIZES[kind]]
        wider = order.index(str(new)) > order.index(str(old))
        return Relation.WIDER if wider else Relation.NARROWER
    if old is None:
        return Relation.NARROWER
    return Relation.WIDER if new is None else Relation.OTHER


def type_word(schema: Schema) -> str:
    """A type as changes name it."""
    found = schema.value("format")
    kind = schema.kind or "any value"
    return f"{kind} ({found})" if isinstance(found, str) and found else kind


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that changed: the keyword, what became of the values, and where it is said."""

    keyword: str
    relation: Relation
    old: Node
    new: Node


#: Keywords for the smallest and the largest, with what they are when absent.
_LEAST: Final = {"minLength": 0, "minItems": 0, "minProperties": 0}
_MOST: Final = ("maxLength", "maxItems", "maxProperties")


def limits(old: Schema, new: Schema) -> Iterator[Limit]:
    """The limits that differ. Values that are no numbers limit nothing."""
    for keyword, default in _LEAST.items():
        yield from _bound(old, new, keyword, default, up=False)
    for keyword in _MOST:
        yield from _bound(old, new, keyword, None, up=True)
    yield from _bound(old, new, "minimum", None, up=False)
    yield from _bound(old, new, "maximum", None, up=True)
    if old.says("uniqueItems") != new.says("uniqueItems"):
        yield _limit(old, new, "uniqueItems", tighter=new.says("uniqueItems"))
    yield from _multiple(old, new)
    yield from _pattern(old, new)


def _limit(old: Schema, new: Schema, keyword: str, *, tighter: bool) -> Limit:
    relation = Relation.NARROWER if tighter else Relation.WIDER
    return Limit(keyword, relation, old.keyword(keyword), new.keyword(keyword))


def _bound(
    old: Schema, new: Schema, keyword: str, default: int | None, *, up: bool
) -> Iterator[Limit]:
    if keyword not in old.keywords and keyword not in new.keywords:
        return
    before = _edge(old, keyword, default, up=up)
    after = _edge(new, keyword, default, up=up)
    if before == after:
        return
    sharpened = f"exclusive{keyword.capitalize()}"
    if before is not None and after is not None and before[0] == after[0]:
        keyword = sharpened
    tighter = after is not None and (before is None or after > before)
    yield _limit(old, new, keyword, tighter=tighter)


def _edge(
    schema: Schema, keyword: str, default: int | None, *, up: bool
) -> tuple[float, bool] | None:
    """A limit and whether it is sharp, larger for tighter ones; None for no limit."""
    found = schema.value(keyword)
    number = found if _is_number(found) else default
    if number is None:
        return None
    sharp = schema.says(f"exclusive{keyword.capitalize()}")
    return (-number if up else number), sharp


def _multiple(old: Schema, new: Schema) -> Iterator[Limit]:
    before, after = (_step(one) for one in (old, new))
    if before == after:
        return
    looser = after is None or (before is not None and _divides(after, before))
    yield _limit(old, new, "multipleOf", tighter=not looser)


def _step(schema: Schema) -> float | None:
    found = schema.value("multipleOf")
    return found if _is_number(found) and found > 0 else None


def _divides(step: float, other: float) -> bool:
    """Whether every multiple of one number is one of another, in the decimals people write."""
    from fractions import Fraction  # noqa: PLC0415 -- seldom needed, slow to import

    return Fraction(str(other)) % Fraction(str(step)) == 0


def _pattern(old: Schema, new: Schema) -> Iterator[Limit]:
    before, after = (_text(one.value("pattern")) for one in (old, new))
    if before == after:
        return
    relation = Relation.OTHER
    if before is None or after is None:
        relation = Relation.NARROWER if before is None else Relation.WIDER
    yield Limit("pattern", relation, old.keyword("pattern"), new.keyword("pattern"))


def _text(found: Any) -> str | None:
    return found if isinstance(found, str) else None


def _is_number(found: Any) -> bool:
    return isinstance(found, (int, float)) and not isinstance(found, bool)


@dataclass(frozen=True, slots=True)
class Values:
    """The values of an enumeration that differ; None where there is none, and any value fits."""

    old: dict[str, Node] | None
    new: dict[str, Node] | None

    @property
    def gone(self) -> list[Node]:
        """The values that only the old one has."""
        return _without(self.old, self.new)

    @property
    def fresh(self) -> list[Node]:
        """The values that only the new one has."""
        return _without(self.new, self.old)


def enumerations(old: Schema, new: Schema) -> Values:
    """The enumerations of two schemas."""
    return Values(_listed(old), _listed(new))


def _without(one: dict[str, Node] | None, other: dict[str, Node] | None) -> list[Node]:
    if one is None or other is None:
        return []
    return [node for key, node in one.items() if key not in other]


def _listed(schema: Schema) -> dict[str, Node] | None:
    node = schema.keyword("enum")
    if not is_array(node.value) or not node.value:
        return None
    return {canonical(value.value): value for value in node.elements()}
