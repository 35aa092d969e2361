"""Hostile bodies, by kind of media type: a table."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from swagsmith.fuzz.hostile.attack import Sound
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

#: a header that only a service that passes line breaks on would answer with
INJECTED: Final = "X-Swagsmith-Injected"
_DEEP: Final = 100_000
_DEEP_XML: Final = 20_000
_LONG: Final = 1 << 20
#: of a body in all: more than any request of a few members needs
HUGE: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class Body:
    """What a hostile body is made of.

    Attributes:
        good: the body that fits the document.
        text: the name, as it is on the wire, of the property that holds the freest text, or "".
        value: the body as plain data.
        limited: the property has a greatest length.
        documented: the document speaks of bodies that are too large (413).
    """

    good: bytes
    text: str
    value: Any
    limited: bool
    documented: bool


_BLANKS: Final = b" " * HUGE

#: a name, what may answer, and what makes the body; no body where it cannot be made
Row = tuple[str, Sound, Callable[[Body], bytes | None]]


def _with(body: Body, raw: str) -> bytes | None:
    """JSON with a text replaced by what is given, as it stands."""
    if not body.text or not is_mapping(body.value):
        return None
    mark = "swagsmith-mark"
    text = json.dumps({**body.value, body.text: mark}, default=str)
    return text.replace(f'"{mark}"', raw, 1).encode("utf-8", "surrogatepass")


def _beside(body: Body, raw: str) -> bytes | None:
    """JSON with a member more."""
    if not is_mapping(body.value):
        return None
    text = json.dumps(body.value, default=str)
    comma = ", " if body.value else ""
    return f"{text[:-1]}{comma}{raw}}}".encode()


def _twice(body: Body) -> bytes | None:
    return _beside(body, f'"{body.text}": "twice"') if body.text else None


JSON: Final[tuple[Row, ...]] = (
    ("empty", Sound.REFUSAL, lambda _: b""),
    ("cut off", Sound.REFUSAL, lambda body: body.good.rstrip()[:-1]),
    ("two documents", Sound.REFUSAL, lambda body: body.good + body.good),
    ("followed by rubbish", Sound.REFUSAL, lambda body: body.good + b"}"),
    ("XML", Sound.REFUSAL, lambda _: b"<a/>"),
    ("null", Sound.REFUSAL, lambda _: b"null"),
    ("an array", Sound.REFUSAL, lambda _: b"[]"),
    ("a text", Sound.REFUSAL, lambda _: b'"text"'),
    ("a number", Sound.REFUSAL, lambda _: b"12"),
    ("a NUL byte in it", Sound.REFUSAL, lambda body: body.good[:1] + b"\0" + body.good[1:]),
    ("bytes that are no text", Sound.REFUSAL, lambda _: b"\xff\xfe\xfd\x80"),
    (f"{_DEEP:,} arrays in one another", Sound.REFUSAL, lambda _: b"[" * _DEEP + b"]" * _DEEP),
    (f"{_DEEP:,} arrays opened", Sound.REFUSAL, lambda _: b"[" * _DEEP),
    (
        f"a member of {_DEEP:,} objects in one another",
        Sound.ANYTHING,
        lambda body: _beside(body, '"swagsmith": ' + '{"a":' * _DEEP + "1" + "}" * _DEEP),
    ),
    ("a key twice", Sound.ANYTHING, _twice),
    ("a key called __proto__", Sound.ANYTHING, lambda body: _beside(body, '"__proto__": {"a": 1}')),
    ("a NUL character in a text", Sound.ANYTHING, lambda body: _with(body, '"a\\u0000b"')),
    ("a lone surrogate in a text", Sound.ANYTHING, lambda body: _with(body, '"a\\ud800b"')),
    (
        "line breaks and a header in a text",
        Sound.ANYTHING,
        lambda body: _with(body, f'"a\\r\\n{INJECTED}: yes"'),
    ),
    ("an apostrophe in a text", Sound.ANYTHING, lambda body: _with(body, "\"a' OR '1'='1\"")),
    (
        "placeholders in a text",
        Sound.ANYTHING,
        lambda body: _with(body, '"%s %n {0} {{7*7}} ${7*7}"'),
    ),
    ("NaN for a text", Sound.ANYTHING, lambda body: _with(body, "NaN")),
    ("1e999 for a text", Sound.ANYTHING, lambda body: _with(body, "1e999")),
    (
        "a number of 10,000 digits",
        Sound.ANYTHING,
        lambda body: _beside(body, '"n": ' + "9" * 10_000),
    ),
    ("10,000 members", Sound.ANYTHING, lambda body: _beside(body, _members())),
    ("a byte order mark", Sound.ANYTHING, lambda body: b"\xef\xbb\xbf" + body.good),
    ("in UTF-16", Sound.ANYTHING, lambda body: body.good.decode().encode("utf-16")),
)


def _members() -> str:
    return ", ".join(f'"swagsmith{number}": {number}' for number in range(10_000))


def _element(body: Body, inner: str, prolog: str = "") -> bytes | None:
    """XML with the content of an element replaced by what is given, as it stands."""
    text = body.good.decode("utf-8", "replace")
    opening, closing = f"<{body.text}>", f"</{body.text}>"
    before, found, rest = text.partition(opening)
    _, closed, after = rest.partition(closing)
    if not body.text or not found or not closed:
        return None
    return f"{prolog}{before}{opening}{inner}{closing}{after}".encode("utf-8", "surrogatepass")


def _content(body: Body) -> str:
    """What an element of XML holds, as it stands; "" if it is not there."""
    text = body.good.decode("utf-8", "replace")
    return text.partition(f"<{body.text}>")[2].partition(f"</{body.text}>")[0]


def _literal(text: str) -> str:
    """A text as it may stand in an entity's value (XML 1.0 section 2.3)."""
    return text.replace('"', "&#34;").replace("%", "&#37;")


def _child(body: Body, inner: str) -> bytes | None:
    """XML with something more before its end."""
    text = body.good.decode("utf-8", "replace")
    before, slash, after = text.rpartition("</")
    return f"{before}{inner}{slash}{after}".encode() if slash else None


def _entities(levels: int, times: int, text: str) -> str:
    rows = [f'<!ENTITY e0 "{text}">']
    rows += [f"<!ENTITY e{n} '{_reference(n - 1) * times}'>" for n in range(1, levels)]
    return f"<!DOCTYPE a [{''.join(rows)}]>"


def _reference(number: int) -> str:
    return f"&e{number};"


_FILE: Final = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
_FETCHED: Final = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/swagsmith.dtd">'

XML: Final[tuple[Row, ...]] = (
    ("empty", Sound.REFUSAL, lambda _: b""),
    ("cut off", Sound.REFUSAL, lambda body: body.good.rstrip()[:-1]),
    ("two documents", Sound.REFUSAL, lambda body: body.good + body.good),
    ("followed by rubbish", Sound.REFUSAL, lambda body: body.good + b"x"),
    ("JSON", Sound.REFUSAL, lambda _: b"{}"),
    ("a NUL byte in it", Sound.REFUSAL, lambda body: body.good + b"\0"),
    ("a NUL character in a text", Sound.REFUSAL, lambda body: _element(body, "a&#0;b")),
    ("bytes that are no text", Sound.REFUSAL, lambda _: b"\xff\xfe\xfd\x80"),
    ("an unknown entity", Sound.REFUSAL, lambda body: _element(body, "&swagsmith;")),
    ("elements that overlap", Sound.REFUSAL, lambda body: _child(body, "<a><b></a></b>")),
    (
        "an unknown encoding",
        Sound.ANYTHING,
        lambda body: b'<?xml version="1.0" encoding="x-none"?>' + body.good,
    ),
    (
        "entities of its own",
        Sound.REFUSAL,
        lambda body: _element(body, "&e0;", _entities(1, 1, _literal(_content(body)))),
    ),
    (
        "entities that grow to 100 MB",
        Sound.REFUSAL,
        lambda body: _element(body, "&e7;", _entities(8, 10, "0123456789")),
    ),
    ("a file as entity", Sound.REFUSAL, lambda body: _element(body, "&e;", _FILE)),
    ("a document type elsewhere", Sound.ANYTHING, lambda body: _FETCHED.encode() + body.good),
    (
        f"{_DEEP_XML:,} elements in one another",
        Sound.ANYTHING,
        lambda body: _child(body, "<a>" * _DEEP_XML + "</a>" * _DEEP_XML),
    ),
    ("10,000 elements", Sound.ANYTHING, lambda body: _child(body, "<swagsmith/>" * 10_000)),
    (
        "10,000 attributes",
        Sound.ANYTHING,
        lambda body: _child(body, "<a " + " ".join(f"a{n}=''" for n in range(10_000)) + "/>"),
    ),
    (
        "an element twice",
        Sound.ANYTHING,
        lambda body: _child(body, f"<{body.text}>twice</{body.text}>") if body.text else None,
    ),
    (
        "line breaks and a header in a text",
        Sound.ANYTHING,
        lambda body: _element(body, f"a&#13;&#10;{INJECTED}: yes"),
    ),
    ("an apostrophe in a text", Sound.ANYTHING, lambda body: _element(body, "a' OR '1'='1")),
    ("CDATA", Sound.ANYTHING, lambda body: _element(body, "<![CDATA[<a>]]>")),
    ("a processing instruction", Sound.ANYTHING, lambda body: _child(body, "<?swagsmith x?>")),
    ("a comment", Sound.ANYTHING, lambda body: _child(body, "<!-- x -->")),
    ("a byte order mark", Sound.ANYTHING, lambda body: b"\xef\xbb\xbf" + body.good),
)

FORM: Final[tuple[Row, ...]] = (
    ("broken escapes", Sound.ANYTHING, lambda body: body.good + b"&a=%zz&%=%"),
    ("a NUL character", Sound.ANYTHING, lambda body: body.good + b"&a=%00"),
    ("10,000 fields", Sound.ANYTHING, lambda body: body.good + b"&swagsmith=1" * 10_000),
    ("bytes that are no text", Sound.ANYTHING, lambda body: body.good + b"&a=%ff%fe"),
    (
        "line breaks and a header",
        Sound.ANYTHING,
        lambda body: body.good + f"&a=%0d%0a{INJECTED}:yes".encode(),
    ),
)


def long_text(body: Body, *, is_xml: bool) -> bytes | None:
    """A body with a text of a million characters."""
    return _element(body, "x" * _LONG) if is_xml else _with(body, f'"{"x" * _LONG}"')


def huge(body: Body) -> bytes:
    """A body that fits the document and is huge all the same: white space follows it."""
    return body.good + _BLANKS


@cache
def bomb() -> bytes:
    """16 MB of blanks, packed into 16 KB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b" " * HUGE) + packer.flush()


def rows(media_type: str, *, is_xml: bool) -> Iterator[Row]:
    """The rows for a media type."""
    if is_xml:
        yield from XML
    elif media_type == "application/json" or media_type.endswith("+json"):
        yield from JSON
    elif media_type == "application/x-www-form-urlencoded":
        yield from FORM
