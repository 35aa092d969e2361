"""The connection file beside a connector's document: who connects, and policies at run time.

`twilio.apiProperties.json` belongs to `twilio.yaml`, and `apiProperties.json` to any document in
its folder, such as `apiDefinition.swagger.json`; so it is with a script, `script.csx`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from swagsmith.diagnostics import DocumentError
from swagsmith.source import Node, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.source import Document

_PROPERTIES: Final = "apiProperties.json"
_SCRIPT: Final = "script.csx"
_OPERATIONS: Final = "x-ms-apimTemplate-operationName"
_SUFFIXES: Final = (".json", ".yaml", ".yml", ".swagger", ".apiDefinition")


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """One policy: something the platform does to requests or answers.

    Attributes:
        node: the policy object.
        template: the id of its template in lower case; the platform knows several spellings.
        operations: the operations it names.
    """

    node: Node
    template: str
    operations: tuple[Node, ...]

    @property
    def parameters(self) -> Node:
        """What the template is filled with."""
        return self.node.child("parameters")

    @property
    def everywhere(self) -> bool:
        """Whether it names no operations, and so is for all."""
        return not self.operations

    def covers(self, operation_id: str | None) -> bool:
        """Whether it acts on an operation."""
        return self.everywhere or any(node.value == operation_id for node in self.operations)


class Connection:
    """The content of a connection file."""

    def __init__(self, root: Node, problem: str | None, *, script: bool) -> None:
        """Takes the file's content, why it cannot be read if it cannot, and if there is a script."""
        self.root = root
        self.problem = problem
        self.script = script

    @property
    def properties(self) -> Node:
        """The object that holds everything."""
        return self.root.child("properties")

    @cached_property
    def parameter_lists(self) -> tuple[Node, ...]:
        """The connection parameters: one object, or one for each way to sign in."""
        sets = self.properties.child("connectionParameterSets").child("values")
        found = [self.properties.child("connectionParameters")]
        found += [each.child("parameters") for each in sets.elements()]
        return tuple(node for node in found if is_mapping(node.value))

    def parameters(self) -> Iterator[Node]:
        """Every connection parameter."""
        return (node for found in self.parameter_lists for node in found.members())

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """The policies, in order."""
        found = self.properties.child("policyTemplateInstances").elements()
        return tuple(_policy(node) for node in found if is_mapping(node.value))

    def script_operations(self) -> Iterator[Node]:
        """The ids of the operations that the script is for; none when it is for all."""
        yield from self.properties.child("scriptOperations").elements()

    def scripted(self, operation_id: str | None) -> bool:
        """Whether the script handles an operation."""
        named = [node.value for node in self.script_operations()]
        return operation_id in named if named else self.script


def _policy(node: Node) -> Policy:
    names = node.child("parameters").child(_OPERATIONS)
    named = [*names.elements()] if not isinstance(names.value, str) else [names]
    return Policy(node, (node.text("templateId") or "").lower(), tuple(named))


def connection(document: Document) -> Connection | None:
    """The connection file of a document; None when there is none."""
    stem = _stem(document.root.file)
    name = _first(document, f"{stem}.{_PROPERTIES}", _PROPERTIES)
    if name is None:
        return None
    script = _first(document, f"{stem}.{_SCRIPT}", _SCRIPT) is not None
    try:
        return Connection(document.beside(name), None, script=script)
    except DocumentError as error:
        found = error.diagnostics[0]
        return Connection(Node(None, found.span.file), found.message, script=script)


def _first(document: Document, *names: str) -> str | None:
    return next((name for name in names if document.has_beside(name)), None)


def _stem(file: str) -> str:
    """The name of a file without what says of which kind it is."""
    name = PurePath(file).name
    while (suffix := PurePath(name).suffix) in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name
