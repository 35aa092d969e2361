"""Hostile requests for one operation, made of a good one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from swagsmith.fuzz.hostile import bodies
from swagsmith.fuzz.hostile.attack import Attack, Sound
from swagsmith.fuzz.hostile.bodies import INJECTED, Body
from swagsmith.lower.xml import is_xml
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from swagsmith.fuzz.operations import Operation
    from swagsmith.fuzz.samples import Sample
    from swagsmith.lower.schema import Schemas

#: parameters of an operation that are attacked one by one
_PARAMETERS: Final = 6

Headers = tuple[tuple[str, str], ...]
#: a name, what is put in the place of a value or after it, percent-encoded
VALUES: Final = (
    ("a NUL character", "a%00b"),
    ("line breaks and a header", f"a%0d%0a{INJECTED}:%20yes"),
    ("bytes that are no text", "%ff%fe"),
    ("an apostrophe", "a%27%20OR%20%271%27=%271"),
    ("a percent sign", "%25"),
    ("an underscore", "_"),
    ("60 asterisks", "*" * 60),
    ("an impossible date", "2023-02-30"),
    ("a number of 5,000 digits", "9" * 5000),
)
#: a name, what may answer, the headers
FRAMING: Final = (
    (
        "a Content-Length that is too large",
        Sound.REFUSAL_OR_CLOSE,
        (("Content-Length", "1000000"),),
    ),
    ("a Content-Length that is no number", Sound.REFUSAL_OR_CLOSE, (("Content-Length", "abc"),)),
    ("a negative Content-Length", Sound.REFUSAL_OR_CLOSE, (("Content-Length", "-1"),)),
    (
        "two lengths",
        Sound.REFUSAL_OR_CLOSE,
        (("Content-Length", "1"), ("Content-Length", "2")),
    ),
    (
        "a chunk without a size",
        Sound.REFUSAL_OR_CLOSE,
        (("Transfer-Encoding", "chunked"),),
    ),
    ("an unknown coding", Sound.ANYTHING_OR_CLOSE, (("Content-Encoding", "x-swagsmith"),)),
)
TYPES: Final = (
    ("none", Sound.ANYTHING, None),
    ("an unknown charset", Sound.ANYTHING, "{type}; charset=x-none"),
    ("no media type", Sound.ANYTHING, ";;;"),
)
#: beyond those for any value
PATH_VALUES: Final = (
    ("8,000 characters", Sound.ANYTHING_OR_CLOSE),
    ("a slash", Sound.ANYTHING),
    ("the folder above", Sound.ANYTHING),
)
_PATH_VALUES: Final = ("x" * 8000, "a%2fb", "..%2f..%2fetc%2fpasswd")
QUERIES: Final = (
    ("broken escapes", "%zz=%&&==%"),
    ("1,000 parameters", "&".join(["x=1"] * 1000)),
)
METHODS: Final = (("SWAGSMITH", "SWAGSMITH"), ("TRACE", "TRACE"), ("5,000 letters", "X" * 5000))
HEADERS: Final = (
    ("no media type in Accept", ("Accept", ";;,")),
    ("a picture in Accept", ("Accept", "image/png")),
    ("1,000 media types in Accept", ("Accept", ", ".join(["a/b"] * 1000))),
    ("100,000 characters", ("X-Swagsmith", "x" * 100_000)),
)
#: of a text: refused only where its length is limited; of a body: where the document has 413
SIZES: Final = (
    ("a text of a million characters; 4xx where its length is limited", Sound.ANYTHING_OR_CLOSE),
    ("16 MB; 4xx where the document has 413", Sound.ANYTHING_OR_CLOSE),
    ("16 MB, packed with gzip", Sound.ANYTHING_OR_CLOSE),
)
_PICTURE: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
CREDENTIALS: Final = (
    ("no Base64", "Basic !!!"),
    ("no colon", "Basic c3dhZ3NtaXRo"),
    ("no text", "Basic //79/A=="),
    ("nothing", "Basic"),
    ("an unknown scheme", "Swagsmith x"),
    ("a NUL", "Basic AAAA"),
)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the hostile requests for one operation.

    Attributes:
        base_url: where the paths of the document begin.
        operation: which.
        schemas: of the document.
        query: what every request has in its query: keys.
    """

    base_url: str
    operation: Operation
    schemas: Schemas
    query: tuple[tuple[str, str], ...] = ()

    def attacks(self, samples: tuple[Sample, ...]) -> Iterator[Attack]:
        """All of them, in a fixed order."""
        for sample in samples:
            if sample.body is not None:
                yield from self._bodies(sample)
        sample = samples[0]
        if sample.body is not None:
            yield from self._framing(sample)
        yield from self._paths(sample)
        yield from self._queries(sample)
        yield from self._methods(sample)
        yield from self._headers(sample)

    def _url(
        self,
        sample: Sample,
        path: dict[str, str] | None = None,
        more: str = "",
        *,
        anonymous: bool = False,
    ) -> str:
        """A URL; `path` and `more` are percent-encoded already."""
        url = self.operation.path
        values = {name: quote(value, safe="") for name, value in sample.path.items()}
        for name, value in {**values, **(path or {})}.items():
            url = url.replace(f"{{{name}}}", value)
        pairs = [*sample.query.items(), *(() if anonymous else self.query)]
        query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
        query = "&".join(filter(None, (query, more)))
        return f"{self.base_url}{url}{'?' if query else ''}{query}"

    def _common(self, sample: Sample) -> Headers:
        skipped = {"content-type", "content-length", "accept", "host"}
        own = tuple(
            (name, value) for name, value in sample.headers.items() if name.lower() not in skipped
        )
        accept = self.operation.produces[:1] or ("*/*",)
        return (("Accept", accept[0]), *own)

    def _typed(self, sample: Sample) -> Headers:
        if sample.body is None:
            return self._common(sample)
        return (*self._common(sample), ("Content-Type", sample.media_type))

    def _bodies(self, sample: Sample) -> Iterator[Attack]:
        xml = is_xml(sample.media_type)
        body = self._body(sample, xml=xml)
        url, headers, part = self._url(sample), self._typed(sample), f"{sample.media_type} body"
        for name, sound, make in bodies.rows(sample.media_type, is_xml=xml):
            # Of a body without a schema nothing is promised, not even that it is read.
            held = sound if self._is_structured() else Sound.ANYTHING
            made = make(body)
            if made is not None:
                yield Attack(part, name, held, url, headers, made)
        text = bodies.long_text(body, is_xml=xml)
        if text is not None:
            held = Sound.REFUSAL_OR_CLOSE if body.limited else Sound.ANYTHING_OR_CLOSE
            yield Attack(part, "a text of a million characters", held, url, headers, text)
        held = Sound.REFUSAL_OR_CLOSE if body.documented else Sound.ANYTHING_OR_CLOSE
        yield Attack("size of the body", "16 MB", held, url, headers, bodies.huge(body))
        packed = (*headers, ("Content-Encoding", "gzip"))
        yield Attack(
            "size of the body", "16 MB, packed", Sound.ANYTHING_OR_CLOSE, url, packed, bodies.bomb()
        )

    def _is_structured(self) -> bool:
        node = self.operation.body
        return node is not None and self.schemas.read(node).keywords.get("type") == "object"

    def _body(self, sample: Sample, *, xml: bool) -> Body:
        name, limited = self._text_property(sample.value, xml=xml)
        return Body(
            sample.body or b"", name, sample.value, limited, "413" in self.operation.responses
        )

    def _text_property(self, value: Any, *, xml: bool) -> tuple[str, bool]:
        """The property of a body that holds the freest text, and whether its length is limited."""
        node = self.operation.body
        if node is None or not is_mapping(value):
            return "", False
        texts = {
            name: keywords
            for name, member in self.schemas.read(node).properties.items()
            if name in value
            and (keywords := self.schemas.read(member).keywords).get("type") == "string"
            and "enum" not in keywords
        }
        if not texts:
            return "", False
        # What a service takes as it comes is told by its length alone; an identifier is not.
        name = min(texts, key=lambda one: (_is_formed(texts[one]), "maxLength" not in texts[one]))
        annotation = texts[name].get("xml")
        own = annotation.get("name") if xml and is_mapping(annotation) else None
        return own if isinstance(own, str) else name, "maxLength" in texts[name]

    def _framing(self, sample: Sample) -> Iterator[Attack]:
        url, headers, good = self._url(sample), self._typed(sample), sample.body or b""
        for name, sound, more in FRAMING:
            body = b"zz\r\n" + good if "chunk" in name else good
            yield Attack("framing", name, sound, url, (*headers, *more), body)
        for name, sound, media_type in TYPES:
            given = media_type and media_type.format(type=sample.media_type)
            typed = (("Content-Type", given),) if given else ()
            yield Attack("media type", name, sound, url, (*self._common(sample), *typed), good)
        picture = (*self._common(sample), ("Content-Type", "image/png"))
        held = Sound.REFUSAL if self._is_structured() else Sound.ANYTHING
        yield Attack("media type", "a picture", held, url, picture, _PICTURE)

    def _paths(self, sample: Sample) -> Iterator[Attack]:
        for name in list(self._parameters("path"))[:_PARAMETERS]:
            for what, value in VALUES:
                yield self._path(sample, name, what, value, Sound.ANYTHING)
            for (what, sound), value in zip(PATH_VALUES, _PATH_VALUES, strict=True):
                yield self._path(sample, name, what, value, sound)

    def _path(self, sample: Sample, name: str, what: str, value: str, sound: Sound) -> Attack:
        url = self._url(sample, {name: value})
        return Attack(f"path {name}", what, sound, url, self._typed(sample), sample.body)

    def _parameters(self, place: str) -> dict[str, Mapping[str, Any]]:
        return {
            name: node
            for (where, name), node in self.operation.parameters.items()
            if where == place
        }

    def _queries(self, sample: Sample) -> Iterator[Attack]:
        headers = self._typed(sample)
        for name in list(self._parameters("query"))[:_PARAMETERS]:
            rest = {key: value for key, value in sample.query.items() if key != name}
            base = type(sample)(sample.path, rest, sample.headers, "", None, None, accepted=True)
            for what, value in VALUES:
                url = self._url(base, more=f"{quote(name, safe='')}={value}")
                sound = Sound.ANYTHING_OR_CLOSE if len(value) > 1000 else Sound.ANYTHING
                yield Attack(f"query {name}", what, sound, url, headers, sample.body)
        for what, more in QUERIES:
            url = self._url(sample, more=more)
            yield Attack("query", what, Sound.ANYTHING_OR_CLOSE, url, headers, sample.body)

    def _methods(self, sample: Sample) -> Iterator[Attack]:
        url, headers = self._url(sample), self._common(sample)
        for name, method in METHODS:
            yield Attack("method", name, Sound.REFUSAL_OR_CLOSE, url, headers, None, method=method)

    def _headers(self, sample: Sample) -> Iterator[Attack]:
        url, headers, body = self._url(sample), self._typed(sample), sample.body
        for what, header in HEADERS:
            others = tuple(pair for pair in headers if pair[0] != header[0])
            yield Attack("headers", what, Sound.ANYTHING_OR_CLOSE, url, (*others, header), body)
        if not self.operation.secured:
            return
        keyless = self._url(sample, anonymous=True)
        for name, value in CREDENTIALS:
            yield Attack(
                "Authorization",
                name,
                Sound.REFUSAL,
                keyless,
                (*headers, ("Authorization", value)),
                body,
                anonymous=True,
            )


def _is_formed(keywords: Mapping[str, Any]) -> bool:
    """Whether a text has a form of its own."""
    return "pattern" in keywords or "format" in keywords
