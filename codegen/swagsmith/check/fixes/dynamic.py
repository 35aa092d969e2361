"""Dynamic lists and schemas: the newer form beside the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from swagsmith.check.dynamic import inputs
from swagsmith.check.fixes import Target, fix
from swagsmith.check.rules.dynamic import NEWER
from swagsmith.source import is_mapping
from swagsmith.source.edit import Add

if TYPE_CHECKING:
    from swagsmith.check.context import Context
    from swagsmith.check.dynamic import Call
    from swagsmith.check.fixes import Edits
    from swagsmith.check.operations import Operation
    from swagsmith.source import Node

#: By extension: what its fields are called in the newer one.
_FIELDS: Final = {
    "x-ms-dynamic-values": {
        "operationId": "operationId",
        "value-collection": "itemsPath",
        "value-path": "itemValuePath",
        "value-title": "itemTitlePath",
    },
    "x-ms-dynamic-schema": {"operationId": "operationId", "value-path": "itemValuePath"},
}


@fix("ms-dynamic-pair")
def ms_dynamic_pair(target: Target) -> Edits:
    """Says the same in the newer form, where each name means one thing; people have to tell others apart."""
    call = next((one for one in target.context.calls if _is_about(one, target.node)), None)
    if call is None or call.key not in _FIELDS or call.node.key != call.key:
        return ()
    names = _FIELDS[call.key]
    written = call.node.value
    if not written.keys() <= {*names, "parameters"}:
        return ()
    newer = {names[key]: value for key, value in written.items() if key in names}
    parameters = _parameters(target.context, call)
    if parameters is None or not _leads_to_schema(call, newer):
        return ()
    if parameters:
        newer["parameters"] = parameters
    return (Add(call.site.node, newer, NEWER[call.key]),)


def _is_about(call: Call, node: Node) -> bool:
    """Whether a finding stands at a call, or at the path in it."""
    tokens = call.node.tokens
    return call.node.file == node.file and node.tokens in (tokens, (*tokens, "value-path"))


def _leads_to_schema(call: Call, newer: dict[str, Any]) -> bool:
    """Takes the step to the properties from the path of a schema; False if nothing is left of it."""
    path = newer.get("itemValuePath")
    if call.key != "x-ms-dynamic-schema" or not isinstance(path, str):
        return True
    newer["itemValuePath"] = path.removesuffix("/properties")
    return path != "properties"


def _parameters(context: Context, call: Call) -> dict[str, Any] | None:
    """What is handed over, in the newer form; None where something cannot be told."""
    found: dict[str, Any] = {}
    for key, value in call.node.child("parameters").items():
        if not is_mapping(value.value):
            found[key] = {"value": value.value}
            continue
        name = value.text("parameter")
        meant = (
            {_meant(context, one, name) for one in context.callers.of(call.site)} if name else ()
        )
        if value.value.keys() != {"parameter"} or len(meant) != 1 or None in meant:
            return None
        found[key] = {"parameterReference": next(iter(meant))}
    return found


def _meant(context: Context, operation: Operation, name: str) -> str | None:
    """What a name means in an operation: a parameter, or a path below the body; None if unclear."""
    fields, complete = inputs(context, operation, name)
    if len(fields) != 1 or not complete:
        return None
    if not fields[0].in_body:
        return name
    body = operation.located("body")[0].name
    return name if name.startswith(f"{body}/") else f"{body}/{name}"
