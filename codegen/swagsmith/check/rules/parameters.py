"""Lists of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Parameter
    from swagsmith.source import Node


@rule("param-unique", Severity.ERROR, Pack.CORE)
def param_unique(context: Context) -> Iterator[Finding]:
    """One list holds two parameters of the same name and place.

    ## Why
    One of them is dropped, or both are sent. Names of headers have no case; other names that
    differ only by case give a warning.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: limit, in: query, type: integer}
            - {name: limit, in: query, type: string}
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: limit, in: query, type: integer}
            - {name: offset, in: query, type: integer}
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(Kind.PATH_ITEM, Kind.OPERATION):
        yield from _repeats(context.listed(site.node).parameters)


def _repeats(found: Iterable[Parameter]) -> Iterator[Finding]:
    exact: dict[tuple[str, str], Parameter] = {}
    folded: dict[tuple[str, str], Parameter] = {}
    for parameter in found:
        without_case = (parameter.name.casefold(), parameter.location)
        if parameter.identity in exact:
            first = exact[parameter.identity]
            message = f"the {parameter.location} parameter `{parameter.name}` appears twice"
            yield Finding(parameter.place, message, related=_first(first))
        elif without_case in folded:
            first = folded[without_case]
            message = f"the parameters `{first.name}` and `{parameter.name}` differ only by case"
            yield Finding(
                parameter.place, message, related=_first(first), severity=Severity.WARNING
            )
        exact.setdefault(parameter.identity, parameter)
        folded.setdefault(without_case, parameter)


def _first(parameter: Parameter) -> tuple[tuple[str, Node], ...]:
    return (("first declared here", parameter.place),)


class _Once:
    """What a path item lists is wrong once, not once for each of its operations."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def first(self, parameter: Parameter) -> bool:
        """Whether this is the first time that a list's entry comes up."""
        key = id(parameter.use.value)
        is_first = key not in self._seen
        self._seen.add(key)
        return is_first


@rule("param-one-body", Severity.ERROR, Pack.CORE)
def param_one_body(context: Context) -> Iterator[Finding]:
    """An operation has two body parameters, inherited ones included.

    ## Why
    A request has one payload, whatever its parameter is called.

    ## Bad
    ```yaml
    paths:
      /widgets:
        post:
          parameters:
            - {name: widget, in: body, schema: {type: object}}
            - {name: part, in: body, schema: {type: object}}
          responses: {"204": {description: Stored.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        post:
          parameters:
            - name: order
              in: body
              schema: {type: object, properties: {widget: {}, part: {}}}
          responses: {"204": {description: Stored.}}
    ```
    """
    seen = _Once()
    for operation in context.operations:
        bodies = operation.located("body")
        for other in bodies[1:]:
            # One of the same name is what param-unique reports.
            if other.identity != bodies[0].identity and seen.first(other):
                message = f"{operation.label} has a second body parameter `{other.name}`"
                yield Finding(other.place, message, related=_first(bodies[0]))


@rule("param-body-or-form", Severity.ERROR, Pack.CORE)
def param_body_or_form(context: Context) -> Iterator[Finding]:
    """An operation has a body and form parameters, inherited ones included.

    ## Why
    Either would be the payload, and there is one.

    ## Bad
    ```yaml
    paths:
      /widgets:
        post:
          consumes: [application/x-www-form-urlencoded]
          parameters:
            - {name: widget, in: body, schema: {type: object}}
            - {name: colour, in: formData, type: string}
          responses: {"204": {description: Stored.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        post:
          consumes: [application/x-www-form-urlencoded]
          parameters:
            - {name: size, in: formData, type: string}
            - {name: colour, in: formData, type: string}
          responses: {"204": {description: Stored.}}
    ```
    """
    seen = _Once()
    for operation in context.operations:
        body, form = operation.located("body"), operation.located("formData")
        if body and form and seen.first(body[0]):
            message = f"{operation.label} has a body parameter and form parameters"
            related = (("the form parameter", form[0].place),)
            yield Finding(body[0].place, message, related=related)


@rule("param-get-body", Severity.WARNING, Pack.CORE)
def param_get_body(context: Context) -> Iterator[Finding]:
    """A GET, HEAD or DELETE has a body or form parameters.

    ## Why
    A payload has no meaning there (RFC 9110, section 9.3); proxies and libraries drop it. The
    platform of connectors refuses it on a GET.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: filter, in: body, schema: {type: object}}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: filter, in: query, type: string}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    seen = _Once()
    for operation in context.operations:
        payload = operation.located("body", "formData")
        without = operation.method in ("get", "head", "delete")
        if without and payload and seen.first(payload[0]):
            what = "a body" if payload[0].location == "body" else "form parameters"
            method = operation.method.upper()
            message = f"{operation.label} has {what}; a payload of {method} has no meaning"
            refused = context.is_connector and operation.method == "get"
            severity = Severity.ERROR if refused else None
            yield Finding(payload[0].place, message, severity=severity)
