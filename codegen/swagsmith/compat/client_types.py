"""What the emitted client takes and gives, where that differs though the wire does not.

A text that becomes a `date-time` is the same text on the wire, and another class in Python. Where
the wire changed too, that change is made worse, so that one cause is told once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.compat.assignable import bare, gives, takes
from swagsmith.compat.change import BREAKS_CALLERS
from swagsmith.compat.pairs import Side
from swagsmith.compat.words import quoted
from swagsmith.ir.types import Array, Map, ModelRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair
    from swagsmith.compat.pairs import Met
    from swagsmith.compat.schema import Key, Schema
    from swagsmith.ir import api as ir
    from swagsmith.ir.types import Type
    from swagsmith.source import Node

#: What may make a type in Python another one.
_TYPES: Final = frozenset(
    {"diff-param-type", "diff-response-type", "diff-response-file", "diff-request-nullable"}
    | {"diff-response-nullable", "diff-param-enum-list", "diff-request-additional-properties"}
    | {"diff-response-property-added", "diff-response-property-removed"}
    | {"diff-request-property-added", "diff-request-property-removed"}
    | {"diff-request-property-required", "diff-request-discriminator"}
)


def compare(comparison: Comparison) -> None:
    """The types of arguments and results of every operation."""
    if comparison.old.api is not None and comparison.new.api is not None:
        types = _Types(comparison, comparison.old.api, comparison.new.api)
        for pair in comparison.matching.pairs:
            old, new = comparison.emitted(pair)
            if old is not None and new is not None:
                types.operation(pair, old, new)


class _Types:
    """Walks the types of both clients side by side, along the schemas they were made from."""

    def __init__(self, comparison: Comparison, old: ir.Api, new: ir.Api) -> None:
        self._comparison = comparison
        self._old = {model.name: model for model in old.models}
        self._new = {model.name: model for model in new.models}
        self._seen: set[tuple[Key, Key, Side]] = set()
        self._pending: list[tuple[Type, Type, Schema, Schema, Side]] = []

    def operation(self, pair: Pair, old: ir.Operation, new: ir.Operation) -> None:
        """One operation: arguments, body, result."""
        self._parameters(pair)
        self._body(pair, old, new)
        self._paging(pair, old, new)
        self._results(pair, old, new)
        while self._pending:
            self._visit(*self._pending.pop())

    def _parameters(self, pair: Pair) -> None:
        old, new = self._comparison.emitted(pair)
        assert old is not None
        assert new is not None
        renamed = pair.renamed
        theirs = {
            (one.location, renamed.get(one.wire, one.wire).lower()): one for one in new.parameters
        }
        for one in old.parameters:
            other = theirs.get((one.location, one.wire.lower()))
            if other is None:
                continue
            left, right = self._at(one.place, other.place)
            if other.required and not one.required and not self._is_required(left, right):
                message = f"the argument {quoted(one.name)} has to be given now"
                self._blame(left, right, Side.PARAMETER, message, {"diff-param-default"}, pair)
            self._push(one.type, other.type, left, right, Side.PARAMETER)

    def _is_required(self, left: Schema, right: Schema) -> bool:
        """Whether a parameter becomes required in the document, which is told already."""
        return right.node.get("required") is True and left.node.get("required") is not True

    def _body(self, pair: Pair, old: ir.Operation, new: ir.Operation) -> None:
        ours, theirs = old.body, new.body
        if ours is None or theirs is None:
            return
        left, right = self._at(ours.place, theirs.place, "schema")
        if (ours.fields is None) != (theirs.fields is None):
            way = "one argument" if theirs.fields is None else "an argument for each property"
            self._blame(left, right, Side.BODY, f"the body is passed as {way} now", _TYPES, pair)
            return
        self._push(ours.type, theirs.type, left, right, Side.BODY)

    def _paging(self, pair: Pair, old: ir.Operation, new: ir.Operation) -> None:
        if (old.paging is None) == (new.paging is None):
            return
        nodes = pair.old.node, pair.new.node
        name = next(
            (
                name
                for name in ("x-swagsmith-paging", "x-ms-pageable")
                if any(name in n for n in nodes)
            ),
            "responses",
        )
        way = "page by page" if old.paging is None else "as one page"
        message = f"{quoted(old.name)} gives its elements {way} now"
        places = nodes[0].child(name), nodes[1].child(name)
        self._comparison.changes.add("diff-client-type", places, message, [pair.label])

    def _results(self, pair: Pair, old: ir.Operation, new: ir.Operation) -> None:
        ours, theirs = _successes(old), _successes(new)
        for status, answer in ours.items():
            other = theirs.get(status)
            if other is not None and answer.type is not None and other.type is not None:
                left, right = self._at(answer.place, other.place, "schema")
                self._push(answer.type, other.type, left, right, Side.ANSWER)
        before = {answer.type for answer in ours.values()}
        if any(answer.type not in before for answer in theirs.values()):
            for draft in self._comparison.changes.of(pair.label, "diff-response-success-added"):
                draft.raise_to(BREAKS_CALLERS)

    def _at(self, old: ir.Place, new: ir.Place, field: str = "") -> tuple[Schema, Schema]:
        """The schemas at two places of the IR, or in a field of what stands there."""
        nodes: list[Node] = []
        comparison = self._comparison
        for version, place in ((comparison.old, old), (comparison.new, new)):
            node = version.document.at(place.pointer, place.file)
            nodes.append(node.child(field) if field else node)
        return comparison.old.schemas.read(nodes[0]), comparison.new.schemas.read(nodes[1])

    def _push(self, old: Type, new: Type, left: Schema, right: Schema, side: Side) -> None:
        key = (left.key, right.key, side)
        if key not in self._seen and self._comparison.pairs.at(left, right, side) is not None:
            self._seen.add(key)
            self._pending.append((bare(old), bare(new), left, right, side))

    def _visit(self, old: Type, new: Type, left: Schema, right: Schema, side: Side) -> None:
        schemas = self._comparison.old.schemas, self._comparison.new.schemas
        match old, new:
            case ModelRef(ours), ModelRef(theirs):
                self._models(ours, theirs, left, right, side)
            case (Array(ours), Array(theirs)) if left.items and right.items:
                items = schemas[0].read(*left.items), schemas[1].read(*right.items)
                self._push(ours, theirs, *items, side)
            case (Map(ours), Map(theirs)) if left.values and right.values:
                values = schemas[0].read(*left.values), schemas[1].read(*right.values)
                self._push(ours, theirs, *values, side)
            case _:
                if not (takes(old, new) if side.request else gives(old, new)):
                    met = self._comparison.pairs.at(left, right, side)
                    what = met.label if met else "a value"
                    message = f"{what} has another type in the client now"
                    self._blame(left, right, side, message, _TYPES)

    def _models(self, old: str, new: str, left: Schema, right: Schema, side: Side) -> None:
        met = self._comparison.pairs.at(left, right, side)
        callers = self._comparison.pairs.callers(met) if met else []
        add = self._comparison.changes.add
        places = left.keyword("x-python-name"), right.keyword("x-python-name")
        if old != new and any(node.value is not None for node in places):
            message = f"the class {quoted(old)} is called {quoted(new)} in the client now"
            add("diff-client-name", places, message, callers)
        theirs = {field.wire: field for field in _fields(self._new, new)}
        for field in _fields(self._old, old):
            other = theirs.get(field.wire)
            if other is None or (side.request and (field.read_only or other.read_only)):
                continue
            if field.wire not in left.properties or field.wire not in right.properties:
                continue
            nodes = left.properties[field.wire], right.properties[field.wire]
            if field.name != other.name:
                message = f"{quoted(f'{old}.{field.name}')} is called {quoted(other.name)} in the client now"
                add("diff-client-name", _chosen(nodes[0][-1], nodes[1][-1]), message, callers)
            ours = self._comparison.old.schemas.read(*nodes[0])
            self._push(
                field.type, other.type, ours, self._comparison.new.schemas.read(*nodes[1]), side
            )

    def _blame(
        self,
        left: Schema,
        right: Schema,
        side: Side,
        message: str,
        rules: frozenset[str] | set[str],
        pair: Pair | None = None,
    ) -> None:
        """Makes the change that is the cause worse, or tells one that is none on the wire."""
        met = self._comparison.pairs.at(left, right, side)
        drafts = [one for one in met.drafts if one.rule in rules] if met else []
        if pair is not None and side is Side.BODY:
            drafts += self._comparison.changes.of(pair.label, "diff-body-required")
        if drafts:
            drafts[0].raise_to(BREAKS_CALLERS)
            return
        callers = [pair.label] if pair else _callers(self._comparison, met)
        self._comparison.changes.add("diff-client-type", (left.node, right.node), message, callers)


def _callers(comparison: Comparison, met: Met | None) -> list[str]:
    return comparison.pairs.callers(met) if met else []


def _chosen(old: Node, new: Node) -> tuple[Node, Node]:
    """Where the name of a field is chosen."""
    for name in ("x-python-name", "x-ms-client-name"):
        if any(name in node for node in (old, new)):
            return old.child(name), new.child(name)
    return old, new


def _successes(operation: ir.Operation) -> dict[str, ir.Response]:
    """The answers whose content a call returns."""
    found = {one.status: one for one in operation.responses if one.status.startswith("2")}
    return found or {one.status: one for one in operation.responses if one.status == "default"}


def _fields(models: dict[str, ir.Model], name: str | None) -> Iterator[ir.Field]:
    """The fields of a class, inherited ones included."""
    seen: set[str] = set()
    while name is not None and name in models and name not in seen:
        seen.add(name)
        yield from models[name].fields
        name = models[name].base
