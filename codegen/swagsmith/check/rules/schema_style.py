"""Schemas as people read them: their text, their names, where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.naming import CONVENTIONS, PASCAL, prevailing
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.values import canonical
from swagsmith.check.words import listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from swagsmith.check.context import Context
    from swagsmith.check.walk import Site
    from swagsmith.source import Node

#: So many properties make a schema worth a name.
_LARGE: Final = 8
#: What names of definitions and properties are written in.
_CONVENTIONS: Final = ("snake_case", "camelCase", PASCAL, "kebab-case")
#: Fewer names say nothing about a convention.
_FEW: Final = 3


@rule("schema-property-description", Severity.INFO, Pack.STYLE)
def schema_property_description(context: Context) -> Iterator[Finding]:
    """A property has no description.

    ## Why
    A name says what a value is, not its unit, its form, or when it is there. The properties of
    one schema give one finding.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: A widget.
              schema: {type: object, properties: {size: {type: number}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: A widget.
              schema:
                type: object
                properties: {size: {type: number, description: Its length in millimetres.}}
    ```
    """
    for site in context.having("properties"):
        silent = [it for it in site.node.child("properties").members() if _is_silent(it)]
        if silent:
            names = listed((f"`{node.key}`" for node in silent), "and")
            verb = "has" if len(silent) == 1 else "have"
            yield Finding(silent[0], f"{names} {verb} no description", key=True)


def _is_silent(schema: Node) -> bool:
    """Whether nothing is said about a property, not even where a reference leads."""
    if not is_mapping(schema.value) or "$ref" in schema:
        return False
    text = schema.text("description")
    return lacks(schema, "description") or (text is not None and not text.strip())


@rule("schema-naming", Severity.WARNING, Pack.STYLE, default=False)
def schema_naming(context: Context) -> Iterator[Finding]:
    """A definition or property is named in another style than the others.

    ## Why
    Whoever reads or writes a message should not have to look up how each name is spelt. The
    style is the one that most names have.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: A widget.
              schema:
                type: object
                properties: {widgetSize: {}, widgetName: {}, widgetColour: {}, part_number: {}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: A widget.
              schema:
                type: object
                properties: {widgetSize: {}, widgetName: {}, widgetColour: {}, partNumber: {}}
    ```
    """
    definitions = [node for site in context.sites(Kind.DEFINITIONS) for node in site.node.members()]
    properties = [
        node
        for site in context.having("properties")
        for node in site.node.child("properties").members()
    ]
    yield from _misnamed(definitions, "definition")
    yield from _misnamed(properties, "property")


def _misnamed(nodes: Sequence[Node], noun: str) -> Iterator[Finding]:
    """A finding for each name out of style, at the first place that has it."""
    first: dict[str, Node] = {}
    for node in nodes:
        first.setdefault(node.key, node)
    style, count = prevailing(first, _CONVENTIONS)
    if len(first) < _FEW or count * 3 < len(first) * 2:
        return  # no style that two thirds of them have, so none to follow
    for name, node in first.items():
        if not CONVENTIONS[style](name):
            yield Finding(node, f"the {noun} {shown(name)} is not in {style}", key=True)


@rule("schema-inline", Severity.WARNING, Pack.STYLE, default=False)
def schema_inline(context: Context) -> Iterator[Finding]:
    """A large object, or one that is written out twice, has no name.

    ## Why
    Generators make up a name for it, such as Body12, and one for each copy. The fix refers to a
    definition that says the same; where there is none, people have to name it.

    ## Bad
    ```yaml
    paths:
      /widgets/first:
        get:
          responses:
            "200":
              description: The first widget.
              schema: {type: object, properties: {name: {type: string}}}
      /widgets/last:
        get:
          responses:
            "200":
              description: The last widget.
              schema: {type: object, properties: {name: {type: string}}}
    ```

    ## Good
    ```yaml
    definitions: {Widget: {type: object, properties: {name: {type: string}}}}
    paths:
      /widgets/first:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
      /widgets/last:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    first: dict[Hashable, Node] = {}
    # What has a name comes first: it is what the others are copies of.
    for site in sorted(context.having("properties"), key=lambda one: not _has_name(one)):
        properties = site.node.get("properties")
        if site.kind is not Kind.SCHEMA or not properties or not is_mapping(properties):
            continue
        other = first.setdefault(canonical(site.node.value), site.node)
        if _has_name(site):
            continue
        if other is not site.node:
            related = (("the other one", other),)
            advice = "name it under `definitions`, and refer to it"
            yield Finding(site.node, "this object is written out twice", advice, related)
        elif len(properties) >= _LARGE:
            message = f"this object has {len(properties)} properties and no name"
            yield Finding(site.node, message, "move it to `definitions`")


def _has_name(site: Site) -> bool:
    """Whether a schema is a definition, or a part of one."""
    while site.field == "allOf" and site.parent is not None:
        site = site.parent
    return site.parent is None or site.parent.kind is Kind.DEFINITIONS
