"""Header fields of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from .formats import read_base64, read_date, read_datetime

Kind: TypeAlias = Literal["string", "integer", "number", "boolean", "date", "date-time", "byte"]
_SEPARATORS: Final = {"csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|"}
_INTEGER: Final = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
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


@dataclass(frozen=True, slots=True)
class HeaderType:
    """What the document says of a header (OpenAPI 2.0, section Header Object).

    Attributes:
        kind: of the value, or of the elements.
        collection: the collectionFormat of each array level, outer first.
    """

    kind: Kind
    collection: tuple[str, ...] = ()

    def read(self, text: str) -> Any:
        """The value of a header; its text, or that of an element, where it is not of the type."""
        return _read(text.strip(), self.kind, self.collection)


def _read(text: str, kind: Kind, collection: tuple[str, ...]) -> Any:
    if collection:
        pieces = text.split(_SEPARATORS.get(collection[0], ",")) if text else []
        return [_read(piece.strip(), kind, collection[1:]) for piece in pieces]
    match kind:
        case "integer" if _INTEGER.fullmatch(text):
            return int(text) if len(text) < _DIGITS else text
        case "number" if _NUMBER.fullmatch(text):
            return float(text)
        case "boolean" if text in {"true", "false"}:
            return text == "true"
        case "date":
            return read_date(text)
        case "date-time":
            return read_datetime(text)
        case "byte":
            return read_base64(text)
        case _:
            return text


#: Python refuses to read longer integers, for the time it would take
_DIGITS: Final = 4000
