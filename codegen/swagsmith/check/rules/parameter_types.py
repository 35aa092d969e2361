"""What a single parameter says about its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.walk import Site

#: Headers that belong to other parts of the document.
_RESERVED: Final = {
    "accept": "`produces`",
    "content-type": "`consumes`",
    "authorization": "`securityDefinitions`",
}


@rule("param-type", Severity.ERROR, Pack.CORE)
def param_type(context: Context) -> Iterator[Finding]:
    """A parameter has not the field that describes its value: a `schema` in body, else a `type`.

    ## Why
    OpenAPI 3 describes every parameter with a schema; 2.0 only the body. All others are simple:
    a text, a number, a boolean, or an array of these.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, schema: {type: string}}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: string}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    # One parameter described in a wrong way is one fault, however many fields it has for that.
    first: dict[tuple[str, tuple[str, ...]], Finding] = {}
    lacking: dict[tuple[str, tuple[str, ...]], Finding] = {}
    for finding in context.structure.get("param-type", ()):
        node = finding.node
        if finding.key is None and is_mapping(node.value):
            lacking[node.file, node.tokens] = finding
        else:
            first.setdefault((node.file, node.tokens[:-1]), finding)
    yield from (lacking | first).values()


@rule("param-items", Severity.ERROR, Pack.CORE)
def param_items(context: Context) -> Iterator[Finding]:
    """An array does not say what its elements are.

    ## Why
    Clients cannot give the elements a type, nor tell a list of texts from a list of lists.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: array}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: array, items: {type: string}}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    yield from context.structure.get("param-items", ())
    for site in context.having("type"):
        node = site.node
        if node.get("type") == "array" and lacks(node, "items") and not _is_composed(site):
            yield Finding(node, "an array has to have `items`", "say what its elements are")


def _is_composed(site: Site) -> bool:
    """Whether the items may stand elsewhere in the same composition."""
    return site.field == "allOf" or "allOf" in site.node


@rule("param-allow-empty", Severity.ERROR, Pack.CORE)
def param_allow_empty(context: Context) -> Iterator[Finding]:
    """`allowEmptyValue` stands elsewhere than on a query or form parameter.

    ## Why
    Only these can be sent as a name without a value; elsewhere the field has no meaning.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: X-Trace, in: header, type: string, allowEmptyValue: true}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: trace, in: query, type: string, allowEmptyValue: true}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    yield from context.structure.get("param-allow-empty", ())


@rule("param-required-default", Severity.WARNING, Pack.CORE)
def param_required_default(context: Context) -> Iterator[Finding]:
    """A required parameter has a default.

    ## Why
    The default is for callers who leave the parameter out, which nobody may. In a connector it
    has a use where the parameter is internal: the platform then sends it.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer, required: true, default: 20}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer, default: 20}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        node = site.node
        if node.get("required") is not True or "default" not in node or node.get("in") == "body":
            continue
        if not (context.is_connector and node.get("x-ms-visibility") == "internal"):
            message = f"the parameter {shown(node.get('name'))} is required and has a default"
            yield Finding(node.child("default"), message, "drop one of them", key=True)


@rule("param-header-reserved", Severity.WARNING, Pack.CORE)
def param_header_reserved(context: Context) -> Iterator[Finding]:
    """A header parameter is called Accept, Content-Type or Authorization.

    ## Why
    These are what `produces`, `consumes` and the security definitions are for. Tools overwrite
    or drop such a parameter.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: Authorization, in: header, type: string}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    securityDefinitions: {token: {type: apiKey, name: Authorization, in: header}}
    security: [{token: []}]
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        name = site.node.text("name")
        if site.node.get("in") == "header" and name is not None and name.lower() in _RESERVED:
            message = f"the header {name} is no parameter"
            advice = f"{_RESERVED[name.lower()]} is the place for it"
            yield Finding(site.node.child("name"), message, advice)


@rule("param-ascii", Severity.ERROR, Pack.CONNECTOR)
def param_ascii(context: Context) -> Iterator[Finding]:
    """The name of a form parameter has other characters than ASCII.

    ## Why
    The name stands in a header of a multipart body, and clients differ in how they encode it.

    ## Bad
    ```yaml
    paths:
      /widgets:
        post:
          consumes: [multipart/form-data]
          parameters: [{name: "größe", in: formData, type: string}]
          responses: {"200": {description: Stored.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        post:
          consumes: [multipart/form-data]
          parameters: [{name: size, in: formData, type: string}]
          responses: {"200": {description: Stored.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        name = site.node.text("name")
        if site.node.get("in") == "formData" and name is not None and not name.isascii():
            message = f"the name of the form parameter {shown(name)} is not ASCII"
            yield Finding(site.node.child("name"), message)
