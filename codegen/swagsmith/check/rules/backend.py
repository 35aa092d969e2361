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

    from swagsmith.check.connection import Connection
    from swagsmith.check.context import Context
    from swagsmith.source import Node

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
    for policy in context.connection.policies if context.connection else ():
        if policy.template == "dynamichosturl":
            kept = [op for op in context.operations if not policy.covers(op.id)]
            names = [f"`{op.id or op.label}`" for op in kept[:_NAMED]]
            more = f" and {len(kept) - _NAMED} more" if len(kept) > _NAMED else ""
            message = "this policy replaces the host and base path of "
            message += "the operations it names" if policy.operations else "every operation"
            message += (
                f"; {listed(names, 'and' if not more else ',')}{more} keep them" if kept else ""
            )
            yield Finding(policy.node.child("templateId"), message)


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
    for operation in context.operations:
        bodies = operation.located("body")
        if not bodies or connection.scripted(operation.id):
            continue
        types = operation.media_types("consumes")
        related = (("the body", bodies[0].node),)
        message = f"{operation.label} sends a body, but the service takes forms only"
        advice = "write `in: formData`, or turn the body into a form in a script"
        if types and all(name in _FORMS for name in types):
            own = operation.node
            at = own.child("consumes") if "consumes" in own else own
            yield Finding(at, message, advice, related)
        elif (policy := _form_policy(connection, operation.id)) is not None:
            related = ((f"of {operation.label}", operation.node),)
            yield Finding(policy, message, advice, related)


def _form_policy(connection: Connection, operation_id: str | None) -> Node | None:
    """The value of a policy that calls every request of an operation a form."""
    for policy in connection.policies:
        name = policy.parameters.text(f"{PARAMETER}name") or ""
        value = policy.parameters.text(f"{PARAMETER}value") or ""
        request = policy.parameters.get(SECTION, "Request") == "Request"
        is_type = policy.template == "setheader" and name.lower() == "content-type"
        is_form = value.partition(";")[0].strip().lower() in _FORMS
        if is_type and is_form and request and policy.covers(operation_id):
            return policy.parameters.child(f"{PARAMETER}value")
    return None
