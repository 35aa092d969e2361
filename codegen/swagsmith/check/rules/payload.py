"""Forms and files: what a request carries, and the media types that can carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation
    from swagsmith.source import Node

_URLENCODED: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
_FORMS: Final = (_URLENCODED, _MULTIPART)


@rule("param-form-consumes", Severity.ERROR, Pack.CORE)
def param_form_consumes(context: Context) -> Iterator[Finding]:
    """An operation with form parameters consumes media types that cannot carry a form.

    ## Why
    A client picks one of the types and encodes the payload by it: as JSON, say, where the server
    expects a form. Where nothing is said at all it has to guess, which gives a warning.

    ## Bad
    ```yaml
    paths:
      /widgets:
        post:
          consumes: [application/json]
          parameters: [{name: colour, in: formData, type: string}]
          responses: {"204": {description: Stored.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        post:
          consumes: [application/x-www-form-urlencoded]
          parameters: [{name: colour, in: formData, type: string}]
          responses: {"204": {description: Stored.}}
    ```
    """
    for operation in context.operations:
        form = operation.located("formData")
        if not form or any(parameter.node.get("type") == "file" for parameter in form):
            continue
        if not operation.knows("consumes"):
            continue
        types = operation.media_types("consumes")
        wrong = [name for name in types if name not in _FORMS]
        advice = f"write `consumes: [{_URLENCODED}]` on the operation"
        if not types:
            message = f"{operation.label} has form parameters and consumes nothing"
            yield Finding(_consumes(operation), message, advice, severity=Severity.WARNING)
        elif wrong:
            message = f"{operation.label} has form parameters, which {listed(wrong)} cannot carry"
            yield Finding(_consumes(operation), message, advice)


def _consumes(operation: Operation) -> Node:
    """Where the media types of an operation stand; the operation itself when it inherits them."""
    own = operation.node
    return own.child("consumes") if "consumes" in own else own


@rule("param-file", Severity.ERROR, Pack.CORE)
def param_file(context: Context) -> Iterator[Finding]:
    """A file parameter is no form parameter, or the operation does not consume multipart.

    ## Why
    Only `multipart/form-data` can carry a file. The text of 2.0 allows a URL-encoded form alone,
    which no client can fill; that gives a warning.

    ## Bad
    ```yaml
    paths:
      /widgets:
        post:
          consumes: [application/json]
          parameters: [{name: picture, in: formData, type: file}]
          responses: {"204": {description: Stored.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        post:
          consumes: [multipart/form-data]
          parameters: [{name: picture, in: formData, type: file}]
          responses: {"204": {description: Stored.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        location = site.node.get("in")
        if site.node.get("type") == "file" and location in ("query", "header", "path"):
            message = f"a file cannot be sent in {shown(location)}"
            yield Finding(site.node.child("type"), message, "write `in: formData`")
    for operation in context.operations:
        files = [p for p in operation.located("formData") if p.node.get("type") == "file"]
        types = operation.media_types("consumes")
        if not files or _MULTIPART in types or not operation.knows("consumes"):
            continue
        message = f"{operation.label} has a file parameter and does not consume {_MULTIPART}"
        severity = Severity.WARNING if _URLENCODED in types else None
        advice = f"write `consumes: [{_MULTIPART}]` on the operation"
        related = (("the file parameter", files[0].node.child("name")),)
        yield Finding(_consumes(operation), message, advice, related, severity=severity)
