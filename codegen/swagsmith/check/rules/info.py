"""`info` and the other top-level fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import did_you_mean
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


@rule("info-description", Severity.WARNING, Pack.STYLE, also={Pack.CONNECTOR: Severity.ERROR})
def info_description(context: Context) -> Iterator[Finding]:
    """`info` has no description.

    ## Why
    It is the first thing a reader sees, on every page made from the document.

    ## Bad
    ```yaml
    info: {title: Widgets, version: 1.0.0}
    ```

    ## Good
    ```yaml
    info: {title: Widgets, version: 1.0.0, description: Makes and finds widgets.}
    ```
    """
    info = context.root.child("info")
    if is_mapping(info.value) and not (info.text("description") or "").strip():
        node = info.child("description") if "description" in info else info
        yield Finding(node, "`info` has no description", "say in a sentence what the API is for")


@rule("tags-declared", Severity.WARNING, Pack.STYLE)
def tags_declared(context: Context) -> Iterator[Finding]:
    """An operation has a tag that the document does not declare.

    ## Why
    Undeclared tags make groups without a description, in no particular order; a misspelt one
    makes a group of its own.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {tags: [Widgets], responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    tags: [{name: Widgets, description: Making and finding widgets.}]
    paths:
      /widgets:
        get: {tags: [Widgets], responses: {"200": {description: All widgets.}}}
    ```
    """
    declared = {tag.text("name") for tag in context.root.child("tags").elements()}
    uses: dict[str, list[Node]] = {}
    for operation in context.operations:
        for tag in operation.node.child("tags").elements():
            if isinstance(tag.value, str) and tag.value not in declared:
                uses.setdefault(tag.value, []).append(tag)
    for name, nodes in uses.items():
        message = f"the tag `{name}` is not declared"
        if len(nodes) > 1:
            message += f" ({len(nodes)} operations have it)"
        advice = did_you_mean(name, [known for known in declared if known])
        yield Finding(nodes[0], message, advice or "declare it under `tags`")
