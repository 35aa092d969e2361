"""Regular expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.patterns import (
    READ_ELSEWHERE,
    dialect,
    is_anchored,
    is_portable,
    is_readable,
)
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


@rule("schema-pattern", Severity.ERROR, Pack.CORE)
def schema_pattern(context: Context) -> Iterator[Finding]:
    """A pattern is no regular expression, or one that is not read the same everywhere.

    ## Why
    The specification asks for expressions of ECMA 262. What other engines have beside gives a
    warning, and so does a pattern without `^` and `$`: it is searched for, so that `[a-z]+`
    lets pass whatever has one letter in it.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: string, pattern: "([a-z"}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: colour, in: query, type: string, pattern: "^[a-z]+$"}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.having("pattern"):
        node = site.node.child("pattern")
        if isinstance(node.value, str):
            yield from _faults(node, node.value)


def _faults(node: Node, pattern: str) -> Iterator[Finding]:
    foreign, text = dialect(pattern), shown(pattern)
    portable = is_portable(pattern)
    if not portable and not is_readable(pattern) and foreign not in READ_ELSEWHERE:
        yield Finding(node, f"{text} is no regular expression")
        return
    if foreign is not None:
        message = f"{foreign} in {text} is not read by every engine"
    elif not portable:
        message = f"not every engine reads {text}"
    elif not is_anchored(pattern):
        message = f"the pattern {text} has no anchors, so it fits in the middle of a text"
        yield Finding(node, message, "begin it with ^ and end it with $", severity=Severity.WARNING)
        return
    else:
        return
    yield Finding(node, message, "write it by ECMA 262", severity=Severity.WARNING)
