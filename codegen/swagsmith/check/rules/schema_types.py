"""Types and formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.composition import outermost, parts
from swagsmith.check.formats import KNOWN
from swagsmith.check.grammar import Kind
from swagsmith.check.rule import Pack, rule
from swagsmith.check.structure.misspelt import lacks
from swagsmith.check.words import did_you_mean, listed, shown
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.walk import Site

#: What gives away the type of a schema that does not say it, and the type.
_TELLING: Final = {"properties": "object", "items": "array", "enum": "string"}
_SIZES: Final = {"integer": "int32 or int64", "number": "float or double"}
#: Formats of other tools, and what they are called here.
_ALIASES: Final = {
    "guid": "uuid",
    "datetime": "date-time",
    "timestamp": "date-time",
    "url": "uri",
    "int": "int32",
    "integer": "int32",
    "long": "int64",
    "base64": "byte",
    "bytes": "byte",
}


@rule("schema-type", Severity.ERROR, Pack.CORE)
def schema_type(context: Context) -> Iterator[Finding]:
    """`type` is not one of the types that 2.0 has.

    ## Why
    They are string, number, integer, boolean, array and object. Lists of types and `null` belong
    to JSON Schema; generators take the first entry, or stop.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses: {"200": {description: A name., schema: {type: [string, "null"]}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses: {"200": {description: A name., schema: {type: string, x-nullable: true}}}
    ```
    """
    yield from context.structure.get("schema-type", ())


@rule("schema-missing-type", Severity.INFO, Pack.STYLE, also={Pack.CONNECTOR: Severity.WARNING})
def schema_missing_type(context: Context) -> Iterator[Finding]:
    """A schema with `properties`, `items` or `enum` does not say its type.

    ## Why
    Without a type the value may be anything: `properties` only binds values that happen to be
    objects. Generators guess, and guess differently.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200": {description: A widget., schema: {properties: {name: {type: string}}}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          responses:
            "200":
              description: A widget.
              schema: {type: object, properties: {name: {type: string}}}
    ```
    """
    for site in context.having(*_TELLING):
        node = site.node
        if site.kind is Kind.SCHEMA and lacks(node, "type") and not _is_typed(context, site):
            field = next(field for field in _TELLING if field in node)
            message = f"this schema has `{field}` and no `type`"
            advice = f"write `type: {_TELLING[field]}`" if field != "enum" else None
            yield Finding(node, message, advice)


def _is_typed(context: Context, site: Site) -> bool:
    """Whether the type stands elsewhere in the same composition."""
    whole = outermost(site)
    if whole is site and "allOf" not in site.node:
        return False
    return any("type" in part for part in parts(context.document, whole.node))


@rule("schema-integer-format", Severity.WARNING, Pack.STYLE, default=False)
def schema_integer_format(context: Context) -> Iterator[Finding]:
    """An integer or number has no format.

    ## Why
    Generators for languages with sizes of numbers choose one, and it may be too small.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer, format: int32}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.having("type"):
        kind = site.node.text("type")
        if kind in _SIZES and lacks(site.node, "format") and "enum" not in site.node:
            yield Finding(site.node, f"this {kind} has no format", f"say {_SIZES[kind]}")


@rule("schema-format-known", Severity.INFO, Pack.STYLE, also={Pack.CONNECTOR: Severity.INFO})
def schema_format_known(context: Context) -> Iterator[Finding]:
    """A format is not known for its type.

    ## Why
    Any format is allowed, but tools act on the known ones only. One that belongs to another type
    is a slip; in a connector it is an error.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: string, format: int32}]
          responses: {"200": {description: All widgets.}}
    ```

    ## Good
    ```yaml
    paths:
      /widgets:
        get:
          parameters: [{name: limit, in: query, type: integer, format: int32}]
          responses: {"200": {description: All widgets.}}
    ```
    """
    for site in context.having("format"):
        name, kind = site.node.text("format"), site.node.text("type")
        if name is None or kind == "file" or name in KNOWN.get(kind or "", ()):
            continue
        node = site.node.child("format")
        others = [other for other, names in KNOWN.items() if name in names]
        if kind is None:
            # Whatever has this format has it without a type.
            if not others:
                yield Finding(node, f"the format {shown(name)} is not known", _meant(name, None))
        elif others:
            message = f"the format {shown(name)} belongs to {listed(others)}, not to {kind}"
            severity = Severity.ERROR if context.is_connector else None
            yield Finding(node, message, severity=severity)
        else:
            message = f"the format {shown(name)} is not known for {kind}"
            yield Finding(node, message, _meant(name, kind))


def _meant(name: str, kind: str | None) -> str | None:
    """The known format that is meant."""
    known = KNOWN.get(kind, ()) if kind else [each for names in KNOWN.values() for each in names]
    alias = _ALIASES.get(name.lower().replace("-", "").replace("_", ""))
    return f"did you mean `{alias}`?" if alias in known else did_you_mean(name, known)
