"""Turns a call into the HTTP request that goes out. No input or output happens here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from . import auth, body, links, media
from .encode import extra_query, given, header_text, pairs, query_text
from .errors import ConfigError
from .omit import OMIT
from .operation import Options
from .settings import check_retries, check_timeout
from .transport import HttpRequest

if TYPE_CHECKING:
    from .content import Bytes
    from .operation import Operation, Request
    from .settings import Settings

_NO_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A call ready to go out.

    Attributes:
        operation: what is called.
        http: the request.
        max_retries: how often it may be repeated where that is safe.
        missing: security schemes that were needed and not given.
    """

    operation: Operation
    http: HttpRequest
    max_retries: int
    missing: tuple[str, ...]


def prepare(
    settings: Settings, request: Request[Any], options: Options | None, *, stream: bool
) -> Prepared:
    """Encodes a call.

    Raises:
        ConfigError: an argument, header, credential or the body cannot be sent.
    """
    options = options or _NO_OPTIONS
    operation = request.operation
    credentials = auth.choose(operation, settings.credentials)
    wanted = settings.media_type if options.media_type is OMIT else options.media_type
    arguments = pairs(operation, given(operation, request.arguments, "header"))
    said = next((text for name, text in arguments if name.lower() == "content-type"), None)
    content, content_type = (None, None) if request.link else body.write(request, wanted, said)
    if content_type is not None and said is not None and media.is_multipart(content_type):
        # The document cannot know the boundary.
        arguments = [pair for pair in arguments if pair[0].lower() != "content-type"]
    method = "GET" if request.link else operation.method
    timeout = settings.timeout if options.timeout is OMIT else options.timeout
    retries = settings.max_retries if options.max_retries is OMIT else options.max_retries
    check_timeout(timeout, operation.id)
    check_retries(retries, operation.id)
    computed = [
        ("Accept", _accept(operation, wanted)),
        *_content_headers(method, content, content_type),
    ]
    http = HttpRequest(
        method,
        _url(settings, request, options, credentials.query),
        _headers(settings, operation, options, [*computed, *credentials.headers], arguments),
        content,
        timeout,
        stream,
    )
    rewindable = content is None or isinstance(content, bytes) or content.rewindable
    return Prepared(operation, http, retries if rewindable else 0, credentials.missing)


def _url(
    settings: Settings, request: Request[Any], options: Options, secret: list[tuple[str, str]]
) -> str:
    operation = request.operation
    base = settings.base_url
    if operation.base_urls is not None and operation.base_urls[0] == base:
        base = operation.base_urls[1]
    extra = extra_query(options.query, operation)
    if request.link is not None:
        url = links.resolve(base, request.link)
        if url is None:
            raise ConfigError("the link leads to another origin", operation=operation.id)
        # A link repeats the query of the page it stands on, mostly without the credential.
        named = {name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
        items = [pair for pair in (*extra, *secret) if pair[0] not in named]
    else:
        url = base.removesuffix("/") + request.path
        items = pairs(operation, given(operation, request.arguments, "query")) + extra + secret
    if not items:
        return url
    return f"{url}{'&' if '?' in url else '?'}{query_text(items)}"


def _content_headers(
    method: str, content: Bytes | None, content_type: str | None
) -> list[tuple[str, str]]:
    headers = [] if content_type is None else [("Content-Type", content_type)]
    if content is None:
        # Some servers refuse a POST that does not say it is empty.
        length = 0 if method in {"POST", "PUT", "PATCH"} else None
    else:
        length = len(content) if isinstance(content, bytes) else content.length
    if length is not None:
        headers.append(("Content-Length", str(length)))
    return headers


@lru_cache(maxsize=4096)
def _accept(operation: Operation, wanted: str | None) -> str:
    contents = operation.responses.values()
    typed = any(content.type is not None and not content.file for content in contents)
    xml = not typed or any(content.xml is not None for content in contents)
    return media.accept(
        operation.produces, wanted, xml=xml, otherwise=media.JSON if typed else "*/*"
    )


def _headers(
    settings: Settings,
    operation: Operation,
    options: Options,
    computed: list[tuple[str, str]],
    arguments: list[tuple[str, str]],
) -> list[tuple[str, str]]:
    """All header fields: computed ones, overridden by the client's, arguments, and the options'."""
    layers = (
        [("User-Agent", settings.user_agent), *computed],
        settings.headers.items(),
        arguments,
        options.headers.items(),
    )
    fields: dict[str, tuple[str, str]] = {}
    for layer in layers:
        for name, value in layer:
            fields[name.lower()] = (name, header_text(name, value, operation.id))
    return list(fields.values())
