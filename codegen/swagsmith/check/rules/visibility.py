"""What makers of flows see of parameters and properties: visibility, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check import reach
from swagsmith.check.extensions import has_extension, is_internal
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import ARTICLES, did_you_mean, json_type, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping
from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_KEY: Final = "x-ms-visibility"
_VALUES: Final = ("important", "advanced", "internal")
_SEEN: Final = (Kind.OPERATION, Kind.PARAMETER, Kind.SCHEMA, Kind.HEADER)
#: Values that a request carries beside its body.
FIELDS: Final = ("query", "header", "path", "formData")


@rule("ms-visibility", Severity.ERROR, Pack.CONNECTOR)
def ms_visibility(context: Context) -> Iterator[Finding]:
    """`x-ms-visibility` is none of important, advanced and internal, in lower case.

    ## Why
    Any other spelling counts as no visibility at all, so that a field meant to be hidden is
    shown. An empty text means the same and harms nobody; it gives an info.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {x-ms-visibility: Important, responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {x-ms-visibility: important, responses: {"200": {description: All widgets.}}}
    ```
    """
    for site in context.sites(*_SEEN):
        value = site.node.get(_KEY, "important")
        if value in _VALUES:
            continue
        node = site.node.child(_KEY)
        if value == "":
            message = f"`{_KEY}` is empty, which says nothing"
            yield Finding(node, message, "remove it", severity=Severity.INFO)
        else:
            what = shown(value) if isinstance(value, str) else ARTICLES[json_type(value)]
            message = f"`{_KEY}` is {listed(_VALUES)}; this is {what}"
            yield Finding(node, message, did_you_mean(str(value), _VALUES))


@rule("ms-visibility-present", Severity.INFO, Pack.CERTIFICATION)
def ms_visibility_present(context: Context) -> Iterator[Finding]:
    """An operation or a parameter does not say how visible it is.

    ## Why
    What nobody has decided is shown among the first, and certification asks for a decision.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {summary: List widgets, responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          summary: List widgets
          x-ms-visibility: important
          responses: {"200": {description: All widgets.}}
    ```
    """
    for operation in context.operations:
        if not has_extension(operation.node, _KEY):
            yield Finding(operation.node, f"{operation.label} has no `{_KEY}`")
    for site in context.sites(Kind.PARAMETER):
        if not has_extension(site.node, _KEY):
            message = f"the parameter `{site.node.get('name')}` has no `{_KEY}`"
            yield Finding(site.node, message)


def _properties(context: Context) -> Iterator[tuple[str, Node, Node, bool]]:
    """The properties that requests carry: name, as written, what stands there, if required."""
    for schema in reach.schemas(context.document, reach.bodies(context.operations)):
        required = reach.required(context.document, schema)
        for name, use in schema.child("properties").items():
            target = context.resolved(use)
            sent = target is not None and target.get("readOnly") is not True
            if target is not None and sent and is_mapping(target.value):
                yield name, use, target, name in required


@rule("ms-internal-default", Severity.ERROR, Pack.CONNECTOR)
def ms_internal_default(context: Context) -> Iterator[Finding]:
    """A parameter or property is internal and required and has no default.

    ## Why
    Makers do not see it, so nobody can fill it in, and every call fails.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: limit, in: query, type: integer, required: true, x-ms-visibility: internal}
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - name: limit
              in: query
              type: integer
              required: true
              default: 20
              x-ms-visibility: internal
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        node = site.node
        if node.get("in") in FIELDS and node.get("required") is True and _is_left_out(node):
            yield _nobody(node, f"the parameter `{node.get('name')}`")
    for name, use, target, required in _properties(context):
        hidden = is_internal(use) or is_internal(target)
        if required and hidden and not _is_filled(context, use):
            yield _nobody(use, f"the property `{name}`")


def _is_left_out(node: Node) -> bool:
    """Whether makers do not see a field and the platform has nothing to send in it."""
    return is_internal(node) and not _has_value(node)


def _has_value(node: Node) -> bool:
    """Whether the platform has something to send; a misspelt `default` is reported as such."""
    has_default = "default" in node or closest("default", node.names()) is not None
    return has_default or has_extension(node, "x-ms-notification-url")


def _nobody(node: Node, what: str) -> Finding:
    message = f"{what} is internal and required and has no default, so that nobody can fill it in"
    return Finding(node, message, "give it a default, or show it")


def _is_filled(context: Context, use: Node) -> bool:
    """Whether a property has a value without anybody's help: a default, or parts that have one."""
    waiting, seen = [use], set[int]()
    while waiting:
        schema = waiting.pop()
        target = context.resolved(schema)
        if target is None or id(target.value) in seen:
            continue
        seen.add(id(target.value))
        if _has_value(target):
            continue
        members = reach.properties(context.document, target)
        inner = [members[name] for name in reach.required(context.document, target) & {*members}]
        if not inner and not any("default" in member for member in members.values()):
            return False
        waiting += inner
    return True


@rule("ms-internal-optional-default", Severity.WARNING, Pack.CONNECTOR)
def ms_internal_optional_default(context: Context) -> Iterator[Finding]:
    """An internal parameter or property has a default and is optional.

    ## Why
    The platform sends the default for certain only where a value is required; left out, the
    service does whatever it does without.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: limit, in: query, type: integer, default: 20, x-ms-visibility: internal}
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - name: limit
              in: query
              type: integer
              required: true
              default: 20
              x-ms-visibility: internal
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        node = site.node
        optional = node.get("required") is not True and node.get("in") in FIELDS
        if optional and is_internal(node) and "default" in node:
            at = node.child("required") if "required" in node else node
            yield _uncertain(at, f"the parameter `{node.get('name')}`", "write `required: true`")
    for name, use, target, required in _properties(context):
        hidden = is_internal(use) or is_internal(target)
        if hidden and not required and "default" in target:
            yield _uncertain(use, f"the property `{name}`", f"add `{name}` to `required`")


def _uncertain(node: Node, what: str, advice: str) -> Finding:
    message = f"{what} is internal and optional, so that its default is not certain to be sent"
    return Finding(node, message, advice)
