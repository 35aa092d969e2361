"""Where in an answer designers look for the entries of a list, or for a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check import reach
from swagsmith.check.dynamic import Known, member
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import did_you_mean
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

#: By extension: the path of the collection, and the paths of an entry's parts.
_LISTS: Final = {
    "x-ms-dynamic-values": ("value-collection", ("value-path", "value-title")),
    "x-ms-dynamic-list": ("itemsPath", ("itemValuePath", "itemTitlePath")),
    "x-ms-dynamic-tree": ("itemsPath", ("itemValuePath", "itemTitlePath", "itemFullTitlePath")),
}
#: By extension: the path of a schema within the answer.
_SCHEMAS: Final = {
    "x-ms-dynamic-schema": "value-path",
    "x-ms-dynamic-properties": "itemValuePath",
}
_NEEDY: Final = (*_SCHEMAS, "x-ms-dynamic-values", "x-ms-dynamic-list")


@rule("ms-dynamic-paths", Severity.ERROR, Pack.CONNECTOR)
def ms_dynamic_paths(context: Context) -> Iterator[Finding]:
    """A path of a dynamic list or schema leads to nothing in the answer of the called operation.

    ## Why
    The list stays empty. The collection is an array in the success response; the paths of value
    and title lead to properties of its elements.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          operationId: ListWidgets
          parameters:
            - name: kind
              in: query
              type: string
              x-ms-dynamic-values: {operationId: ListKinds, value-collection: items, value-path: id}
          responses: {"200": {description: All widgets.}}
      /kinds:
        get:
          operationId: ListKinds
          responses:
            "200":
              description: All kinds.
              schema:
                type: object
                properties:
                  kinds:
                    type: array
                    items: {type: object, properties: {id: {type: string}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          operationId: ListWidgets
          parameters:
            - name: kind
              in: query
              type: string
              x-ms-dynamic-values: {operationId: ListKinds, value-collection: kinds, value-path: id}
          responses: {"200": {description: All widgets.}}
      /kinds:
        get:
          operationId: ListKinds
          responses:
            "200":
              description: All kinds.
              schema:
                type: object
                properties:
                  kinds:
                    type: array
                    items: {type: object, properties: {id: {type: string}}}
    ```
    """
    for call in context.calls:
        called = context.by_id.get(str(call.name.value))
        response = reach.success(context.document, called) if called is not None else None
        if response is None:
            continue
        schema = response.child("schema")
        if "schema" not in response:
            if call.key in _NEEDY:
                message = f"the answer of `{call.name.value}` has no schema to look in"
                yield Finding(call.name, message, related=(("the answer", response),))
        elif call.key in _LISTS:
            yield from _list(context, call.key, call.node, schema)
        elif call.key in _SCHEMAS:
            path = call.node.child(_SCHEMAS[call.key])
            if _lead(context, schema, path)[0] is Known.NO:
                yield _nothing(context, schema, path, call.node)


def _list(context: Context, key: str, call: Node, schema: Node) -> Iterator[Finding]:
    collection, entries = _LISTS[key]
    path = call.child(collection)
    known, items = _lead(context, schema, path)
    if known is Known.NO:
        yield _nothing(context, schema, path, call)
        return
    target = context.resolved(items) if known is Known.YES else None
    if target is None or not ("type" in target or "properties" in target or "items" in target):
        return
    if target.get("type", "array") != "array" or "properties" in target:
        what = f"`{path.value}` of the answer" if path.value else "the answer"
        at = path if path.value is not None else call
        message = f"{what} of `{call.get('operationId')}` is no array"
        arrays = _arrays(context, target)
        advice = did_you_mean(str(path.value), arrays) if path.value else None
        advice = advice or (f"write `{collection}: {arrays[0]}`" if len(arrays) == 1 else None)
        yield Finding(at, message, advice, key=None if path.value is not None else True)
        return
    for entry in entries:
        inner = call.child(entry)
        if _lead(context, target.child("items"), inner)[0] is Known.NO:
            yield _nothing(context, target.child("items"), inner, call)


def _lead(context: Context, schema: Node, path: Node) -> tuple[Known, Node]:
    """Where a path leads: a name as it is, or names with slashes or dots between them."""
    text = path.value
    if text is None or text == "":
        return Known.YES, schema
    if not isinstance(text, str):
        return Known.NO, schema
    results = [_steps(context, schema, text.split(mark)) for mark in ("\0", "/", ".")]
    for wanted in (Known.YES, Known.OPEN):
        found = next((result for result in results if result[0] is wanted), None)
        if found is not None:
            return found
    return results[0]


def _steps(context: Context, schema: Node, steps: list[str]) -> tuple[Known, Node]:
    for step in steps:
        known, schema = member(context, schema, step)
        if known is not Known.YES:
            return known, schema
    return Known.YES, schema


def _nothing(context: Context, schema: Node, path: Node, call: Node) -> Finding:
    names = reach.properties(context.document, schema)
    message = f"`{path.value}` leads to nothing in the answer of `{call.get('operationId')}`"
    related = (("the answer", schema),)
    return Finding(path, message, did_you_mean(str(path.value), names), related)


def _arrays(context: Context, schema: Node) -> list[str]:
    found: list[str] = []
    for name, use in reach.properties(context.document, schema).items():
        target = context.resolved(use)
        if target is not None and target.get("type") == "array":
            found.append(name)
    return found
