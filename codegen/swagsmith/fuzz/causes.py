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


def joined(findings: Iterable[Finding], coverage: Mapping[str, Coverage]) -> tuple[Finding, ...]:
    """Findings by operation in the document's order, those of one cause told once.

    Args:
        findings: in any order.
        coverage: has the operations, in the document's order.
    """
    order = {label: number for number, label in enumerate(coverage)}
    known: dict[tuple[str, ...], Finding] = {}
    for finding in sorted(
        findings,
        key=lambda one: (order.get(one.operation, len(order)), one.check, one.message),
    ):
        shared = finding.check in _SHARED
        place = "" if shared else finding.operation
        key = (place, finding.check, finding.title, finding.message)
        first = known.get(key)
        if first is None:
            known[key] = finding
        else:
            others = {*first.also, *finding.also, finding.operation} - {first.operation}
            also = tuple(sorted(others, key=lambda label: order.get(label, len(order))))
            known[key] = replace(first, count=first.count + finding.count, also=also)
    return tuple(known.values())
