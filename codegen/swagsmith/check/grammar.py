"""Which objects Swagger 2.0 knows and where they stand in each other, as one table."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """An object of the specification that can hold others or be referred to."""

    ROOT = "document"
    PATHS = "paths object"
    PATH_ITEM = "path item"
    OPERATION = "operation"
    PARAMETER = "parameter"
    RESPONSES = "responses object"
    RESPONSE = "response"
    HEADER = "header"
    ITEMS = "items object"
    SCHEMA = "schema"
    DEFINITIONS = "definitions object"
    SECURITY_SCHEME = "security definition"
    NOTIFICATION = "notification content"


class Shape(StrEnum):
    """How a field holds objects of a kind."""

    ONE = "one"
    ARRAY = "array"
    MAP = "map"


METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch")

#: The field name that stands for every key that is no extension.
ANY: Final = "*"

#: By kind: field, how it holds its objects, their kind. The order is the order of a walk.
GRAMMAR: Final[dict[Kind, tuple[tuple[str, Shape, Kind], ...]]] = {
    Kind.ROOT: (
        ("paths", Shape.ONE, Kind.PATHS),
        ("definitions", Shape.ONE, Kind.DEFINITIONS),
        ("parameters", Shape.MAP, Kind.PARAMETER),
        ("responses", Shape.MAP, Kind.RESPONSE),
        ("securityDefinitions", Shape.MAP, Kind.SECURITY_SCHEME),
    ),
    Kind.PATHS: ((ANY, Shape.ONE, Kind.PATH_ITEM),),
    Kind.PATH_ITEM: (
        ("parameters", Shape.ARRAY, Kind.PARAMETER),
        *((method, Shape.ONE, Kind.OPERATION) for method in METHODS),
        # An extension, but its schema is one: what a webhook trigger hands over.
        ("x-ms-notification-content", Shape.ONE, Kind.NOTIFICATION),
    ),
    Kind.OPERATION: (
        ("parameters", Shape.ARRAY, Kind.PARAMETER),
        ("responses", Shape.ONE, Kind.RESPONSES),
    ),
    Kind.PARAMETER: (("schema", Shape.ONE, Kind.SCHEMA), ("items", Shape.ONE, Kind.ITEMS)),
    Kind.RESPONSES: ((ANY, Shape.ONE, Kind.RESPONSE),),
    Kind.RESPONSE: (("schema", Shape.ONE, Kind.SCHEMA), ("headers", Shape.MAP, Kind.HEADER)),
    Kind.HEADER: (("items", Shape.ONE, Kind.ITEMS),),
    Kind.ITEMS: (("items", Shape.ONE, Kind.ITEMS),),
    Kind.DEFINITIONS: ((ANY, Shape.ONE, Kind.SCHEMA),),
    Kind.SCHEMA: (
        ("properties", Shape.MAP, Kind.SCHEMA),
        ("items", Shape.ONE, Kind.SCHEMA),
        ("allOf", Shape.ARRAY, Kind.SCHEMA),
        ("additionalProperties", Shape.ONE, Kind.SCHEMA),
    ),
    Kind.SECURITY_SCHEME: (),
    Kind.NOTIFICATION: (("schema", Shape.ONE, Kind.SCHEMA),),
}

#: Where the specification allows a Reference Object (or, for path items, a `$ref` field), and
#: the root section its target belongs to.
SECTIONS: Final = {
    Kind.PATH_ITEM: "paths",
    Kind.PARAMETER: "parameters",
    Kind.RESPONSE: "responses",
    Kind.SCHEMA: "definitions",
}
