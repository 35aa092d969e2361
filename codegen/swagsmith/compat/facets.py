"""What two schemas say of a value itself: type, null, enumeration, limits, default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from swagsmith.compat import relation
from swagsmith.compat.change import HARMLESS, MAY_BREAK, Effect
from swagsmith.compat.relation import Relation
from swagsmith.compat.words import canonical, changed, names, quoted
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.compat.pairs import Met
    from swagsmith.compat.schema import Schema
    from swagsmith.source import Node

#: What fills a drop-down, or describes a value, while a flow is made.
_DYNAMIC: Final = tuple(
    f"x-ms-dynamic-{name}" for name in ("values", "list", "schema", "properties", "tree")
)
_JOINED: Final = {
    "csv": "commas", "ssv": "spaces", "tsv": "tabs", "pipes": "pipes", "multi": "repeating the name"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """A change at one pair of schemas, before it is known which operations reach it.

    Attributes:
        rule: its id.
        places: where it stands in both documents.
        message: one sentence.
        effect: whom it hurts, where that differs from the rule's own.
        final: the two are so different that nothing else about them is said.
        about: what tells it from other changes of the rule at the same place.
        xml: it concerns only operations that send or answer XML.
    """

    rule: str
    places: tuple[Node, Node]
    message: str
    effect: Effect | None = None
    final: bool = False
    about: str = ""
    xml: bool = False


def faults(met: Met) -> Iterator[Fault]:
    """Everything that changed about the value."""
    found = _type(met)
    if found is not None:
        yield found
        if found.final:
            return
    yield from _nullable(met)
    yield from _enumeration(met)
    yield from _limits(met)
    if met.side.request:
        yield from _default(met)
    if met.side.text:
        yield from _joining(met)
    else:
        yield from _xml(met)
    yield from _for_designers(met)


def _keyword(met: Met, name: str) -> tuple[Node, Node]:
    return met.old.keyword(name), met.new.keyword(name)


def _effect(met: Met, found: Relation) -> Effect | None:
    """A sender may send more, a reader may get less; anything else is as bad as the rule says."""
    harmless = Relation.WIDER if met.side.request else Relation.NARROWER
    return HARMLESS if found is harmless else None


def _type(met: Met) -> Fault | None:
    found = relation.of_types(met.old, met.new)
    before, after = met.old.kind, met.new.kind
    if found is Relation.SAME:
        return None
    keyword = "type" if before != after else "format"
    words = [quoted(relation.type_word(one)) for one in (met.old, met.new)]
    message = f"the type of {met.label} changed from {words[0]} to {words[1]}"
    places = _keyword(met, keyword)
    final = before != after and {before, after} != {"integer", "number"}
    if not met.side.request and "file" in (before, after):
        return Fault("diff-response-file", places, message, final=True)
    rule = "diff-param-type" if met.side.request else "diff-response-type"
    if met.side.value == "header":
        rule = "diff-response-header-type"
    return Fault(rule, places, message, _effect(met, found), final)


def _nullable(met: Met) -> Iterator[Fault]:
    if met.old.nullable == met.new.nullable:
        return
    rule = "diff-request-nullable" if met.side.request else "diff-response-nullable"
    known = {"x-nullable"} & {*met.old.keywords, *met.new.keywords}
    places = _keyword(met, "x-nullable" if known else "type")
    gone = "may be null no longer" if met.side.request else "is null no longer"
    may = "may be null now" if met.new.nullable else gone
    harmless = met.new.nullable is met.side.request
    yield Fault(rule, places, f"{met.label} {may}", HARMLESS if harmless else None)


def _enumeration(met: Met) -> Iterator[Fault]:
    values = relation.enumerations(met.old, met.new)
    places = _keyword(met, "enum")
    if values.old is None and values.new is None:
        return
    if values.old is None or values.new is None:
        yield _list(met, places, free=values.new is None)
        return
    if values.gone:
        rule = "diff-param-enum-removed" if met.side.request else "diff-response-enum-removed"
        gone = names(node.value for node in values.gone)
        message = f"{met.label} is {gone} no longer"
        if met.side.request:
            message = f"{met.label} may be {gone} no longer"
        yield Fault(rule, (values.gone[0], places[1]), message)
    if values.fresh:
        rule = "diff-param-enum-added" if met.side.request else "diff-response-enum-added"
        message = f"{met.label} may be {names(node.value for node in values.fresh)} now"
        effect = HARMLESS if _is_open(met.old) else None
        yield Fault(rule, (places[0], values.fresh[0]), message, effect)


def _list(met: Met, places: tuple[Node, Node], *, free: bool) -> Fault:
    """A list of values appears, or disappears."""
    message = f"{met.label} may be any value now, not only one of a list"
    if not free:
        values = relation.enumerations(met.old, met.new).new or {}
        message = f"{met.label} is one of {names(node.value for node in values.values())} now"
    if met.side.request:
        return Fault("diff-param-enum-list", places, message, HARMLESS if free else None)
    if free:
        effect = HARMLESS if _is_open(met.old) else None
        return Fault("diff-response-enum-added", places, message, effect)
    return Fault("diff-response-enum-removed", places, message)


def _is_open(schema: Schema) -> bool:
    """Whether readers were told to expect other values than those of the list."""
    azure = schema.value("x-ms-enum")
    said = is_mapping(azure) and azure.get("modelAsString") is True
    return said or "x-extensible-enum" in schema.keywords


def _limits(met: Met) -> Iterator[Fault]:
    for limit in relation.limits(met.old, met.new):
        message = changed(limit.keyword, met.label, limit.old.value, limit.new.value)
        looser = limit.relation is Relation.WIDER
        rule = f"diff-param-limits-{'looser' if looser else 'tighter'}"
        effect = MAY_BREAK if limit.relation is Relation.OTHER else None
        if not met.side.request:
            tighter = limit.relation is Relation.NARROWER
            rule = f"diff-response-limits-{'tighter' if tighter else 'looser'}"
        yield Fault(rule, (limit.old, limit.new), message, effect)


def _default(met: Met) -> Iterator[Fault]:
    old, new = _keyword(met, "default")
    if not _same(old, new):
        message = changed("default", met.label, old.value, new.value)
        yield Fault("diff-param-default", (old, new), message)


def _same(old: Node, new: Node) -> bool:
    return canonical(old.value) == canonical(new.value)


def _joining(met: Met) -> Iterator[Fault]:
    """`collectionFormat`; absent is csv, and one element alone is joined by nothing."""
    if "array" not in (met.old.kind, met.new.kind):
        return
    if all(one.value("maxItems") == 1 for one in (met.old, met.new)):
        return
    old, new = _keyword(met, "collectionFormat")
    before, after = (_format(node) for node in (old, new))
    if before != after:
        rule = "diff-param-collection-format" if met.side.request else "diff-response-header-type"
        word = [_JOINED.get(one, quoted(one)) for one in (before, after)]
        yield Fault(
            rule, (old, new), f"the elements of {met.label} are joined by {word[1]}, not {word[0]}"
        )


def _format(node: Node) -> str:
    return node.value if isinstance(node.value, str) else "csv"


def _xml(met: Met) -> Iterator[Fault]:
    """The XML Object: how a value is written in XML."""
    old, new = (_annotation(one) for one in (met.old, met.new))
    rule = "diff-request-xml" if met.side.request else "diff-response-xml"
    for name in (name for name in old if old[name] != new[name]):
        places = tuple(one.keyword("xml").child(name) for one in (met.old, met.new))
        message = changed(f"xml.{name}", met.label, old[name], new[name])
        # A prefix stands for its namespace; which letters it has, readers do not care.
        effect = HARMLESS if name == "prefix" else None
        yield Fault(rule, (places[0], places[1]), message, effect, about=name, xml=True)


def _annotation(schema: Schema) -> dict[str, Any]:
    """What an XML Object says, as it takes effect: a property has its own name, if no other."""
    said = schema.value("xml")
    said = said if is_mapping(said) else {}
    texts = {key: said.get(key) or None for key in ("name", "namespace", "prefix")}
    if schema.node.tokens[-2:-1] in (("properties",), ("definitions",)):
        texts["name"] = texts["name"] if texts["name"] != schema.node.key else None
    wrapped = schema.kind == "array" and said.get("wrapped") is True
    return {
        **texts,
        "attribute": said.get("attribute") is True or None,
        "wrapped": wrapped or None,
    }


def _for_designers(met: Met) -> Iterator[Fault]:
    for name in (name for name in _DYNAMIC if name in met.old.keywords or name in met.new.keywords):
        old, new = _keyword(met, name)
        if not _same(old, new):
            verb = "has no" if new.value is None else "has another"
            message = f"{met.label} {verb if old.value is not None else 'has a new'} {quoted(name)}"
            yield Fault(
                "diff-dynamic", (old, new), message, HARMLESS if old.value is None else None
            )
    old, new = _keyword(met, "x-ms-summary")
    if not _same(old, new):
        yield Fault(
            "diff-xms-summary", (old, new), changed("label", met.label, old.value, new.value)
        )
