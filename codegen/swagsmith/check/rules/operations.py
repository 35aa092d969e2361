"""Operations: their texts and what they declare of their answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.rule import Pack, Profile, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.words import bare, listed
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation

_CODE = re.compile(r"[1-5][0-9X][0-9X]", re.IGNORECASE).fullmatch
_DEPRECATED = re.compile(r"deprecat|obsolete|no longer", re.IGNORECASE)
#: How people say since when something is deprecated, and what to use instead: anywhere in a
#: text, and after a word that says it is deprecated.
_SAYS: Final = {
    "since when": (
        re.compile(r"\b(?:since|as of|as from|until|sunset)\b", re.IGNORECASE),
        re.compile(r"\b(?:v\d|\d+\.\d|20\d\d)", re.IGNORECASE),
    ),
    "what replaces it": (
        re.compile(
            r"\b(?:instead|replac\w+|supersed\w+|successor|succeeded|prefer|migrat\w+|moved to)\b",
            re.IGNORECASE,
        ),
        re.compile(r"\b(?:use|see|call|switch|favou?r)\b", re.IGNORECASE),
    ),
}


@rule("op-summary", Severity.WARNING, Pack.STYLE, also={Pack.CONNECTOR: Severity.ERROR})
def op_summary(context: Context) -> Iterator[Finding]:
    """An operation has no summary.

    ## Why
    It is the name people see, in lists of operations and in designers.

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
        get: {summary: List widgets, responses: {"200": {description: All widgets.}}}
    ```
    """
    for operation in context.operations:
        hidden = operation.node.get("x-ms-visibility") == "internal"
        if hidden and context.profile is not Profile.PLAIN:
            continue
        yield from _without_text(operation, "summary")


def _without_text(operation: Operation, field: str) -> Iterator[Finding]:
    """The finding for a text that is missing or empty; one of another type is doc-structure's."""
    node = operation.node
    text = node.text(field)
    if lacks(node, field) or (text is not None and not text.strip()):
        at = node.child(field) if field in node else node
        yield Finding(at, f"{operation.label} has no {field}")


@rule("op-description", Severity.WARNING, Pack.STYLE)
def op_description(context: Context) -> Iterator[Finding]:
    """An operation has no description, or one that only repeats its summary.

    ## Why
    The description is the help text of an operation; the summary is shown beside it already.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          summary: List widgets
          description: List widgets.
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          summary: List widgets
          description: Gives the widgets of the account, newest first.
          responses: {"200": {description: All widgets.}}
    ```
    """
    for operation in context.operations:
        yield from _without_text(operation, "description")
        description = bare(operation.node.text("description") or "")
        if description and description == bare(operation.node.text("summary") or ""):
            message = f"the description of {operation.label} only repeats its summary"
            yield Finding(operation.node.child("description"), message)


@rule("op-responses", Severity.ERROR, Pack.CORE)
def op_responses(context: Context) -> Iterator[Finding]:
    """An operation declares no response.

    ## Why
    The specification demands at least one, and without any the result of a call is unknown.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {responses: {}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```
    """
    for operation in context.operations:
        node = operation.node
        if _codes(context, operation) == [] or lacks(node, "responses"):
            at = node.child("responses") if "responses" in node else node
            yield Finding(at, f"{operation.label} declares no response")


def _codes(context: Context, operation: Operation) -> list[str] | None:
    """The keys of the responses; None where there are none to look at."""
    responses = context.resolved(operation.node.child("responses"))
    if responses is None or not is_mapping(responses.value):
        return None  # missing, a broken reference, a value of the wrong type: others report it
    return [key for key in responses.names() if not key.startswith("x-")]


def _known_codes(context: Context, operation: Operation) -> list[str]:
    """The codes and `default`; none where a key is neither, whatever it may mean."""
    codes = _codes(context, operation) or []
    return codes if all(_CODE(code) or code == "default" for code in codes) else []


@rule("op-success", Severity.WARNING, Pack.CORE)
def op_success(context: Context) -> Iterator[Finding]:
    """An operation declares no response for success.

    ## Why
    With `default` alone a client cannot tell success from failure, nor say what a call returns.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {responses: {default: {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}, default: {description: An error.}}}
    ```
    """
    for operation in context.operations:
        codes = _known_codes(context, operation)
        # 101 is how a connection that changes its protocol succeeds.
        if codes and not any(code[0] in "23" or code == "101" for code in codes):
            message = f"{operation.label} declares no response for success"
            yield Finding(operation.node.child("responses"), message, "add the one with 2xx or 3xx")


@rule("op-error", Severity.INFO, Pack.STYLE)
def op_error(context: Context) -> Iterator[Finding]:
    """An operation declares no response for a failed call.

    ## Why
    A client that knows what an error looks like can say what went wrong.

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
        get: {responses: {"200": {description: All widgets.}, default: {description: An error.}}}
    ```
    """
    for operation in context.operations:
        codes = _known_codes(context, operation)
        if codes and not any(code[0] == "4" or code == "default" for code in codes):
            message = f"{operation.label} declares no response for errors"
            yield Finding(operation.node.child("responses"), message, "add a 4xx or `default`")


@rule("op-deprecated", Severity.INFO, Pack.STYLE)
def op_deprecated(context: Context) -> Iterator[Finding]:
    """A deprecated operation does not say since when, or what replaces it.

    ## Why
    Whoever uses it has to know where to go, and by when.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          deprecated: true
          description: Gives all widgets.
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          deprecated: true
          description: Gives all widgets. Deprecated since 2.1; use searchWidgets instead.
          responses: {"200": {description: All widgets.}}
    ```
    """
    for operation in context.operations:
        node = operation.node
        if node.get("deprecated") is not True:
            continue
        text = node.text("description") or ""
        found = _DEPRECATED.search(text)
        after = text[found.end() :] if found else ""
        unsaid = [
            what
            for what, (anywhere, here) in _SAYS.items()
            if not anywhere.search(text) and not here.search(after)
        ]
        if unsaid:
            message = f"{operation.label} is deprecated and does not say {listed(unsaid, 'and')}"
            yield Finding(node.child("deprecated"), message, "say so in its description")
