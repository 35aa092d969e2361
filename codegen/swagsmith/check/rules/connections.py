"""The connection file: its shape, its parameters, what certification asks of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swagsmith.check.connection import FIELDS
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import ARTICLES, did_you_mean, json_type, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.connection import Connection
    from swagsmith.check.context import Context
    from swagsmith.source import Node

#: A field that begins like another one by so many letters may mean it, however it ends.
_ALIKE: Final = 8
#: The type of the fields that hold more.
_TYPED: Final = {
    "capabilities": "array",
    "connectionParameters": "object",
    "connectionParameterSets": "object",
    "policyTemplateInstances": "array",
    "scriptOperations": "array",
}
_PARAMETER_FIELDS: Final = (
    "type", "uiDefinition", "oAuthSettings", "gatewaySettings", "allowedValues", "defaultValue",
    "metadata",
)  # fmt: skip
_SHOWN_FIELDS: Final = (
    "displayName", "description", "tooltip", "constraints", "schema", "tabIndex",
)  # fmt: skip
_TYPES: Final = ("string", "securestring", "int", "bool", "oauthSetting", "gatewaySetting")
_NAMED: Final = _TYPES[:4]
_BOOLEANS: Final = ("true", "false")
_COLOUR: Final = r"#[0-9A-Fa-f]{6}"
_NO_COLOURS: Final = ("#ffffff", "#007ee5")


@rule("conn-structure", Severity.ERROR, Pack.CONNECTION)
def conn_structure(context: Context) -> Iterator[Finding]:
    """The connection file cannot be read, or has a field that the platform does not know.

    ## Why
    What an unknown field says does not happen.

    ## Bad
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"iconBrandColor": "#f22f46", "policyTemplates": []}}
    ```

    ## Good
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"iconBrandColor": "#f22f46", "policyTemplateInstances": []}}
    ```
    """
    connection = context.connection
    if connection is None:
        return
    if connection.problem is not None:
        yield Finding(connection.root, connection.problem, "repair the connection file")
        return
    properties = connection.properties
    if not is_mapping(properties.value):
        at = properties if properties.key in connection.root else connection.root
        yield Finding(at, "a connection file has everything in an object `properties`")
    for name, node in connection.root.items():
        if name not in ("properties", "$schema"):
            inside = "move it into `properties`" if name in FIELDS else None
            advice = inside or did_you_mean(name, ("properties",))
            yield Finding(node, f"`{name}` means nothing beside `properties`", advice, key=True)
    yield from _fields(properties)
    yield from _inner(connection)


def _fields(properties: Node) -> Iterator[Finding]:
    for name, node in properties.items():
        if name not in FIELDS:
            alike = next((field for field in FIELDS if field[:_ALIKE] == name[:_ALIKE]), None)
            advice = did_you_mean(name, FIELDS) or (f"did you mean `{alike}`?" if alike else None)
            advice = advice or f"the fields are {listed(FIELDS, 'and')}"
            yield Finding(node, f"a connection file has no field `{name}`", advice, key=True)
            continue
        wanted, kind = _TYPED.get(name), json_type(node.value)
        if wanted not in (None, kind) and node.value is not None:
            yield Finding(node, f"`{name}` is {ARTICLES[str(wanted)]}, not {ARTICLES[kind]}")


def _inner(connection: Connection) -> Iterator[Finding]:
    """Misspelt fields further inside; there the platform may know more of them than we do."""
    for parameter in connection.parameters():
        if not is_mapping(parameter.value):
            kind = ARTICLES[json_type(parameter.value)]
            yield Finding(parameter, f"the parameter `{parameter.key}` is an object, not {kind}")
        yield from _misspelt(parameter, _PARAMETER_FIELDS)
        yield from _misspelt(parameter.child("uiDefinition"), _SHOWN_FIELDS)
    sets = connection.properties.child("connectionParameterSets")
    if is_mapping(sets.value) and "values" not in sets:
        yield Finding(sets, "`connectionParameterSets` has an array `values`")
    for field in ("capabilities", "scriptOperations", "policyTemplateInstances"):
        wanted = "object" if field == "policyTemplateInstances" else "string"
        for node in connection.properties.child(field).elements():
            if json_type(node.value) != wanted:
                kind = ARTICLES[json_type(node.value)]
                yield Finding(node, f"each element of `{field}` is {ARTICLES[wanted]}, not {kind}")


def _is_misspelt(name: str, holder: Node) -> bool:
    """Whether a field is there under a wrong name, which is the fault to report."""
    return name not in holder and did_you_mean(name, holder.names()) is not None


def _misspelt(node: Node, known: tuple[str, ...]) -> Iterator[Finding]:
    for name, member in node.items():
        advice = did_you_mean(name, known) if name not in known else None
        if advice is not None:
            yield Finding(member, f"`{node.key}` has no field `{name}`", advice, key=True)


@rule("conn-parameter-type", Severity.ERROR, Pack.CONNECTION)
def conn_parameter_type(context: Context) -> Iterator[Finding]:
    """A connection parameter has a type the platform does not know, or lacks what it needs.

    ## Why
    The platform drops a type in the wrong case, a `required` that is no text, and shows a
    parameter without a display name under its raw name.

    ## Bad
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"connectionParameters": {"site": {
      "type": "string",
      "uiDefinition": {"displayName": "Site", "constraints": {"required": true}}}}}}
    ```

    ## Good
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"connectionParameters": {"site": {
      "type": "string",
      "uiDefinition": {"displayName": "Site", "constraints": {"required": "true"}}}}}}
    ```
    """
    for parameter in context.connection.parameters() if context.connection else ():
        if is_mapping(parameter.value):
            yield from _parameter(parameter)


def _parameter(parameter: Node) -> Iterator[Finding]:
    what = f"the connection parameter `{parameter.key}`"
    kind = parameter.child("type")
    # A part of another one, such as `token:clientId`, may leave out what the other says.
    optional = ":" in parameter.key or _is_misspelt("type", parameter)
    if kind.value not in _TYPES and ("type" in parameter or not optional):
        at = kind if "type" in parameter else parameter
        given = f"; this is {shown(kind.value)}" if "type" in parameter else ""
        advice = did_you_mean(kind.value, _TYPES) if isinstance(kind.value, str) else None
        yield Finding(at, f"the type of {what} is {listed(_TYPES)}{given}", advice)
    definition = parameter.child("uiDefinition")
    constraints = definition.child("constraints")
    required = constraints.child("required")
    if "required" in constraints and required.value not in _BOOLEANS:
        message = f"`required` of {what} is a text, {listed(map(shown, _BOOLEANS))}"
        yield Finding(required, f"{message}; this is {shown(required.value)}")
    named = kind.value in _NAMED and constraints.get("hidden") != "true"
    named = named and not _is_misspelt("uiDefinition", parameter)
    named = named and not _is_misspelt("displayName", definition)
    if named and not (definition.text("displayName") or "").strip():
        at = next((n for n in (definition.child("displayName"), definition) if n.value), parameter)
        yield Finding(at, f"{what} has no `displayName`", key=True)


@rule("conn-brand-color", Severity.ERROR, Pack.CERTIFICATION)
def conn_brand_color(context: Context) -> Iterator[Finding]:
    """The brand colour is no colour, or one that is not allowed.

    ## Why
    White and the platform's own blue are refused; independent publishers take #da3b01.

    ## Bad
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"iconBrandColor": "#007ee5"}}
    ```

    ## Good
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"iconBrandColor": "#f22f46"}}
    ```
    """
    if context.connection is None or not is_mapping(context.connection.properties.value):
        return
    properties = context.connection.properties
    colour = properties.child("iconBrandColor")
    if _is_misspelt("iconBrandColor", properties):
        return
    if "iconBrandColor" not in properties:
        yield Finding(properties, "the connection file has no `iconBrandColor`")
    elif not isinstance(colour.value, str) or not re.fullmatch(_COLOUR, colour.value):
        message = f"a colour is # and six hexadecimal digits; this is {shown(colour.value)}"
        yield Finding(colour, message)
    elif colour.value.lower() in _NO_COLOURS:
        yield Finding(colour, f"the colour {colour.value} is not allowed", "take one of your own")


@rule("conn-publisher", Severity.ERROR, Pack.CERTIFICATION)
def conn_publisher(context: Context) -> Iterator[Finding]:
    """The connection file does not say who publishes the connector, or whose service it is for.

    ## Why
    Certification asks for `publisher` and `stackOwner`. The tool that updates a connector in an
    environment wants `stackOwner` removed, so keep it in the file under version control only.

    ## Bad
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {"iconBrandColor": "#f22f46", "publisher": "Widgets Ltd"}}
    ```

    ## Good
    ```yaml
    paths: {}
    ```
    ```json apiProperties
    {"properties": {
      "iconBrandColor": "#f22f46", "publisher": "Widgets Ltd", "stackOwner": "Widgets Ltd"}}
    ```
    """
    if context.connection is None or not is_mapping(context.connection.properties.value):
        return
    properties = context.connection.properties
    for field in ("publisher", "stackOwner"):
        if not (properties.text(field) or "").strip() and not _is_misspelt(field, properties):
            at = properties.child(field) if field in properties else properties
            yield Finding(at, f"the connection file has no `{field}`")
