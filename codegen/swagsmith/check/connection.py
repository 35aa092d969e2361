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
from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swagsmith.source import Document

#: What is known to stand in a connection file.
FIELDS: Final = (
    "iconBrandColor",
    "capabilities",
    "connectionParameters",
    "connectionParameterSets",
    "policyTemplateInstances",
    "scriptOperations",
    "publisher",
    "stackOwner",
)
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
        operations: where it names operations.
        names: the ids of these; none when it is for all.
    """

    node: Node
    template: str
    operations: tuple[Node, ...]
    names: frozenset[str]

    @property
    def parameters(self) -> Node:
        """What the template is filled with."""
        return self.node.child("parameters")

    @property
    def url(self) -> Node:
        """The address that a policy for the host sets."""
        return self.parameters.child("x-ms-apimTemplateParameter.urlTemplate")

    def covers(self, operation_id: str | None) -> bool:
        """Whether it acts on an operation."""
        return not self.operations or operation_id in self.names


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
        return _meant(self.root, "properties")

    def field(self, name: str) -> Node:
        """A field of the file, or the one that is meant: that it is misspelt is said once."""
        return _meant(self.properties, name)

    @cached_property
    def parameter_lists(self) -> dict[str, Node]:
        """The connection parameters: one object under "", or one by its name for each way to sign in."""
        found = {"": self.field("connectionParameters")}
        for one in self.field("connectionParameterSets").child("values").elements():
            found[one.text("name") or one.key] = one.child("parameters")
        return {name: node for name, node in found.items() if is_mapping(node.value)}

    def parameters(self) -> Iterator[Node]:
        """Every connection parameter."""
        return (node for found in self.parameter_lists.values() for node in found.members())

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """The policies, in order."""
        found = self.field("policyTemplateInstances").elements()
        return tuple(_policy(node) for node in found if is_mapping(node.value))

    def host_policy(self, operation_id: str | None) -> Policy | None:
        """The policy that sets the host for an operation."""
        hosts = (one for one in self.policies if one.template == "dynamichosturl")
        return next((one for one in hosts if one.covers(operation_id)), None)

    def script_operations(self) -> Iterator[Node]:
        """The ids of the operations that the script is for; none when it is for all."""
        yield from self.field("scriptOperations").elements()

    @cached_property
    def _scripted(self) -> frozenset[str]:
        return _texts(self.script_operations())

    def scripted(self, operation_id: str | None) -> bool:
        """Whether the script handles an operation."""
        return operation_id in self._scripted if self._scripted else self.script

    @cached_property
    def _covered(self) -> dict[str, set[str | None]]:
        """By template: the operations its policies name, and None where one is for all."""
        found: dict[str, set[str | None]] = {}
        for policy in self.policies:
            names: Iterable[str | None] = policy.names if policy.operations else (None,)
            found.setdefault(policy.template, set()).update(names)
        return found

    def acts(self, template: str, operation_id: str | None) -> bool:
        """Whether a policy of a template acts on an operation."""
        covered = self._covered.get(template, set())
        return None in covered or operation_id in covered


def _meant(holder: Node, name: str) -> Node:
    if name not in holder:
        name = closest(name, [key for key in holder.names() if key not in FIELDS]) or name
    return holder.child(name)


def _policy(node: Node) -> Policy:
    names = node.child("parameters").child(_OPERATIONS)
    named = [*names.elements()] if not isinstance(names.value, str) else [names]
    template = (node.text("templateId") or "").lower()
    return Policy(node, template, tuple(named), _texts(named))


def _texts(nodes: Iterable[Node]) -> frozenset[str]:
    return frozenset(node.value for node in nodes if isinstance(node.value, str))


def load_connection(document: Document) -> Connection | None:
    """The connection file of a document; None when there is none.

    Raises:
        DocumentError: it cannot be read, or holds neither JSON nor YAML.
    """
    stem = _stem(document.root.file)
    name = _first(document, f"{stem}.{_PROPERTIES}", _PROPERTIES)
    if name is None:
        return None
    return Connection(document.beside(name), None, script=_has_script(document))


def connection(document: Document) -> Connection | None:
    """The same, where a file that cannot be read says so itself (`Connection.problem`)."""
    try:
        return load_connection(document)
    except DocumentError as error:
        found = error.diagnostics[0]
        root = Node(None, found.span.file)
        return Connection(root, found.message, script=_has_script(document))


def _has_script(document: Document) -> bool:
    return _first(document, f"{_stem(document.root.file)}.{_SCRIPT}", _SCRIPT) is not None


def _first(document: Document, *names: str) -> str | None:
    return next((name for name in names if document.has_beside(name)), None)


def _stem(file: str) -> str:
    """The name of a file without what says of which kind it is."""
    name = PurePath(file).name
    while (suffix := PurePath(name).suffix) in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name
