"""The body of a request: which media type, and the bytes."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from . import media
from .content import File, Upload, file_name, file_type, is_raw, open_content
from .encode import form_text, given, pairs, refusal, scalar_text
from .errors import ConfigError
from .plain import PlainError, is_list, is_object, is_sequence, pointer_token, to_wire

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from .content import Bytes
    from .operation import Operation, Parameter, Request

_FORMS: Final = frozenset({media.FORM, media.MULTIPART})


def write(
    request: Request[Any], wanted: str | None, said: str | None = None
) -> tuple[Bytes | None, str | None]:
    """Writes the body or form of a call.

    Args:
        request: the call.
        wanted: the media type the caller prefers; used where the operation consumes it.
        said: the Content-Type that goes out, where the document makes it a parameter; used where
            the body can be written so.

    Returns:
        The body and its content type; None for both when there is nothing to send.

    Raises:
        ConfigError: a value cannot be written.
    """
    operation = request.operation
    with _located(operation):
        if operation.body is None:
            return _form(operation, request.arguments, said or wanted)
        body = request.body
        if operation.body.is_absent(body):
            return None, None
        if isinstance(body, File) or (operation.body.binary and is_raw(body)):
            return open_content(body), _raw_type(operation, body, said or wanted)
        return _body(operation, body, wanted, said)


def json_bytes(plain: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


@contextmanager
def _located(operation: Operation) -> Generator[None]:
    """Turns what cannot be written into an error that names the operation, never the value."""
    try:
        yield
    except PlainError as error:
        where = f" at {error.pointer}" if error.pointer else ""
        message = f"body{where}: {error}"
    except UnicodeEncodeError as error:
        message = f"body: a character cannot be sent in {error.encoding}"
    except RecursionError:
        message = "body: nested too deeply"
    except ConfigError as error:
        if error.operation:
            raise
        message = str(error)
    else:
        return
    raise ConfigError(message, operation=operation.id)


def _form(
    operation: Operation, arguments: Mapping[str, Any], wanted: str | None
) -> tuple[Bytes | None, str | None]:
    sent = given(operation, arguments, "formData")
    if not sent:
        return None, None
    files = [
        _upload(operation, parameter, item)
        for parameter, value in sent
        if parameter.file
        for item in (_elements(operation, parameter, value) if parameter.collection else [value])
    ]
    fields = pairs(operation, [pair for pair in sent if not pair[0].file])
    forms = [kind for kind in operation.consumes if media.essence(kind) in _FORMS]
    choice = media.preferred(forms, wanted) or media.first(forms, media.is_form) or media.MULTIPART
    if files or (forms and not media.is_form(choice)):
        from .multipart import encode  # noqa: PLC0415 - few calls upload files

        return encode(fields, files)
    return form_text(fields).encode(), media.FORM


def _elements(operation: Operation, parameter: Parameter, value: Any) -> Sequence[Any]:
    if not is_sequence(value):
        raise refusal(operation, parameter, f"expected a list, got a {type(value).__name__}")
    return value


def _upload(operation: Operation, parameter: Parameter, value: Any) -> Upload:
    try:
        content = open_content(value)
    except ConfigError as error:
        reason = str(error)
    else:
        return Upload(parameter.wire, file_name(value, parameter.wire), file_type(value), content)
    raise refusal(operation, parameter, reason)


def _raw_type(operation: Operation, body: Any, wanted: str | None) -> str:
    if isinstance(body, File) and body.content_type:
        return body.content_type
    offered = [kind for kind in operation.consumes if "*" not in kind]
    choice = media.preferred(offered, wanted)
    return choice or media.first(offered, media.is_binary) or next(iter(offered), media.OCTETS)


def _body(
    operation: Operation, body: Any, wanted: str | None, said: str | None
) -> tuple[Bytes, str]:
    choice = _choose(operation, body, wanted, said)
    if media.is_json(choice):
        return json_bytes(to_wire(body)), choice
    if media.is_xml(choice):
        return _xml(operation, body), choice
    if media.is_form(choice):
        return form_text(_fields(body)).encode(), choice
    if media.is_multipart(choice):
        from .multipart import encode  # noqa: PLC0415 - few calls need it

        return encode(_fields(body), [])
    if is_raw(body):
        return open_content(body), choice
    charset = media.charset(choice)
    try:
        text = scalar_text(body).encode(charset or "utf-8")
    except LookupError:
        raise ConfigError(f"body: unknown charset {charset!r}", operation=operation.id) from None
    return text, choice if charset else f"{choice}; charset=utf-8"


def _choose(operation: Operation, body: Any, wanted: str | None, said: str | None) -> str:
    """The media type to write: the one said, else the wanted one, JSON, XML, a form, text."""
    usual = media.OCTETS if is_raw(body) else media.JSON
    offered = [usual if "*" in kind else kind for kind in operation.consumes]
    # Bytes are base64 text where nothing says that they go out as they are.
    offered = offered or [media.JSON if isinstance(body, (bytes, bytearray)) else usual]
    shape = operation.body.xml if operation.body is not None else None
    text = isinstance(body, (str, int, float, bytes)) or is_raw(body)

    def writable(kind: str) -> bool:
        if media.is_json(kind):
            return True
        if media.is_xml(kind):
            return shape is not None
        return text != (media.essence(kind) in _FORMS)

    if said is not None and writable(said):
        return said
    suitable = [kind for kind in offered if writable(kind)]
    choice = media.preferred(suitable, wanted) or media.first(suitable, media.is_json)
    choice = choice or media.first(suitable, media.is_xml) or next(iter(suitable), None)
    if choice is None:
        kinds = ", ".join(offered)
        raise ConfigError(
            f"body: a {type(body).__name__} cannot be written as {kinds}", operation=operation.id
        )
    return choice


def _xml(operation: Operation, body: Any) -> bytes:
    from .xml_write import encode  # noqa: PLC0415 - most calls are JSON

    assert operation.body is not None
    assert operation.body.xml is not None
    return encode(operation.body.xml(), to_wire(body))


def _fields(body: Any) -> list[tuple[str, str]]:
    """The properties of an object as form fields; a list repeats its field."""
    plain = to_wire(body)
    if not is_object(plain):
        raise PlainError("only an object can be sent as a form", "")
    fields: list[tuple[str, str]] = []
    for name, value in plain.items():
        for item in value if is_list(value) else [value]:
            if item is None or isinstance(item, (dict, list)):
                kind = "null" if item is None else "an object or a nested list"
                raise PlainError(f"a form cannot hold {kind}", pointer_token(name))
            fields.append((name, scalar_text(item)))
    return fields
