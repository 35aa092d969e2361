"""Whether there is anything to test."""

from __future__ import annotations

import requests

from swagsmith.fuzz.wire import NotSentError


class UnusableError(Exception):
    """A run cannot begin; the message says why in one line."""


def reach(url: str) -> None:
    """Asks once whether anybody listens. Raises UnusableError."""
    try:
        with requests.get(url, timeout=10, stream=True, allow_redirects=False):
            pass
    except NotSentError:
        return
    except requests.RequestException as error:
        raise UnusableError(f"{url} cannot be reached: {_reason(error)}") from None


def _reason(error: BaseException) -> str:
    """The innermost cause, which is what says what happened."""
    inner: BaseException = error
    while True:
        reason = getattr(inner, "reason", None)
        following = (
            reason if isinstance(reason, BaseException) else inner.__cause__ or inner.__context__
        )
        if following is None or following is inner:
            break
        inner = following
    strerror = getattr(inner, "strerror", None)
    return str(strerror or inner or type(inner).__name__)
