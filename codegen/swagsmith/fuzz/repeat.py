"""Repeating the part of a run that found something, to see whether it is still there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.fuzz.access import read_access
from swagsmith.fuzz.depth.explore import explore
from swagsmith.fuzz.depth.service import PHASE as DEPTH
from swagsmith.fuzz.reach import UnusableError, reach
from swagsmith.fuzz.run import fuzz
from swagsmith.fuzz.settings import Settings
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swagsmith.fuzz.finding import Finding
    from swagsmith.source import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for, and how the run was that has found it.

    Attributes:
        operation: its label.
        check: the name of the check.
        phase: the phase that has found it.
        seed: of the run, as are the others.
    """

    operation: str
    check: str
    phase: str
    seed: int
    max_examples: int
    safe: bool = False
    client: str | None = None


def repeat(spec: str, target: str, auths: Iterable[str], sought: Sought) -> tuple[str, ...]:
    """What a check still finds at an operation, in one line each.

    What the depth phase has found is looked for in that phase alone, everything else with the
    operations that the operation belongs to.

    Args:
        spec: the document.
        target: where its paths begin.
        auths: as for `--auth`.
        sought: what is looked for.

    Raises:
        DocumentError: the document cannot be read.
        AccessError: the credentials do not fit it.
        UnusableError: the service cannot be reached or judged.
    """
    document = load(spec)
    mine, others = read_access(document, auths)
    settings = Settings(
        base_url=target.rstrip("/"),
        auth=mine.auth,
        other_auth=others.auth,
        keys=mine.keys,
        other_keys=others.keys,
        seed=sought.seed,
        max_examples=sought.max_examples,
        safe=sought.safe,
        client=sought.client,
        only=sought.operation,
    )
    found = (_in_depth if sought.phase == DEPTH else _in_group)(document, spec, settings)
    return tuple(
        f"{one.operation}: {one.title}: {one.message}"
        for one in found
        if one.check == sought.check and sought.operation in (one.operation, *one.also)
    )


def _in_depth(document: Document, _spec: str, settings: Settings) -> Iterable[Finding]:
    reach(settings.base_url)
    found: list[Finding] = []
    result = explore(document, settings, found.append)
    if not found and (result.spent or not sum(result.accepted.values())):
        raise UnusableError("the service refused every request, or answered no more")
    return found


def _in_group(document: Document, spec: str, settings: Settings) -> Iterable[Finding]:
    report = fuzz(document, spec, settings)
    if not report.judged:
        raise UnusableError(f"the service could not be judged: {report.ending}")
    return report.findings
