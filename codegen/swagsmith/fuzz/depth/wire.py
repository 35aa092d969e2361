"""HTTP as it goes over the wire: one connection kept open, nothing followed, nothing normalised."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

#: seconds after which a request is given up
_TIMEOUT: Final = 15.0
#: bytes of an answer that are read
_MOST: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Attributes:
        status: None where no whole answer came.
        headers: in order, names as they came.
        reason: why no answer came, "" where one did.
        seconds: how long it took.
    """

    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    reason: str
    seconds: float

    def header(self, name: str) -> str:
        """A header's value, "" where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


class Wire:
    """One connection to a service; a third of the cost of a `requests.Session` per request."""

    def __init__(self, base_url: str) -> None:
        """Takes the address that the paths of requests follow."""
        parts = urlsplit(base_url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else None
        self._connection = (kind or http.client.HTTPConnection)(
            parts.hostname or "", parts.port, timeout=_TIMEOUT
        )
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.prefix = parts.path.rstrip("/")
        #: requests that a closed connection may have sent twice
        self.repeated = 0

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def send(
        self, method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes | None
    ) -> Reply:
        """Sends a request; on a connection that the service has closed meanwhile, once more.

        Args:
            method: in upper case.
            target: path and query, percent-encoded.
            headers: beside Host and Content-Length.
            body: the bytes, or None.
        """
        reused = self._connection.sock is not None
        start = time.monotonic()
        try:
            return self._exchange(method, target, headers, body, start)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._connection.close()
            if not reused or isinstance(error, TimeoutError):
                return _silence(error, start)
        self.repeated += 1
        start = time.monotonic()
        try:
            return self._exchange(method, target, headers, body, start)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._connection.close()
            return _silence(error, start)

    def _exchange(
        self,
        method: str,
        target: str,
        headers: Sequence[tuple[str, str]],
        body: bytes | None,
        start: float,
    ) -> Reply:
        connection = self._connection
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if body is not None or method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(body or b"")))
        connection.endheaders(body)
        response = connection.getresponse()
        data = response.read(_MOST)
        if len(data) < _MOST and response.length:  # it broke off
            raise http.client.IncompleteRead(data, response.length)
        if not response.isclosed():
            connection.close()
        seconds = time.monotonic() - start
        return Reply(response.status, tuple(response.getheaders()), data, "", seconds)


def _silence(error: Exception, start: float) -> Reply:
    if isinstance(error, http.client.IncompleteRead):
        reason = f"Connection broken: the answer ended after {len(error.partial)} bytes"
        return Reply(None, (), b"", reason, time.monotonic() - start)
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Reply(None, (), b"", reason, time.monotonic() - start)
