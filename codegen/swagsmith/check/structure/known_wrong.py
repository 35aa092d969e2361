"""Where openapi-spec-validator or its JSON schema is wrong about Swagger 2.0, and what we do.

Each row has the smallest document that shows it. Rows with a patch change the schema that both
this package and its tests use; the others concern checks of the validator that are not used here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

Patch = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class KnownWrong:
    """One disagreement.

    Attributes:
        name: short name of the case.
        validator: what openapi-spec-validator does.
        truth: what is right, and by which text.
        fragment: top-level members of a document that shows it.
        valid: whether the document is valid; if not, the validator lets it pass.
        patch: how the schema is corrected.
    """

    name: str
    validator: str
    truth: str
    fragment: dict[str, Any]
    valid: bool
    patch: Patch | None = None


def _response(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "paths": {"/a": {"get": {"responses": {"200": {"description": "Done.", "schema": schema}}}}}
    }


def _enum(schema: dict[str, Any]) -> None:
    schema["definitions"]["enum"] = {"type": "array", "minItems": 1, "uniqueItems": True}
    schema["definitions"]["schema"]["properties"]["enum"] = {"$ref": "#/definitions/enum"}


def _host(schema: dict[str, Any]) -> None:
    pattern = r"^(?:[^{}/ :\\]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?$"
    schema["properties"]["host"]["pattern"] = pattern


def _type(schema: dict[str, Any]) -> None:
    names = ["string", "number", "integer", "boolean", "array", "object"]
    schema["definitions"]["schema"]["properties"]["type"] = {"type": "string", "enum": names}


def _items(schema: dict[str, Any]) -> None:
    schema["definitions"]["primitivesItems"]["required"] = ["type"]


KNOWN_WRONG: Final = (
    KnownWrong(
        "file-response",
        "rejects `type: file`, because it checks response schemas as plain draft 4",
        "a response schema may be a file (section Response Object)",
        _response({"type": "file"}),
        valid=True,
    ),
    KnownWrong(
        "nullable-default",
        "rejects `default: null` beside `x-nullable: true`; it knows only `nullable`",
        "the extension is how 2.0 documents say null; the default then fits",
        _response({"type": "string", "x-nullable": True, "default": None}),
        valid=True,
    ),
    KnownWrong(
        "ipv6-host",
        "rejects an IPv6 address as `host`: the pattern allows no colon but the port's",
        "`host` is a name or address as in a URL (RFC 3986 section 3.2.2)",
        {"host": "[::1]:8080", "paths": {}},
        valid=True,
        patch=_host,
    ),
    KnownWrong(
        "enum-twice",
        "accepts repeated and empty enums when it runs on jsonschema-rs",
        "enum elements are unique and at least one (JSON Schema draft 4, section 5.5.1)",
        {"paths": {}, "definitions": {"A": {"type": "string", "enum": ["a", "a"]}}},
        valid=False,
        patch=_enum,
    ),
    KnownWrong(
        "several-types",
        "accepts a list of types, which it borrows from JSON Schema draft 4",
        "the value of `type` is one of the names in section Data Types",
        {"paths": {}, "definitions": {"A": {"type": ["string", "integer"]}}},
        valid=False,
        patch=_type,
    ),
    KnownWrong(
        "type-null",
        "accepts `type: null`, which it borrows from JSON Schema draft 4",
        "2.0 has no null type (section Data Types)",
        {"paths": {}, "definitions": {"A": {"type": "null"}}},
        valid=False,
    ),
    KnownWrong(
        "items-without-type",
        "accepts elements of a parameter or header that have no type",
        "`type` is required (section Items Object)",
        {
            "paths": {},
            "parameters": {"a": {"name": "a", "in": "query", "type": "array", "items": {}}},
        },
        valid=False,
        patch=_items,
    ),
)

PATCHES: Final = tuple(row.patch for row in KNOWN_WRONG if row.patch is not None)
