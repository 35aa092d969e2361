"""The document as a whole: its version, its shape, its extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure import claims, owners
from swagsmith.check.structure.foreign import SECURITY_TYPES
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context


@rule("doc-version", Severity.ERROR, Pack.CORE)
def doc_version(context: Context) -> Iterator[Finding]:
    """`swagger` is not the text "2.0".

    ## Why
    Readers compare the text to find out which format they have before them. A document of
    another format, such as OpenAPI 3, is refused before any rule runs.

    ## Bad
    ```json
    {"swagger": 2.0, "info": {"title": "Widgets", "version": "1"}, "paths": {}}
    ```

    ## Good
    ```json
    {"swagger": "2.0", "info": {"title": "Widgets", "version": "1"}, "paths": {}}
    ```
    """
    version = context.root.get("swagger")
    if version != "2.0":
        message = f'`swagger` is the text "2.0"; this is {shown(version)}'
        yield Finding(context.root.child("swagger"), message)


@rule("doc-structure", Severity.ERROR, Pack.CORE)
def doc_structure(context: Context) -> Iterator[Finding]:
    """An object lacks a required field, or has one of the wrong type or one that is not its own.

    ## Why
    A misspelt field is ignored by every reader, and what it says is lost.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          sumary: List widgets
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          summary: List widgets
          responses: {"200": {description: All widgets.}}
    ```
    """
    yield from context.structure.get(owners.STRUCTURE, ())


@rule("doc-openapi3-field", Severity.ERROR, Pack.CORE)
def doc_openapi3_field(context: Context) -> Iterator[Finding]:
    """A field or value is used that only OpenAPI 3 has.

    ## Why
    It is what conversion by hand leaves behind. Readers of 2.0 ignore it, and what it promises
    does not happen.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: The name.
              schema: {type: string, nullable: true}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: The name.
              schema: {type: string, x-nullable: true}
    ```
    """
    yield from context.structure.get(claims.OPENAPI3, ())
    for scheme in context.root.child("securityDefinitions").members():
        kind = scheme.text("type")
        if kind in SECURITY_TYPES:
            message = f"`type: {kind}` belongs to OpenAPI 3"
            yield Finding(scheme.child("type"), message, SECURITY_TYPES[kind])


@rule("ext-prefix", Severity.ERROR, Pack.CORE)
def ext_prefix(context: Context) -> Iterator[Finding]:
    """A field of one's own does not begin with `x-`.

    ## Why
    Readers take it for a mistake and may refuse the document; a later version of the
    specification may give it another meaning.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          audience: partners
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          x-audience: partners
          responses: {"200": {description: All widgets.}}
    ```
    """
    yield from context.structure.get(claims.EXTENSION, ())
