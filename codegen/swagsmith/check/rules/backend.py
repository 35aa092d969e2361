"""The service behind a connector: another host than the document says, another body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.policies import PARAMETER, SECTION
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import listed
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.connection import Policy
    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation

_HOST: Final = "dynamichosturl"
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
#: How many operations a message names.
_NAMED: Final = 5


@rule("conn-host-override", Severity.INFO, Pack.CONNECTION)
def conn_host_override(context: Context) -> Iterator[Finding]:
    """A policy replaces the host of the document.

    ## Why
    Readers of the document see another address than the one that is called. Scheme, host and
    basePath are all replaced; the finding says which operations keep them.

    ## Bad
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"policyTemplateInstances": [{
      "templateId": "dynamichosturl",
      "parameters": {"x-ms-apimTemplateParameter.urlTemplate": "https://eu.widgets.test"}}]}}
    ```

    ## Good
    ```yaml
    host: eu.widgets.test
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"policyTemplateInstances": []}}
    ```
    """
    connection = context.connection
    policies = [p for p in connection.policies if p.template == _HOST] if connection else []
    if connection is None or not policies:
        return
    kept = [op for op in context.operations if not connection.acts(_HOST, op.id)]
    keep = f"; {_named(kept)} keep them" if kept else ""
    for policy in policies:
        what = "the operations it names" if policy.operations else "every operation"
        message = f"this policy replaces the host and base path of {what}{keep}"
        yield Finding(policy.node.child("templateId"), message)


def _named(operations: list[Operation]) -> str:
    names = [f"`{op.id or op.label}`" for op in operations[:_NAMED]]
    more = len(operations) - _NAMED
    return listed([*names, f"{more} more"] if more > 0 else names, "and")


@rule("conn-script-consumes", Severity.WARNING, Pack.CONNECTION)
def conn_script_consumes(context: Context) -> Iterator[Finding]:
    """An operation with a body goes to a service that takes forms only, and no script covers it.

    ## Why
    Designers make JSON of a body, and the service answers 400.

    ## Bad
    ```yaml
    paths:
      /widgets:
        post:
          operationId: MakeWidget
          consumes: [application/x-www-form-urlencoded]
          parameters: [{name: widget, in: body, schema: {type: object}}]
          responses: {"204": {description: Made.}}
    ```
    ```json apiProperties
    {"properties": {}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        post:
          operationId: MakeWidget
          consumes: [application/x-www-form-urlencoded]
          parameters: [{name: widget, in: body, schema: {type: object}}]
          responses: {"204": {description: Made.}}
    ```
    ```json apiProperties
    {"properties": {"scriptOperations": ["MakeWidget"]}}
    ```
    """
    connection = context.connection
    if connection is None or connection.problem is not None:
        return
    what = "a body, but the service takes forms only"
    advice = "write `in: formData`, or turn the body into a form in a script"
    bodies = [op for op in context.operations if op.located("body")]
    bodies = [op for op in bodies if not connection.scripted(op.id)]
    others: list[Operation] = []
    for operation in bodies:
        types = operation.media_types("consumes")
        if types and all(name in _FORMS for name in types):
            own = operation.node
            at = own.child("consumes") if "consumes" in own else own
            related = (("the body", operation.located("body")[0].node),)
            yield Finding(at, f"{operation.label} sends {what}", advice, related)
        else:
            others.append(operation)
    for policy in connection.policies:
        sent = [op for op in others if policy.covers(op.id)] if _makes_forms(policy) else []
        if sent:
            value = policy.parameters.child(f"{PARAMETER}value")
            verb = "sends" if len(sent) == 1 else "send"
            yield Finding(value, f"{_named(sent)} {verb} {what}", advice)


def _makes_forms(policy: Policy) -> bool:
    """Whether a policy calls every request a form."""
    name = policy.parameters.text(f"{PARAMETER}name") or ""
    value = policy.parameters.text(f"{PARAMETER}value") or ""
    is_type = policy.template == "setheader" and name.lower() == "content-type"
    is_request = policy.parameters.get(SECTION, "Request") == "Request"
    return is_type and is_request and value.partition(";")[0].strip().lower() in _FORMS
