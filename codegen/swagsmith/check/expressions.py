"""Expressions in policies: `@name('argument')`, `@{...}`, and calls within them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Functions that give values of the request, the answer and the connection.
SOURCES: Final = (
    "connectionParameters", "queryParameters", "headers", "header", "body", "item",
    "environmentVariables", "parameters", "pathParameters", "triggerBody", "triggerOutputs",
)  # fmt: skip
#: Functions of the workflow definition language.
FUNCTIONS: Final = (
    *SOURCES, "add", "addDays", "addHours", "addMinutes", "addSeconds", "addToTime", "and",
    "array", "base64", "base64ToBinary", "base64ToString", "binary", "bool", "coalesce", "concat",
    "contains", "convertFromUtc", "convertTimeZone", "convertToUtc", "createArray", "dataUri",
    "dataUriToBinary", "dataUriToString", "dayOfMonth", "dayOfWeek", "dayOfYear", "decodeBase64",
    "decodeDataUri", "decodeUriComponent", "div", "empty", "encodeUriComponent", "endsWith",
    "equals", "first", "float", "formatDateTime", "formatNumber", "getFutureTime", "getPastTime",
    "greater", "greaterOrEquals", "guid", "if", "indexOf", "int", "intersection", "join", "json",
    "last", "lastIndexOf", "length", "less", "lessOrEquals", "max", "min", "mod", "mul", "not",
    "or", "rand", "range", "replace", "skip", "split", "startOfDay", "startOfHour",
    "startOfMonth", "startsWith", "string", "sub", "substring", "subtractFromTime", "take",
    "ticks", "toLower", "toUpper", "trim", "union", "uriComponent", "uriComponentToBinary",
    "uriComponentToString", "uriHost", "uriPath", "uriPathAndQuery", "uriPort", "uriQuery",
    "uriScheme", "utcNow", "xml", "xpath",
)  # fmt: skip
#: Where an expression begins: not within a word, as in an address, and not after another @.
_START: Final = r"(?<![\w@])@(?=\{|[A-Za-z]\w*\()"
_CALL: Final = r"'(?:[^']|'')*'|(?<![\w.])([A-Za-z]\w*)\s*\(\s*(?:'((?:[^']|'')*)')?"


@dataclass(frozen=True, slots=True)
class Function:
    """A call in an expression: the name, and the first argument if it is a text."""

    name: str
    argument: str | None


def functions(text: str) -> Iterator[Function]:
    """Every call in the expressions of a text."""
    end = 0
    for start in re.finditer(_START, text):
        if start.end() < end:
            continue
        end = _end(text, start.end())
        for found in re.finditer(_CALL, text[start.end() : end]):
            if found[1] is not None:
                yield Function(found[1], found[2])


def _end(text: str, start: int) -> int:
    """Where an expression ends: after its braces, or the parenthesis of its first call."""
    depth, quoted = 0, False
    for index in range(start, len(text)):
        character = text[index]
        if character == "'":
            quoted = not quoted
        elif not quoted and character in "({":
            depth += 1
        elif not quoted and character in ")}":
            depth -= 1
            if depth <= 0:
                return index + 1
    return len(text)
