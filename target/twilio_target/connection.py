"""One client's connection: what is taken of HTTP/1.1, how much of it, and for how long.

The parser is llhttp, which refuses what has two readings (RFC 9112, section 11). What is added here
is limits, deadlines, the rules about ``Host`` and ``Transfer-Encoding``, and a refusal that comes
after the answers to the requests before it and that the client gets to read.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Final, cast

import httptools
from uvicorn import Config
from uvicorn.protocols.http.flow_control import service_unavailable
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from twilio_target.head import Refusal, check_headers, origin_form, write_refusal

LONGEST_URL: Final = 16 * 1024
MOST_HEADERS: Final = 100
LONGEST_HEAD: Final = 32 * 1024
MOST_PIPELINED: Final = 64
MOST_CONNECTIONS: Final = 512
"""Above it the connection that has been idle for longest is closed."""

HEAD_SECONDS: Final = 10.0
# Longer than clients, the gateway among them, keep an idle connection: of the two the client must
# close it first, or a request could meet a connection that is just being closed.
IDLE_SECONDS: Final = 120.0
# For a client to read a refusal, or to end a body that nobody waits for.
_LINGER_SECONDS: Final = 5.0
_FOREVER: Final = float("inf")
_LONG_HEAD: Final = f"The headers are longer than {LONGEST_HEAD} bytes."

_REQUEST_LINE: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}(?= \S+ HTTP/1\.[01]\r\n)")


class _Joined:
    """A transport that sends the head of an answer with the first piece of its body.

    The server writes them one by one, and each write is a system call that wakes the client.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.head = b""
        self.is_closing = transport.is_closing

    def write(self, data: bytes) -> None:
        """Send, or keep for the next time what is a final answer's head."""
        if not self.head and data.startswith(b"HTTP/1.1 ") and data[9:10] != b"1":
            self.head = data
        else:
            self.transport.write(self.head + data)
            self.head = b""

    def flush(self) -> None:
        """Send what is kept: of an answer without a body."""
        if self.head:
            self.write(b"")

    def close(self) -> None:
        """Send what is kept and end the connection."""
        self.flush()
        self.transport.close()


class Connection(HttpToolsProtocol):
    """A connection with limits; `expire` has to be called now and then."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._deadline = _FOREVER
        self._idle = True
        self._head = False  # within a request's head
        self._message = False  # within a request, its body included
        self._begun = 0
        self._size = self._partial = 0
        self._method = b""
        self._unanswered = 0
        self._refusal: Refusal | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, if need be in the place of an idle one."""
        super().connection_made(transport)
        self._joined = _Joined(transport)
        self._deadline = self.loop.time() + IDLE_SECONDS
        if len(self.connections) > MOST_CONNECTIONS:
            _make_room(self)

    def data_received(self, data: bytes) -> None:
        """Take bytes; of a refused connection they are thrown away."""
        if self._refusal is not None:
            return
        if self._idle:
            self._idle = False
            self._deadline = self.loop.time() + HEAD_SECONDS
        try:
            self._feed(data)
        except Refusal as refusal:
            self._refuse(refusal)

    def _feed(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        begun, within = self._begun, self._message
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            # There is nothing to upgrade to, so the request is read again as if it had not asked
            # (RFC 9110, section 7.8); the parser would take its body for another protocol.
            plain = self._without_upgrade()
            self.parser = httptools.HttpRequestParser(self)
            self._feed(plain + data[int(upgrade.args[0]) :])
        except httptools.HttpParserInvalidMethodError:
            found = _REQUEST_LINE.match(data)
            if found is None or within or self._begun != begun + 1:
                raise Refusal(400, "The request is no HTTP/1.1.") from None
            # The parser takes no method it does not know, but which are allowed is for the path.
            self.parser = httptools.HttpRequestParser(self)
            self._method = found[0]
            self._feed(b"TRACE" + data[found.end() :])
        except httptools.HttpParserError as error:
            cause = error.__context__
            if isinstance(cause, Refusal):
                raise cause from None
            raise Refusal(400, "The request is no HTTP/1.1.") from None
        else:
            # The parser tells of a header when it has all of it.
            self._partial = self._partial + len(data) if self._head else 0
            if self._partial > LONGEST_URL + LONGEST_HEAD:
                raise Refusal(431, _LONG_HEAD)

    def _without_upgrade(self) -> bytes:
        version = self.parser.get_http_version().encode()
        lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        lines += [b"%s: %s" % header for header in self.headers if header[0] != b"upgrade"]
        return b"\r\n".join([*lines, b"", b""])

    def on_message_begin(self) -> None:
        """Begin a request."""
        if len(self.pipeline) >= MOST_PIPELINED:
            raise Refusal(503, "Too many requests came before the answers to others.")
        super().on_message_begin()
        self._head = self._message = True
        self._begun += 1
        self._size = 0

    def on_url(self, url: bytes) -> None:
        """Take a piece of the target."""
        super().on_url(url)
        if len(self.url) > LONGEST_URL:
            raise Refusal(414, f"The URL is longer than {LONGEST_URL} bytes.")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; the trailers of a chunked body are counted and dropped."""
        self._grow(len(name) + len(value) + 4)
        if self._head:
            super().on_header(name, value)
            if len(self.headers) > MOST_HEADERS:
                raise Refusal(431, f"There are more than {MOST_HEADERS} headers.")

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > LONGEST_HEAD:
            raise Refusal(431, _LONG_HEAD)

    def on_headers_complete(self) -> None:
        """Check the head and start to answer."""
        if self.parser.get_method() == b"CONNECT":
            raise Refusal(400, "This server is no proxy.")
        if self.parser.should_upgrade():
            return
        version = self.parser.get_http_version()
        if version not in {"1.0", "1.1"}:
            raise Refusal(505, "HTTP/1.1 is spoken here.")
        check_headers(self.headers, version)
        self.url = origin_form(self.url)
        self._head = False
        self._deadline = _FOREVER
        self._unanswered += 1
        super().on_headers_complete()
        self.cycle.transport = cast("asyncio.Transport", self._joined)
        if self._method:
            self.scope["method"] = self._method.decode()
            self._method = b""

    def on_message_complete(self) -> None:
        """End a request."""
        if self.parser.should_upgrade():
            return
        self._message = False
        super().on_message_complete()
        if not self._unanswered:
            self._rest()

    def _rest(self) -> None:
        self._idle, self._deadline = True, self.loop.time() + IDLE_SECONDS

    def on_response_complete(self) -> None:
        """Wait for the next request, or write the refusal that was waiting for this answer."""
        self._unanswered -= 1
        self._joined.flush()
        super().on_response_complete()
        if self._message:
            self._deadline = self.loop.time() + (HEAD_SECONDS if self._head else _LINGER_SECONDS)
        elif not self._unanswered:
            self._rest()
        if self._refusal is not None:
            self._refuse(self._refusal)

    def _refuse(self, refusal: Refusal) -> None:
        """Answer what is no request, in its turn, and end the connection."""
        self._refusal = refusal
        broken_body = self._message and not self._head and self._unanswered > 0
        if self._unanswered > (1 if broken_body else 0):
            return
        if broken_body:
            self.pipeline.clear()
            if self.cycle.response_started:
                self.transport.close()
                return
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if not self.transport.is_closing():
            self.refused(refusal.status)
            self.transport.write(write_refusal(refusal))
            if self.transport.can_write_eof():
                self.transport.write_eof()
        self._unanswered, self._message, self._idle = 0, False, False
        self._deadline = self.loop.time() + _LINGER_SECONDS

    def refused(self, status: int) -> None:
        """Be told of a request that is refused before an application sees it."""

    def eof_received(self) -> bool:  # type: ignore[override]
        """Let a client that sends nothing more have its answers: True keeps the connection."""
        if self._refusal is not None or self._message or not self._unanswered:
            return False
        self.cycle.keep_alive = False
        return True

    def idle_since(self) -> float:
        """Give the moment from which nothing has been under way; infinity while something is."""
        if self._idle and not self.transport.is_closing():
            return self._deadline - IDLE_SECONDS
        return _FOREVER

    def expire(self, now: float) -> None:
        """End what has taken too long.

        Args:
            now: the loop's time.
        """
        if now < self._deadline:
            return
        self._deadline = self.loop.time() + _LINGER_SECONDS
        if self.transport.is_closing() or self._refusal is not None or self._message != self._head:
            self.transport.abort()
        elif self._idle:
            self.transport.close()
        else:
            self._refuse(Refusal(408, "The head of the request took too long."))


def _make_room(newest: Connection) -> None:
    every = cast("set[Connection]", newest.connections)
    oldest = min(every - {newest}, key=Connection.idle_since)
    if oldest.idle_since() < _FOREVER:
        oldest.expire(_FOREVER)
    else:
        newest.app = service_unavailable


def connection_class(on_refusal: Callable[[int], None]) -> type[Connection]:
    """Make the class of a listener's connections.

    Args:
        on_refusal: is given the status of every request that no application gets to see.
    """

    class Watched(Connection):
        def refused(self, status: int) -> None:
            on_refusal(status)

    return Watched
