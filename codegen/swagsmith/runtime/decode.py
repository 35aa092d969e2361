"""Turns an answer into a value or an error (OpenAPI 2.0, section Responses Object)."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    NoReturn,
    Union,  # pyright: ignore[reportDeprecated] - what the origin of some unions is
    get_args,
    get_origin,
)

from . import media
from .errors import DecodeError, status_class, status_text
from .plain import ANSWER, is_list, is_object, pointer_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import ValidationError

    from .errors import StatusError
    from .headers import Headers
    from .operation import Content, Operation

_BODILESS: Final = frozenset({204, 205, 304})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its whole body.

    Attributes:
        method: of the request.
        status: the HTTP status.
        headers: the header fields.
        body: decompressed.
    """

    method: str
    status: int
    headers: Headers
    body: bytes = field(repr=False)


def documented(operation: Operation, status: int) -> Content | None:
    """What the document says of a status: its own entry, else its range, else `default`."""
    for code in (str(status), f"{status // 100}XX", "default"):
        if code in operation.responses:
            return operation.responses[code]
    return None


def is_success(operation: Operation, status: int) -> bool:
    """Whether an answer is the value of the call.

    A status of 2xx is, if it is listed or if no 2xx is. A `default` beside a listed success
    describes what the caller does not expect.
    """
    if not 200 <= status < 300:
        return False
    if str(status) in operation.responses or "2XX" in operation.responses:
        return True
    listed = any(len(code) == 3 and code.startswith("2") for code in operation.responses)
    return not listed


def value(operation: Operation, answer: Answer) -> Any:
    """Decodes a body by the schema of its status.

    Raises:
        DecodeError: it is not what the document promises.
    """
    content = documented(operation, answer.status)
    if content is None:
        return None
    if content.file:
        return answer.body
    if content.type is None or answer.method == "HEAD" or answer.status in _BODILESS:
        return None
    return _Decoder(operation, content, answer).value()


def failure(operation: Operation, answer: Answer, missing: Sequence[str] = ()) -> StatusError:
    """The error for an answer that is not a success, with its decoded body where it has one.

    Args:
        operation: what was called.
        answer: what came.
        missing: security schemes that were needed and not given.
    """
    status = answer.status
    known = documented(operation, status) is not None
    try:
        error = value(operation, answer)
    except DecodeError:
        # The status says more than a body that is not as promised.
        error = None
    message = status_text(status)
    if not known:
        message += ", which the document does not list"
    if status == 401 and missing:
        message += f" (no credentials were given for {' or '.join(missing)})"
    request_id = answer.headers.request_id
    if request_id is not None:
        message += f" [request {_printable(request_id)}]"
    return status_class(status, documented=known)(
        message,
        operation=operation.id,
        status=status,
        headers=answer.headers,
        body=answer.body,
        error=error,
        documented=known,
    )


def _printable(text: str, limit: int = 200) -> str:
    """Text from a server, fit for a message."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:limit])
    return shown if len(text) <= limit else f"{shown}…"


class _Decoder:
    """Decodes one body."""

    def __init__(self, operation: Operation, content: Content, answer: Answer) -> None:
        self._operation = operation
        self._content = content
        self._status = answer.status
        self._kind = answer.headers.get("content-type", "")
        self._body = answer.body

    def value(self) -> Any:
        assert self._content.type is not None
        kind = self._kind or self._unsaid()
        if media.is_xml(kind):
            return self._xml(kind)
        if not media.is_json(kind) and _is_textual(self._content.type()):
            return self._plain(kind)
        if not self._body:
            self._fail("the body is empty")
        return self._json(kind)

    def _unsaid(self) -> str:
        """The media type of an answer without Content-Type."""
        produces = self._operation.produces
        return media.first(produces, media.is_json) or next(iter(produces), media.JSON)

    def _text(self, kind: str) -> str:
        try:
            return self._body.decode(media.charset(kind) or "utf-8")
        except (LookupError, UnicodeDecodeError):
            pass
        return self._fail("the text is not in the encoding it says")

    def _plain(self, kind: str) -> Any:
        """Text in a media type of its own; of a value of any type, bytes where it is no text."""
        assert self._content.type is not None
        if self._content.type() is Any:
            try:
                return self._body.decode(media.charset(kind) or "utf-8")
            except (LookupError, UnicodeDecodeError):
                return self._body
        return self._content.adapter.validate_python(self._text(kind))

    def _json(self, kind: str) -> Any:
        body = self._body
        charset = media.charset(kind)
        if charset is not None and charset.lower().replace("_", "-") != "utf-8":
            body = self._text(kind).encode("utf-8", "surrogatepass")
        body = body.removeprefix(b"\xef\xbb\xbf")
        adapter = self._content.adapter
        from pydantic import ValidationError  # noqa: PLC0415 - the adapter has loaded it

        try:
            return adapter.validate_json(body, by_name=False, context=ANSWER)
        except ValidationError as error:
            # A copy without the input; the error itself would carry the body along.
            message, pointer = _describe(error, body)
        except RecursionError:
            message, pointer = "nested too deeply", ""
        if not media.is_json(kind):
            message = f"{message} (the answer is {_printable(media.essence(kind), 60)})"
        return self._fail(message, pointer)

    def _xml(self, kind: str) -> Any:
        from .xml_read import XmlError, decode  # noqa: PLC0415 - most answers are JSON

        if self._content.xml is None:
            self._fail("the answer is XML, which the document does not describe")
        if not self._body:
            self._fail("the body is empty")
        adapter = self._content.adapter
        from pydantic import ValidationError  # noqa: PLC0415 - the adapter has loaded it

        try:
            plain = decode(self._content.xml(), self._body, media.charset(kind))
        except XmlError as error:
            message, pointer = str(error), ""
        else:
            try:
                return adapter.validate_python(plain, by_name=False, context=ANSWER)
            except ValidationError as error:
                message, pointer = _describe(error, plain)
        return self._fail(message, pointer)

    def _fail(self, message: str, pointer: str = "") -> NoReturn:
        where = f" at {_printable(pointer)}" if pointer else ""
        raise DecodeError(
            f"the answer ({self._status}) does not fit the document{where}: {message}",
            operation=self._operation.id,
            status=self._status,
            body=self._body,
            pointer=pointer,
        )


def _is_textual(found: Any) -> bool:
    """Whether a type is that of texts: plain ones, dates, base64, or anything at all."""
    if found is str or found is Any:
        return True
    parts = get_args(found) if get_origin(found) in {Annotated, UnionType, Union} else ()
    return any(_is_textual(part) for part in parts)


def _describe(error: ValidationError, source: Any) -> tuple[str, str]:
    """What is wrong first, and where. `source` is the JSON text or the plain data."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    first = errors[0]
    # The message of a tagged union repeats the tag it found.
    message = "unknown tag" if first["type"] == "union_tag_invalid" else first["msg"]
    if len(errors) > 1:
        message += f" (and {len(errors) - 1} more)"
    if first["type"] == "json_invalid":
        return message, ""
    if isinstance(source, bytes):
        from pydantic_core import from_json  # noqa: PLC0415 - only for errors

        source = from_json(source)
    return message, _pointer(first["loc"], source, missing=first["type"] == "missing")


def _pointer(location: Sequence[int | str], data: Any, *, missing: bool) -> str:
    """A pydantic location as a pointer; it also names union members, which are not in the data."""
    pointer = ""
    for index, step in enumerate(location):
        last = index == len(location) - 1
        if is_object(data) and (step in data or (last and missing)):
            pointer += pointer_token(str(step))
            data = data.get(str(step))
        elif is_list(data) and isinstance(step, int) and step < len(data):
            pointer += f"/{step}"
            data = data[step]
    return pointer
