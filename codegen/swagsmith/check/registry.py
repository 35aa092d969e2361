"""All rules, by id. A rule becomes one by standing in a module named here."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from swagsmith.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The families, in the order of the documentation.
FAMILIES: Final = (
    "suppressions",
    "files",
    "document",
    "references",
    "cycles",
    "unused",
    "info",
    "address",
    "media_types",
    "tags",
    "paths",
    "path_matching",
    "path_style",
    "operation_ids",
    "operations",
    "authorization",
    "protection",
    "exposure",
    "texts",
    "parameters",
    "parameter_types",
    "collection_formats",
    "parameter_style",
    "payload",
    "responses",
    "response_bodies",
    "schema_types",
    "schema_fields",
    "schema_style",
    "required",
    "schema_limits",
    "patterns",
    "enum_values",
    "values",
    "composition",
    "extensions",
    "visibility",
    "labels",
    "dynamic",
    "dynamic_calls",
    "dynamic_paths",
    "triggers",
    "answers",
    "enums",
    "platform",
    "limits",
    "lifecycle",
    "wording",
    "metadata",
    "connections",
    "credentials",
    "policies",
    "backend",
)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id. Imports the families on the first call."""
    found: dict[str, Rule] = {}
    for family in FAMILIES:
        module = import_module(f"swagsmith.check.rules.{family}")
        for value in vars(module).values():
            if isinstance(value, Rule) and found.setdefault(value.id, value) is not value:
                raise ValueError(f"two rules are called {value.id}")
    return MappingProxyType(found)
