"""Paths and the parameters in their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.check.fixes import Target, fix
from swagsmith.source import is_mapping
from swagsmith.source.edit import Add, Remove, Rename, Replace

if TYPE_CHECKING:
    from swagsmith.check.fixes import Edits


@fix("path-slash")
def path_slash(target: Target) -> Edits:
    """Puts a slash before the path."""
    return (Rename(target.node, f"/{target.node.key}"),)


@fix("path-params-used")
def path_params_used(target: Target) -> Edits:
    """Removes the parameter from the list; a shared one stays where it is declared."""
    return (Remove(target.parent),)


@fix("path-params-required")
def path_params_required(target: Target) -> Edits:
    """Writes `required: true`."""
    if is_mapping(target.node.value):
        return (Add(target.node, True, "required"),)
    return (Replace(target.node, True),)
