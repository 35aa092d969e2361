"""Fields of schemas that are easily put in the wrong place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.words import listed
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.walk import Site

#: An object with such properties describes schemas, and means its `additionalProperties`.
_KEYWORDS: Final = frozenset(("$ref", "allOf", "items", "patternProperties", "properties"))
#: Fields of an XML object that only concern the element or attribute of a property.
_OF_PROPERTIES: Final = ("attribute", "namespace", "prefix", "wrapped")


@rule("schema-additional-properties", Severity.WARNING, Pack.CORE)
def schema_additional_properties(context: Context) -> Iterator[Finding]:
    """A property is called `additionalProperties`, or the keyword is no boolean and no schema.

    ## Why
    The keyword says what further properties an object may have. One level too deep it is a
    property of that name, and allows nothing.

    ## Bad
    ```yaml
    paths:
      /prices:
        get:
          responses:
            "200":
              description: Prices by widget.
              schema: {type: object, properties: {additionalProperties: {type: number}}}
    ```

    ## Good
    ```yaml
    paths:
      /prices:
        get:
          responses:
            "200":
              description: Prices by widget.
              schema: {type: object, additionalProperties: {type: number}}
    ```
    """
    yield from context.structure.get("schema-additional-properties", ())
    for site in context.having("properties"):
        properties = site.node.child("properties")
        node = properties.child("additionalProperties")
        if "additionalProperties" not in properties or context.is_faulty(node):
            continue
        if _KEYWORDS.isdisjoint(properties.value):
            message = "`additionalProperties` stands among the properties and is one of them"
            yield Finding(node, message, "write it beside `properties`", key=True)


@rule("schema-xml", Severity.INFO, Pack.CORE)
def schema_xml(context: Context) -> Iterator[Finding]:
    """`xml` on a schema that is no property says more than a name.

    ## Why
    By the text of 2.0 it has no effect there. Only a `name` is used by some tools, for the
    element of a body or of what an array holds. The fix removes what no tool uses: an empty
    object, and `wrapped` on what is no array. Namespaces and attributes are left to people.

    ## Bad
    ```yaml
    definitions: {Widget: {type: object, xml: {wrapped: true}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```

    ## Good
    ```yaml
    definitions: {Widget: {type: object, xml: {name: Widget}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    for site in context.having("xml"):
        xml = site.node.child("xml")
        fields = [field for field in _OF_PROPERTIES if xml.get(field) not in (None, False)]
        if _is_root(site) and is_mapping(xml.value) and (fields or lacks(xml, "name")):
            names = f" {listed((f'`{field}`' for field in fields), 'and')}" if fields else ""
            message = f"`xml`{names} has no effect on a schema that is no property"
            yield Finding(xml, message, "move it to the property", key=True)


def _is_root(site: Site) -> bool:
    """Whether a schema is a definition, or that of a body."""
    of_body = (Kind.DEFINITIONS, Kind.PARAMETER, Kind.RESPONSE)
    return site.kind is Kind.SCHEMA and site.parent is not None and site.parent.kind in of_body
