"""What changed between two documents, and whom it hurts.

Both are compared as they take effect: inherited values, resolved references, flattened `allOf`,
defaults written out or not. What the wire carries is read from the documents, which have places;
what the emitted client calls things, and which types it has, from the two lowered APIs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.compat import answers, calls, client, client_types, connector, inputs, security
from swagsmith.compat.change import Change, Verdict
from swagsmith.compat.comparison import Comparison
from swagsmith.compat.version import Version

if TYPE_CHECKING:
    from swagsmith.check.rule import Profile
    from swagsmith.diagnostics import DocumentError

__all__ = ["Change", "Difference", "Verdict", "Version", "compare"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one comparison gave.

    Attributes:
        changes: the changes, in the order of the old document.
        refusals: why there is no client of the old or the new document, so that what it calls
            things was not compared.
    """

    changes: tuple[Change, ...]
    refusals: tuple[DocumentError, ...] = ()


def compare(old: Version, new: Version, profile: Profile) -> Difference:
    """Compares two documents, and the connection files beside them where both have one."""
    comparison = Comparison(old, new, profile)
    calls.compare(comparison)
    inputs.compare(comparison)
    answers.compare(comparison)
    security.compare(comparison)
    comparison.pairs.walk()
    comparison.pairs.report(comparison.changes)
    client.compare(comparison)
    client_types.compare(comparison)
    connector.compare(comparison)
    refusals = (version.refusal for version in (old, new))
    return Difference(comparison.changes.located(), tuple(one for one in refusals if one))
