"""Paths and the parameters in their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check import templates
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding
from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation, Parameter


@rule("path-slash", Severity.ERROR, Pack.CORE)
def path_slash(context: Context) -> Iterator[Finding]:
    """A path does not begin with a slash.

    ## Why
    It is appended to `basePath` as text.

    ## Bad
    ```yaml
    paths:
      widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```
    """
    for path, node in templates.paths(context):
        if not path.startswith("/"):
            message = f"the path {shown(path)} does not begin with a slash"
            yield Finding(node, message, f"write `/{path}`", key=True)


@rule("path-template-syntax", Severity.ERROR, Pack.CORE)
def path_template_syntax(context: Context) -> Iterator[Finding]:
    """The braces of a path make no templates.

    ## Why
    A template is a name in braces within one segment; 2.0 has no patterns, defaults or wildcards.
    What is none is sent as it stands.

    ## Bad
    ```yaml
    paths:
      /widgets/{id:
        get: {responses: {"200": {description: A widget.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets/{id}:
        get:
          parameters: [{name: id, in: path, required: true, type: string}]
          responses: {"200": {description: A widget.}}
    ```
    """
    for path, node in templates.paths(context):
        fault = templates.fault(path)
        if fault is not None:
            yield Finding(node, f"{fault} in the path {shown(path)}", key=True)


@rule("path-no-query", Severity.ERROR, Pack.CORE)
def path_no_query(context: Context) -> Iterator[Finding]:
    """A path holds a query or a fragment.

    ## Why
    What stands behind `?` or `#` is no part of a path: servers do not route by it, and clients
    escape it or send it twice. 2.0 describes a query by parameters.

    ## Bad
    ```yaml
    paths:
      /widgets?kind=new:
        get: {responses: {"200": {description: New widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: kind, in: query, type: string, enum: [new]}]
          responses: {"200": {description: New widgets.}}
    ```
    """
    for path, node in templates.paths(context):
        extra = templates.query(path)
        if extra and templates.fault(path) is None:
            what = "a query" if extra.startswith("?") else "a fragment"
            advice = "declare parameters with `in: query`" if extra.startswith("?") else "remove it"
            yield Finding(node, f"the path {shown(path)} holds {what}", advice, key=True)


@rule("path-params-declared", Severity.ERROR, Pack.CORE)
def path_params_declared(context: Context) -> Iterator[Finding]:
    """A template of a path is not declared as a parameter.

    ## Why
    Nobody can tell what belongs there, and no client can build the URL.

    ## Bad
    ```yaml
    paths:
      /widgets/{id}:
        get: {responses: {"200": {description: A widget.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets/{id}:
        get:
          parameters: [{name: id, in: path, required: true, type: string}]
          responses: {"200": {description: A widget.}}
    ```
    """
    for group in _by_path(context):
        path = group[0].path
        # What stands behind a question mark is no path; path-no-query reports it.
        for name in dict.fromkeys(templates.names(path.removesuffix(templates.query(path)))):
            lacking = [op for op in group if op.complete and name not in _declared(op)]
            if not lacking:
                continue
            meant = _misspelt(lacking[0], name)
            related = (("is it this one?", meant.node.child("name")),) if meant else ()
            advice = f"declare it with `in: path` and `name: {name}`"
            if len(lacking) == len(group) > 1:
                # The path lacks it, rather than every one of its operations.
                message = f"the template {{{name}}} of {path} is declared nowhere"
                yield Finding(group[0].path_node, message, advice, related)
                continue
            for operation in lacking:
                message = f"{operation.label} does not declare the template {{{name}}}"
                yield Finding(operation.node, message, advice, related)


@rule("path-params-used", Severity.ERROR, Pack.CORE)
def path_params_used(context: Context) -> Iterator[Finding]:
    """A path parameter does not occur in the path.

    ## Why
    The caller has to give it a value, and the value goes nowhere.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: id, in: path, required: true, type: string}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets/{id}:
        get:
          parameters: [{name: id, in: path, required: true, type: string}]
          responses: {"200": {description: A widget.}}
    ```
    """
    for group in _by_path(context):
        path = group[0].path
        names = templates.names(path)
        for operation in group:
            excused = [_misspelt(operation, n) for n in names if n not in _declared(operation)]
            # One of a name: that there are two is what param-unique reports.
            for parameter in {p.name: p for p in reversed(operation.located("path"))}.values():
                if parameter.name not in names and parameter not in excused:
                    node = parameter.use
                    at = node.child("name") if "name" in node else node.child("$ref")
                    message = f"the path parameter `{parameter.name}` does not occur in {path}"
                    yield Finding(at, message)


@rule("path-params-required", Severity.ERROR, Pack.CORE)
def path_params_required(context: Context) -> Iterator[Finding]:
    """A path parameter is not marked as required.

    ## Why
    A path with a hole in it is another path, so the specification demands `required: true`.

    ## Bad
    ```yaml
    paths:
      /widgets/{id}:
        get:
          parameters: [{name: id, in: path, type: string}]
          responses: {"200": {description: A widget.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets/{id}:
        get:
          parameters: [{name: id, in: path, required: true, type: string}]
          responses: {"200": {description: A widget.}}
    ```
    """
    for site in context.sites(Kind.PARAMETER):
        parameter = site.node
        if parameter.get("in") != "path" or parameter.get("required") is True:
            continue
        if "required" in parameter and not isinstance(parameter.get("required"), bool):
            continue  # of the wrong type, which is doc-structure
        if "required" not in parameter and not lacks(parameter, "required"):
            continue  # misspelt, which is doc-structure
        message = f"the path parameter {shown(parameter.get('name'))} is not marked as required"
        at = parameter.child("required") if "required" in parameter else parameter
        yield Finding(at, message, "write `required: true`")


def _by_path(context: Context) -> Iterator[Sequence[Operation]]:
    """The operations of each path whose template makes sense."""
    groups: dict[tuple[str, tuple[str, ...]], list[Operation]] = {}
    for operation in context.operations:
        key = (operation.path_node.file, operation.path_node.tokens)
        groups.setdefault(key, []).append(operation)
    yield from (group for group in groups.values() if templates.fault(group[0].path) is None)


def _declared(operation: Operation) -> set[str]:
    return {parameter.name for parameter in operation.located("path")}


def _misspelt(operation: Operation, name: str) -> Parameter | None:
    """The path parameter that was meant for a template which has none."""
    names = templates.names(operation.path)
    spare = {p.name: p for p in operation.located("path") if p.name not in names}
    return spare.get(closest(name, spare) or "")
