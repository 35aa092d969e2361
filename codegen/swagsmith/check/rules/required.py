"""The list of required properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.composition import is_known, outermost, parts
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.words import did_you_mean, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.walk import Site
    from swagsmith.source import Node


@rule("schema-required-defined", Severity.WARNING, Pack.CORE)
def schema_required_defined(context: Context) -> Iterator[Finding]:
    """A name in `required` is no property of the schema.

    ## Why
    Mostly it is misspelt, and then no value is ever valid. Properties count that come through
    `allOf`, and those of the schema whose `allOf` the list stands in.

    ## Bad
    ```yaml
    definitions:
      Widget: {type: object, required: [nmae], properties: {name: {type: string}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Widget: {type: object, required: [name], properties: {name: {type: string}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    for site in context.having("required"):
        names, kind = site.node.child("required"), site.node.get("type")
        if not is_array(names.value) or (isinstance(kind, str) and kind != "object"):
            continue  # which schema-required-list reports
        known = _known(context, site)
        for name in names.elements() if known is not None else ():
            if isinstance(name.value, str) and known is not None and name.value not in known:
                message = f"`{name.value}` is required and no property"
                yield Finding(name, message, did_you_mean(name.value, known))


def _known(context: Context, site: Site) -> set[str] | None:
    """The properties a schema can have; None when it leaves them open."""
    composed = parts(context.document, outermost(site).node)
    is_open = any(is_mapping(part.get("additionalProperties")) for part in composed)
    if is_open or not is_known(context.document, composed):
        return None
    return {name for part in composed for name in part.child("properties").names()}


@rule("schema-required-list", Severity.ERROR, Pack.CORE)
def schema_required_list(context: Context) -> Iterator[Finding]:
    """`required` is no list of different names on the schema of an object.

    ## Why
    Draft 3 of JSON Schema marked each property with `required: true`. Draft 4, which 2.0 builds
    on, has a list on the object; the old mark is ignored.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: A widget.
              schema: {type: object, properties: {name: {type: string, required: true}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: A widget.
              schema: {type: object, required: [name], properties: {name: {type: string}}}
    ```
    """
    yield from context.structure.get("schema-required-list", ())
    for site in context.having("required"):
        names, kind = site.node.child("required"), site.node.text("type")
        if site.kind is not Kind.SCHEMA or not is_array(names.value):
            continue
        if kind not in (None, "object"):
            message = f"`required` lists properties, and the type is {shown(kind)}"
            yield Finding(names, message, "move it to the schema of the object", key=True)
        first: dict[str, Node] = {}
        for name in names.elements():
            if isinstance(name.value, str) and first.setdefault(name.value, name) is not name:
                message = f"`{name.value}` is required twice"
                yield Finding(name, message, related=(("first listed here", first[name.value]),))


@rule("schema-readonly-required", Severity.WARNING, Pack.CORE)
def schema_readonly_required(context: Context) -> Iterator[Finding]:
    """A required property is read-only.

    ## Why
    A request may not carry it, and without it the request does not fit the schema. The
    specification says that it should not be required.

    ## Bad
    ```yaml
    definitions:
      Widget: {type: object, required: [id], properties: {id: {type: string, readOnly: true}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Widget: {type: object, properties: {id: {type: string, readOnly: true}}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    for site in context.having("required"):
        names = site.node.child("required")
        read_only = _read_only(context, site) if is_array(names.value) else {}
        for name in names.elements() if read_only else ():
            if isinstance(name.value, str) and name.value in read_only:
                message = f"`{name.value}` is required and read-only"
                related = (("the property", read_only[name.value]),)
                yield Finding(name, message, "take it off the list", related)


def _read_only(context: Context, site: Site) -> dict[str, Node]:
    """The read-only properties of a schema and of the compositions it is a part of."""
    found: dict[str, Node] = {}
    for part in parts(context.document, outermost(site).node):
        for name, schema in part.child("properties").items():
            if schema.get("readOnly") is True:
                found.setdefault(name, schema)
    return found
