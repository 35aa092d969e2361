"""Header fields of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

_REQUEST_IDS: Final = (
    "x-request-id",
    "request-id",
    "x-ms-request-id",
    "x-amzn-requestid",
    "twilio-request-id",
    "x-correlation-id",
)


class Headers(Mapping[str, str]):
    """Header fields, found by name without regard to case (RFC 9110 section 5.1).

    A field that occurs several times is one key; its values are joined by `, ` (section 5.3),
    and `get_all` gives them one by one (needed for `Set-Cookie`).
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        values: dict[str, list[str]] = {}
        for name, value in fields:
            values.setdefault(name.lower(), []).append(value)
        self._fields = values

    def __getitem__(self, name: str) -> str:
        return ", ".join(self._fields[name.lower()])

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        # Values can be cookies and tokens.
        return f"Headers({', '.join(self._fields)})"

    def get_all(self, name: str) -> list[str]:
        """Every value of a field, in the order received; empty when it is absent."""
        return list(self._fields.get(name.lower(), ()))

    @property
    def request_id(self) -> str | None:
        """What the server calls this exchange, under the names in common use."""
        return next((self[name] for name in _REQUEST_IDS if name in self), None)
