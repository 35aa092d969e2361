"""Whether operations are protected at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.requirements import holders, requires_nothing
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.source import Node


_ADVICE: Final = "say in `security` what credentials it takes; `security: []` says none"


@rule("op-security-missing", Severity.WARNING, Pack.SECURITY)
def op_security_missing(context: Context) -> Iterator[Finding]:
    """An operation can be called without credentials.

    ## Why
    Either the description leaves out something or the service is open. An empty `security` says
    that it is meant so, and gives an advice only.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    securityDefinitions: {account: {type: basic}}
    security: [{account: []}]
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```
    """
    if requires_nothing(context):
        return  # which sec-unused reports
    root = context.root
    silent = [op for op in context.operations if lacks(op.node, "security")]
    for holder in holders(context):
        requirements = holder.child("security")
        if _is_open(requirements) and (silent or holder is not root):
            who = "every operation" if holder is root else "this operation"
            message = f"`security` lets {who} be called without credentials"
            yield Finding(requirements, message, severity=Severity.INFO)
    if not silent or not lacks(root, "security"):
        return
    if len(silent) == len(context.operations) > 1:
        # The document lacks it, rather than every one of its operations.
        yield Finding(root, "no operation has `security`, nor has the document", _ADVICE)
        return
    for operation in silent:
        yield Finding(operation.node, f"{operation.label} has no `security`", _ADVICE)


def _is_open(requirements: Node) -> bool:
    """Whether a list of requirements is empty or can be met by nothing."""
    return is_array(requirements.value) and (
        not requirements.value or any(element == {} for element in requirements.value)
    )


@rule("sec-unused", Severity.WARNING, Pack.SECURITY)
def sec_unused(context: Context) -> Iterator[Finding]:
    """The document defines security schemes and requires none of them.

    ## Why
    A definition alone applies to nothing: clients send no credentials.

    ## Bad
    ```yaml
    securityDefinitions: {account: {type: basic}}
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```

    ## Good
    ```yaml
    securityDefinitions: {account: {type: basic}}
    security: [{account: []}]
    paths:
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```
    """
    if context.operations and requires_nothing(context):
        node = context.root.child("securityDefinitions")
        advice = f"write `security: [{{{node.names()[0]}: []}}]`"
        yield Finding(node, "no operation requires any of the security definitions", advice)
