"""Bodies: one argument, or an argument for each property."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from swagsmith.ir.api import Body, BodyField, Field, Parameter
from swagsmith.ir.types import AnyJson, Choice, Kind, ModelRef, Nullable, Primitive, Type
from swagsmith.lower.inventory import place_of
from swagsmith.lower.names import claim
from swagsmith.lower.parameters import fits, only_value
from swagsmith.lower.types import Types, field_wanted, text
from swagsmith.lower.xml import XmlShapes, is_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.lower.report import Report
    from swagsmith.lower.schema import Schema, Schemas
    from swagsmith.source import Node

#: arguments a method has beside the document's, and what its code calls
METHOD_ARGUMENTS = frozenset(
    {"AsyncPager", "Pager", "Request", "body", "extra_body", "options", "self"}
)

_JSON = "application/json"
#: how Python writes values of scalars that are no text
_WRITTEN_AS: dict[Kind, tuple[type, ...]] = {
    Kind.BOOLEAN: (bool,),
    Kind.INTEGER: (int,),
    Kind.NUMBER: (int, float),
}
#: media types that objects and lists can be written as, beside those with a suffix
_WRITTEN = frozenset(
    {
        _JSON, "text/json", "application/xml", "text/xml", "application/x-www-form-urlencoded",
        "multipart/form-data",
    }
)  # fmt: skip


class Bodies:
    """Lowers body parameters."""

    def __init__(self, schemas: Schemas, types: Types, shapes: XmlShapes, report: Report) -> None:
        self._schemas = schemas
        self._types = types
        self._shapes = shapes
        self._report = report

    def lower(self, node: Node, parameters: Sequence[Parameter], consumes: Sequence[str]) -> Body:
        """The body parameter of an operation (section Parameter Object, `in: body`)."""
        schema = node.child("schema")
        body_type = self._types.of(schema)
        required = node.flag("required")
        binary = is_octets(self._schemas.read(schema))
        if not binary and not any(is_known(media, body_type) for media in consumes or [_JSON]):
            binary = True
            self._report.warn(
                "body-media",
                f"how this is written as {' or '.join(consumes)} is not known; the caller gives the bytes",
                schema,
            )
        return Body(
            type=body_type,
            required=required,
            description=text(node.get("description")) or text(node.get("x-ms-summary")),
            fields=None if binary else self._flat(schema, body_type, parameters, required=required),
            binary=binary,
            xml=self._shapes.root(schema) if any(is_xml(media) for media in consumes) else None,
            place=place_of(node),
        )

    def _flat(
        self, schema: Node, body_type: Type, parameters: Sequence[Parameter], *, required: bool
    ) -> tuple[BodyField, ...] | None:
        """The properties as arguments of their own, or None where the body has to be one argument.

        It has to be where it is no plain object, where a name would meet another parameter's, and where leaving the
        body out is allowed but leaving out one of its properties is not.
        """
        composed = self._schemas.read(schema)
        if (
            not isinstance(body_type, ModelRef)
            or composed.bases
            or "discriminator" in composed.keywords
        ):
            return None
        fields = [field for field in self._types.all_fields(schema) if not field.read_only]
        if not fields or (not required and any(field.required for field in fields)):
            return None
        properties = composed.properties
        wanted = {field.wire: field_wanted(field.wire, properties[field.wire]) for field in fields}
        # there is no `body` beside its own properties
        names, _ = claim(wanted, METHOD_ARGUMENTS - {"body"})
        if {parameter.name for parameter in parameters} & set(names.values()):
            return None
        keywords = {
            field.wire: self._schemas.read(properties[field.wire]).keywords for field in fields
        }
        return tuple(
            BodyField(
                field=field,
                name=names[field.wire],
                schema_format=keywords[field.wire].get("format"),
                default=keywords[field.wire].get("default"),
                constant=_constant(properties[field.wire], field, self._schemas)
                if required
                else None,
            )
            for field in fields
        )


def _constant(prop: Node, field: Field, schemas: Schemas) -> Any:
    """What is sent for a property that the caller need not know of: an internal default, or its only value."""
    keywords, node = schemas.read(prop).keywords, schemas.resolve(prop)
    default = keywords.get("default")
    internal = (
        keywords.get("x-ms-visibility") == "internal" or prop.get("x-ms-visibility") == "internal"
    )
    if internal and fits(field.type, default) and _is_given_so(field.type, default):
        return default
    only = only_value(node, field.type) if field.required else None
    return only if _is_given_so(field.type, only) else None


def _is_given_so(found: Type, value: Any) -> bool:
    """Whether a value is what a caller would write for a type, where a signature shows it."""
    if isinstance(found, Nullable):
        found = found.inner
    if isinstance(found, Primitive) and found.kind in _WRITTEN_AS:
        return type(value) in _WRITTEN_AS[found.kind]
    return isinstance(value, str) or (isinstance(found, Choice) and value is not None)


def is_octets(schema: Schema) -> bool:
    """Whether a body or an answer is bytes: `type: file`, text of format binary, or the format `file` of Azure."""
    kind, form = schema.kinds, schema.keywords.get("format")
    if kind == ["file"] or schema.properties or "enum" in schema.keywords:
        return kind == ["file"]
    return (kind == ["string"] and form == "binary") or (
        kind in (["object"], ["string"]) and form == "file"
    )


def is_known(media: str, body_type: Type) -> bool:
    """Whether the client can write and read values of a type as a media type."""
    essence = media.partition(";")[0].strip().lower()
    if essence in _WRITTEN or essence.endswith(("+json", "+xml")) or "*" in essence:
        return True
    if isinstance(body_type, Nullable):
        body_type = body_type.inner
    return isinstance(body_type, (Primitive, Choice, AnyJson))  # a single value is text
