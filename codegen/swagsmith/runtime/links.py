"""URLs that a server sends: next links and redirects. They may not lead to another origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_PORTS: Final = {"http": 80, "https": 443}
# RFC 3986: everything that may stand in a path or query, and escapes.
_SAFE: Final = "/:@!$&'()*+,;=~-._%?[]"


def resolve(page: str, link: str) -> str | None:
    """Resolves a reference against the URL it was found at (RFC 3986 section 5).

    Returns:
        An absolute URL with the scheme and host of `page`; None if `link` leads elsewhere.
    """
    here = urlsplit(page)
    try:
        there = urlsplit(urljoin(page, link.strip()))
        if _origin(there) != _origin(here) or "@" in there.netloc:
            return None
    except ValueError:
        return None
    # Host and scheme are copied, so no reading of a malformed link can change where it goes.
    path = quote(there.path, safe=_SAFE)
    return urlunsplit((here.scheme, here.netloc, path, quote(there.query, safe=_SAFE), ""))


def without_query(url: str) -> str:
    """A URL up to its query, which can hold credentials."""
    return url.partition("?")[0]


def host(url: str) -> str:
    """Host and port, as shown in messages."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
