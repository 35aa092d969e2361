"""Policies and scripts: what happens to requests between the connector and its service."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from swagsmith.check.expressions import FUNCTIONS, functions
from swagsmith.check.policies import CHOICES, OPERATIONS, PARAMETER, SECTION, TEMPLATES
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import did_you_mean, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from swagsmith.check.connection import Connection, Policy
    from swagsmith.check.context import Context
    from swagsmith.check.expressions import Function
    from swagsmith.source import Node

_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_SECTIONS: Final = ("Request", "Response", "Failure")
#: How many operations a message names.
_NAMED: Final = 5


@rule("conn-policy-operation", Severity.ERROR, Pack.CONNECTION)
def conn_policy_operation(context: Context) -> Iterator[Finding]:
    """A policy or script is for an operation that does not exist.

    ## Why
    It never runs, and what it should do does not happen.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get: {operationId: ListWidgets, responses: {"200": {description: All widgets.}}}
    ```
    ```json apiProperties
    {"properties": {"policyTemplateInstances": [{
      "templateId": "dynamichosturl",
      "parameters": {
        "x-ms-apimTemplateParameter.urlTemplate": "https://eu.widgets.test",
        "x-ms-apimTemplate-operationName": ["ListWidget"]}}]}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get: {operationId: ListWidgets, responses: {"200": {description: All widgets.}}}
    ```
    ```json apiProperties
    {"properties": {"policyTemplateInstances": [{
      "templateId": "dynamichosturl",
      "parameters": {
        "x-ms-apimTemplateParameter.urlTemplate": "https://eu.widgets.test",
        "x-ms-apimTemplate-operationName": ["ListWidgets"]}}]}}
    ```
    """
    if context.connection is None:
        return
    named = [node for policy in context.connection.policies for node in policy.operations]
    for node in (*named, *context.connection.script_operations()):
        if isinstance(node.value, str) and node.value not in context.by_id:
            message = f"the operation `{node.value}` does not exist"
            yield Finding(node, message, did_you_mean(node.value, context.by_id))


@rule("conn-policy-parameters", Severity.ERROR, Pack.CONNECTION)
def conn_policy_parameters(context: Context) -> Iterator[Finding]:
    """A policy has an unknown template, or not the parameters of its template.

    ## Why
    The platform refuses it at upload.

    ## Bad
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"policyTemplateInstances": [{
      "templateId": "setheader",
      "parameters": {"x-ms-apimTemplateParameter.value": "application/json"}}]}}
    ```

    ## Good
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"policyTemplateInstances": [{
      "templateId": "setheader",
      "parameters": {
        "x-ms-apimTemplateParameter.name": "Accept",
        "x-ms-apimTemplateParameter.value": "application/json"}}]}}
    ```
    """
    for policy in context.connection.policies if context.connection else ():
        template = TEMPLATES.get(policy.template)
        if template is not None:
            yield from _parameters(policy, (*template.required,), template.optional)
        elif "templateId" in policy.node:
            at = policy.node.child("templateId")
            message = f"there is no policy template {shown(at.value)}"
            yield Finding(at, message, did_you_mean(policy.template, TEMPLATES))
        else:
            yield Finding(policy.node, "a policy has a `templateId`")


def _parameters(
    policy: Policy, required: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[Finding]:
    given = policy.parameters
    at = given if is_mapping(given.value) else policy.node
    known = [PARAMETER + name for name in (*required, *optional)]
    unknown = [n for n in given.names() if n not in known and n not in (OPERATIONS, SECTION)]
    for name in unknown:
        message = f"the template {policy.template} has no parameter `{name}`"
        yield Finding(given.child(name), message, did_you_mean(name, known), key=True)
    for name in required:
        if PARAMETER + name not in given and not did_you_mean(PARAMETER + name, unknown):
            message = f"the template {policy.template} needs `{PARAMETER}{name}`"
            yield Finding(at, message, key=True)
    choices = {PARAMETER + name: options for name, options in CHOICES.items()}
    for name, options in {**choices, SECTION: _SECTIONS}.items():
        value = given.child(name)
        if name in given and value.value not in options:
            message = f"`{name}` is {listed(options)}; this is {shown(value.value)}"
            yield Finding(value, message, did_you_mean(str(value.value), options))


@rule("conn-policy-expression", Severity.ERROR, Pack.CONNECTION)
def conn_policy_expression(context: Context) -> Iterator[Finding]:
    """An expression in a policy uses an unknown function, or a parameter that is not declared.

    ## Why
    The text is then sent as it is. The case of every letter counts, and policies that set a
    property do not expand connection parameters at all.

    ## Bad
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {
      "connectionParameters": {"site": {
        "type": "string", "uiDefinition": {"displayName": "Site"}}},
      "policyTemplateInstances": [{
        "templateId": "dynamichosturl",
        "parameters": {
          "x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('Site')"}}]}}
    ```

    ## Good
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {
      "connectionParameters": {"site": {
        "type": "string", "uiDefinition": {"displayName": "Site"}}},
      "policyTemplateInstances": [{
        "templateId": "dynamichosturl",
        "parameters": {
          "x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('site')"}}]}}
    ```
    """
    if context.connection is None:
        return
    names = _Names(context, context.connection)
    for policy in context.connection.policies:
        for node in _texts(policy.parameters):
            for function in functions(node.value):
                if function.name not in FUNCTIONS:
                    message = f"there is no function `{function.name}`"
                    yield Finding(node, message, did_you_mean(function.name, FUNCTIONS))
                elif function.argument is not None:
                    yield from _argument(names, policy, function, node)


def _texts(parameters: Node) -> Iterator[Node]:
    """The texts that may hold expressions; a configuration of polling has them one level down."""
    for node in parameters.members():
        for inner in (node, *node.members()):
            if isinstance(inner.value, str):
                yield inner


class _Names:
    """What expressions may refer to."""

    def __init__(self, context: Context, connection: Connection) -> None:
        self._queries = {
            op.id: {p.name for p in op.located("query")} if op.complete else None
            for op in context.operations
        }
        self._set = {each.parameters.text(f"{PARAMETER}name") or "" for each in connection.policies}
        self.connection = {node.key for node in connection.parameters()}

    @cached_property
    def _everywhere(self) -> set[str] | None:
        return self._union(self._queries)

    def queries(self, policy: Policy) -> set[str] | None:
        """The query parameters a policy may find; None when they cannot all be known."""
        if not policy.operations:
            return self._everywhere
        return self._union(name for name in policy.names if name in self._queries)

    def _union(self, ids: Iterable[str | None]) -> set[str] | None:
        found: set[str] = set()
        known = [self._queries[name] for name in ids]
        for names in known:
            if names is None:
                return None
            found |= names
        return found | self._set if known else None


def _argument(names: _Names, policy: Policy, function: Function, node: Node) -> Iterator[Finding]:
    name = function.argument or ""
    if function.name == "connectionParameters":
        if name not in names.connection:
            message = f"there is no connection parameter `{name}`"
            yield Finding(node, message, did_you_mean(name, sorted(names.connection)))
        elif policy.template == "setproperty":
            message = "a policy that sets a property does not expand connection parameters"
            yield Finding(node, message, "set a header or query parameter, or use a script")
    elif function.name == "queryParameters":
        known = names.queries(policy)
        if known is not None and name not in known:
            message = f"no operation of this policy has a query parameter `{name}`"
            yield Finding(node, message, did_you_mean(name, sorted(known)))
