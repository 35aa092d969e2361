"""Tags: their declaration and their use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import is_hidden, lacks
from swagsmith.check.words import did_you_mean
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


def _declared(context: Context) -> Iterator[tuple[str, Node]]:
    """The declared tags that have a name."""
    for tag in context.root.child("tags").elements():
        name = tag.text("name")
        if name is not None:
            yield name, tag


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
    tags = context.root.child("tags")
    if not is_array(context.root.get("tags", [])) or is_hidden(context.root, "tags"):
        return  # of the wrong type or misspelt, which doc-structure reports
    if any(tag.text("name") is None for tag in tags.elements()):
        return  # any tag may be meant by the one without a name, which doc-structure reports
    declared = {name for name, _ in _declared(context)}
    uses: dict[str, Node] = {}
    for operation in context.operations:
        for tag in operation.node.child("tags").elements():
            if isinstance(tag.value, str) and tag.value not in declared:
                uses.setdefault(tag.value, tag)
    for name, node in uses.items():
        advice = did_you_mean(name, declared) or "declare it under `tags`"
        yield Finding(node, f"the tag `{name}` is not declared", advice)


@rule("tags-unique", Severity.ERROR, Pack.CORE)
def tags_unique(context: Context) -> Iterator[Finding]:
    """A tag is declared twice.

    ## Why
    The specification demands that names are unique; which of the descriptions is shown is
    anybody's guess. Names that differ only by case look like one group; they give a warning.

    ## Bad
    ```yaml
    tags: [{name: Widgets, description: Making widgets.}, {name: Widgets, description: Finding them.}]
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
    exact: dict[str, Node] = {}
    folded: dict[str, Node] = {}
    for name, tag in _declared(context):
        at = tag.child("name")
        if name in exact:
            related = (("first declared here", exact[name]),)
            yield Finding(at, f"the tag `{name}` is declared twice", "merge the two", related)
        elif name.casefold() in folded:
            other = folded[name.casefold()]
            message = f"the tag `{name}` differs from `{other.value}` only by case"
            related = (("first declared here", other),)
            yield Finding(at, message, "merge the two", related, severity=Severity.WARNING)
        exact.setdefault(name, at)
        folded.setdefault(name.casefold(), at)


@rule("tag-description", Severity.INFO, Pack.STYLE)
def tag_description(context: Context) -> Iterator[Finding]:
    """A declared tag has no description.

    ## Why
    It is the text under the heading of a group in documentation.

    ## Bad
    ```yaml
    tags: [{name: Widgets}]
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
    for name, tag in _declared(context):
        text = tag.text("description")
        if lacks(tag, "description") or (text is not None and not text.strip()):
            at = tag.child("description") if "description" in tag else tag
            yield Finding(at, f"the tag `{name}` has no description")


@rule("op-tags", Severity.WARNING, Pack.STYLE, default=False)
def op_tags(context: Context) -> Iterator[Finding]:
    """An operation has no tag.

    ## Why
    Documentation groups operations by their tags, and generators make a class of each group.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    tags: [{name: Widgets, description: Making and finding widgets.}]
    paths:
      /widgets:
        get: {tags: [Widgets], responses: {"200": {description: All widgets.}}}
    ```
    """
    for operation in context.operations:
        node = operation.node
        if lacks(node, "tags") or node.get("tags") == []:
            at = node.child("tags") if "tags" in node else node
            yield Finding(at, f"{operation.label} has no tag")
