"""How the elements of an array are put into one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context


@rule("param-collection-format", Severity.ERROR, Pack.CORE)
def param_collection_format(context: Context) -> Iterator[Finding]:
    """`collectionFormat` has a value that it cannot have there, or stands in a schema.

    ## Why
    It is csv, ssv, tsv or pipes; `multi` repeats the name, which only a query or form parameter
    can, and only as a whole. A schema describes JSON, where an array needs no format.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: X-Colour, in: header, type: array, items: {type: string}, collectionFormat: multi}
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: X-Colour, in: header, type: array, items: {type: string}, collectionFormat: csv}
          responses: {"200": {description: All widgets.}}
    ```
    """
    yield from context.structure.get("param-collection-format", ())


@rule("param-collection-format-scalar", Severity.WARNING, Pack.CORE)
def param_collection_format_scalar(context: Context) -> Iterator[Finding]:
    """`collectionFormat` stands on something that is no array.

    ## Why
    It has no effect there; whoever wrote it meant something else.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: string, collectionFormat: csv}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: colour, in: query, type: array, items: {type: string}, collectionFormat: csv}
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.having("collectionFormat"):
        node, kind = site.node.child("collectionFormat"), site.node.text("type")
        if site.kind is Kind.SCHEMA or kind is None or kind == "array" or context.is_faulty(node):
            continue
        message = f"`collectionFormat` has no effect on the type {shown(kind)}"
        yield Finding(node, message, "remove it, or make it an array", key=True)


@rule("param-collection-format-implicit", Severity.INFO, Pack.STYLE)
def param_collection_format_implicit(context: Context) -> Iterator[Finding]:
    """An array in the query or a form does not say its `collectionFormat`.

    ## Why
    Nothing said means csv, `a,b`, while most forms repeat the name. Readers and several generators
    take it for the other.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: array, items: {type: string}}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters:
            - {name: colour, in: query, type: array, items: {type: string}, collectionFormat: multi}
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        node = site.node
        if node.get("type") != "array" or node.get("in") not in ("query", "formData"):
            continue
        if lacks(node, "collectionFormat"):
            message = f"the array {shown(node.get('name'))} does not say its `collectionFormat`"
            yield Finding(node, message, "the default is csv; `multi` repeats the name")
