"""Requests that nobody means well with, and the statuses that answer each of them.

`{}` in a target or a head stands for what differs between the two wires; see `both`.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

SID, OTHER = "AC" + "e" * 32, "AC" + "0" * 32
BASIC = base64.b64encode(f"{SID}:a token".encode()).decode()
HOST, AUTH = "Host: x", f"Authorization: Basic {BASIC}"
LIST = {"gateway": "/Messages.json", "twilio": f"/2010-04-01/Accounts/{SID}/Messages.json"}
TYPE = {
    "gateway": "Content-Type: application/json",
    "twilio": "Content-Type: application/x-www-form-urlencoded",
}
GOOD = {
    "gateway": b'{"from":"+15005550006","to":"+15558675310","body":"Hi"}',
    "twilio": b"From=%2B15005550006&To=%2B15558675310&Body=Hi",
}
CREATED = {"gateway": 200, "twilio": 201}


@dataclass(frozen=True)
class Hostile:
    """One connection: what is sent, which statuses come back in which order, whether it then ends."""

    wire: str
    name: str
    sent: bytes
    statuses: tuple[int, ...]
    method: str = "GET"


def head(line: str, *headers: str) -> bytes:
    return "\r\n".join([line, *headers, "", ""]).encode("latin-1")


def get(target: str, *headers: str, method: str = "GET") -> bytes:
    return head(f"{method} {target} HTTP/1.1", HOST, AUTH, *headers)


def post(
    wire: str, body: bytes, *headers: str, length: str | None = None, media: str = ""
) -> bytes:
    """A POST of a message whose length may be a lie and whose type may be wrong."""
    size = f"Content-Length: {len(body) if length is None else length}"
    kind = f"Content-Type: {media}" if media else TYPE[wire]
    return head(f"POST {LIST[wire]} HTTP/1.1", HOST, AUTH, kind, size, *headers) + body


def chunked(
    wire: str, body: bytes, *headers: str, version: str = "1.1", coding: str = "chunked"
) -> bytes:
    """The same in chunks, which are given as they are sent."""
    line = f"POST {LIST[wire]} HTTP/{version}"
    return head(line, HOST, AUTH, TYPE[wire], f"Transfer-Encoding: {coding}", *headers) + body


def heads(wire: str) -> list[tuple[str, bytes, Sequence[int]]]:
    """What is wrong, or only odd, about the lines before the body."""
    at = LIST[wire]
    line = f"GET {at} HTTP/1.1"
    return [
        ("no host", head(line, AUTH), [400]),
        ("two hosts", head(line, HOST, "Host: y", AUTH), [400]),
        ("the same host twice", head(line, HOST, HOST, AUTH), [400]),
        ("host with a user", head(line, "Host: a@b", AUTH), [400]),
        ("host with a path", head(line, "Host: a/b", AUTH), [400]),
        ("host with a space", head(line, "Host: a b", AUTH), [400]),
        ("host with a port too long", head(line, "Host: a:1234567", AUTH), [400]),
        ("an empty host is one", head(line, "Host:", AUTH), [200]),
        ("no host in HTTP/1.0", head(f"GET {at} HTTP/1.0", AUTH), [200]),
        ("bare line feeds", get(at).replace(b"\r\n", b"\n"), [400]),
        ("bare carriage returns", get(at).replace(b"\r\n", b"\r"), [400]),
        ("a folded header", head(line, HOST, AUTH, "X: 1", " 2"), [400]),
        ("a space before the first header", head(line, " X: 1", HOST, AUTH), [400]),
        ("a space before the colon", head(line, "Host : x", AUTH), [400]),
        ("NUL in a header", head(line, HOST, AUTH, "X: a\0b"), [400]),
        ("NUL in a header's name", head(line, HOST, AUTH, "X\0: a"), [400]),
        ("a carriage return in a header", head(line, HOST, AUTH, "X: a\rb"), [400]),
        ("no colon", head(line, HOST, AUTH, "X"), [400]),
        ("no name", head(line, HOST, AUTH, ": x"), [400]),
        ("bytes above ASCII in a header", head(line, HOST, AUTH, "X: \xff\xfe"), [200]),
        ("HTTP/2.0", head(f"GET {at} HTTP/2.0", HOST, AUTH), [505]),
        ("HTTP/0.9", b"GET /\r\n\r\n", [505]),
        ("HTTP/1.10", head(f"GET {at} HTTP/1.10", HOST, AUTH), [400]),
        ("HTTP of no version", head(f"GET {at} HTTP/x", HOST, AUTH), [400]),
        ("another protocol", head(f"GET {at} HTTX/1.1", HOST, AUTH), [400]),
        ("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100, [400]),
        ("SSH", b"SSH-2.0-OpenSSH_9.2\r\n", [400]),
        ("noise", bytes(range(128, 256)) * 4, [400]),
        ("empty lines before the request", b"\r\n\r\n" + get(at), [200]),
        ("101 headers", get(at, *(f"X-{index}: 1" for index in range(101))), [431]),
        ("one long header", get(at, "X: " + "x" * 33_000), [431]),
        ("a long header's name", get(at, "x" * 33_000 + ": 1"), [431]),
        ("a header without end", get(at)[:-2] + b"X: " + b"x" * 300_000, [431]),
        ("many long headers", get(at, *(f"X-{index}: {'x' * 4000}" for index in range(20))), [431]),
        ("a long request id", get(at, "X-Request-Id: " + "x" * 5000), [200]),
        ("a request id with a quote", get(at, 'X-Request-Id: a"b\x01'[:-1]), [200]),
        ("another expectation", get(at, "Expect: the-spanish-inquisition"), [417]),
        ("an upgrade to WebSocket", get(at, "Connection: Upgrade", "Upgrade: websocket"), [200]),
        ("an upgrade to HTTP/2", get(at, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAM"), [200]),
        ("no credentials", head(line, HOST), [401]),
        ("malformed credentials", head(line, HOST, "Authorization: Basic %%%"), [401]),
        ("credentials of a size", head(line, HOST, "Authorization: Basic " + "QUFB" * 5000), [401]),
        ("credentials with NUL", head(line, HOST, "Authorization: Basic QQA6QQ=="), [401]),
        ("credentials above UTF-8", head(line, HOST, "Authorization: Basic /zr/"), [401]),
        ("another token", head(line, HOST, "Authorization: Basic " + base64.b64encode(f"{SID}:x".encode()).decode()), [401]),
    ]  # fmt: skip


def targets(wire: str) -> list[tuple[str, bytes, Sequence[int]]]:
    """Methods and request targets."""
    at = LIST[wire]
    base = at.removesuffix("/Messages.json")
    return [
        ("an unknown method", get(at, method="FOO"), [405]),
        ("a method in small letters", get(at, method="get"), [405]),
        ("a method of WebDAV", get(at, method="PROPFIND"), [405]),
        ("TRACE", get(at, method="TRACE"), [405]),
        ("PUT", get(at, method="PUT"), [405]),
        ("a method without end", b"A" * 100_000, [400]),
        ("a method that is none", get(at, method="G(T"), [400]),
        ("OPTIONS", get(at, method="OPTIONS"), [204]),
        ("OPTIONS of the server", get("*", method="OPTIONS"), [204]),
        ("an asterisk", get("*"), [404]),
        ("CONNECT", get("example.com:443", method="CONNECT"), [400]),
        ("a proxy's form", get(f"http://example.com{at}"), [200]),
        ("a proxy's form without a path", get("http://example.com", method="DELETE"), [404 if base else 405]),
        ("a proxy's form for FTP", get(f"ftp://example.com{at}"), [400]),
        ("a proxy's form for files", get("file:///etc/passwd"), [400]),
        ("a fragment", get(f"{at}#x"), [400]),
        ("a space in the target", get("/a b"), [400]),
        ("no slash", get("Messages.json"), [400]),
        ("two slashes", get(f"/{at}"), [404]),
        ("a slash at the end", get(f"{at}/"), [404]),
        ("a backslash", get(f"{base}/\\Messages.json"), [404]),
        ("dots", get(f"{base}/../Messages.json"), [404]),
        ("encoded dots", get(f"{base}/%2e%2e/%2e%2e/etc/passwd"), [404]),
        ("dots encoded twice", get(f"{base}/Messages/%252e%252e.json"), [404]),
        ("an encoded slash", get(f"{base}/Messages/..%2f..%2fMessages.json"), [404]),
        ("an overlong slash", get(f"{base}/Messages/..%c0%af.json"), [404]),
        ("an encoded path", get(at.replace("M", "%4D")), [200]),
        ("NUL in the path", get(f"{base}/Messages/SM%00.json"), [400]),
        ("NUL at the end of the path", get(f"{at}%00"), [404]),
        ("no UTF-8 in the path", get(f"{base}/Messages/%ff%fe.json"), [404]),
        ("bytes above ASCII in the path", get(f"{at}\xff"), [400]),
        ("a line end in the path", get(f"{base}/Messages/%0d%0aX: 1.json".replace(" ", "%20")), [404]),
        ("half an escape", get(f"{base}/Messages/%f.json"), [404]),
        ("SQL in the path", get(f"{base}/Messages/'%20OR%201=1--.json"), [404]),
        ("a long path", get(f"{base}/{'x' * 17_000}"), [414]),
        ("a path without end", b"GET /" + b"x" * 100_000, [414]),
        ("a long sid", get(f"{base}/Messages/{'x' * 4_000}.json"), [404]),
        ("a long query", get(f"{at}?To={'x' * 17_000}"), [414]),
        ("an empty query", get(f"{at}?"), [200]),
        ("a query of signs", get(f"{at}?&&=&=&"), [200]),
        ("NUL in the query", get(f"{at}?To=%00"), [400]),
        ("a lone surrogate in the query", get(f"{at}?To=%ED%A0%80"), [400]),
        ("no UTF-8 in the query", get(f"{at}?To=%ff"), [400]),
        ("over a thousand parameters", get(f"{at}?{'&'.join('a=' for _ in range(1001))}"), [400]),
        ("a huge page", get(f"{at}?Page={'9' * 1000}"), [200]),
        ("a page above 64 bits", get(f"{at}?Page={2**64}&PageSize=1000"), [200]),
        ("a page that is too huge", get(f"{at}?Page={'9' * 1001}"), [400]),
        ("a huge page size", get(f"{at}?PageSize={2**63}"), [400]),
        ("a negative page", get(f"{at}?Page=-1"), [400]),
        ("a page token of nobody", get(f"{at}?PageToken=PASM{'f' * 32}"), [200]),
        ("digits of another script", get(f"{at}?Page=%D9%A1"), [400]),
    ]  # fmt: skip


def bodies(wire: str) -> list[tuple[str, bytes, Sequence[int]]]:
    """Lengths, chunks and codings."""
    good, created, at = GOOD[wire], CREATED[wire], LIST[wire]
    whole = b"%x\r\n%s\r\n" % (len(good), good)
    return [
        ("a length over the limit", post(wire, b"", length="65537"), [413]),
        ("a length of gigabytes", post(wire, b"x" * 1000, length="9999999999"), [413]),
        ("a length above 64 bits", post(wire, b"", length="99999999999999999999"), [400]),
        ("a negative length", post(wire, good, length="-1"), [400]),
        ("a length with a plus", post(wire, good, length="+5"), [400]),
        ("a length in hexadecimal", post(wire, good, length="0x10"), [400]),
        ("a length with a comma", post(wire, good, length=f"{len(good)}, {len(good)}"), [400]),
        ("an empty length", post(wire, good, length=""), [400]),
        ("two lengths", post(wire, good, "Content-Length: 3"), [400]),
        ("the same length twice", post(wire, good, f"Content-Length: {len(good)}"), [400]),
        ("a length and chunks", post(wire, b"0\r\n\r\n", "Transfer-Encoding: chunked"), [400]),
        ("chunks and a length", chunked(wire, b"0\r\n\r\n", "Content-Length: 5"), [400]),
        ("a length too short", post(wire, good + b"xx\r\n\r\n", length=f"{len(good)}"), [created, 400]),
        ("no length", head(f"POST {at} HTTP/1.1", HOST, AUTH, TYPE[wire]), [400]),
        ("a body over the limit", post(wire, good + b" " * 70_000), [413]),
        ("chunks over the limit", chunked(wire, b"11170\r\n" + b" " * 70_000 + b"\r\n0\r\n\r\n"), [413]),
        ("chunks", chunked(wire, whole + b"0\r\n\r\n"), [created]),
        ("chunks of one byte", chunked(wire, b"".join(b"1\r\n%c\r\n" % byte for byte in good) + b"0\r\n\r\n"), [created]),
        ("a chunk with an extension", chunked(wire, whole.replace(b"\r", b";a=b\r", 1) + b"0\r\n\r\n"), [created]),
        ("chunks with a trailer", chunked(wire, whole + b"0\r\nContent-Type: text/plain\r\nX: 1\r\n\r\n"), [created]),
        ("chunks with long trailers", chunked(wire, whole + b"0\r\n" + b"X: y\r\n" * 10_000 + b"\r\n"), [431]),
        ("a chunk of no size", chunked(wire, b"\r\n" + good), [400]),
        ("a chunk of no number", chunked(wire, b"zz\r\n" + good), [400]),
        ("a chunk of a negative size", chunked(wire, b"-1\r\n" + good), [400]),
        ("a chunk above 64 bits", chunked(wire, b"f" * 17 + b"\r\n" + good), [400]),
        ("a chunk in 0x", chunked(wire, b"0x5\r\nabcde\r\n0\r\n\r\n"), [400]),
        ("a chunk longer than it says", chunked(wire, b"1\r\nabc\r\n0\r\n\r\n"), [400]),
        ("chunks with bare line feeds", chunked(wire, whole.replace(b"\r\n", b"\n") + b"0\n\n"), [400]),
        ("chunks in HTTP/1.0", chunked(wire, b"0\r\n\r\n", version="1.0"), [400]),
        ("another transfer coding", chunked(wire, b"0\r\n\r\n", coding="gzip"), [501]),
        ("two transfer codings", chunked(wire, b"0\r\n\r\n", coding="gzip, chunked"), [501]),
        ("chunks in chunks", chunked(wire, b"0\r\n\r\n", coding="chunked, chunked"), [400]),
        ("no transfer coding", chunked(wire, b"0\r\n\r\n", coding="identity"), [501]),
        ("a transfer coding that looks like one", chunked(wire, b"0\r\n\r\n", coding="xchunked"), [501]),
        ("two headers of transfer codings", chunked(wire, b"0\r\n\r\n", "Transfer-Encoding: chunked"), [400]),
        ("100-continue", post(wire, good, "Expect: 100-continue"), [100, created]),
        ("100-continue for too much", post(wire, b"", "Expect: 100-continue", length="65537"), [413]),
        ("a compressed body", post(wire, good, "Content-Encoding: gzip"), [415]),
        ("a body compressed twice", post(wire, good, "Content-Encoding: br, gzip"), [415]),
        ("UTF-16", post(wire, good, media=f"{TYPE[wire][14:]}; charset=utf-16"), [415]),
        ("a charset of nobody", post(wire, good, media=f"{TYPE[wire][14:]}; charset=x-user-defined"), [415]),
        ("an upgrade with a body", post(wire, good, "Connection: Upgrade", "Upgrade: h2c"), [created]),
        ("an upgrade and another request", get(at, "Connection: Upgrade", "Upgrade: websocket") + get(at), [200, 200]),
        ("two requests at once", get(at) + get(at), [200, 200]),
        ("a good request and a bad one", get(at) + b"BAD\r\n\r\n", [200, 400]),
        ("a message and a bad chunk", post(wire, good) + chunked(wire, b"zz\r\n"), [created, 400]),
        ("a request in the body of a GET", get(at, "Content-Length: 18") + b"GET / HTTP/1.1\r\n\r\n", [200]),
        ("an unknown method after another request", get(at) + get(at, method="FOO"), [200, 400]),
        ("a close and another request", get(at, "Connection: close") + get(at), [200]),
    ]  # fmt: skip


def json_and_xml() -> list[tuple[str, bytes, Sequence[int]]]:
    """Bodies of the connector."""
    wire, xml = "gateway", "application/xml"
    inner = b"<From>+15005550006</From><To>+15558675310</To><Body>%s</Body>"
    message = b"<SendMessageRequest>" + inner + b"</SendMessageRequest>"
    laughs = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    outside = b"<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    parameter = b"<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'> %p;]>"
    return [
        ("NaN", post(wire, b'{"from": NaN}'), [400]),
        ("infinity", post(wire, b'{"from": -Infinity}'), [400]),
        ("deep JSON", post(wire, b"[" * 60_000), [400]),
        ("deep objects", post(wire, b'{"a":' * 10_000), [400]),
        ("a huge integer", post(wire, GOOD[wire][:-1] + b',"x":' + b"9" * 5_000 + b"}"), [400]),
        ("a huge exponent", post(wire, GOOD[wire][:-1] + b',"x":1e999999}'), [200]),
        ("a repeated key", post(wire, GOOD[wire][:-1] + b',"to":"+15558675311"}'), [400]),
        ("a repeated key further in", post(wire, GOOD[wire][:-1] + b',"x":{"a":1,"a":2}}'), [400]),
        ("NUL in a string", post(wire, GOOD[wire].replace(b"Hi", b"a\\u0000b")), [400]),
        ("a lone surrogate", post(wire, GOOD[wire].replace(b"Hi", b"\\ud800")), [400]),
        ("no UTF-8", post(wire, GOOD[wire].replace(b"Hi", b"\xff")), [400]),
        ("a byte order mark", post(wire, b"\xef\xbb\xbf" + GOOD[wire]), [400]),
        ("UTF-16 without saying so", post(wire, GOOD[wire].decode().encode("utf-16")), [400]),
        ("a form", post(wire, GOOD["twilio"], media="application/x-www-form-urlencoded"), [415]),
        ("multipart", post(wire, b"--x--", media="multipart/form-data; boundary=x"), [415]),
        ("no media type", head(f"POST {LIST[wire]} HTTP/1.1", HOST, AUTH, "Content-Length: 2") + b"{}", [415]),
        ("a DTD", post(wire, b"<!DOCTYPE SendMessageRequest>" + message % b"Hi", media=xml), [400]),
        ("entities of entities", post(wire, laughs + message % b"&b;", media=xml), [400]),
        ("an external entity", post(wire, outside + message % b"&x;", media=xml), [400]),
        ("a parameter entity", post(wire, parameter + message % b"Hi", media=xml), [400]),
        ("an unknown entity", post(wire, message % b"&x;", media=xml), [400]),
        ("a reference to NUL", post(wire, message % b"&#0;", media=xml), [400]),
        ("a reference to a surrogate", post(wire, message % b"&#xD800;", media=xml), [400]),
        ("deep XML", post(wire, b"<a>" * 20_000, media=xml), [400]),
        ("XML in UTF-7", post(wire, b'<?xml version="1.0" encoding="utf-7"?>' + message % b"Hi", media=xml), [400]),
        ("XInclude", post(wire, message % b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>', media=xml), [400]),
        ("neither JSON nor XML is taken", get(LIST[wire], "Accept: text/html"), [406]),
    ]  # fmt: skip


def forms() -> list[tuple[str, bytes, Sequence[int]]]:
    """Bodies of Twilio's wire, and accounts."""
    wire, good = "twilio", GOOD["twilio"]
    return [
        ("NUL in a field", post(wire, good + b"%00"), [400]),
        ("a lone surrogate in a field", post(wire, good + b"%ED%A0%80"), [400]),
        ("no UTF-8 in a field", post(wire, good + b"%FF"), [400]),
        ("over a thousand fields", post(wire, good + b"&a=" * 1001), [400]),
        ("a control character", post(wire, good + b"%01"), [400]),
        ("JSON", post(wire, GOOD["gateway"], media="application/json"), [400]),
        ("another account", get(LIST[wire].replace(SID, OTHER)), [404]),
        ("a message in another account", post(wire, good).replace(SID.encode(), OTHER.encode(), 1), [404]),
        ("an account in capitals", get(LIST[wire].replace(SID, SID.upper())), [404]),
        ("no account", get("/2010-04-01/Accounts//Messages.json"), [404]),
        ("another version", get(LIST[wire].replace("2010", "2008")), [404]),
    ]  # fmt: skip


def both() -> list[Hostile]:
    """Every hostile request against the wire or wires it is for."""
    found = [
        (wire, *row) for wire in LIST for part in (heads, targets, bodies) for row in part(wire)
    ]
    found += [("gateway", *row) for row in json_and_xml()] + [("twilio", *row) for row in forms()]
    found += [(wire, "HEAD", get(LIST[wire], method="HEAD"), [200]) for wire in LIST]
    return [Hostile(wire, name, sent, tuple(statuses)) for wire, name, sent, statuses in found]
