"""The shape of the document: every object has the fields, and only those, the text of 2.0 allows.

The work is done by the JSON schema of Swagger 2.0; what it reports is brought to the deepest
place, said in one sentence, and given to the most precise rule there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.structure.claims import claim
from swagsmith.check.structure.faults import Fault, Tokens, faults
from swagsmith.check.structure.misspelt import is_misspelt
from swagsmith.check.structure.schema import validator
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.walk import Walk
    from swagsmith.source import Document, Finding, Node

#: What the JSON schema calls the objects that references can reach outside the root document.
_DEFINITIONS: Final = {
    Kind.PATHS: "paths",
    Kind.PATH_ITEM: "pathItem",
    Kind.OPERATION: "operation",
    Kind.PARAMETER: "parameter",
    Kind.RESPONSES: "responses",
    Kind.RESPONSE: "responseValue",
    Kind.HEADER: "header",
    Kind.ITEMS: "primitivesItems",
    Kind.SCHEMA: "schema",
    Kind.DEFINITIONS: "definitions",
}

#: The key of findings that make it unknown what is used.
HIDING: Final = "hiding"


def findings(document: Document, walk: Walk) -> dict[str, list[Finding]]:
    """Everything that breaks the shape, by the id of the rule it belongs to.

    Some of it stands under `HIDING` too.
    """
    found: dict[str, list[Finding]] = {}
    _check(document.root, None, found)
    for kind, definition in _DEFINITIONS.items():
        for site in walk.of(kind):
            if site.parent is None:
                _check(site.node, definition, found)
    for site in walk.of(Kind.NOTIFICATION):
        # An extension holds anything as far as the JSON schema goes; this one holds a schema.
        if is_mapping(site.node.get("schema")):
            _check(site.node.child("schema"), "schema", found)
    return found


def _check(base: Node, definition: str | None, found: dict[str, list[Finding]]) -> None:
    compiled = validator(definition)
    if compiled.is_valid(base.value):
        return
    for fault in _causes(list(faults(compiled.iter_errors(base.value)))):
        claimed = claim(fault, base)
        if claimed is not None:
            rule, finding = claimed
            found.setdefault(rule, []).append(finding)
            if _may_have_held_references(fault):
                found.setdefault(HIDING, []).append(finding)


def _may_have_held_references(fault: Fault) -> bool:
    """Whether there should be an object or array, or the text of a reference, and is not."""
    if fault.keyword != "type":
        return (fault.keyword, fault.expected) == ("required", "schema")
    return fault.tokens[-1:] == ("$ref",) or not {"object", "array"}.isdisjoint(fault.expected)


def _causes(found: list[Fault]) -> Iterator[Fault]:
    """The faults that are no consequence of another one."""
    # A value of the wrong type fails the other keywords too; its type is what matters.
    wrong = {fault.tokens for fault in found if fault.keyword == "type"}
    unknown: dict[Tokens, list[str]] = {}
    for fault in found:
        if fault.keyword == "additionalProperties":
            unknown.setdefault(fault.tokens[:-1], []).append(fault.tokens[-1])
    for fault in found:
        if fault.keyword != "type" and fault.tokens in wrong:
            continue
        # What is required may be there under a misspelt name.
        keys = unknown.get(fault.tokens, ()) if fault.keyword == "required" else ()
        if not any(is_misspelt(key, fault.expected) or is_misspelt(key, "$ref") for key in keys):
            yield fault
