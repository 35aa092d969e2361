"""How paths are spelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check import templates
from swagsmith.check.grammar import METHODS
from swagsmith.check.naming import CONVENTIONS, PASCAL, prevailing, words
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node

_CONVENTIONS: Final = ("kebab-case", "snake_case", "camelCase", PASCAL)
_SUFFIX = re.compile(r"\.[A-Za-z0-9.]+$")


@rule("path-trailing-slash", Severity.WARNING, Pack.STYLE)
def path_trailing_slash(context: Context) -> Iterator[Finding]:
    """A path ends with a slash.

    ## Why
    Servers treat the two forms differently: one of them answers, the other redirects or fails.

    ## Bad
    ```yaml
    paths:
      /widgets/:
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
        if path.endswith("/") and path != "/":
            yield Finding(node, f"the path {shown(path)} ends with a slash", key=True)


@rule("path-naming", Severity.WARNING, Pack.STYLE, default=False)
def path_naming(context: Context) -> Iterator[Finding]:
    """A segment of a path is written in another style than the others.

    ## Why
    Whoever writes a URL by hand should not have to look up how each part of it is spelt. The
    style is the one that most segments have; a suffix such as `.json` does not count.

    ## Bad
    ```yaml
    paths:
      /spare-parts:
        get: {responses: {"200": {description: All spare parts.}}}
      /Send_Message:
        post: {responses: {"204": {description: Sent.}}}
    ```

    ## Good
    ```yaml
    paths:
      /spare-parts:
        get: {responses: {"200": {description: All spare parts.}}}
      /send-message:
        post: {responses: {"204": {description: Sent.}}}
    ```
    """
    first: dict[str, tuple[str, Node]] = {}
    for segment, name, node in _segments(context):
        first.setdefault(name, (segment, node))
    style, _ = prevailing(first, _CONVENTIONS)
    for name, (segment, node) in first.items():
        if not CONVENTIONS[style](name):
            yield Finding(node, f"the segment `{segment}` is not in {style}", key=True)


@rule("path-verb", Severity.WARNING, Pack.STYLE, default=False)
def path_verb(context: Context) -> Iterator[Finding]:
    """A segment of a path names an HTTP method.

    ## Why
    The method of the request says it already.

    ## Bad
    ```yaml
    paths:
      /getWidgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```
    """
    seen: set[str] = set()
    for segment, name, node in _segments(context):
        verb = next((word for word in words(name) if word in METHODS), None)
        if verb is not None and name not in seen:
            seen.add(name)
            yield Finding(
                node, f"the segment `{segment}` names the method {verb.upper()}", key=True
            )


def _segments(context: Context) -> Iterator[tuple[str, str, Node]]:
    """The segments without templates: as they stand, without a suffix, and their path item."""
    for path, node in templates.paths(context):
        for segment in path.removesuffix(templates.query(path)).split("/"):
            name = _SUFFIX.sub("", segment)
            if name and "{" not in segment and "}" not in segment:
                yield segment, name, node
