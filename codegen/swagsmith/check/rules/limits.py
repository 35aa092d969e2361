"""How much of everything the platform of connectors takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check import reach
from swagsmith.check.rule import Pack, rule
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation
    from swagsmith.source import Node

_MOST_OPERATIONS: Final = 256
_MOST_IN_BODY: Final = 512
_MOST_IN_OPERATION: Final = 16_384
#: From which part of a limit on it is mentioned.
_NEAR: Final = 0.8


@rule("ms-limits", Severity.ERROR, Pack.CONNECTOR)
def ms_limits(context: Context) -> Iterator[Finding]:
    """The document has more operations, or a body more schemas, than the platform takes.

    ## Why
    It is refused at upload, without a line number: above 256 operations, 512 schemas in a body or
    16,384 in an operation, each reference counted as what it stands for. From four fifths of a
    limit on there is a warning.

    ## Bad
    ```yaml
    x-cell: &cell {type: object, properties: {a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}}}
    x-row: &row
      type: object
      properties: {a: *cell, b: *cell, c: *cell, d: *cell, e: *cell, f: *cell, g: *cell}
    paths:
      /sheet:
        get:
          responses:
            "200":
              description: The sheet.
              schema:
                type: object
                properties: {a: *row, b: *row, c: *row, d: *row, e: *row, f: *row, g: *row, h: *row}
    ```

    ## Good
    ```yaml
    x-cell: &cell {type: object}
    paths:
      /row:
        get:
          responses:
            "200":
              description: A row.
              schema: {type: object, properties: {a: *cell, b: *cell, c: *cell}}
    ```
    """
    number = len(context.operations)
    paths = context.root.child("paths")
    yield from _limit(paths, "the document", number, "operations", _MOST_OPERATIONS)
    sizes: dict[int, int] = {}
    done: set[int] = set()
    for operation in context.operations:
        total = 0
        for schema in _schemas(context, operation):
            size = _size(context, schema, sizes)
            total += size
            if id(schema.value) not in done:
                done.add(id(schema.value))
                yield from _limit(schema, "this body", size, "schemas", _MOST_IN_BODY)
        yield from _limit(operation.node, operation.label, total, "schemas", _MOST_IN_OPERATION)


def _limit(node: Node, what: str, number: int, unit: str, most: int) -> Iterator[Finding]:
    if number > most:
        message = f"{what} has {number} {unit}; the platform takes {most}"
        yield Finding(node, message, key=True)
    elif number >= most * _NEAR:
        message = f"{what} has {number} {unit}, close to the {most} that the platform takes"
        yield Finding(node, message, key=True, severity=Severity.WARNING)


def _schemas(context: Context, operation: Operation) -> Iterator[Node]:
    """The schemas of the request and of every response."""
    roots = [*reach.bodies([operation])]
    for _, _, response in reach.responses(context.document, operation):
        if "schema" in response:
            roots.append(response.child("schema"))
    for root in roots:
        schema = context.resolved(root)
        if schema is not None and is_mapping(schema.value):
            yield schema


def _size(context: Context, schema: Node, sizes: dict[int, int]) -> int:
    """How many schemas one is made of, itself included; what contains itself counts once."""
    waiting: list[tuple[Node, list[Node]]] = [(schema, _parts(context, schema))]
    started = {id(schema.value)}
    while waiting:
        node, rest = waiting[-1]
        while rest:
            part = rest.pop()
            if id(part.value) not in started and id(part.value) not in sizes:
                started.add(id(part.value))
                waiting.append((part, _parts(context, part)))
                break
        else:
            waiting.pop()
            parts = _parts(context, node)
            sizes[id(node.value)] = 1 + sum(sizes.get(id(part.value), 1) for part in parts)
    return sizes[id(schema.value)]


def _parts(context: Context, schema: Node) -> list[Node]:
    found = [context.resolved(part) for part in reach.parts(schema)]
    return [part for part in found if part is not None and is_mapping(part.value)]
