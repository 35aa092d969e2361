"""What a document promises of each operation: its statuses, media types and schemas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from swagsmith.fuzz.examples import Examples
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from swagsmith.lower.schema import Schemas
    from swagsmith.source import Document, Node

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, with what the document lets it inherit already filled in.

    Attributes:
        label: method and path, such as "GET /Messages.json".
        method: in upper case.
        path: as in the document.
        consumes: media types of its body; empty where it has none.
        produces: media types of its answers.
        body: the schema of its body parameter, or None.
        examples: the values the document suggests, by place, such as "query.To" or "body.from".
        responses: schema, or None, by declared status ("200", "default").
        has_path_parameters: its path has a variable part.
        secured: the document asks for credentials.
        parameters: keywords of each, by place and name.
        node: itself.
    """

    label: str
    method: str
    path: str
    consumes: tuple[str, ...]
    produces: tuple[str, ...]
    body: Node | None
    examples: Mapping[str, tuple[str | int | float, ...]]
    responses: Mapping[str, Node | None]
    has_path_parameters: bool
    secured: bool
    parameters: Mapping[tuple[str, str], Mapping[str, Any]]
    node: Node

    def schema_of(self, status: int) -> Node | None:
        """The schema of an answer with a status (section Responses Object, `default`)."""
        return self.responses.get(str(status), self.responses.get("default"))


def read_operations(document: Document, schemas: Schemas) -> tuple[Operation, ...]:
    """The operations of a document, in its order. Raises DocumentError for a broken reference."""
    examples = Examples(schemas)
    return tuple(
        _read(document, examples, path, method, item)
        for path, entry in document.root.child("paths").items()
        if not path.startswith("x-")
        for item in (document.resolve(entry),)
        for method in _METHODS
        if method in item
    )


def _read(document: Document, examples: Examples, path: str, method: str, item: Node) -> Operation:
    node = item.child(method)
    parameters = {(p.text("in"), p.text("name")): p for p in _parameters(document, item, node)}
    body = next(
        (p.child("schema") for (place, _), p in parameters.items() if place == "body"), None
    )
    sends = body is not None or any(place == "formData" for place, _ in parameters)
    return Operation(
        label=f"{method.upper()} {path}",
        method=method.upper(),
        path=path,
        consumes=_inherited(document, node, "consumes") if sends else (),
        produces=_inherited(document, node, "produces"),
        body=body,
        examples=_collect(examples, parameters.values()),
        responses={
            status: answer.child("schema") if "schema" in answer else None
            for status, entry in node.child("responses").items()
            if not status.startswith("x-")
            for answer in (document.resolve(entry),)
        },
        has_path_parameters="{" in path,
        parameters={
            (place, name): parameter.value
            for (place, name), parameter in parameters.items()
            if place and name and is_mapping(parameter.value)
        },
        node=node,
        secured=_needs_credentials(
            node.child("security") if "security" in node else document.root.child("security")
        ),
    )


def _needs_credentials(security: Node) -> bool:
    """Whether every alternative of a list of security requirements asks for something."""
    alternatives = list(security.elements())
    return bool(alternatives) and all(item.value for item in alternatives)


def _parameters(document: Document, item: Node, node: Node) -> Iterator[Node]:
    """Those of the path, then those of the operation, which override them by name and place."""
    for holder in (item, node):
        for parameter in holder.child("parameters").elements():
            yield document.resolve(parameter)


def _inherited(document: Document, node: Node, key: str) -> tuple[str, ...]:
    """A list of texts of an operation, else of the document; an empty list is a list."""
    holder = node if key in node else document.root
    return tuple(
        text for item in holder.child(key).elements() if isinstance(text := item.value, str)
    )


def _collect(
    examples: Examples, parameters: Iterable[Node]
) -> dict[str, tuple[str | int | float, ...]]:
    values: dict[str, dict[str | int | float, None]] = {}
    for parameter in parameters:
        for place, value in examples.of_parameter(parameter):
            values.setdefault(place, {})[value] = None
    return {place: tuple(suggested) for place, suggested in values.items()}
