"""Parameters as text: paths, queries, headers and forms (OpenAPI 2.0, section Parameter Object)."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, quote_plus

from .errors import ConfigError
from .formats import base64_text, datetime_text
from .omit import OMIT
from .plain import is_sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .operation import Location, Operation, Parameter

_SEPARATORS: Final = {"csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|"}
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
# RFC 3986 section 3.3: what may stand in a path besides letters and digits, and escapes.
_PATH_SAFE: Final = "/:@!$&'()*+,;=~-._%"
_QUERY_SAFE: Final = "/?:@!$'()*,;~-._%+="
# RFC 9110 section 5.5; other characters have no agreed encoding.
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e]*")
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def scalar_text(value: Any) -> str:
    """A single value as text: `true`, RFC 3339, base64, numbers without exponent where integral.

    Raises:
        ValueError: the value has no text form.
    """
    if isinstance(value, Enum):
        value = value.value
    # In this order: a bool is an int too, and a datetime a date.
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return _rare_text(value)


def _float_text(value: float) -> str:
    if not isfinite(value):
        raise ValueError("NaN and infinity cannot be sent")
    text = repr(value)
    if "e+" in text:
        from decimal import Decimal  # noqa: PLC0415 - rare

        return format(Decimal(text), "f")
    return text.removesuffix(".0")


_WRITERS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (str, str.__str__),
    (bool, lambda value: "true" if value else "false"),
    (int, int.__repr__),
    (float, _float_text),
    (datetime, datetime_text),
    (date, date.isoformat),
    (bytes, base64_text),
)


def _rare_text(value: Any) -> str:
    from decimal import Decimal  # noqa: PLC0415 - rare
    from uuid import UUID  # noqa: PLC0415 - rare

    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    raise ValueError(f"a {type(value).__name__} cannot be sent here")


def _elements(value: Any) -> list[Any]:
    if not is_sequence(value):
        raise ValueError(f"expected a list, got a {type(value).__name__}")
    return list(value)


def _joined(value: Any, collection: tuple[str, ...]) -> str:
    if not collection:
        return scalar_text(value)
    separator = _SEPARATORS.get(collection[0])
    if separator is None:
        raise ValueError(f"collectionFormat {collection[0]} is not possible here")
    pieces = [_joined(item, collection[1:]) for item in _elements(value)]
    if any(separator in piece for piece in pieces):
        # There is no escape: the server would read two elements.
        raise ValueError(f"an element contains {separator!r}, which separates elements")
    if len(collection) > 1 and "" in pieces:
        raise ValueError("a list inside a list cannot be empty")
    return separator.join(pieces)


def texts(parameter: Parameter, value: Any) -> list[str]:
    """The texts to send for a parameter: none, one, or one for each element (`multi`).

    Raises:
        ValueError: the value does not suit the parameter.
    """
    if not parameter.collection:
        return [scalar_text(value)]
    items = _elements(value)
    if not items:
        if parameter.required and not parameter.allow_empty:
            raise ValueError("a required list is empty")
        return [""] if parameter.allow_empty else []
    if parameter.collection[0] == "multi":
        return [_joined(item, parameter.collection[1:]) for item in items]
    return [_joined(items, parameter.collection)]


def refusal(operation: Operation, parameter: Parameter, reason: object) -> ConfigError:
    """An argument that cannot be sent; the message does not hold its value."""
    if isinstance(reason, UnicodeError):
        reason = "text with half a surrogate pair cannot be sent"
    return ConfigError(
        f"argument {parameter.name!r} ({parameter.location} parameter {parameter.wire!r}): "
        f"{reason}",
        operation=operation.id,
    )


def given(
    operation: Operation, arguments: Mapping[str, Any], location: Location
) -> list[tuple[Parameter, Any]]:
    """The parameters of a location that have something to send, in document order."""
    found: list[tuple[Parameter, Any]] = []
    for parameter in _located(operation, location):
        value = arguments.get(parameter.name)
        if value is None or value is OMIT:
            value = parameter.constant
        if value is not None:
            found.append((parameter, value))
    return found


@lru_cache(maxsize=4096)
def _located(operation: Operation, location: Location) -> tuple[Parameter, ...]:
    return tuple(found for found in operation.parameters if found.location == location)


def pairs(
    operation: Operation, arguments: Iterable[tuple[Parameter, Any]]
) -> list[tuple[str, str]]:
    """Wire names and texts of arguments, unescaped.

    Raises:
        ConfigError: a value does not suit its parameter.
    """
    found: list[tuple[str, str]] = []
    for parameter, value in arguments:
        try:
            for text in texts(parameter, value):
                text.encode()
                found.append(
                    (parameter.wire, _Escaped(text) if parameter.encoding == "none" else text)
                )
        except ValueError as error:
            raise refusal(operation, parameter, error) from None
    return found


class _Escaped(str):
    """A text that the caller has escaped (`x-ms-skip-url-encoding`)."""

    __slots__ = ()


def query_text(items: Iterable[tuple[str, str]]) -> str:
    """A query string; a space is `%20`, and only letters, digits and `-._~` stay as they are."""
    return "&".join(
        f"{quote(name, safe='')}={quote(text, safe=_QUERY_SAFE if isinstance(text, _Escaped) else '')}"
        for name, text in items
    )


def form_text(items: Iterable[tuple[str, str]]) -> str:
    """`application/x-www-form-urlencoded`: UTF-8, a space is `+`."""
    return "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in items)


def extra_query(query: Mapping[str, Any], operation: Operation) -> list[tuple[str, str]]:
    """Query parameters the document does not name; a list repeats its key.

    Raises:
        ConfigError: a value has no text form.
    """
    found: list[tuple[str, str]] = []
    for name, value in query.items():
        try:
            values = _elements(value) if isinstance(value, (list, tuple)) else [value]
            found.extend((name, scalar_text(item)) for item in values if item is not None)
        except ValueError as error:
            raise ConfigError(f"query {name!r}: {error}", operation=operation.id) from None
    return found


def header_text(name: str, value: str, operation: str) -> str:
    """Checks a header field: ASCII without control characters (RFC 9110 section 5.5).

    Raises:
        ConfigError: it could not be sent as it is, or would be read as several fields.
    """
    if _HEADER_NAME.fullmatch(name) is None:
        raise ConfigError(f"{name!r} is not a header name", operation=operation)
    if _HEADER_VALUE.fullmatch(value) is None:
        raise ConfigError(
            f"header {name!r}: only printable ASCII characters can be sent", operation=operation
        )
    return value


def path_text(operation: Operation, arguments: Mapping[str, Any]) -> str:
    """The path with every template replaced and escaped.

    Raises:
        ConfigError: a value is missing, empty, `.` or `..`, or has no text form.
    """
    values = {
        parameter.wire: (parameter, value)
        for parameter, value in given(operation, arguments, "path")
    }

    def replace(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ConfigError(f"path parameter {match[1]!r} has no value", operation=operation.id)
        return _segment_text(operation, *values[match[1]])

    path = _TEMPLATE.sub(replace, operation.path)
    for segment in path.partition("?")[0].lower().replace("%2e", ".").split("/"):
        if segment in {".", ".."}:
            # HTTP libraries resolve these, which would call another path.
            raise ConfigError(f"the path would have a segment {segment!r}", operation=operation.id)
    return path


def _segment_text(operation: Operation, parameter: Parameter, value: Any) -> str:
    try:
        text = _joined(value, parameter.collection)
        if text in {"", ".", ".."}:
            raise ValueError(f"a path value must not be {text!r}")  # noqa: TRY301 - one place for all
        if parameter.encoding == "none":
            return quote(text, safe=_PATH_SAFE)
        once = quote(text, safe="")
        return quote(once, safe="") if parameter.encoding == "double" else once
    except ValueError as error:
        raise refusal(operation, parameter, error) from None
