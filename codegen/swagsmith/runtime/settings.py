"""What a client was configured with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from .encode import header_text
from .errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .auth import Auth
    from .omit import Omit

_HOST_PART: Final = re.compile(r"[\w.:-]+")
DEFAULT_TIMEOUT: Final = 30.0
"""Seconds for one attempt."""

DEFAULT_RETRIES: Final = 2

DEFAULT_RESPONSE_LIMIT: Final = 100 * 1024 * 1024
"""Bytes of a decompressed answer that is held in memory."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked arguments of a client's constructor.

    Attributes:
        base_url: without a trailing slash.
        credentials: by name of the security scheme.
        media_type: preferred for bodies and answers, where an operation offers it.
        timeout: seconds for one attempt; None for no limit, OMIT for the transport's own.
        max_retries: how often a failed attempt is repeated where that is safe.
        headers: sent with every call.
        user_agent: the User-Agent header.
        response_limit: bytes an answer may have unless it is streamed.
    """

    base_url: str
    credentials: Mapping[str, Auth] = field(repr=False)
    media_type: str | None
    timeout: float | Omit | None
    max_retries: int
    headers: Mapping[str, str] = field(repr=False)
    user_agent: str
    response_limit: int

    def __post_init__(self) -> None:
        check_timeout(self.timeout)
        check_retries(self.max_retries)
        for name, value in {**self.headers, "User-Agent": self.user_agent}.items():
            header_text(name, value, "")


def check_base_url(url: Any) -> str:
    """Strips the trailing slash of a base URL.

    Raises:
        ConfigError: it is not an absolute http or https URL, or has more than a path.
    """
    if not isinstance(url, str):
        raise ConfigError(f"base_url must be a string, not a {type(url).__name__}")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        usable, parts = False, urlsplit("")
    if not usable or any(ord(character) <= 32 for character in url):
        raise ConfigError("base_url must be an absolute http or https URL")
    if parts.username is not None or parts.password is not None:
        raise ConfigError("base_url must not hold credentials; pass them as arguments")
    if parts.query or parts.fragment:
        raise ConfigError("base_url must not have a query or fragment")
    return url.rstrip("?#").removesuffix("/")


def host_url(template: str, **values: str | None) -> str:
    """Fills the parts of a base URL.

    Args:
        template: with the names of arguments in braces.
        values: of the arguments. One at the very start is a URL, the others are parts of a host.

    Raises:
        ConfigError: one is missing, or cannot stand in a host name.
    """

    def fill(part: re.Match[str]) -> str:
        name = part[1]
        value = values[name]
        if value is None:
            raise ConfigError(f"argument {name!r} or base_url is required")
        if part.start() > 0 and _HOST_PART.fullmatch(value) is None:
            raise ConfigError(f"argument {name!r} cannot stand in a host name")
        return value

    return re.sub(r"\{(\w+)\}", fill, template)


def check_timeout(timeout: float | Omit | None, operation: str = "") -> None:
    """Raises ConfigError for a timeout that is not a positive number of seconds."""
    # NaN is not greater than anything.
    if timeout and not timeout > 0:
        raise ConfigError("timeout must be a positive number of seconds", operation=operation)
    if timeout == 0:
        raise ConfigError("timeout must not be 0; None means no limit", operation=operation)


def check_retries(retries: int, operation: str = "") -> None:
    """Raises ConfigError for a negative number of retries."""
    if retries < 0:
        raise ConfigError("max_retries must not be negative", operation=operation)
