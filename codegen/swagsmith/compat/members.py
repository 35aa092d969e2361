"""What two schemas say of an object's properties, and of the types that extend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.compat.change import BREAKS, HARMLESS
from swagsmith.compat.facets import Fault
from swagsmith.compat.words import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.compat.pairs import Met
    from swagsmith.compat.schema import Schema, Schemas
    from swagsmith.source import Node


def faults(met: Met, old: Schemas, new: Schemas) -> Iterator[Fault]:
    """Everything that changed about the properties."""
    for name in dict.fromkeys((*met.old.properties, *met.new.properties, *_undeclared(met))):
        places = _place(met.old, name), _place(met.new, name)
        label = str(met.label.property(name))
        if met.side.request:
            sent = is_sent(met.old, old, name), is_sent(met.new, new, name)
            yield from _of_request(met, name, label, places, sent)
        else:
            yield from _of_answer(met, name, label, places)
    yield from _additional(met)
    yield from _discriminator(met, old, new)


def _undeclared(met: Met) -> Iterator[str]:
    """The names that are required without being described."""
    for name in (*met.old.required, *met.new.required):
        if name not in met.old.properties and name not in met.new.properties:
            yield name


def _place(schema: Schema, name: str) -> Node:
    """A property; a node without a value where it is missing."""
    found = schema.properties.get(name)
    return found[-1] if found else schema.node.child("properties").child(name)


def _required(met: Met, name: str, places: tuple[Node, Node]) -> tuple[Node, Node]:
    """Where it says that a property is required, or the property itself."""
    old, new = (one.required.get(name) for one in (met.old, met.new))
    return old or places[0], new or places[1]


def is_sent(schema: Schema, schemas: Schemas, name: str) -> bool | None:
    """Whether a property may be sent; None where there is none."""
    found = schema.properties.get(name)
    if found is None:
        return True if name in schema.required else None
    return not schemas.read(*found).says("readOnly")


def _of_request(
    met: Met,
    name: str,
    label: str,
    places: tuple[Node, Node],
    sent: tuple[bool | None, bool | None],
) -> Iterator[Fault]:
    before, after = sent
    was, now = name in met.old.required, name in met.new.required
    if before and after:
        if was != now:
            yield _requirement(met, name, label, places, now=now)
    elif before and after is None:
        effect = BREAKS if met.new.closed else None
        yield Fault("diff-request-property-removed", places, f"{label} is gone", effect)
    elif before:
        yield Fault(
            "diff-request-property-readonly", places, f"{label} is read-only and may not be sent"
        )
    elif after and now:
        yield Fault("diff-request-property-required", places, f"{label} is new and required")
    elif after and before is False:
        message = f"{label} is read-only no longer and may be sent"
        yield Fault("diff-request-property-readonly", places, message, HARMLESS)
    elif after:
        yield Fault("diff-request-property-added", places, f"{label} is new")


def _requirement(met: Met, name: str, label: str, places: tuple[Node, Node], *, now: bool) -> Fault:
    where = _required(met, name, places)
    message = f"{label} is required now" if now else f"{label} is required no longer"
    return Fault("diff-request-property-required", where, message, None if now else HARMLESS)


def _of_answer(met: Met, name: str, label: str, places: tuple[Node, Node]) -> Iterator[Fault]:
    was, now = name in met.old.required, name in met.new.required
    before, after = name in met.old.properties or was, name in met.new.properties or now
    if before and not after:
        effect = BREAKS if was else None
        yield Fault("diff-response-property-removed", places, f"{label} is gone", effect)
    elif after and not before:
        effect = BREAKS if met.old.closed else None
        more = ", where further properties were forbidden" if effect else ""
        yield Fault("diff-response-property-added", places, f"{label} is new{more}", effect)
    elif was != now:
        message = f"{label} always comes now" if now else f"{label} may be absent now"
        where = _required(met, name, places)
        effect = HARMLESS if now else None
        yield Fault("diff-response-property-optional", where, message, effect)


def _additional(met: Met) -> Iterator[Fault]:
    """`additionalProperties`: anything, what a schema allows, or none (absent is anything)."""
    old, new = (_openness(one) for one in (met.old, met.new))
    if old == new:
        return
    places = _said(met.old), _said(met.new)
    if met.side.request:
        words = ("are forbidden", "have to fit a schema", "may be anything")
        message = f"further properties of {met.label} {words[new]} now"
        effect = HARMLESS if new > old else None
        yield Fault("diff-request-additional-properties", places, message, effect)
    elif old == 0:
        message = f"{met.label} may have further properties now"
        yield Fault("diff-response-property-added", places, message, BREAKS)
    elif new > 0:
        message = f"further properties of {met.label} {'may be anything' if new == 2 else 'fit a schema'} now"
        yield Fault("diff-response-type", places, message, HARMLESS if new < old else None)


def _openness(schema: Schema) -> int:
    """0 for none, 1 for some, 2 for any."""
    if schema.closed:
        return 0
    return 1 if schema.values else 2


def _said(schema: Schema) -> Node:
    return schema.additional[-1] if schema.additional else schema.node.child("additionalProperties")


def _discriminator(met: Met, old: Schemas, new: Schemas) -> Iterator[Fault]:
    places = met.old.keyword("discriminator"), met.new.keyword("discriminator")
    before, after = (node.value if isinstance(node.value, str) else None for node in places)
    if before == after:
        if before is not None:
            yield from _subtypes(met, old, new)
        return
    message = f"the types of {met.label} are told apart by {quoted(after)} now"
    if after is None:
        message = f"the types of {met.label} are told apart by {quoted(before)} no longer"
    if met.side.request:
        effect = HARMLESS if after is None else None
        yield Fault("diff-request-discriminator", places, message, effect)
    else:
        yield Fault("diff-response-type", places, message, HARMLESS if before is None else None)


def _subtypes(met: Met, old: Schemas, new: Schemas) -> Iterator[Fault]:
    before, after = old.subtypes(met.old), new.subtypes(met.new)
    for name in (name for name in before if name not in after):
        rule = "diff-param-enum-removed" if met.side.request else "diff-response-enum-removed"
        places = before[name], met.new.keyword("discriminator")
        message = f"{met.label} is of the type {quoted(name)} no longer"
        yield Fault(rule, places, message, about=name)
    for name in (name for name in after if name not in before):
        rule = "diff-param-enum-added" if met.side.request else "diff-response-enum-added"
        places = met.old.keyword("discriminator"), after[name]
        message = f"{met.label} may be of the type {quoted(name)} now"
        yield Fault(rule, places, message, about=name)
