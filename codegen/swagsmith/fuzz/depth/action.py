"""An operation as something that can be sent: its parameters and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swagsmith.source import is_array

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from swagsmith.fuzz.operations import Operation
    from swagsmith.source import Document, Node

_METHODS: Final = ("get", "put", "post", "delete", "patch")
_PAGING: Final = ("x-swagsmith-paging", "x-ms-pageable")


@dataclass(frozen=True, slots=True)
class Action:
    """One operation.

    Attributes:
        operation: what the document promises of it.
        operation_id: its `operationId`, or "".
        method: in upper case.
        path: template, as in the document.
        parameters: resolved parameters by place ("query", "path", "header", "formData", "body")
            and name.
        paging: what its extension about pages says; the value None where it has none.
    """

    operation: Operation
    operation_id: str
    method: str
    path: str
    parameters: Mapping[tuple[str, str], Node]
    paging: Node

    @property
    def label(self) -> str:
        """Method and path."""
        return self.operation.label

    @property
    def success(self) -> Node | None:
        """The schema of its first declared success that has one."""
        for status, schema in self.operation.responses.items():
            if status.startswith("2") and schema is not None:
                return schema
        return None

    def named(self, place: str) -> dict[str, Node]:
        """The parameters in a place, by name."""
        return {name: node for (where, name), node in self.parameters.items() if where == place}


def read_actions(document: Document, operations: tuple[Operation, ...]) -> dict[str, Action]:
    """The operations that can be sent, by label. Raises DocumentError for a broken reference."""
    known = {operation.label: operation for operation in operations}
    actions: dict[str, Action] = {}
    for path, entry in document.root.child("paths").items():
        item = document.resolve(entry)
        for method in _METHODS:
            operation = known.get(f"{method.upper()} {path}")
            if operation is None or not path.startswith("/"):
                continue
            node = item.child(method)
            if not all(is_array(holder.get("parameters", [])) for holder in (item, node)):
                continue  # what it takes is not known
            parameters = {
                (p.text("in") or "", p.text("name") or ""): p
                for p in _parameters(document, item, node)
            }
            actions[operation.label] = Action(
                operation,
                node.text("operationId") or "",
                method.upper(),
                path,
                parameters,
                node.child(next((name for name in _PAGING if name in node), _PAGING[0])),
            )
    return actions


def _parameters(document: Document, item: Node, node: Node) -> Iterator[Node]:
    for holder in (item, node):
        for parameter in holder.child("parameters").elements():
            yield document.resolve(parameter)
