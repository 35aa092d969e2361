"""Lists and schemas that designers fetch by calling another operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.dynamic import inputs
from swagsmith.check.extensions import DYNAMIC
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import ARTICLES, did_you_mean, json_type
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.dynamic import Call

#: An old extension cannot say whether it means a parameter or a property; the newer one can.
#: By extension: its newer form.
NEWER: Final = {
    "x-ms-dynamic-values": "x-ms-dynamic-list",
    "x-ms-dynamic-schema": "x-ms-dynamic-properties",
}
#: What stands for an operation in `x-ms-dynamic-values` of the platform's own.
_BUILT_IN: Final = ("builtInOperation", "capability")
_REFERENCES: Final = ("parameter", "parameterReference")


@rule("ms-dynamic-operation", Severity.ERROR, Pack.CONNECTOR)
def ms_dynamic_operation(context: Context) -> Iterator[Finding]:
    """An extension names an operation that does not exist, or none.

    ## Why
    The list is empty and the schema unknown, and the platform refuses the document.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          operationId: ListWidgets
          parameters:
            - {name: kind, in: query, type: string, x-ms-dynamic-values: {operationId: Kinds}}
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          operationId: ListWidgets
          parameters:
            - {name: kind, in: query, type: string, x-ms-dynamic-values: {operationId: ListKinds}}
          responses: {"200": {description: All widgets.}}
      /kinds:
        get:
          operationId: ListKinds
          responses: {"200": {description: All kinds., schema: {type: array, items: {}}}}
    ```
    """
    for call in context.calls:
        name = call.name
        if not isinstance(name.value, str):
            kind = ARTICLES[json_type(name.value)]
            yield Finding(name, f"`operationId` is a text, not {kind}")
        elif name.value not in context.by_id:
            message = f"`{call.key}` names the operation `{name.value}`, which does not exist"
            yield Finding(name, message, did_you_mean(name.value, context.by_id))
    for site in context.sites(Kind.PARAMETER, Kind.SCHEMA, Kind.ITEMS):
        for key in DYNAMIC[:4]:
            node = site.node.child(key)
            named = any(name in node for name in ("operationId", *_BUILT_IN))
            if is_mapping(node.value) and not named:
                yield Finding(node, f"`{key}` names no operation")


@rule("ms-dynamic-place", Severity.ERROR, Pack.CONNECTOR)
def ms_dynamic_place(context: Context) -> Iterator[Finding]:
    """A dynamic list or schema stands on the body parameter itself.

    ## Why
    The platform looks for it in the schema of the body only.

    ## Bad
    ```yaml
    paths:
      /kinds:
        get:
          operationId: GetShape
          responses: {"200": {description: The shape of a widget., schema: {type: object}}}
      /widgets:
        post:
          operationId: MakeWidget
          parameters:
            - name: widget
              in: body
              schema: {type: object}
              x-ms-dynamic-schema: {operationId: GetShape}
          responses: {"204": {description: Made.}}
    ```

    ## Good
    ```yaml
    paths:
      /kinds:
        get:
          operationId: GetShape
          responses: {"200": {description: The shape of a widget., schema: {type: object}}}
      /widgets:
        post:
          operationId: MakeWidget
          parameters:
            - name: widget
              in: body
              schema: {type: object, x-ms-dynamic-schema: {operationId: GetShape}}
          responses: {"204": {description: Made.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        for key in DYNAMIC if site.node.get("in") == "body" else ():
            if key in site.node:
                message = f"`{key}` is not read on a body parameter"
                yield Finding(site.node.child(key), message, "move it into the schema", key=True)


@rule("ms-dynamic-pair", Severity.WARNING, Pack.CONNECTOR)
def ms_dynamic_pair(context: Context) -> Iterator[Finding]:
    """A dynamic list or schema refers to something that only its newer form can name exactly.

    ## Why
    `x-ms-dynamic-values` and `x-ms-dynamic-schema` cannot tell a parameter from a property of the
    body that is called the same; `x-ms-dynamic-list` and `x-ms-dynamic-properties` can. Old and
    new form stand side by side, for old designers and new ones. The fix adds the new form where
    a name can mean one thing only; which of two things is meant, people have to say.

    ## Bad
    ```yaml
    paths:
      /sizes:
        get:
          operationId: ListSizes
          parameters: [{name: kind, in: query, required: true, type: string}]
          responses: {"200": {description: All sizes., schema: {type: array, items: {}}}}
      /widgets:
        post:
          operationId: MakeWidget
          parameters:
            - name: widget
              in: body
              schema:
                type: object
                properties:
                  kind: {type: string}
                  size:
                    type: string
                    x-ms-dynamic-values:
                      operationId: ListSizes
                      parameters: {kind: {parameter: kind}}
          responses: {"204": {description: Made.}}
    ```

    ## Good
    ```yaml
    paths:
      /sizes:
        get:
          operationId: ListSizes
          parameters: [{name: kind, in: query, required: true, type: string}]
          responses: {"200": {description: All sizes., schema: {type: array, items: {}}}}
      /widgets:
        post:
          operationId: MakeWidget
          parameters:
            - name: widget
              in: body
              schema:
                type: object
                properties:
                  kind: {type: string}
                  size:
                    type: string
                    x-ms-dynamic-values:
                      operationId: ListSizes
                      parameters: {kind: {parameter: kind}}
                    x-ms-dynamic-list:
                      operationId: ListSizes
                      parameters: {kind: {parameterReference: widget/kind}}
          responses: {"204": {description: Made.}}
    ```
    """
    for call in context.calls:
        newer = NEWER.get(call.key)
        if newer is None or newer in call.site.node:
            continue
        advice = f"add `{newer}`"
        path = call.node.child("value-path")
        if newer == "x-ms-dynamic-properties" and str(path.value).split("/")[-1] == "properties":
            message = f"`{path.value}` leads to the properties of a schema, not to the schema"
            yield Finding(path, message, advice)
            continue
        for problem in _inexact_names(context, call):
            yield Finding(call.node, problem, advice, key=True)
            break


def _inexact_names(context: Context, call: Call) -> Iterator[str]:
    for value in call.node.child("parameters").members():
        name = value.text("parameter")
        why = _inexact(context, call, name) if name is not None else None
        if why is not None:
            yield f"`{name}` {why}, which `{call.key}` cannot say"


def _inexact(context: Context, call: Call, name: str) -> str | None:
    for operation in context.callers.of(call.site):
        found, _ = inputs(context, operation, name)
        inside = [field for field in found if field.in_body]
        if len(found) > len(inside) > 0:
            return "may be a parameter or a property of the body"
        if inside and len(inside) == len(found):
            return "is a property of the body"
    return None
