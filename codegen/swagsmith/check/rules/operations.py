"""Operations: their identity, their texts, their responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.rule import Pack, rule
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


@rule("op-id-present", Severity.WARNING, Pack.CORE, also={Pack.CONNECTOR: Severity.ERROR})
def op_id_present(context: Context) -> Iterator[Finding]:
    """An operation has no `operationId`.

    ## Why
    The names of client methods, flow steps and anchors in documentation come from it. Made from
    the path instead, they change whenever the path does.

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
        get: {operationId: listWidgets, responses: {"200": {description: All widgets.}}}
    ```
    """
    for operation in context.operations:
        if not operation.node.get("operationId"):
            yield Finding(operation.node, f"{operation.label} has no `operationId`")


@rule("op-id-unique", Severity.ERROR, Pack.CORE)
def op_id_unique(context: Context) -> Iterator[Finding]:
    """Two operations have the same `operationId`.

    ## Why
    One method of a client overwrites the other. Ids that differ only by case collide as well,
    as names of files for instance; they give a warning.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {operationId: listWidgets, responses: {"200": {description: All widgets.}}}
      /parts:
        get: {operationId: listWidgets, responses: {"200": {description: All parts.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {operationId: listWidgets, responses: {"200": {description: All widgets.}}}
      /parts:
        get: {operationId: listParts, responses: {"200": {description: All parts.}}}
    ```
    """
    exact: dict[str, Node] = {}
    folded: dict[str, Node] = {}
    for operation in context.operations:
        node = operation.node.child("operationId")
        name = node.value
        if not isinstance(name, str) or not name:
            continue
        if name in exact:
            message = f"another operation has the id `{name}` too"
            yield Finding(node, message, related=(("first declared here", exact[name]),))
        elif name.casefold() in folded:
            other = folded[name.casefold()]
            message = f"the id `{name}` differs from `{other.value}` only by case"
            related = (("first declared here", other),)
            yield Finding(node, message, related=related, severity=Severity.WARNING)
        exact.setdefault(name, node)
        folded.setdefault(name.casefold(), node)


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
        if not (operation.node.text("summary") or "").strip():
            yield Finding(operation.node, f"{operation.label} has no summary")


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
        summary = _plain(operation.node.text("summary"))
        description = _plain(operation.node.text("description"))
        if not description:
            yield Finding(operation.node, f"{operation.label} has no description")
        elif description == summary:
            message = f"the description of {operation.label} only repeats its summary"
            yield Finding(operation.node.child("description"), message)


def _plain(text: str | None) -> str:
    return (text or "").strip().rstrip(".!").casefold()


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
        responses = context.resolved(node.child("responses"))
        if "responses" in node and (responses is None or not is_mapping(responses.value)):
            continue  # a broken reference or a value of the wrong type, which others report
        if responses is None or all(key.startswith("x-") for key in responses.names()):
            at = node.child("responses") if "responses" in node else node
            yield Finding(at, f"{operation.label} declares no response")
