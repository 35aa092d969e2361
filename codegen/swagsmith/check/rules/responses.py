"""Responses: their codes, their texts, whether they have a body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.silent import silent
from swagsmith.check.structure import owners
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context

#: RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5.
_WITHOUT_CONTENT: Final = ("204", "205", "304")
#: RFC 9110, section 15: three digits, the first from 1 to 5.
_OUT_OF_RANGE = re.compile(r"[06-9]\d\d", re.ASCII).fullmatch


@rule("resp-code", Severity.ERROR, Pack.CORE)
def resp_code(context: Context) -> Iterator[Finding]:
    """A key of `responses` is neither a status code nor `default`.

    ## Why
    A code has three digits and lies between 100 and 599. Ranges such as `2XX` belong to
    OpenAPI 3; readers of 2.0 never match one.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}, 4XX: {description: No widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}, "404": {description: No widgets.}}}
    ```
    """
    yield from context.structure.get(owners.RESPONSE_CODE, ())
    for site in context.sites(Kind.RESPONSES):
        for code, node in site.node.items():
            if _OUT_OF_RANGE(code):
                yield Finding(node, f"there is no status code {code}", key=True)


@rule("resp-description", Severity.ERROR, Pack.CORE)
def resp_description(context: Context) -> Iterator[Finding]:
    """A response has no description.

    ## Why
    The specification requires it: it says what the code means here.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {schema: {type: object}}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets., schema: {type: object}}}}
    ```
    """
    yield from context.structure.get("resp-description", ())


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
    for answer in context.answers:
        code, use, response = answer.code, answer.use, answer.node
        without = code in _WITHOUT_CONTENT
        if "schema" in response and (without or answer.operation.method == "head"):
            what = code if without else "an answer to HEAD"
            message = f"{what} has no body, but {answer.operation.label} gives it a schema"
            at = response.child("schema") if response is use else use
            related = () if response is use else (("the schema", response.child("schema")),)
            yield Finding(at, message, "remove the schema", related, key=True)


@rule("resp-success-schema", Severity.INFO, Pack.STYLE, also={Pack.CONNECTOR: Severity.WARNING})
def resp_success_schema(context: Context) -> Iterator[Finding]:
    """A response 200 or 201 has no schema.

    ## Why
    No schema means no body, which is seldom meant. Clients then return nothing.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets., schema: {type: object}}}}
    ```
    """
    seen: set[int] = set()
    for answer in silent(context):
        # One that is shared lacks its schema once.
        if id(answer.node.value) not in seen:
            seen.add(id(answer.node.value))
            message = f"the response {answer.code} of {answer.operation.label} has no schema"
            related = () if answer.node is answer.use else (("used here", answer.use),)
            yield Finding(answer.node, message, "describe its body", related)
