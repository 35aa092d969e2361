"""When a failed attempt is repeated, and after how long.

A request that may have reached the server is repeated only if doing it twice is the same as doing
it once (RFC 9110 section 9.2.2). POST and PATCH are repeated only when nothing was sent, or when
the server refused the request as one too many (429) and says when to come back.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final

from .errors import ConnectError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .errors import TransportError
    from .headers import Headers

_IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_STATUSES: Final = frozenset({408, 429, 500, 502, 503, 504})
_FIRST: Final = 0.5
_LONGEST: Final = 8.0
LONGEST_WAIT: Final = 60.0
"""Seconds; a Retry-After beyond it is the caller's decision, so the answer is raised."""


def after_error(method: str, error: TransportError) -> bool:
    """Whether an attempt that got no answer may be repeated."""
    return isinstance(error, ConnectError) or method in _IDEMPOTENT


def after_status(method: str, status: int, headers: Headers) -> bool:
    """Whether an attempt that got this answer may be repeated."""
    if status not in _STATUSES:
        return False
    wait = retry_after(headers)
    if wait is not None and wait > LONGEST_WAIT:
        return False
    return method in _IDEMPOTENT or (status == 429 and wait is not None)


def delay(
    attempt: int, headers: Headers | None = None, jitter: Callable[[], float] = random.random
) -> float:
    """Seconds to wait before the next attempt.

    Args:
        attempt: how many were made before, from 0.
        headers: of the answer; its Retry-After is taken as it is.
        jitter: a number from 0 to 1; the whole backoff is random ("full jitter").
    """
    wait = retry_after(headers) if headers is not None else None
    return jitter() * min(_LONGEST, _FIRST * 2**attempt) if wait is None else wait


def retry_after(headers: Headers) -> float | None:
    """Seconds the server asks to wait (RFC 9110 section 10.2.3); None where it does not say."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        # Longer numbers are as good as never, and too long for a float.
        return float(text[:12])
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - rare

    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())
