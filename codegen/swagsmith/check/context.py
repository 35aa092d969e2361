"""What rules read: the document, one shared walk over it, and indexes built once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from swagsmith.check import operations, structure
from swagsmith.check.answers import Answer, answers
from swagsmith.check.connection import connection
from swagsmith.check.dynamic import Call, Callers, calls
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack
from swagsmith.check.walk import Site, Use, Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swagsmith.check.connection import Connection
    from swagsmith.check.operations import Operation, ParameterList
    from swagsmith.check.rule import Profile
    from swagsmith.source import Document, Finding, Node

#: Objects that describe a value with `type`, `enum` and the like.
_TYPED: Final = (Kind.SCHEMA, Kind.PARAMETER, Kind.HEADER, Kind.ITEMS)


class Context:
    """The document under check. Rules only read; everything here is computed once, if at all."""

    def __init__(self, document: Document, profile: Profile) -> None:
        """Takes the document and the profile the run is for."""
        self.document = document
        self.profile = profile
        self._lists: dict[int, ParameterList] = {}

    @property
    def is_connector(self) -> bool:
        """Whether the document is for a platform of connectors, which has rules of its own."""
        return Pack.CONNECTOR in self.profile.packs

    @property
    def root(self) -> Node:
        """The root object of the document."""
        return self.document.root

    @cached_property
    def walk(self) -> Walk:
        """Every object of the document."""
        walk = Walk(self.document)
        walk.run()
        return walk

    @cached_property
    def operations(self) -> Sequence[Operation]:
        """Every operation, with what it inherits."""
        return tuple(operations.operations(self.document, self.walk, self.listed))

    @cached_property
    def answers(self) -> Sequence[Answer]:
        """Every response of every operation."""
        return tuple(answers(self.document, self.operations))

    @cached_property
    def structure(self) -> dict[str, list[Finding]]:
        """What breaks the shape of the specification, by the rule it belongs to."""
        return structure.findings(self.document, self.walk)

    @cached_property
    def _faulty(self) -> frozenset[tuple[str, tuple[str, ...]]]:
        found = (finding.node for findings in self.structure.values() for finding in findings)
        return frozenset((node.file, node.tokens) for node in found)

    @property
    def texts(self) -> dict[str, str]:
        """The text of each file of the document, those included that references need."""
        files = self.walk.document.lines
        return {name: lines.text for name, lines in files.items()}

    def is_faulty(self, node: Node) -> bool:
        """Whether a place breaks the shape of the specification, which is reported already."""
        return (node.file, node.tokens) in self._faulty

    @cached_property
    def _by_field(self) -> dict[str, list[Site]]:
        found: dict[str, list[Site]] = {}
        for site in self.walk.of(*_TYPED):
            if site.kind is Kind.PARAMETER and site.node.get("in") == "body":
                continue  # its schema describes the value
            for field in site.node.value:
                found.setdefault(field, []).append(site)
        return found

    def having(self, *fields: str) -> Iterator[Site]:
        """The objects that describe a value and have one of some fields, each once."""
        by_field = self._by_field
        found = {id(site): site for field in fields for site in by_field.get(field, ())}
        return iter(found.values())

    @cached_property
    def by_id(self) -> dict[str, Operation]:
        """The operations by their id; the first of those that share one."""
        found: dict[str, Operation] = {}
        for operation in self.operations:
            if operation.id:
                found.setdefault(operation.id, operation)
        return found

    @cached_property
    def calls(self) -> Sequence[Call]:
        """Every place that names an operation for designers to call."""
        return tuple(calls(self))

    @cached_property
    def callers(self) -> Callers:
        """Which operations use a parameter or a schema."""
        return Callers(self)

    @cached_property
    def connection(self) -> Connection | None:
        """The connection file beside the document, read on the first question."""
        return connection(self.document)

    def listed(self, holder: Node) -> ParameterList:
        """The parameters a path item or operation lists itself."""
        key = id(holder.value)
        if key not in self._lists:
            self._lists[key] = operations.parameter_list(self.document, holder)
        return self._lists[key]

    @property
    def uses(self) -> Sequence[Use]:
        """Every `$ref`."""
        return self.walk.uses

    def sites(self, *kinds: Kind) -> Sequence[Site]:
        """Every object of some kinds."""
        return tuple(self.walk.of(*kinds))

    def resolved(self, node: Node) -> Node | None:
        """What a node stands for; None when its reference leads nowhere."""
        return operations.resolved(self.document, node)
