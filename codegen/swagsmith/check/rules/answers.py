"""What designers make of responses: schemas, further pages, the test of a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check import reach
from swagsmith.check.dynamic import Known, member
from swagsmith.check.extensions import extension
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import ARTICLES, did_you_mean, json_type, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.operations import Operation
    from swagsmith.source import Node

_PAGEABLE: Final = "x-ms-pageable"
_LINKS: Final = ("nextLink", "@odata.nextLink")


@rule("ms-default-response-schema", Severity.WARNING, Pack.CONNECTOR)
def ms_default_response_schema(context: Context) -> Iterator[Finding]:
    """The response `default` has a schema.

    ## Why
    Schemas belong to answers one expects; with this one designers offer the fields of an error as
    if they were the result.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: All widgets.}
            default: {description: It failed., schema: {type: object}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: All widgets.}
            default: {description: It failed.}
    ```
    """
    for operation in context.operations:
        for code, use, response in reach.responses(context.document, operation):
            if code == "default" and "schema" in response:
                message = f"the response `default` of {operation.label} has a schema"
                advice = "remove it, or describe the status it belongs to"
                related = () if response is use else (("the schema", response.child("schema")),)
                yield Finding(_schema(use, response), message, advice, related, key=True)


def _schema(use: Node, response: Node) -> Node:
    """Where a response has its schema, seen from the operation."""
    return response.child("schema") if response is use else use


@rule("ms-one-response-schema", Severity.INFO, Pack.CONNECTOR)
def ms_one_response_schema(context: Context) -> Iterator[Finding]:
    """Several responses of an operation have a schema.

    ## Why
    Designers use one, that of the first success. What the others say is not shown to anybody.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: All widgets., schema: {type: array, items: {}}}
            "400": {description: A wrong filter., schema: {type: object}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: All widgets., schema: {type: array, items: {}}}
            "400": {description: A wrong filter.}
    ```
    """
    for operation in context.operations:
        found = [
            (code, use, response)
            for code, use, response in reach.responses(context.document, operation)
            if "schema" in response and code != "default"
        ]
        used = reach.success(context.document, operation)
        extra = [each for each in found if used is None or each[2].value is not used.value]
        if len(found) > 1 and extra:
            codes = listed((code for code, _, _ in found), "and")
            message = f"{operation.label} has a schema for {codes}; designers use one"
            yield Finding(_schema(*extra[0][1:]), message, key=True)


@rule("ms-pageable", Severity.ERROR, Pack.CONNECTOR)
def ms_pageable(context: Context) -> Iterator[Finding]:
    """The link to the next page has a name the platform does not know, or is not in the answer.

    ## Why
    The platform reads `nextLink` and `@odata.nextLink` only. The link leads to the service itself;
    unless an `updatenextlink` policy or a script brings it back to the connector, the second page
    is asked for without credentials. A missing policy gives a warning.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          x-ms-pageable: {nextLinkName: next_page_uri}
          responses:
            "200":
              description: A page of widgets.
              schema: {type: object, properties: {next_page_uri: {type: string}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          x-ms-pageable: {nextLinkName: nextLink}
          responses:
            "200":
              description: A page of widgets.
              schema: {type: object, properties: {nextLink: {type: string}}}
    ```
    """
    for operation in context.operations:
        pageable = operation.node.child(_PAGEABLE)
        if not is_mapping(pageable.value):
            continue
        link = pageable.child("nextLinkName")
        if link.value not in _LINKS:
            at = link if "nextLinkName" in pageable else pageable
            message = f"`nextLinkName` is {listed(_LINKS)}"
            if "nextLinkName" in pageable:
                message += f"; this is {shown(link.value)}"
            yield Finding(at, message, did_you_mean(str(link.value), _LINKS))
        else:
            yield from _link(context, operation, link)


def _link(context: Context, operation: Operation, link: Node) -> Iterator[Finding]:
    response = reach.success(context.document, operation)
    if response is not None and "schema" in response:
        known, _ = member(context, response.child("schema"), link.value)
        if known is Known.NO:
            message = f"the answer of {operation.label} has no property `{link.value}`"
            yield Finding(link, message, related=(("the answer", response.child("schema")),))
    connection, name = context.connection, operation.id
    if connection is None or connection.problem is not None or connection.scripted(name):
        return
    if not connection.acts("updatenextlink", name):
        message = f"no `updatenextlink` policy brings the next page of {operation.label} back"
        yield Finding(link, message, severity=Severity.WARNING)


@rule("ms-test-connection", Severity.INFO, Pack.CONNECTOR)
def ms_test_connection(context: Context) -> Iterator[Finding]:
    """No operation tests a connection, or one that cannot: no GET, or one that needs parameters.

    ## Why
    Wrong credentials are then seen when the first flow fails, not when they are typed in.

    ## Bad
    ```yaml
    paths:
      /account:
        get: {operationId: GetAccount, responses: {"200": {description: The account.}}}
    ```

    ## Good
    ```yaml
    x-ms-capabilities: {testConnection: {operationId: GetAccount, parameters: {}}}
    paths:
      /account:
        get: {operationId: GetAccount, responses: {"200": {description: The account.}}}
    ```
    """
    capabilities = extension(context.root, "x-ms-capabilities")
    test = capabilities.child("testConnection")
    if "testConnection" not in capabilities:
        if context.operations:
            at = capabilities if is_mapping(capabilities.value) else context.root
            yield Finding(at, "`x-ms-capabilities` names no `testConnection`")
        return
    if not is_mapping(test.value):
        kind = ARTICLES[json_type(test.value)]
        yield Finding(test, f"`testConnection` is an object with an `operationId`, not {kind}")
        return
    operation = context.by_id.get(str(test.get("operationId")))
    name = test.child("operationId")
    if "operationId" not in test:
        yield Finding(test, "`testConnection` names no operation")
    elif operation is not None:
        given = test.child("parameters").names()
        needed = [
            f"`{parameter.name}`"
            for parameter in operation.parameters
            if parameter.node.get("required") is True
            and "default" not in parameter.node
            and parameter.name not in given
        ]
        if operation.method != "get":
            yield Finding(name, f"a connection is tested by a GET; this is {operation.label}")
        elif needed:
            yield Finding(name, f"`{name.value}` needs {listed(needed, 'and')}")
