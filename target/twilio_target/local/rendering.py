"""Writing Twilio's answers: JSON, or XML below ``<TwilioResponse>``."""

from collections.abc import Mapping, Sequence
from typing import cast

from starlette.responses import Response

from twilio_target.errors import RestError
from twilio_target.local.call import Answer
from twilio_target.markup import DECLARATION, element, enclose, pascal
from twilio_target.text import write_json

_JSON = "application/json;charset=utf-8"
_XML = "application/xml;charset=utf-8"


def render(answer: Answer, suffix: str) -> Response:
    """Write an answer in the form that the suffix of the request's path asks for."""
    if answer.status == 204:
        return Response(status_code=204)
    if suffix:
        return _json(answer.document, answer.status)
    items = answer.items
    if not items:
        return _xml(enclose(answer.element, _members(answer.document)), answer.status)
    rows = cast("Sequence[Mapping[str, object]]", answer.document[items])
    item = answer.item or answer.element.removesuffix("s")
    content = "".join(enclose(item, _members(row)) for row in rows)
    attributes = [
        (name.replace("_", ""), value) for name, value in answer.document.items() if name != items
    ]
    return _xml(enclose(answer.element, content, attributes), answer.status)


def render_error(error: RestError, suffix: str) -> Response:
    """Write an error in the form that the suffix of the request's path asks for."""
    if suffix:
        response = _json(error.body(), error.status)
    else:
        response = _xml(enclose("RestException", _members(error.body())), error.status)
    response.headers.update(error.headers)
    return response


def _members(document: Mapping[str, object]) -> str:
    return "".join(_member(pascal(name), value) for name, value in document.items())


def _member(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return enclose(name, _members(cast("Mapping[str, object]", value)))
    return element(name, value)


def _json(document: object, status: int) -> Response:
    return Response(write_json(document), status, media_type=_JSON)


def _xml(content: str, status: int) -> Response:
    text = DECLARATION + enclose("TwilioResponse", content)
    return Response(text, status, media_type=_XML)
