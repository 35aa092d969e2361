"""The JSON schema of Swagger 2.0 that openapi-spec-validator ships, compiled."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import jsonschema_rs

from swagsmith.check.structure.known_wrong import PATCHES


@cache
def schema() -> dict[str, Any]:
    """The schema as plain data, corrected where `known_wrong` says so.

    The file is found without importing its package, which would cost more than the check.
    """
    found = find_spec("openapi_spec_validator")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("openapi_spec_validator")
    folder = Path(found.submodule_search_locations[0])
    text = (folder / "resources" / "schemas" / "v2.0" / "schema.json").read_bytes()
    loaded = cast("dict[str, Any]", json.loads(text))
    for patch in PATCHES:
        patch(loaded)
    return loaded


@cache
def validator(definition: str | None = None) -> jsonschema_rs.Draft4Validator:
    """The compiled schema of a whole document, or of one of its objects such as `response`."""
    if definition is None:
        return jsonschema_rs.Draft4Validator(schema())
    part = {"definitions": schema()["definitions"], "$ref": f"#/definitions/{definition}"}
    return jsonschema_rs.Draft4Validator(part)


def at(path: list[str | int]) -> Any:
    """What a path within the schema leads to; None for one that leads elsewhere."""
    value: Any = schema()
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def fields(definition: str) -> list[str]:
    """The fixed fields of an object; "" is the root object."""
    return list(schema()["definitions"].get(definition, schema()).get("properties", ()))
