"""One of the two documents: its operations with what they inherit, its schemas, its client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from swagsmith.check import operations
from swagsmith.check.connection import load_connection
from swagsmith.check.grammar import Kind
from swagsmith.check.walk import Site, Walk
from swagsmith.compat.schema import Schemas
from swagsmith.diagnostics import DocumentError

if TYPE_CHECKING:
    from swagsmith.check.operations import Operation, ParameterList
    from swagsmith.ir import api as ir
    from swagsmith.source import Document, Node

#: Azure keeps paths that differ by their query alone in an object of its own.
_HOLDERS: Final = ("paths", "x-ms-paths")


class Version:
    """A document as the comparison reads it. Nothing is computed before it is asked for."""

    def __init__(self, document: Document) -> None:
        """Takes the document; the connection file beside it is read, if there is one.

        Raises:
            DocumentError: that file cannot be read.
        """
        self.document = document
        self.connection = load_connection(document)
        self.schemas = Schemas(document)
        self._lists: dict[int, ParameterList] = {}

    @property
    def root(self) -> Node:
        """The root object."""
        return self.document.root

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation, with what it inherits."""
        holders = [Site(Kind.PATHS, self.root.child(name)) for name in _HOLDERS]
        walk = Walk(self.document, {Kind.PATHS: holders})
        return tuple(operations.operations(self.document, walk, self._listed))

    def _listed(self, holder: Node) -> ParameterList:
        key = id(holder.value)
        if key not in self._lists:
            self._lists[key] = operations.parameter_list(self.document, holder)
        return self._lists[key]

    @cached_property
    def _lowered(self) -> ir.Api | DocumentError:
        from swagsmith.lower import lower  # noqa: PLC0415 -- only an old document that differs needs it

        try:
            return lower(self.document).api
        except DocumentError as error:
            return error

    @property
    def api(self) -> ir.Api | None:
        """The API of the emitted client; None where none can be emitted."""
        return None if isinstance(self._lowered, DocumentError) else self._lowered

    @property
    def refusal(self) -> DocumentError | None:
        """Why no client can be emitted."""
        return self._lowered if isinstance(self._lowered, DocumentError) else None

    @cached_property
    def _emitted(self) -> dict[tuple[str, str], ir.Operation]:
        found = self.api.operations if self.api else ()
        return {(one.place.file, one.place.pointer): one for one in found}

    def emitted(self, operation: Operation) -> ir.Operation | None:
        """An operation as the client has it."""
        return self._emitted.get((operation.node.file, operation.node.pointer))
