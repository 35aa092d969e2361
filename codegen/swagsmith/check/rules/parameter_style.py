"""Parameters as people read them: their text, their order, their repetition."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from swagsmith.check import templates
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.values import canonical
from swagsmith.check.words import bare, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Parameter
    from swagsmith.check.walk import Site
    from swagsmith.source import Node

#: So many times written out, a parameter is worth a place under `parameters`.
_OFTEN: Final = 3


@rule("param-description", Severity.INFO, Pack.STYLE, also={Pack.CONNECTOR: Severity.WARNING})
def param_description(context: Context) -> Iterator[Finding]:
    """A parameter has no description, or one that only repeats its name or summary.

    ## Why
    The description is the help text of a field: what belongs there, in which form.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: string, description: Colour.}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: colour, in: query, type: string, description: Only widgets of this colour.}
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        node = site.node
        name, text = shown(node.get("name")), node.text("description")
        if lacks(node, "description"):
            yield Finding(node, f"the parameter {name} has no description")
        elif text is not None and not text.strip():
            yield Finding(node.child("description"), f"the description of {name} is empty")
        elif text is not None and bare(text) in map(bare, _labels(site)):
            message = f"the description of {name} only repeats what it is called"
            yield Finding(node.child("description"), message)


def _labels(site: Site) -> Iterator[str]:
    for field in ("name", "x-ms-summary"):
        text = site.node.text(field)
        if text is not None:
            yield text


@rule("param-shared-missing", Severity.WARNING, Pack.STYLE, default=False)
def param_shared_missing(context: Context) -> Iterator[Finding]:
    """The same parameter is written out three times or more.

    ## Why
    One definition under `parameters` keeps what is said about it in step.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer}]
          responses: {"200": {description: All widgets.}}
      /parts:
        get:
          parameters: [{name: limit, in: query, type: integer}]
          responses: {"200": {description: All parts.}}
      /orders:
        get:
          parameters: [{name: limit, in: query, type: integer}]
          responses: {"200": {description: All orders.}}
    ```

    ## Good
    ```yaml
    parameters: {Limit: {name: limit, in: query, type: integer}}
    paths:
      /widgets:
        get:
          parameters: [{$ref: "#/parameters/Limit"}]
          responses: {"200": {description: All widgets.}}
      /parts:
        get:
          parameters: [{$ref: "#/parameters/Limit"}]
          responses: {"200": {description: All parts.}}
    ```
    """
    for nodes in copies(context).values():
        if len(nodes) >= _OFTEN:
            first, second = nodes[:2]
            message = f"the parameter {shown(first.get('name'))} is written out {len(nodes)} times"
            related = (("and here, for example", second),)
            yield Finding(first, message, "define it under `parameters`, and refer to it", related)


def copies(context: Context) -> dict[Hashable, list[Node]]:
    """The parameters that paths and operations write out, equal ones together."""
    groups: dict[Hashable, list[Node]] = {}
    for site in context.sites(Kind.PARAMETER):
        if site.parent is not None and site.parent.kind in (Kind.PATH_ITEM, Kind.OPERATION):
            groups.setdefault(canonical(site.node.value), []).append(site.node)
    return groups


@rule("param-order", Severity.WARNING, Pack.STYLE, default=False)
def param_order(context: Context) -> Iterator[Finding]:
    """Path parameters are in another order than in the path, or required ones after optional ones.

    ## Why
    Many generators make arguments of them in the order of the document.

    ## Bad
    ```yaml
    paths:
      /shops/{shop}/widgets/{id}:
        get:
          parameters:
            - {name: id, in: path, required: true, type: string}
            - {name: shop, in: path, required: true, type: string}
          responses: {"200": {description: A widget.}}
    ```

    ## Good
    ```yaml
    paths:
      /shops/{shop}/widgets/{id}:
        get:
          parameters:
            - {name: shop, in: path, required: true, type: string}
            - {name: id, in: path, required: true, type: string}
          responses: {"200": {description: A widget.}}
    ```
    """
    for path, holder in holders(context):
        parameters = context.listed(holder).parameters
        yield from _out_of_template_order(path, parameters)
        yield from _required_after_optional(parameters)


def holders(context: Context) -> Iterator[tuple[str, Node]]:
    """What lists parameters, with its path."""
    for site in context.sites(Kind.PATH_ITEM):
        yield site.field, site.node
    for operation in context.operations:
        yield operation.path, operation.node


def _out_of_template_order(path: str, parameters: Sequence[Parameter]) -> Iterator[Finding]:
    places = {name: index for index, name in enumerate(templates.names(path))}
    located = [p for p in parameters if p.location == "path" and p.name in places]
    for before, after in pairwise(located):
        if places[after.name] < places[before.name]:
            message = f"`{after.name}` comes before `{before.name}` in the path, and here after it"
            yield Finding(after.place, message)
            return


def _required_after_optional(parameters: Sequence[Parameter]) -> Iterator[Finding]:
    for before, after in pairwise(parameters):
        if after.node.get("required") is True and before.node.get("required") is not True:
            message = f"`{after.name}` is required and comes after `{before.name}`, which is not"
            yield Finding(after.place, message)
            return
