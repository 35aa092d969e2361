"""The head of a request: what of it is refused, and how (RFC 9112)."""

import json
import re
from typing import Final

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

_HOST: Final = re.compile(
    rb"[0-9A-Za-z._~!$&'()*+,;=%-]*(?::[0-9]{0,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{0,5})?"
)


class Refusal(Exception):  # noqa: N818 - it is what the client gets
    """What a request is answered that no application gets to see.

    Attributes:
        status: HTTP status.
        message: one line for a person.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def check_headers(headers: list[tuple[bytes, bytes]], version: str) -> None:
    """Check the headers that frame a request or say whom it is for.

    Raises:
        Refusal: RFC 9112, sections 3.2 and 6.1, or RFC 9110, section 10.1.1, is not kept.
    """
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) > 1 or (not hosts and version == "1.1"):
        raise Refusal(400, "There must be one Host header.")
    if hosts and not _HOST.fullmatch(hosts[0]):
        raise Refusal(400, "The Host header is no host.")
    codings = [value for name, value in headers if name == b"transfer-encoding"]
    if codings and version == "1.0":
        raise Refusal(400, "HTTP/1.0 has no Transfer-Encoding.")
    if codings and (len(codings) > 1 or codings[0].strip().lower() != b"chunked"):
        raise Refusal(501, "The one Transfer-Encoding taken is chunked.")
    for name, value in headers:
        if name == b"expect" and value.strip().lower() != b"100-continue":
            raise Refusal(417, "The one expectation taken is 100-continue.")


def origin_form(target: bytes) -> bytes:
    """Give a request target as path and query (RFC 9112, section 3.2).

    Raises:
        Refusal: it is no target of an origin server.
    """
    if b"#" in target:
        raise Refusal(400, "A request target has no fragment.")
    if target.startswith(b"/") or target == b"*":
        return target
    try:
        url = httptools.parse_url(target)
    except httptools.HttpParserInvalidURLError:
        url = None
    schemes = {b"http", b"https"}
    if url is None or not url.host or (url.schema or b"").lower() not in schemes:
        raise Refusal(400, "The request target is none of this server's.")
    return (url.path or b"/") + (b"?" + url.query if url.query else b"")


def write_refusal(refusal: Refusal) -> bytes:
    """Give a whole answer, after which the connection ends."""
    body = json.dumps({"message": refusal.message, "status": refusal.status}).encode()
    head = (
        b"content-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
        % len(body)
    )
    return STATUS_LINE[refusal.status] + head + body
