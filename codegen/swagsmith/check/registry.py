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
    "unused",
    "info",
    "paths",
    "operations",
    "authorization",
    "parameters",
    "payload",
    "responses",
    "values",
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
