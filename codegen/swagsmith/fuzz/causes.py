"""One finding for one cause, though many operations show it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swagsmith.fuzz.finding import Coverage, Finding

#: checks of what a service does in one place for all operations: reading, refusing, reporting
_SHARED: Final = frozenset(
    {"hostile_request", "no_internals", "no_credentials", "no_injected_header"}
)


#: what a hostile request shows, by the beginning of its message, that a check of its own shows too
_TOLD: Final = (
    ("Authorization", "ignored_auth"),
    ("method", "unsupported_method"),
    ("application/", "negative_data_rejection"),
    ("size of the body", "negative_data_rejection"),
)


def _is_told(finding: Finding, told: Mapping[str, set[str]]) -> bool:
    """Whether another check has found the same at the same path."""
    if finding.check != "hostile_request":
        return False
    path = finding.operation.partition(" ")[2]
    return any(
        finding.message.startswith(part) and ({path, ""} & told.get(check, set()))
        for part, check in _TOLD
        if check != "negative_data_rejection" or "should be refused" in finding.message
    )


def joined(findings: Iterable[Finding], coverage: Mapping[str, Coverage]) -> tuple[Finding, ...]:
    """Findings by operation in the document's order, those of one cause told once.

    Args:
        findings: in any order.
        coverage: has the operations, in the document's order.
    """
    everything = tuple(findings)
    told: dict[str, set[str]] = {}
    for one in everything:
        # Methods are refused in one place for all paths.
        path = "" if one.check == "unsupported_method" else one.operation.partition(" ")[2]
        told.setdefault(one.check, set()).add(path)
    order = {label: number for number, label in enumerate(coverage)}
    known: dict[tuple[str, ...], Finding] = {}
    for finding in sorted(
        (one for one in everything if not _is_told(one, told)),
        key=lambda one: (order.get(one.operation, len(order)), one.check, one.message),
    ):
        shared = finding.check in _SHARED
        place = "" if shared else finding.operation
        # What a service shows of itself when it fails, it shows whatever made it fail.
        whole = finding.check != "no_internals"
        said = finding.message if whole else finding.message.rpartition(": ")[2]
        key = (place, finding.check, finding.title, said)
        first = known.get(key)
        if first is None:
            known[key] = finding
        else:
            others = {*first.also, *finding.also, finding.operation} - {first.operation}
            also = tuple(sorted(others, key=lambda label: order.get(label, len(order))))
            known[key] = replace(first, count=first.count + finding.count, also=also)
    return tuple(known.values())
