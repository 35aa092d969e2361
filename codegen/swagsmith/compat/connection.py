"""The connection file beside a connector's document: who connects, and policies at run time.

`twilio.apiProperties.json` belongs to `twilio.yaml`, and `apiProperties.json` to any document in
its folder, such as `apiDefinition.swagger.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from swagsmith.source import Document, is_mapping
from swagsmith.source.sourcefile import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.source import Node

_NAME: Final = "apiProperties.json"
_OPERATIONS: Final = "x-ms-apimTemplate-operationName"
_SUFFIXES: Final = (".json", ".yaml", ".yml", ".swagger", ".apiDefinition")


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """One policy: something the platform does to requests or answers.

    Attributes:
        node: the policy object.
        template: the id of its template in lower case; the platform knows several spellings.
        operations: the ids of the operations it is for; none when it is for all.
    """

    node: Node
    template: str
    operations: tuple[str, ...]

    @property
    def url(self) -> Node:
        """The address that a policy for the host sets."""
        return self.node.child("parameters").child("x-ms-apimTemplateParameter.urlTemplate")

    def covers(self, operation_id: str | None) -> bool:
        """Whether it acts on an operation."""
        return not self.operations or operation_id in self.operations


class Connection:
    """The content of a connection file."""

    def __init__(self, document: Document) -> None:
        """Takes the file."""
        self.document = document

    @property
    def properties(self) -> Node:
        """The object that holds everything."""
        return self.document.root.child("properties")

    def parameter_lists(self) -> Iterator[tuple[str, Node]]:
        """The connection parameters: one object, or one by its name for each way to sign in."""
        single = self.properties.child("connectionParameters")
        if is_mapping(single.value):
            yield "", single
        for one in self.properties.child("connectionParameterSets").child("values").elements():
            yield one.text("name") or one.key, one.child("parameters")

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """The policies, in order."""
        found = self.properties.child("policyTemplateInstances").elements()
        return tuple(_policy(node) for node in found if is_mapping(node.value))

    def host_policy(self, operation_id: str | None) -> Policy | None:
        """The policy that sets the host for an operation."""
        hosts = (one for one in self.policies if one.template == "dynamichosturl")
        return next((one for one in hosts if one.covers(operation_id)), None)


def _policy(node: Node) -> Policy:
    names = node.child("parameters").child(_OPERATIONS)
    named = (name.value for name in (names, *names.elements()))
    operations = tuple(name for name in named if isinstance(name, str))
    return Policy(node, (node.text("templateId") or "").lower(), operations)


def connection(spec: str | Path) -> Connection | None:
    """The connection file of a document by the document's path; None when there is none.

    Raises:
        DocumentError: it cannot be read, or holds neither JSON nor YAML.
    """
    if str(spec) == "-":
        return None
    for name in (f"{_stem(Path(spec).name)}.{_NAME}", _NAME):
        path = Path(spec).with_name(name)
        if path.is_file():
            return Connection(Document(read(path, str(path)), path))
    return None


def _stem(name: str) -> str:
    """The name of a file without what says of which kind it is."""
    while (suffix := Path(name).suffix) in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name
