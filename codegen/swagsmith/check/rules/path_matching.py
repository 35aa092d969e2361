"""Paths that requests cannot be told apart by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check import templates
from swagsmith.check.overlap import overlaps
from swagsmith.check.rule import Pack, rule
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


@rule("path-duplicate", Severity.ERROR, Pack.CORE)
def path_duplicate(context: Context) -> Iterator[Finding]:
    """Two paths differ only by the names of their templates.

    ## Why
    Every request that fits one fits the other; which of them it means is anybody's guess.

    ## Bad
    ```yaml
    paths:
      /widgets/{id}:
        parameters: [{name: id, in: path, required: true, type: string}]
        get: {responses: {"200": {description: A widget.}}}
      /widgets/{name}:
        parameters: [{name: name, in: path, required: true, type: string}]
        put: {responses: {"204": {description: Stored.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets/{id}:
        parameters: [{name: id, in: path, required: true, type: string}]
        get: {responses: {"200": {description: A widget.}}}
        put: {responses: {"204": {description: Stored.}}}
    ```
    """
    first: dict[str, tuple[str, Node]] = {}
    for path, node in templates.paths(context):
        plain = templates.plain(path)
        if plain not in first:
            first[plain] = (path, node)
            continue
        other, place = first[plain]
        message = f"{path} is the same path as {other}"
        yield Finding(node, message, "merge the two", (("first declared here", place),), key=True)


@rule("path-ambiguous", Severity.WARNING, Pack.CORE)
def path_ambiguous(context: Context) -> Iterator[Finding]:
    """Two paths match the same request: a literal competes with a template.

    ## Why
    2.0 does not say which of them wins, and servers and gateways decide differently. `/widgets/new`
    may as well be the widget with the id `new`.

    ## Bad
    ```yaml
    paths:
      /widgets/{id}:
        get:
          parameters: [{name: id, in: path, required: true, type: string}]
          responses: {"200": {description: A widget.}}
      /widgets/new:
        get: {responses: {"200": {description: New widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets/{id}:
        get:
          parameters: [{name: id, in: path, required: true, type: string}]
          responses: {"200": {description: A widget.}}
      /new-widgets:
        get: {responses: {"200": {description: New widgets.}}}
    ```
    """
    methods: dict[str, set[str]] = {}
    for operation in context.operations:
        methods.setdefault(operation.path, set()).add(operation.method)
    nodes = {
        path: node
        for path, node in templates.paths(context)
        if path in methods and templates.fault(path) is None and not templates.query(path)
    }
    for first, second in overlaps(nodes):
        both = methods[first] & methods[second]
        if both:
            one = "/".join(sorted(method.upper() for method in both))
            message = f"{second} and {first} match the same requests ({one})"
            related = (("the other path", nodes[first]),)
            yield Finding(nodes[second], message, "rename one of them", related, key=True)


@rule("path-case", Severity.WARNING, Pack.CORE)
def path_case(context: Context) -> Iterator[Finding]:
    """Two paths differ only by case.

    ## Why
    Gateways and servers that ignore case take them for one path.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
      /Widgets:
        post: {responses: {"201": {description: Created.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
        post: {responses: {"201": {description: Created.}}}
    ```
    """
    first: dict[str, tuple[str, Node]] = {}
    for path, node in templates.paths(context):
        plain = templates.plain(path)
        other, place = first.setdefault(plain.casefold(), (path, node))
        # What differs by the names of its templates only is reported by path-duplicate.
        if templates.plain(other) != plain:
            message = f"{path} and {other} differ only by case"
            yield Finding(
                node, message, "use one spelling", (("first declared here", place),), key=True
            )
