"""`allOf` and `discriminator`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.composition import is_known, outermost, parts
from swagsmith.check.contradictions import contradictions, forbidden, members
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import did_you_mean, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.walk import Site
    from swagsmith.source import Node


@rule("schema-discriminator", Severity.ERROR, Pack.CORE)
def schema_discriminator(context: Context) -> Iterator[Finding]:
    """`discriminator` names no required property of type string, or a subtype has no name.

    ## Why
    Its value in a message is the name of the definition that describes the message. Without the
    property, or without a name to write into it, no reader can tell the subtypes apart.

    ## Bad
    ```yaml
    definitions:
      Pet: {type: object, discriminator: kind, properties: {name: {type: string}}}
    paths:
      /pets:
        get: {responses: {"200": {description: One., schema: {$ref: "#/definitions/Pet"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
    paths:
      /pets:
        get: {responses: {"200": {description: One., schema: {$ref: "#/definitions/Pet"}}}}
    ```
    """
    yield from context.structure.get("schema-discriminator", ())
    bases: set[int] = set()
    for site in context.having("discriminator"):
        node = site.node.child("discriminator")
        if isinstance(node.value, str):
            bases.add(id(site.node.value))
            yield from _property(context, site, node)
    for site in context.having("allOf") if bases else ():
        yield from _nameless(context, site, bases)


def _property(context: Context, site: Site, node: Node) -> Iterator[Finding]:
    """What is wrong with the property that a discriminator names; the first thing only."""
    whole = parts(context.document, outermost(site).node)
    found = [part.child("properties").child(node.value) for part in whole if _has(part, node.value)]
    required = [part.get("required") for part in whole]
    if not found:
        if is_known(context.document, whole):
            names = {name for part in whole for name in part.child("properties").names()}
            advice = did_you_mean(node.value, names) or "declare and require it"
            yield Finding(node, f"the discriminator {shown(node.value)} is no property", advice)
    elif not any(is_array(names) and node.value in names for names in required):
        if not any("required" in part and not is_array(part.get("required")) for part in whole):
            message = f"the discriminator {shown(node.value)} is not required"
            related = (("the property", found[0]),)
            yield Finding(node, message, "add it to `required`", related)
    else:
        yield from _no_text(context, node, found)


def _no_text(context: Context, node: Node, found: list[Node]) -> Iterator[Finding]:
    for declared in found:
        schema = context.resolved(declared)
        kind = schema.text("type") if schema else None
        if kind not in (None, "string"):
            message = f"the discriminator {shown(node.value)} is no text but of type {shown(kind)}"
            yield Finding(node, message, related=(("the property", declared),))
            return


def _has(part: Node, name: str) -> bool:
    return name in part.child("properties")


def _nameless(context: Context, site: Site, bases: set[int]) -> Iterator[Finding]:
    """A subtype that stands within another schema, where it has no name."""
    parent = site.parent
    if parent is None or parent.kind is Kind.DEFINITIONS or site.field == "allOf":
        return
    elements = list(site.node.child("allOf").elements())
    extends = [it for it in elements if "$ref" in it and _is_one_of(context, it, bases)]
    adds = any(it.get("properties") for it in (site.node, *elements))
    if extends and adds:
        message = "this subtype has no name that its discriminator could have"
        yield Finding(extends[0].child("$ref"), message, "move it to `definitions`")


def _is_one_of(context: Context, member: Node, bases: set[int]) -> bool:
    target = context.resolved(member)
    return target is not None and id(target.value) in bases


@rule("schema-allof", Severity.WARNING, Pack.CORE)
def schema_allof(context: Context) -> Iterator[Finding]:
    """Members of `allOf` contradict each other.

    ## Why
    A value has to fit each of them. With two types for one property, no common value of an enum,
    or limits without room, none does; and `additionalProperties: false` forbids the properties
    of all other members.

    ## Bad
    ```yaml
    definitions:
      Widget:
        allOf:
          - {type: object, properties: {size: {type: integer}}}
          - {type: object, properties: {size: {type: string}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Widget:
        allOf:
          - {type: object, properties: {size: {type: integer}}}
          - {type: object, properties: {colour: {type: string}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    closed: set[int] = set()
    for site in context.having("allOf"):
        composed = members(context, site.node)
        yield from contradictions(context, composed)
        for part, added in forbidden(composed):
            # A closed schema is wrong once, however many schemas are made from it.
            if id(part.value) not in closed:
                closed.add(id(part.value))
                message = f"`additionalProperties: false` forbids `{added.key}` of another member"
                yield Finding(part.child("additionalProperties"), message, related=(("it", added),))


@rule("schema-allof-single", Severity.WARNING, Pack.STYLE, default=False)
def schema_allof_single(context: Context) -> Iterator[Finding]:
    """An `allOf` has one member and nothing stands beside it.

    ## Why
    The member alone says the same. Beside a description, say, such an `allOf` is the usual way
    to add something to a reference, and right.

    ## Bad
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets:
        get:
          responses:
            "200": {description: It., schema: {allOf: [{$ref: "#/definitions/Widget"}]}}
    ```

    ## Good
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    for site in context.having("allOf"):
        members = site.node.get("allOf")
        if is_array(members) and len(members) == 1 and len(site.node.value) == 1:
            message = "this `allOf` has one member and nothing beside it"
            yield Finding(site.node.child("allOf"), message, "write the member alone")
