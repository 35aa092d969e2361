"""Which media type a caller takes, and which it sends (RFC 9110, sections 8.3 and 12.5.1)."""

import re
from functools import lru_cache
from typing import Final, Literal

from twilio_target.errors import RestError
from twilio_target.text import require_utf8

MediaType = Literal["application/json", "application/xml"]

# What is offered; of two that the caller likes equally the first is given.
_OFFERED: Final[tuple[MediaType, ...]] = ("application/json", "application/xml")
_QUALITY: Final = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


@lru_cache(maxsize=256)
def choose(accept: str) -> MediaType | None:
    """Choose the media type of a response.

    Args:
        accept: the ``Accept`` header, "" where there is none.

    Returns:
        The type the caller likes best, or None where it takes neither.
    """
    if not accept.strip():
        return _OFFERED[0]
    ranges = [_parse_range(part) for part in accept.split(",")]
    liking = {offer: _quality(offer, ranges) for offer in _OFFERED}
    best = max(_OFFERED, key=liking.__getitem__)
    return best if liking[best] > 0 else None


def _parse_range(part: str) -> tuple[str, float]:
    media_range, *parameters = (piece.strip() for piece in part.lower().split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            quality = float(value) if _QUALITY.fullmatch(value := value.strip()) else 0.0
    return media_range, quality


def _quality(offer: MediaType, ranges: list[tuple[str, float]]) -> float:
    """Give the quality of the most specific range that an offer falls into."""
    for wanted in (offer, "application/*", "*/*"):
        qualities = [quality for media_range, quality in ranges if media_range == wanted]
        if qualities:
            return max(qualities)
    return 0.0


def body_type(content_type: str) -> MediaType:
    """Tell the media type of a request body.

    Args:
        content_type: the ``Content-Type`` header.

    Raises:
        RestError: 415, where it is neither JSON nor XML, or not in UTF-8.
    """
    require_utf8(content_type)
    media_type = content_type.partition(";")[0].strip().lower()
    for offer in _OFFERED:
        if media_type == offer:
            return offer
    raise RestError(415, "The request body must be application/json or application/xml.")
