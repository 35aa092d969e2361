"""Responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.rule import Pack, rule
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context

#: RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5.
_WITHOUT_CONTENT: Final = ("204", "205", "304")


@rule("resp-no-content", Severity.WARNING, Pack.CORE)
def resp_no_content(context: Context) -> Iterator[Finding]:
    """A response that cannot have a body has a schema.

    ## Why
    204, 205, 304 and every answer to HEAD come without a body, so a typed client that follows
    the schema fails to decode it.

    ## Bad
    ```yaml
    paths:
      /widgets:
        delete:
          responses: {"204": {description: Gone., schema: {type: object}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        delete:
          responses: {"204": {description: Gone.}}
    ```
    """
    for operation in context.operations:
        responses = context.resolved(operation.node.child("responses"))
        for code, use in responses.items() if responses else ():
            response = context.resolved(use)
            if response is None or "schema" not in response:
                continue
            if code in _WITHOUT_CONTENT or operation.method == "head":
                what = code if code in _WITHOUT_CONTENT else "an answer to HEAD"
                message = f"{what} has no body, but {operation.label} gives it a schema"
                at = response.child("schema") if response is use else use
                related = () if response is use else (("the schema", response.child("schema")),)
                yield Finding(at, message, "remove the schema", related, key=True)
