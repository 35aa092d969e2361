"""One good request for each operation and media type, to make bad ones of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from swagsmith.fuzz.generator import is_valid
from swagsmith.fuzz.media import essence
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from schemathesis.engine.recorder import Interaction

    from swagsmith.fuzz.access import Key
    from swagsmith.fuzz.generator import Case


@dataclass(frozen=True, slots=True)
class Sample:
    """A request that fits the document.

    Attributes:
        path: values of the path parameters.
        query: values of the query parameters.
        headers: of the operation's own, without credentials.
        media_type: of the body, "" where there is none.
        body: as it was sent.
        value: the body as plain data, or None.
        accepted: it was answered with 2xx.
    """

    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    media_type: str
    body: bytes | None
    value: Any
    accepted: bool

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """The best was accepted, has a text that can be changed, and is short."""
        members = self.value.values() if is_mapping(self.value) else ()
        has_text = any(isinstance(member, str) for member in members)
        return not self.accepted, not has_text, len(self.body or b"")


class Samples:
    """The best request so far, by operation and media type."""

    def __init__(self, keys: Iterable[Key]) -> None:
        """Takes the keys that a request carries, which are no part of a sample."""
        self._keys = {(key.place, key.name.lower()) for key in keys} | {("header", "authorization")}
        self._best: dict[str, dict[str, Sample]] = {}

    def add(self, case: Case, interaction: Interaction) -> None:
        """Takes in a request and its answer."""
        if not is_valid(case) or interaction.response is None:
            return
        path, body = _texts(case.path_parameters), interaction.request.body
        if len(path) < len(case.path_parameters or ()):
            return
        sample = Sample(
            path,
            self._without_keys("query", _texts(case.query)),
            self._without_keys("header", _texts(dict(case.headers))),
            essence(case.media_type or "") if body else "",
            body or None,
            case.body if body else None,
            200 <= interaction.response.status_code < 300,
        )
        best = self._best.setdefault(case.operation.label, {})
        known = best.get(sample.media_type)
        if known is None or sample.rank < known.rank:
            best[sample.media_type] = sample

    def _without_keys(self, place: str, values: dict[str, str]) -> dict[str, str]:
        return {
            name: value for name, value in values.items() if (place, name.lower()) not in self._keys
        }

    def of(self, label: str) -> tuple[Sample, ...]:
        """The samples of an operation, those with a body if there are any."""
        best = self._best.get(label, {})
        return tuple(best[key] for key in sorted(best) if key or len(best) == 1)


def _texts(values: Any) -> dict[str, str]:
    if not is_mapping(values):
        return {}
    return {
        key: str(value)
        for key, value in values.items()
        if isinstance(value, str | int | float)
        and str(value).isascii()
        and str(value).isprintable()
    }
