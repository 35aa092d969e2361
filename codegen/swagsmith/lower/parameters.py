"""Parameters: inherited ones, their types, and how they are written (sections Parameter Object, Items Object)."""

from __future__ import annotations

import re
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from swagsmith.ir.api import Header, Location, Parameter
from swagsmith.ir.types import AnyJson, Array, Choice, File, Kind, Nullable, Primitive, Type
from swagsmith.lower.inventory import place_of
from swagsmith.lower.names import Wanted, chosen_name, snake
from swagsmith.lower.paths import (
    literal_query,
    match_templates,
    queries,
    spans_segments,
    template_name,
    templates_of,
    without_pairs,
)
from swagsmith.lower.types import scalar_type, text, with_texts
from swagsmith.source import Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swagsmith.lower.report import Report

#: a header the transport computes; an argument of that name wins but is never demanded
COMPUTED_HEADERS = frozenset({"accept", "content-type", "authorization"})
_LOCATIONS = frozenset(get_args(Location))
_SUFFIX = {"path": "path", "query": "query", "formData": "form", "header": "header"}
_FORMATS = frozenset({"csv", "ssv", "tsv", "pipes", "multi"})


def effective(inherited: Node, own: Node, operation: Node, path: str, report: Report) -> list[Node]:
    """The parameters of an operation: the list of its path item, replaced or extended by its own.

    Identity is name and location (section Operation Object, `parameters`); header names ignore case. A template of
    the path that nobody declares becomes a required text parameter; a path parameter without a template is left
    out, for there is no place to put it. Both are said.
    """
    found: dict[tuple[str, str], Node] = {}
    for listed in (inherited, own):
        here: dict[tuple[str, str], Node] = {}
        if listed.value is not None and not is_array(listed.value):
            report.error("doc-structure", "parameters are no list", listed)
        for item in listed.elements():
            parameter = report.resolve(item)
            name, location = str(parameter.get("name", "")), str(parameter.get("in"))
            key = (name.lower() if location == "header" else name, location)
            if key in here:
                report.warn(
                    "param-unique",
                    f"{location} parameter {name!r} is declared twice; the first counts",
                    item,
                )
            here.setdefault(key, parameter)
        found.update(here)
    for name, literal in literal_query(path):
        if (name, "query") in found:  # a parameter with the value that the path has for it
            node = found[name, "query"]
            made = {**node.value, "required": True, "default": literal}
            found[name, "query"] = replace(node, value=made)
    match_templates(found, without_pairs(path, queries(found.values())), operation, report)
    return list(found.values())


def wanted_name(parameter: Node, others: Sequence[Node]) -> Wanted:
    """The Python name a parameter asks for; its location is added only where that is what differs."""
    wire = str(parameter.get("name", ""))
    override = chosen_name(parameter.get("x-python-name"), "value")
    spelling = parameter.get("x-ms-client-name")
    name = (
        snake(spelling if isinstance(spelling, str) and spelling else wire, "value").lstrip("_")
        or "value"
    )
    if name[0].isdigit():
        name = f"n{name}"
    suffix = _SUFFIX.get(str(parameter.get("in")), "value")
    rank = list(_SUFFIX.values()).index(suffix) if suffix in _SUFFIX.values() else len(_SUFFIX)
    located = any(str(other.get("name", "")) == wire for other in others if other is not parameter)
    longer = (f"{name.rstrip('_')}_{suffix}",) if located else ()
    return Wanted(override or name, wire, longer, fixed=override is not None, rank=rank)


def lower_parameter(
    node: Node, name: str, path: str, consumes: Sequence[str], report: Report
) -> Parameter | None:
    """One parameter other than a body; None, and an error, where its location is none of 2.0's.

    Text of format binary is a file where the form can have parts.
    """
    location = node.get("in")
    wire = node.get("name")
    if node.value == {}:  # a reference that leads nowhere, already reported
        return None
    if not isinstance(location, str) or location not in _LOCATIONS or not isinstance(wire, str):
        report.error(
            "doc-structure",
            "a parameter needs a name and a location (path, query, header, formData)",
            node,
        )
        return None
    parts = not consumes or any("multipart" in media for media in consumes)
    parameter_type = _type(node, report, octets=location == "formData" and parts)
    default = node.get("default")
    if node.get("type") == "string" and isinstance(default, (int, float)):
        default = report.as_written(node.child("default")) or default
        node = replace(node, value={**node.value, "default": default})
    required = location == "path" or node.flag("required")
    constant = _constant(node, parameter_type) if required or _is_internal(node) else None
    computed = location == "header" and wire.lower() in COMPUTED_HEADERS
    return Parameter(
        wire=wire,
        name=name,
        location=cast("Location", location),
        type=parameter_type,
        required=required and constant is None and not computed,
        description=text(node.get("description")) or text(node.get("x-ms-summary")),
        format=node.get("format") if isinstance(node.get("format"), str) else None,
        collection=_collection(node, report),
        allow_empty=node.flag("allowEmptyValue"),
        encoding=_encoding(node, path),
        default=default,
        constant=constant,
        file=_is_file(parameter_type),
        place=place_of(node),
    )


def lower_header(wire: str, node: Node, report: Report) -> Header:
    """A header of an answer (section Header Object); one of an unknown type is text."""
    found = _type(node, report)
    while isinstance(found, Array):
        found = found.item
    found = found.base if isinstance(found, Choice) else found
    kind = found.kind if isinstance(found, Primitive) else Kind.STRING
    kind = Kind.STRING if kind is Kind.INT_OR_STRING else kind
    return Header(wire, kind, _collection(node, report), text(node.get("description")))


def _type(node: Node, report: Report, *, octets: bool = False) -> Type:
    kind = node.get("type")
    if kind is None and is_mapping(node.get("schema")):
        report.warn(
            "doc-openapi3-field",
            "a schema here is OpenAPI 3; its type is used",
            node.child("schema"),
        )
        return _type(report.resolve(node.child("schema")), report)
    if kind == "file":
        return File()
    if octets and kind == "string" and node.get("format") == "binary":
        return File()
    if kind == "array":
        items = node.child("items")
        return Array(_type(items, report, octets=octets) if is_mapping(items.value) else AnyJson())
    keywords = node.value if is_mapping(node.value) else {}
    found = scalar_type(with_texts(keywords, node, report))
    if isinstance(found, Nullable):  # no parameter can be null
        found = found.inner
    if isinstance(found, AnyJson):
        report.warn(
            "param-type",
            f"{kind!r} is no type of a parameter in Swagger 2.0; it is sent as text",
            node,
        )
    return found


def _is_file(found: Type) -> bool:
    """A file, or an array of files, each of which is a part of its own."""
    return isinstance(found, File) or (isinstance(found, Array) and _is_file(found.item))


def _collection(node: Node, report: Report) -> tuple[str, ...]:
    """The format of each array level, outer first; csv where the document does not say."""
    formats: list[str] = []
    level = node
    while level.get("type") == "array":
        given = level.get("collectionFormat", "csv")
        if not isinstance(given, str) or given not in _FORMATS:
            report.warn(
                "param-collection-format", f"{given!r} is no collectionFormat; csv is used", level
            )
            given = "csv"
        if given == "multi" and (formats or node.get("in") not in ("query", "formData")):
            report.warn("param-collection-format", "multi has no meaning here; csv is used", level)
            given = "csv"
        formats.append(given)
        level = level.child("items")
    return tuple(formats)


def _is_internal(node: Node) -> bool:
    return node.get("x-ms-visibility") == "internal" and node.get("default") is not None


def _constant(node: Node, parameter_type: Type) -> Any:
    """What goes out although the caller gave nothing: the default of a required parameter, or its only value."""
    default = node.get("default")
    if default is not None and fits(parameter_type, default):
        return default
    return only_value(node, parameter_type)


def only_value(node: Node, found: Type) -> Any:
    """The one value that an enumeration allows; None where there are several or none."""
    if isinstance(found, Choice):
        return found.values[0] if len(found.values) == 1 else None
    values = [item.value for item in node.child("enum").elements() if item.value is not None]
    single = isinstance(found, Primitive) and len(values) == 1
    return values[0] if single and isinstance(values[0], (str, int, float)) else None


def fits(found: Type, value: Any) -> bool:
    """Whether a value can be sent for a parameter of a type; a number may be written as text."""
    match found:
        case Array(item):
            return is_array(value) and all(fits(item, element) for element in value)
        case Choice(values):
            return any(value == known and type(value) is type(known) for known in values)
        case Primitive(Kind.BOOLEAN):
            return isinstance(value, bool) or value in ("true", "false")
        case Primitive(Kind.INTEGER | Kind.NUMBER as kind):
            return _is_number(value, whole=kind is Kind.INTEGER)
        case _:
            return isinstance(value, (str, int, float))


def _is_number(value: Any, *, whole: bool) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", value, re.ASCII) is not None
    if isinstance(value, float):
        return value.is_integer() if whole else isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _encoding(node: Node, path: str) -> Literal["single", "double", "none"]:
    name = str(node.get("name"))
    whole = node.get("in") == "path" and any(
        spans_segments(text) and template_name(text, [name]) == name for text in templates_of(path)
    )
    if whole or node.flag("x-ms-skip-url-encoding"):
        return "none"
    return "double" if node.get("x-ms-url-encoding") == "double" else "single"
