"""Triggers: operations that start a flow, by polling or by a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check import reach
from swagsmith.check.extensions import extension, has_extension, is_meant_internal
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import ARTICLES, did_you_mean, json_type, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation
    from swagsmith.source import Node

_TRIGGER: Final = "x-ms-trigger"
_KINDS: Final = ("single", "batch")
_CONTENT: Final = "x-ms-notification-content"
_URL: Final = "x-ms-notification-url"


@rule("ms-trigger", Severity.ERROR, Pack.CONNECTOR)
def ms_trigger(context: Context) -> Iterator[Finding]:
    """A trigger is neither single nor batch, or its answer does not fit what it is.

    ## Why
    The flow never starts, or starts once for many. A polled batch answers an array, or an object
    with the array that a `pollingtrigger` policy names; a polled single answers an object.

    ## Bad
    ```yaml
    paths:
      /widgets/new:
        get:
          x-ms-trigger: batch
          responses:
            "200":
              description: The new widgets.
              schema: {type: object, properties: {id: {type: string}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets/new:
        get:
          x-ms-trigger: batch
          responses:
            "200":
              description: The new widgets.
              schema:
                type: array
                items: {type: object, properties: {id: {type: string}}}
    ```
    """
    for operation in context.operations:
        trigger = operation.node.child(_TRIGGER)
        if _TRIGGER not in operation.node:
            continue
        if trigger.value not in _KINDS:
            value = trigger.value
            what = shown(value) if isinstance(value, str) else ARTICLES[json_type(value)]
            message = f"`{_TRIGGER}` is {listed(_KINDS)}; this is {what}"
            yield Finding(trigger, message, did_you_mean(str(value), _KINDS))
        elif not _is_webhook(operation):
            yield from _answer(context, operation, trigger)


def _is_webhook(operation: Operation) -> bool:
    return has_extension(operation.path_node, _CONTENT) or has_extension(operation.node, _CONTENT)


def _answer(context: Context, operation: Operation, trigger: Node) -> Iterator[Finding]:
    """Whether what a polled trigger answers fits it."""
    response = reach.success(context.document, operation)
    schema = context.resolved(response.child("schema")) if response is not None else None
    if schema is None or not is_mapping(schema.value):
        return
    kind = schema.get("type", "object" if "properties" in schema else None)
    related = (("the answer", schema),)
    what = ARTICLES.get(str(kind), "something else")
    if trigger.value == "single":
        if kind == "array":
            message = f"{operation.label} is a single trigger, but answers {what}"
            yield Finding(trigger, message, "write `batch`", related)
    elif kind not in (None, "array", "object") or (
        kind == "object" and not _has_collection(context, operation, schema)
    ):
        message = f"{operation.label} is a batch trigger, but answers {what}"
        yield Finding(trigger, message, "answer an array", related)


def _has_collection(context: Context, operation: Operation, schema: Node) -> bool:
    """Whether an answer holds an array, and the policy that polls names it as far as we know."""
    members = reach.properties(context.document, schema).values()
    resolved = [context.resolved(member) for member in members]
    if not any(member is not None and member.get("type") == "array" for member in resolved):
        return reach.is_open(context.document, schema)
    if context.connection is None:
        return "x-ms-trigger-metadata" in operation.node
    return context.connection.acts("pollingtrigger", operation.id)


@rule("ms-webhook", Severity.ERROR, Pack.CONNECTOR)
def ms_webhook(context: Context) -> Iterator[Finding]:
    """A webhook trigger does not take the platform's address, or does not say what it will send.

    ## Why
    The platform puts its address into the property of the body with `x-ms-notification-url: true`.
    That is a text, required all the way from the body, and hidden from makers. What arrives there
    is described by `x-ms-notification-content`, beside the methods of the path.

    ## Bad
    ```yaml
    paths:
      /hooks:
        x-ms-notification-content: {schema: {type: object}}
        post:
          x-ms-trigger: single
          parameters:
            - name: hook
              in: body
              required: true
              schema:
                type: object
                properties:
                  url: {type: string, x-ms-notification-url: true, x-ms-visibility: internal}
          responses: {"201": {description: Subscribed.}}
    ```

    ## Good
    ```yaml
    paths:
      /hooks:
        x-ms-notification-content: {schema: {type: object}}
        post:
          x-ms-trigger: single
          parameters:
            - name: hook
              in: body
              required: true
              schema:
                type: object
                required: [url]
                properties:
                  url: {type: string, x-ms-notification-url: true, x-ms-visibility: internal}
          responses: {"201": {description: Subscribed.}}
    ```
    """
    if not any(_URL in site.node or _CONTENT in site.node for site in context.sites(*_HOLDERS)):
        return
    done: set[int] = set()
    for operation in context.operations:
        content = operation.node.child(_CONTENT)
        if _CONTENT in operation.node:
            message = f"`{_CONTENT}` stands on the operation"
            yield Finding(content, message, "move it up, beside the methods of the path", key=True)
        fields = [*_addresses(context, operation)]
        if fields and not _is_webhook(operation):
            message = f"{operation.label} takes a callback address and has no `{_CONTENT}`"
            yield Finding(operation.node, message, "say beside the method what will arrive there")
        if not fields and _is_webhook(operation) and _TRIGGER in operation.node:
            message = f"{operation.label} has no property with `{_URL}: true` in its body"
            yield Finding(operation.node, message)
        for way in fields:
            # A shared schema is looked at once.
            if id(way[-1][0].value) not in done:
                done.add(id(way[-1][0].value))
                yield from _address(context, way)


_HOLDERS: Final = (Kind.SCHEMA, Kind.PATH_ITEM, Kind.OPERATION, Kind.PARAMETER)
#: The way from a body to a property: each part as written, and whether it is required there.
_Way = list[tuple["Node", bool]]


def _addresses(context: Context, operation: Operation) -> Iterator[_Way]:
    """The properties of the body that take a callback address, with the way to them."""
    for parameter in operation.located("body"):
        start = (parameter.node.child("schema"), True)
        yield from _search(context, [(parameter.node, True), start])
    for parameter in operation.located("query", "header", "formData"):
        if extension(parameter.node, _URL).value is True:
            yield [(parameter.node, parameter.node.get("required") is True)]


def _search(context: Context, start: _Way) -> Iterator[_Way]:
    waiting, seen = [start], set[int]()
    while waiting:
        way = waiting.pop()
        schema = context.resolved(way[-1][0])
        if schema is None or not is_mapping(schema.value) or id(schema.value) in seen:
            continue
        seen.add(id(schema.value))
        if has_extension(schema, _URL):
            yield way
            continue
        required = reach.required(context.document, schema)
        members = reach.properties(context.document, schema)
        waiting += [[*way, (member, name in required)] for name, member in members.items()]
        if "items" in schema:
            waiting.append([*way, (schema.child("items"), True)])


def _address(context: Context, way: _Way) -> Iterator[Finding]:
    field = context.resolved(way[-1][0])
    if field is None:
        return
    mark = extension(field, _URL)
    if mark.value is not True:
        yield Finding(mark, f"`{_URL}` is true; this is {shown(mark.value)}")
    if field.get("type") != "string":
        at = field.child("type") if "type" in field else field
        yield Finding(at, "the callback address is a text", "write `type: string`")
    optional = next((node for node, required in way if not required), None)
    if optional is not None:
        message = f"`{optional.key}` has to be required, all the way to the callback address"
        yield Finding(optional, message, f"add `{optional.key}` to `required`")
    if not any(is_meant_internal(node) or _is_internal(context, node) for node, _ in way):
        at = field.child("x-ms-visibility") if "x-ms-visibility" in field else field
        message = "the callback address is not internal, so that makers are asked for it"
        yield Finding(at, message, "write `x-ms-visibility: internal`")


def _is_internal(context: Context, node: Node) -> bool:
    target = context.resolved(node)
    return target is not None and is_meant_internal(target)
