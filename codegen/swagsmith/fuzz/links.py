"""Which operation gives what another one needs: what is created or listed can be fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from swagsmith.source import Node, escape, is_mapping, unescape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swagsmith.fuzz.operations import Operation
    from swagsmith.lower.schema import Schema, Schemas

#: "/Messages/{MessageId}.json" is an item of "/Messages.json"
_ITEM: Final = re.compile(r"GET (?P<path>/.+)/\{(?P<parameter>[^/{}]+)\}(?P<suffix>\.[A-Za-z]+)?")
_VARIABLE: Final = re.compile(r"\{([^/{}]+)\}")
_KEYS: Final = ("id", "sid", "uuid", "guid", "key", "name")


@dataclass(frozen=True, slots=True)
class Link:
    """An answer of one operation holds the path parameters of another.

    Attributes:
        source: label of the operation that answers.
        status: of that answer.
        target: label of the operation that takes the parameters.
        parameters: runtime expression (OpenAPI 3, section Runtime Expressions) by parameter name.
    """

    source: str
    status: str
    target: str
    parameters: dict[str, str]


def find_links(schemas: Schemas, operations: Iterable[Operation]) -> Iterator[Link]:
    """Links from `/things` to `GET /things/{thingId}`.

    They hold where the answer of `/things` is such a thing (POST) or has an array of them (GET),
    and one property of it is the path parameter, by its name.
    """
    by_label = {operation.label: operation for operation in operations}
    for label, operation in by_label.items():
        match = _ITEM.fullmatch(label)
        _, item = _success(operation)
        if match is None or item is None:
            continue
        thing = schemas.read(item)
        key = _key(thing, match["parameter"])
        collection = f"{match['path']}{match['suffix'] or ''}"
        passed_on = {name: f"$request.path.{name}" for name in _VARIABLE.findall(collection)}
        for method in ("POST", "PUT", "GET"):
            status, answer = _success(by_label.get(f"{method} {collection}"))
            place = None if answer is None else _place(schemas, schemas.read(answer), thing)
            if key is not None and place is not None:
                own = f"$response.body#{place}/{escape(key)}"
                yield Link(
                    f"{method} {collection}", status, label, {**passed_on, match["parameter"]: own}
                )


def add_links(data: dict[str, Any], links: Iterable[Link]) -> None:
    """Writes links into a bundled document, as the `x-links` that the generator understands."""
    for number, link in enumerate(links):
        method, _, path = link.source.partition(" ")
        answers = data["paths"][path].get(method.lower(), {}).get("responses", {})
        answer: Any = answers.get(link.status)
        while is_mapping(answer) and "$ref" in answer:
            answer = _at(data, answer["$ref"])
        if not is_mapping(answer):
            continue
        method, _, path = link.target.partition(" ")
        definition = {
            "operationRef": f"#/paths/{escape(path)}/{method.lower()}",
            "parameters": link.parameters,
        }
        added = {**answer.get("x-links", {}), f"swagsmith{number}": definition}
        # A copy of its own: other operations that share the answer do not share the link.
        answers[link.status] = {**answer, "x-links": added}


def _success(operation: Operation | None) -> tuple[str, Node | None]:
    """The first declared success of an operation that has a schema."""
    for status, schema in () if operation is None else operation.responses.items():
        if status.startswith("2") and schema is not None:
            return status, schema
    return "", None


def _key(thing: Schema, parameter: str) -> str | None:
    """The property that a path parameter takes: its namesake, else its `id`."""
    wanted = parameter.replace("_", "").casefold()
    names = {name.replace("_", "").casefold(): name for name in thing.properties}
    fitting = (names[name] for name in names if name == wanted)
    ending = (names[name] for name in _KEYS if name in names and wanted.endswith(name))
    usual = (names[name] for name in _KEYS if name in names)
    return next((name for candidates in (fitting, ending, usual) for name in candidates), None)


def _place(schemas: Schemas, answer: Schema, thing: Schema) -> str | None:
    """The JSON pointer of a thing in an answer: itself, or the first element of an array."""
    if answer.node == thing.node:
        return ""
    if answer.items is not None and schemas.read(answer.items).node == thing.node:
        return "/0"
    for name, node in answer.properties.items():
        items = schemas.read(node).items
        if items is not None and schemas.read(items).node == thing.node:
            return f"/{escape(name)}/0"
    return None


def _at(data: dict[str, Any], reference: str) -> Any:
    value: Any = data
    for token in reference.removeprefix("#/").split("/"):
        value = value[unescape(token)]
    return value
