"""Twilio's patterns for phone numbers.

``*`` stands for any one digit and a letter for its digit on a keypad (ITU-T E.161); a pattern may
match anywhere in a number, and with a leading ``+`` only at its beginning.
https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource
"""

import re
from typing import Final

_WRITTEN: Final = re.compile(r"\+?[0-9A-Za-z*]{1,15}")
_KEYPAD: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")


def read_pattern(text: str) -> str | None:
    """Give a pattern with its letters as digits; None for what can match no number."""
    return text.lower().translate(_KEYPAD) if _WRITTEN.fullmatch(text) else None


def as_glob(pattern: str) -> str:
    """Give a pattern that `read_pattern` gave as one for SQLite's GLOB over E.164 numbers."""
    inner = pattern.replace("*", "?")
    return f"{inner}*" if pattern.startswith("+") else f"*{inner}*"


def overlay(pattern: str, number: str, fixed: int) -> str | None:
    """Change the digits of a number so that a pattern matches it.

    Args:
        pattern: as `read_pattern` gives it.
        number: E.164, with its "+".
        fixed: how many leading characters must stay.

    Returns:
        The number, or None where the pattern cannot match. The rightmost place is taken.
    """
    if pattern.startswith("+"):
        return _lay(pattern, number, fixed, 0)
    for start in range(len(number) - len(pattern), 0, -1):
        changed = _lay(pattern, number, fixed, start)
        if changed is not None:
            return changed
    return None


def _lay(pattern: str, number: str, fixed: int, start: int) -> str | None:
    if start + len(pattern) > len(number):
        return None
    digits = list(number)
    for index, wanted in enumerate(pattern, start):
        if wanted in ("*", digits[index]):
            continue
        if index < fixed:
            return None
        digits[index] = wanted
    return "".join(digits)
