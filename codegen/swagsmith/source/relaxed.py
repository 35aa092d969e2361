"""What people write in files called JSON: comments and trailing commas, blanked out in place."""

from __future__ import annotations

import re

from swagsmith.diagnostics import Severity
from swagsmith.source.jsonfile import RULE_STRICT
from swagsmith.source.problem import Problem

_STRING = r'"(?:[^"\\]++|\\.)*+"?'
_COMMENT = re.compile(rf"{_STRING}|(//[^\r\n]*|/\*.*?(?:\*/|\Z)|\#[^\r\n]*)", re.DOTALL)
_TRAILING_COMMA = re.compile(rf"{_STRING}|(,)(?=\s*[}}\]])", re.DOTALL)
_VISIBLE = re.compile(r"[^\r\n]")


def blank_out(text: str) -> tuple[str, list[Problem]]:
    """The text with comments and trailing commas turned into blanks, and a finding for each.

    Every other character keeps its offset, so places in the result are places in the file.
    """
    problems: list[Problem] = []
    text = _blank(text, _COMMENT, "JSON has no comments", "remove the comment", problems)
    text = _blank(text, _TRAILING_COMMA, "trailing comma", "remove the comma", problems)
    return text, problems


def _blank(
    text: str, pattern: re.Pattern[str], message: str, help_: str, problems: list[Problem]
) -> str:
    def replace(found: re.Match[str]) -> str:
        if found.group(1) is None:
            return found.group()
        problems.append(
            Problem(RULE_STRICT, Severity.ERROR, message, found.start(), found.end(), help_)
        )
        return _VISIBLE.sub(" ", found.group())

    return pattern.sub(replace, text)
