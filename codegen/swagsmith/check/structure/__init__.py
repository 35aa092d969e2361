"""The shape of the document: every object has the fields, and only those, the text of 2.0 allows.

The work is done by the JSON schema of Swagger 2.0; what it reports is brought to the deepest
place, said in one sentence, and given to the most precise rule there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import Kind
from swagsmith.check.structure.claims import claim
from swagsmith.check.structure.faults import faults
from swagsmith.check.structure.schema import validator

if TYPE_CHECKING:
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


def findings(document: Document, walk: Walk) -> dict[str, list[Finding]]:
    """Everything that breaks the shape, by the id of the rule it belongs to."""
    found: dict[str, list[Finding]] = {}
    _check(document.root, None, found)
    for kind, definition in _DEFINITIONS.items():
        for site in walk.of(kind):
            if site.parent is None:
                _check(site.node, definition, found)
    return found


def _check(base: Node, definition: str | None, found: dict[str, list[Finding]]) -> None:
    compiled = validator(definition)
    if compiled.is_valid(base.value):
        return
    all_faults = list(faults(compiled.iter_errors(base.value)))
    # A value of the wrong type fails the other keywords too; its type is what matters.
    wrong = {fault.tokens for fault in all_faults if fault.keyword == "type"}
    for fault in all_faults:
        if fault.keyword != "type" and fault.tokens in wrong:
            continue
        claimed = claim(fault, base)
        if claimed is not None:
            rule, finding = claimed
            found.setdefault(rule, []).append(finding)
