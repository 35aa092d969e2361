"""Operations with what they inherit: parameters, media types, security."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import METHODS, Kind
from swagsmith.check.media import bare_type, is_media_type
from swagsmith.check.structure.misspelt import is_hidden, lacks
from swagsmith.diagnostics import DocumentError
from swagsmith.source import Document, Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from swagsmith.check.walk import Walk

_LOCATIONS: Final = ("query", "header", "path", "formData", "body")


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A parameter as an operation sees it.

    Attributes:
        name: its name.
        location: the value of `in`.
        use: where the list of parameters names it; perhaps a reference.
        node: the parameter object.
    """

    name: str
    location: str
    use: Node
    node: Node

    @property
    def place(self) -> Node:
        """Where the list names it."""
        return self.use.child("name" if "name" in self.use else "$ref")

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it the same parameter; names of headers have no case (RFC 9110, 5.1)."""
        name = self.name.lower() if self.location == "header" else self.name
        return name, self.location


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One method of one path.

    Attributes:
        path: the path template.
        path_node: the path item, under its path.
        method: in lower case.
        node: the operation object.
        parameters: the effective ones: its own, then those of the path item it does not replace.
        complete: whether all its parameters are known; see `ParameterList`.
        root: the document's root.
    """

    path: str
    path_node: Node
    method: str
    node: Node
    parameters: tuple[Parameter, ...]
    complete: bool
    root: Node

    @property
    def id(self) -> str | None:
        """Its `operationId`, if that is a text."""
        return self.node.text("operationId")

    @property
    def label(self) -> str:
        """What people call it."""
        return f"{self.method.upper()} {self.path}"

    def located(self, *locations: str) -> list[Parameter]:
        """The effective parameters in some places."""
        return [p for p in self.parameters if p.location in locations]

    def effective(self, field: str) -> Node | None:
        """The array under `consumes`, `produces`, `schemes` or `security` that applies."""
        for holder in (self.node, self.root):
            if is_array(holder.get(field)):
                return holder.child(field)
        return None

    def media_types(self, field: str) -> list[str]:
        """The effective `consumes` or `produces`, lower case, without parameters."""
        node = self.effective(field)
        types = [media_type.value for media_type in node.elements()] if node else []
        return [bare_type(text) for text in types if isinstance(text, str)]

    def knows(self, field: str) -> bool:
        """Whether its `consumes` or `produces` says something, or nothing.

        One that is misspelt, of the wrong type or holds what is no media type is reported as such;
        what was meant cannot be told.
        """
        for holder in (self.node, self.root):
            if is_hidden(holder, field):
                return False
            if field in holder:
                types = holder.get(field)
                return is_array(types) and all(
                    isinstance(t, str) and is_media_type(t) for t in types
                )
        return True


@dataclass(frozen=True, slots=True, eq=False)
class ParameterList:
    """The parameters one object lists itself, and whether that is all of them.

    One that cannot be resolved, or has no name or no known place, is missing from the list.
    """

    parameters: tuple[Parameter, ...]
    complete: bool


def operations(
    document: Document, walk: Walk, lists: Callable[[Node], ParameterList]
) -> Iterator[Operation]:
    """All operations, in document order. `lists` gives the parameters an object lists itself."""
    for paths in walk.of(Kind.PATHS):
        for path, node in paths.node.items():
            if path.startswith("x-"):
                continue
            for item in _items(document, node):
                inherited = lists(item)
                for method in METHODS:
                    operation = resolved(document, item.child(method)) if method in item else None
                    if operation is None or not is_mapping(operation.value):
                        continue
                    own = lists(operation)
                    parameters = (*own.parameters, *_not_replaced(inherited, own))
                    complete = inherited.complete and own.complete
                    yield Operation(
                        path, node, method, operation, parameters, complete, document.root
                    )


def parameter_list(document: Document, holder: Node) -> ParameterList:
    """The parameters a path item or operation lists itself."""
    uses = holder.child("parameters")
    if uses.value is None:
        return ParameterList((), complete=lacks(holder, "parameters"))
    found: list[Parameter] = []
    for use in uses.elements():
        target = resolved(document, use)
        name, location = (target.text("name"), target.text("in")) if target else (None, None)
        if target is not None and name is not None and location in _LOCATIONS:
            found.append(Parameter(name, location, use, target))
    complete = is_array(uses.value) and len(found) == len(uses.value)
    return ParameterList(tuple(found), complete)


def resolved(document: Document, node: Node) -> Node | None:
    """What a node stands for; None when its reference leads nowhere."""
    try:
        return document.resolve(node)
    except DocumentError:
        return None


def _items(document: Document, node: Node) -> Iterable[Node]:
    """A path item and what its `$ref` adds to it."""
    target = resolved(document, node)
    return [node] if target is None or target is node else [node, target]


def _not_replaced(inherited: ParameterList, own: ParameterList) -> Iterator[Parameter]:
    """The parameters of the path item that the operation does not declare anew."""
    replaced = {parameter.identity for parameter in own.parameters}
    return (p for p in inherited.parameters if p.identity not in replaced)
