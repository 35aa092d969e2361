"""What is passed to the operations behind dynamic lists and schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from swagsmith.check import reach
from swagsmith.check.dynamic import inputs
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import ARTICLES, did_you_mean, json_type
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.dynamic import Call, Field
    from swagsmith.check.operations import Operation
    from swagsmith.source import Node

_REFERENCES: Final = ("parameter", "parameterReference")


@rule("ms-dynamic-parameters", Severity.ERROR, Pack.CONNECTOR)
def ms_dynamic_parameters(context: Context) -> Iterator[Finding]:
    """What is passed to the operation behind a dynamic list or schema does not fit it.

    ## Why
    The call cannot be made: something required is missing, something passed does not exist or is
    of another type, or its value comes from a field that makers cannot fill in.

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
              x-ms-dynamic-values: {operationId: ListKinds, value-path: id}
          responses: {"200": {description: All widgets.}}
      /kinds:
        get:
          operationId: ListKinds
          parameters: [{name: market, in: query, required: true, type: string}]
          responses: {"200": {description: All kinds., schema: {type: array, items: {}}}}
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
              x-ms-dynamic-values:
                operationId: ListKinds
                parameters: {market: europe}
                value-path: id
          responses: {"200": {description: All widgets.}}
      /kinds:
        get:
          operationId: ListKinds
          parameters: [{name: market, in: query, required: true, type: string}]
          responses: {"200": {description: All kinds., schema: {type: array, items: {}}}}
    ```
    """
    for call in context.calls:
        called = context.by_id.get(str(call.name.value))
        if called is not None and call.key != "x-ms-capabilities":
            passed = call.node.child("parameters")
            for name, value in passed.items():
                yield from _passed(context, call, called, name, value)
            yield from _missing(context, call, called)


def _passed(
    context: Context, call: Call, called: Operation, name: str, value: Node
) -> Iterator[Finding]:
    """One parameter that a call passes."""
    targets, complete = inputs(context, called, name)
    if not targets:
        if complete:
            known = [parameter.name for parameter in called.parameters]
            message = f"`{call.name.value}` has no parameter `{name}`"
            yield Finding(value, message, did_you_mean(name, known), key=True)
        return
    key = next((key for key in _REFERENCES if isinstance(value.get(key), str)), None)
    if key is not None:
        yield from _referenced(context, call, targets, value.child(key))
    elif not is_mapping(value.value) or "value" in value:
        static = value.child("value") if is_mapping(value.value) else value
        wanted = _wanted(targets)
        if wanted is not None and not _fits(json_type(static.value), wanted):
            kind = ARTICLES[json_type(static.value)]
            message = f"the parameter `{name}` is {ARTICLES[wanted]}; this is {kind}"
            yield Finding(static, message)


def _referenced(
    context: Context, call: Call, targets: list[Field], reference: Node
) -> Iterator[Finding]:
    """A value that comes from a field of the operations with the list."""
    callers = [call.site] if call.site.kind is Kind.OPERATION else []
    users = context.callers.of(call.site) if not callers else _operation(context, call)
    found = [inputs(context, operation, reference.value) for operation in users]
    if not found or any(not sources and not complete for sources, complete in found):
        return
    sources = [field for fields, _ in found for field in fields]
    if not sources:
        operation = users[0].id or users[0].label
        names = [parameter.name for parameter in users[0].parameters]
        message = f"`{operation}` has no parameter `{reference.value}`"
        yield Finding(reference, message, did_you_mean(reference.value, names))
    elif all(field.is_internal for field in sources):
        message = f"`{reference.value}` is internal, so that nobody can give it a value"
        yield Finding(reference, message, "pass a fixed value, or show the parameter")
    else:
        wanted, given = _wanted(targets), _wanted(sources)
        if wanted is not None and given is not None and not _fits(given, wanted):
            message = f"`{reference.value}` is {ARTICLES[given]}; what is called takes "
            yield Finding(reference, message + ARTICLES[wanted])


def _operation(context: Context, call: Call) -> list[Operation]:
    return [op for op in context.operations if op.node.value is call.site.node.value]


def _wanted(fields: list[Field]) -> str | None:
    """The type that all fields have; None when they differ or do not say."""
    kinds: set[Any] = {field.node.text("type") for field in fields}
    kind = kinds.pop() if len(kinds) == 1 else None
    return kind if kind in ARTICLES and kind != "file" else None


def _fits(given: str, wanted: str) -> bool:
    return given == wanted or (given, wanted) == ("integer", "number")


def _missing(context: Context, call: Call, called: Operation) -> Iterator[Finding]:
    """The required parameters that a call does not pass."""
    passed = call.node.child("parameters")
    at = passed if is_mapping(passed.value) else call.node
    names = set(passed.names())
    for parameter in called.parameters:
        node = parameter.node
        if node.get("required") is not True or parameter.name in names:
            continue
        if parameter.location != "body":
            missing = [] if "default" in node else [parameter.name]
        else:
            missing = _missing_properties(context, parameter.name, node.child("schema"), names)
        for name in missing:
            message = f"`{call.name.value}` requires the parameter `{name}`, which is not passed"
            related = (("required here", node),)
            yield Finding(at, message, related=related, key=True)


def _missing_properties(context: Context, body: str, schema: Node, names: set[str]) -> list[str]:
    members = reach.properties(context.document, schema)
    required = reach.required(context.document, schema)
    given = {name.removeprefix(f"{body}/").split("/")[0] for name in names}
    return [
        name
        for name, use in members.items()
        if name in required
        and name not in given
        and "default" not in (context.resolved(use) or use)
    ]
