"""Which schemas an operation sends and which it answers with: everything a schema leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.operations import resolved
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from swagsmith.check.operations import Operation
    from swagsmith.source import Document, Node

    Enter = Callable[[Node], bool]


def schemas(
    document: Document, roots: Iterable[Node], enter: Enter = lambda _: True
) -> Iterator[Node]:
    """Every schema that some lead to, each once: its parts, and what references stand for.

    `enter` is asked about each part as it is written, perhaps a reference.
    """
    waiting = [*roots]
    waiting.reverse()
    seen: set[int] = set()
    while waiting:
        schema = resolved(document, waiting.pop())
        if schema is None or not is_mapping(schema.value) or id(schema.value) in seen:
            continue
        seen.add(id(schema.value))
        yield schema
        waiting += [part for part in reversed([*parts(schema)]) if enter(part)]


def parts(schema: Node) -> Iterator[Node]:
    """The schemas a schema holds: properties, elements, members of `allOf`, further properties."""
    value = schema.value
    if "properties" in value:
        yield from schema.child("properties").members()
    if "items" in value:
        yield schema.child("items")
    if "allOf" in value:
        yield from schema.child("allOf").elements()
    if "additionalProperties" in value:
        yield schema.child("additionalProperties")


def properties(document: Document, schema: Node) -> dict[str, Node]:
    """The properties of a schema by name, those that come through `allOf` included."""
    found: dict[str, Node] = {}
    for part in _composed(document, schema):
        for name, node in part.child("properties").items():
            found.setdefault(name, node)
    return found


def is_open(document: Document, schema: Node) -> bool:
    """Whether a schema may have properties that it does not declare, or is not known at all."""
    found = [*_composed(document, schema)]
    declared = any("properties" in part for part in found)
    return not declared or any(
        is_mapping(part.get("additionalProperties"))
        or part.get("additionalProperties") is True
        or any(key in part for key in ("x-ms-dynamic-schema", "x-ms-dynamic-properties"))
        for part in found
    )


def required(document: Document, schema: Node) -> set[str]:
    """The names of the required properties of a schema."""
    return {
        name.value
        for part in _composed(document, schema)
        for name in part.child("required").elements()
        if isinstance(name.value, str)
    }


def _composed(document: Document, schema: Node) -> Iterator[Node]:
    """A schema and the members of its `allOf`, references followed."""
    waiting, seen = [schema], set[int]()
    while waiting:
        part = resolved(document, waiting.pop())
        if part is None or not is_mapping(part.value) or id(part.value) in seen:
            continue
        seen.add(id(part.value))
        yield part
        waiting += reversed([*part.child("allOf").elements()])


def responses(document: Document, operation: Operation) -> Iterator[tuple[str, Node, Node]]:
    """The responses of an operation: code, as written, and what that stands for."""
    holder = resolved(document, operation.node.child("responses"))
    for code, use in holder.items() if holder else ():
        response = None if code.startswith("x-") else resolved(document, use)
        if response is not None and is_mapping(response.value):
            yield code, use, response


def bodies(operations: Iterable[Operation]) -> Iterator[Node]:
    """The schemas of all request bodies, as written."""
    for operation in operations:
        for parameter in operation.located("body"):
            if "schema" in parameter.node:
                yield parameter.node.child("schema")


def answers(document: Document, operations: Iterable[Operation]) -> Iterator[Node]:
    """The schemas of all success responses, and of what webhooks hand over."""
    for operation in operations:
        for _, _, response in _successes(document, operation):
            if "schema" in response:
                yield response.child("schema")
        content = operation.path_node.child("x-ms-notification-content")
        if "schema" in content:
            yield content.child("schema")


def success(document: Document, operation: Operation) -> Node | None:
    """The response that designers show: the first success that has a schema, else the first."""
    found = sorted(
        (code, index, response)
        for index, (code, _, response) in enumerate(_successes(document, operation))
    )
    with_schema = [response for _, _, response in found if "schema" in response]
    return next(iter(with_schema or [response for _, _, response in found]), None)


def _successes(document: Document, operation: Operation) -> list[tuple[str, Node, Node]]:
    return [r for r in responses(document, operation) if len(r[0]) == 3 and r[0].startswith("2")]
