"""Bodies: one argument, or an argument for each property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.ir.api import Body, BodyField, Parameter
from swagsmith.ir.types import Kind, ModelRef, Primitive
from swagsmith.lower.inventory import place_of
from swagsmith.lower.names import Wanted, chosen_name, claim, snake
from swagsmith.lower.types import Types, text
from swagsmith.lower.xml import XmlShapes, is_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.lower.schema import Schemas
    from swagsmith.source import Node

#: arguments a method has beside the document's
METHOD_ARGUMENTS = frozenset({"body", "extra_body", "options", "self"})


def lower_body(
    node: Node,
    parameters: Sequence[Parameter],
    consumes: Sequence[str],
    schemas: Schemas,
    types: Types,
    shapes: XmlShapes,
) -> Body:
    """The body parameter of an operation (section Parameter Object, `in: body`)."""
    schema = node.child("schema")
    body_type = types.of(schema)
    composed = schemas.read(schema)
    binary = composed.keywords.get("format") == "binary" and body_type == Primitive(Kind.STRING)
    return Body(
        type=body_type,
        required=node.get("required") is True,
        description=text(node.get("description")) or text(node.get("x-ms-summary")),
        fields=_flat(
            schema, body_type, parameters, schemas, types, required=node.get("required") is True
        ),
        binary=binary or composed.keywords.get("type") == "file",
        xml=shapes.root(schema) if any(is_xml(media) for media in consumes) else None,
        place=place_of(node),
    )


def _flat(
    schema: Node,
    body_type: object,
    parameters: Sequence[Parameter],
    schemas: Schemas,
    types: Types,
    *,
    required: bool,
) -> tuple[BodyField, ...] | None:
    """The properties as arguments of their own, or None where the body has to be one argument.

    It has to be where it is no plain object, where a name would meet another parameter's, and where leaving the
    body out is allowed but leaving out one of its properties is not.
    """
    composed = schemas.read(schema)
    if (
        not isinstance(body_type, ModelRef)
        or composed.bases
        or "discriminator" in composed.keywords
    ):
        return None
    fields = [field for field in types.all_fields(schema) if not field.read_only]
    if not fields or (not required and any(field.required for field in fields)):
        return None
    wanted = {field.wire: _wanted(field.wire, composed.properties[field.wire]) for field in fields}
    names, _ = claim(
        wanted, METHOD_ARGUMENTS - {"body"}
    )  # there is no `body` beside its own properties
    if {parameter.name for parameter in parameters} & set(names.values()):
        return None
    keywords = {
        field.wire: schemas.read(composed.properties[field.wire]).keywords for field in fields
    }
    return tuple(
        BodyField(
            field=field,
            name=names[field.wire],
            schema_format=keywords[field.wire].get("format"),
            default=keywords[field.wire].get("default"),
        )
        for field in fields
    )


def _wanted(wire: str, prop: Node) -> Wanted:
    override = chosen_name(prop.get("x-python-name"), "field")
    if override is not None:
        return Wanted(override, wire, fixed=True)
    return Wanted(snake(wire, "field").lstrip("_") or "field", wire)
