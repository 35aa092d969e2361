"""Sending a request exactly as it is given. The standard library is all it needs."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
from urllib.parse import urlsplit

#: of an answer: its status, its headers, its body
Answer = tuple[int, list[tuple[str, str]], bytes]
#: bytes of an answer that are read
_MOST = 1 << 20


def send(
    method: str, url: str, headers: list[tuple[str, str]], body: bytes | None, timeout: float
) -> Answer | None:
    """Sends a request over a connection of its own.

    Host, Connection and Content-Length are added where they are missing; nothing else is changed.

    Args:
        method: as it is sent.
        url: absolute; what follows the host is sent as it is.
        headers: in order, in Latin-1.
        body: None for a request without one.
        timeout: seconds to wait for each part of the answer.

    Returns:
        The answer; None where the connection was closed without one.

    Raises:
        OSError: nobody listens, or the answer did not come in time (TimeoutError).
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(socket.create_connection((host, port), timeout))
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection = stack.enter_context(context.wrap_socket(connection, server_hostname=host))
        with contextlib.suppress(ConnectionError):  # refused early: the answer may be there
            connection.sendall(_head(method, url, headers, body))
            connection.sendall(body or b"")
            _end(connection, headers, body)
        return _receive(connection, method)


def _head(method: str, url: str, headers: list[tuple[str, str]], body: bytes | None) -> bytes:
    _, _, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    names = {name.lower() for name, _ in headers}
    added = [("Host", authority)] if "host" not in names else []
    if "connection" not in names:
        added.append(("Connection", "close"))
    if body is not None and not names & {"content-length", "transfer-encoding"}:
        added.append(("Content-Length", str(len(body))))
    lines = [f"{method} {slash}{path or ''} HTTP/1.1" if slash else f"{method} / HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in [*added, *headers]]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def _end(connection: socket.socket, headers: list[tuple[str, str]], body: bytes | None) -> None:
    """Says that nothing more comes, where the headers promise more."""
    promised = [value for name, value in headers if name.lower() == "content-length"]
    if (
        promised != [str(len(body or b""))]
        and promised
        and not isinstance(connection, ssl.SSLSocket)
    ):
        with contextlib.suppress(OSError):  # closed meanwhile: the answer may be there
            connection.shutdown(socket.SHUT_WR)


def _receive(connection: socket.socket, method: str) -> Answer | None:
    response = http.client.HTTPResponse(connection, method=method)
    try:
        response.begin()
        content = response.read(_MOST)
    except http.client.IncompleteRead as error:
        content = error.partial
    except TimeoutError:
        raise
    except (http.client.HTTPException, ConnectionError, ValueError):
        return None
    finally:
        response.close()
    return response.status, response.getheaders(), content
