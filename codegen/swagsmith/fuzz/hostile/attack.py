"""What a hostile request is, and what may answer it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Sound(Enum):
    """What a sound service may answer; the value is for people."""

    REFUSAL = "4xx"
    REFUSAL_OR_CLOSE = "4xx, or the connection is closed"
    ANYTHING = "anything but 5xx"
    ANYTHING_OR_CLOSE = "anything but 5xx, or the connection is closed"


#: a service that does not know a method, a coding or a version says so with these (RFC 9110 15.6)
_UNKNOWN: Final = frozenset({501, 505})
#: busy, or somebody else's fault: nothing about the request (RFC 9110 15.6.4)
_BUSY: Final = 503


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile request.

    Attributes:
        part: of the request that is hostile, such as "JSON body" or "query To".
        name: what is hostile about it.
        sound: what may answer it.
        method: of the request, or "" for the operation's.
        url: of the request.
        headers: all of them, but for credentials.
        body: or None.
        anonymous: it carries no credentials but its own.
    """

    part: str
    name: str
    sound: Sound
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    method: str = ""
    anonymous: bool = False


def fault(sound: Sound, status: int | None, *, framing: bool = False) -> str | None:
    """What is wrong with an answer, or None.

    Args:
        sound: what may answer.
        status: of the answer; None for a connection that was closed.
        framing: the request may be in a method, coding or version that the server does not know.
    """
    if status is None:
        closing = sound in (Sound.REFUSAL_OR_CLOSE, Sound.ANYTHING_OR_CLOSE)
        return None if closing else "the connection was closed without an answer"
    if status == _BUSY or (framing and status in _UNKNOWN):
        return None
    if status >= 500:
        return f"answered with {status}"
    refused = sound in (Sound.REFUSAL, Sound.REFUSAL_OR_CLOSE)
    if refused and 200 <= status < 300:
        return f"answered with {status}, though it should be refused"
    return None
