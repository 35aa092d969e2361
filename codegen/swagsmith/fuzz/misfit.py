"""Telling early that a run is pointless: the credentials are wrong, or it is another service."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from swagsmith.fuzz.report import Ending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from swagsmith.fuzz.operations import Operation

#: after so many answers that are all the same, the rest would be as well
_ENOUGH: Final = 20
#: and from so many operations, as one alone may be for others
_OPERATIONS: Final = 3
#: some things are open to everybody
_SHARE: Final = {401: 0.9, 404: 1.0}


class Misfit:
    """Looks at the answers to valid requests."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Takes all operations."""
        known = tuple(operations)
        secured = {operation.label for operation in known if operation.secured}
        plain = {operation.label for operation in known if not operation.has_path_parameters}
        everything = {operation.label for operation in known}
        #: where each status would say so: credentials, and paths that are always there
        self._places = {401: secured or everything, 404: plain}
        self._seen = {status: Counter[int]() for status in self._places}
        self._labels: dict[int, set[str]] = {status: set() for status in self._places}

    def add(self, label: str, status: int) -> None:
        """Takes in an answer to a valid request for an operation."""
        answered = 401 if status == 403 else status  # many a service says so without credentials
        for place, labels in self._places.items():
            if label in labels:
                self._seen[place][answered] += 1
                self._labels[place].add(label)

    def verdict(self, least: int = _ENOUGH) -> Ending | None:
        """Why the run is pointless, if so many answers at least all say so."""
        for status, ending in ((401, Ending.REFUSED), (404, Ending.NOT_FOUND)):
            total = self._seen[status].total()
            known, places = len(self._labels[status]), len(self._places[status])
            enough = total >= least and known >= min(_OPERATIONS, places)
            if enough and self._seen[status][status] >= _SHARE[status] * total:
                return ending
        return None
