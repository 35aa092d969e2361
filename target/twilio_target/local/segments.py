"""How many segments a text message takes.

3GPP TS 23.038, section 6.2.1: the GSM 7-bit default alphabet and its extension table, whose
characters take two septets. A concatenated message loses six bytes of each segment to its header
(3GPP TS 23.040, section 9.2.3.24.1), hence 153 of 160 septets and 67 of 70 UCS-2 code units; a
character is never cut in two.
"""

from collections.abc import Iterable
from typing import Final

_GSM7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_EXTENSION: Final = frozenset("\f^{}\\[~]|€")


def count_segments(body: str) -> int:
    """Count the segments of a body; an empty one still takes one."""
    if _GSM7.issuperset(body):
        return _fill((1 for _ in body), 160, 153)
    if (_GSM7 | _GSM7_EXTENSION).issuperset(body):
        return _fill((2 if character in _GSM7_EXTENSION else 1 for character in body), 160, 153)
    return _fill((2 if ord(character) > 0xFFFF else 1 for character in body), 70, 67)


def _fill(widths: Iterable[int], alone: int, together: int) -> int:
    all_widths = list(widths)
    if sum(all_widths) <= alone:
        return 1
    segments, room = 1, together
    for width in all_widths:
        if width > room:
            segments, room = segments + 1, together
        room -= width
    return segments
