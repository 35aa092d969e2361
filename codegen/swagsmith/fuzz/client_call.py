"""Requests as calls of the client that is emitted for the document."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote

from swagsmith.diagnostics import DocumentError
from swagsmith.fuzz.client_value import NoCallError, argument, literal, read_json
from swagsmith.fuzz.curl import INCIDENTAL
from swagsmith.fuzz.redaction import KEY_PLACEHOLDER, OTHER_PLACEHOLDER, PLACEHOLDER
from swagsmith.fuzz.xmlread import XmlReader
from swagsmith.fuzz.xmlshape import XmlShapes
from swagsmith.fuzz.xmltree import XmlError
from swagsmith.fuzz.xmlwrite import XmlWriter
from swagsmith.lower import lower
from swagsmith.lower.xml import is_xml
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from swagsmith.fuzz.finding import Exchange, Finding
    from swagsmith.fuzz.operations import Operation
    from swagsmith.fuzz.settings import Settings
    from swagsmith.ir.api import Api, Body
    from swagsmith.ir.api import Operation as Method
    from swagsmith.lower.schema import Schemas
    from swagsmith.source import Document

_FORM: Final = "application/x-www-form-urlencoded"
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
#: what stands for credentials
KEYS: Final = (PLACEHOLDER, KEY_PLACEHOLDER, OTHER_PLACEHOLDER)


@dataclass(frozen=True, slots=True)
class ClientCall:
    """A call of the client.

    Attributes:
        method: what is called.
        arguments: by Python name.
        options: of this call alone, by name.
        other: it is made by the other account.
    """

    method: Method
    arguments: Mapping[str, Any]
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    other: bool = False

    @property
    def text(self) -> str:
        """As Python source."""
        words = [f"{name}={literal(value)}" for name, value in self.arguments.items()]
        if self.options:
            options = ", ".join(f"{name}={literal(value)}" for name, value in self.options.items())
            words.append(f"options=Options({options})")
        names = ("other_client" if self.other else "client", self.method.resource, self.method.name)
        call = f"{'.'.join(filter(None, names))}({', '.join(words)})"
        return f"{call}.first_page()" if self.method.paging is not None else call


class ClientCalls:
    """Finds the call that sends a request."""

    def __init__(
        self,
        document: Document,
        schemas: Schemas,
        operations: Iterable[Operation],
        settings: Settings,
    ) -> None:
        """Takes the document, what was read of it, and where requests were sent."""
        shapes = XmlShapes(schemas)
        self._reader, self._writer = XmlReader(shapes), XmlWriter(shapes)
        self._operations = {operation.label: operation for operation in operations}
        self._base = settings.shown_url or settings.base_url
        self._has_credentials = settings.has_credentials
        self.api = _api(document)
        methods = () if self.api is None else self.api.operations
        self._methods = [
            (re.compile(_pattern(method.called_path), re.DOTALL), method)
            for method in sorted(methods, key=lambda one: one.called_path.count("{"))
        ]

    def shown(self, finding: Finding) -> Finding:
        """A finding whose requests have their calls."""
        if finding.phase == "hostile":
            return finding
        exchanges = tuple(
            exchange if call is None else replace(exchange, client=call.text)
            for exchange in finding.exchanges
            for call in (self.call(exchange),)
        )
        return replace(finding, exchanges=exchanges)

    def call(self, exchange: Exchange) -> ClientCall | None:
        """The call, or None where the client does not send such a request."""
        path, _, query = exchange.url.removeprefix(self._base).partition("?")
        for pattern, method in self._methods:
            found = pattern.fullmatch(path)
            if found is not None and method.method == exchange.method:
                texts = dict(
                    zip(_TEMPLATE.findall(method.called_path), found.groups(), strict=True)
                )
                try:
                    return self._call(method, exchange, texts, query)
                except (NoCallError, XmlError, ValueError):
                    return None
        return None

    def _call(
        self, method: Method, exchange: Exchange, path: Mapping[str, str], query: str
    ) -> ClientCall:
        headers = {name.lower(): value for name, value in exchange.headers}
        keys = [value for value in (*headers.values(), query) if any(key in value for key in KEYS)]
        if self._has_credentials and not keys:
            raise NoCallError("sent without credentials, or with wrong ones")
        sent: dict[str, dict[str, list[str]]] = {
            "path": {name: [_path_text(text)] for name, text in path.items()},
            "query": _pairs(query),
            "header": {name: [value] for name, value in headers.items() if value not in keys},
            "formData": {},
        }
        kind = _essence(headers.get("content-type", ""))
        given: dict[str, Any] = {}
        if kind == _FORM and method.body is None:
            sent["formData"] = _pairs((exchange.body or b"").decode())
        elif exchange.body is not None and (exchange.body or kind):
            given = self._body(method, kind, exchange.body)
        arguments = _arguments(method, sent)
        accept = sent["header"].pop("accept", [""])[0]
        if sent["path"] or sent["query"] or sent["header"].keys() - INCIDENTAL - {"content-type"}:
            raise NoCallError("the document does not know all of it")
        return ClientCall(
            method,
            _complete(method, {**arguments, **given}),
            _options(method, kind if exchange.body else "", accept),
            other=any(OTHER_PLACEHOLDER in key for key in keys),
        )

    def _body(self, method: Method, kind: str, data: bytes) -> dict[str, Any]:
        body = method.body
        if body is None or body.binary:
            raise NoCallError("there is no such body")
        if is_xml(kind):
            value = self._xml(f"{method.method} {method.path}", data)
        elif kind == "application/json" or kind.endswith("+json"):
            value = read_json(data)
        else:
            raise NoCallError("another media type")
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair cannot be sent
        if body.fields is None:
            if value is None:
                raise NoCallError("null is no body")
            return {"body": value}
        return _fields(body, value)

    def _xml(self, label: str, data: bytes) -> Any:
        node = self._operations[label].body if label in self._operations else None
        value = self._reader.read(node, data)
        if self._writer.write(node, value) != data:
            raise NoCallError("XML that the client would write in another way")
        return value


def _api(document: Document) -> Api | None:
    try:
        return lower(document, keep_going=True).api
    except DocumentError:
        return None


def _pattern(path: str) -> str:
    return "([^/]*)".join(map(re.escape, _TEMPLATE.sub("\0", path).split("\0")))


def _essence(media_type: str) -> str:
    kind, _, parameters = media_type.partition(";")
    if parameters.strip().lower() not in ("", "charset=utf-8"):
        raise NoCallError("a media type with parameters")
    return kind.strip().lower()


def _path_text(text: str) -> str:
    plain = unquote(text, errors="strict")
    if plain in ("", ".", ".."):
        raise NoCallError("cannot stand in a path")
    return plain


def _pairs(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, errors="strict"):
        if value not in KEYS:
            found.setdefault(name, []).append(value)
    return found


def _arguments(method: Method, sent: Mapping[str, dict[str, list[str]]]) -> dict[str, Any]:
    """The arguments that are no body; what is used is taken out of what was sent."""
    arguments: dict[str, Any] = {}
    for parameter in method.parameters:
        place = sent[parameter.location]
        wire = parameter.wire.lower() if parameter.location == "header" else parameter.wire
        texts = place.pop(wire, None)
        if texts is not None:
            arguments[parameter.name] = argument(parameter, texts)
        elif parameter.required or parameter.constant is not None:
            raise NoCallError(f"{parameter.name} is missing")
        if parameter.encoding != "single":
            raise NoCallError("a path that is escaped in another way")
    if sent["formData"]:
        raise NoCallError("a field that the document does not know")
    return arguments


def _fields(body: Body, value: Any) -> dict[str, Any]:
    """The properties of a body as arguments, what the document does not name as `extra_body`."""
    if not is_mapping(value):
        raise NoCallError("no object")
    rest = dict(value)
    given: dict[str, Any] = {}
    for item in body.fields or ():
        if item.field.wire in rest:
            given[item.name] = rest.pop(item.field.wire)
        elif item.constant is not None or item.field.required:
            raise NoCallError(f"{item.name} is missing")
    return {**given, "extra_body": rest} if rest else given


def _complete(method: Method, arguments: dict[str, Any]) -> dict[str, Any]:
    body = method.body
    if body is not None and body.required and body.fields is None and "body" not in arguments:
        raise NoCallError("there is no body")
    return arguments


def _options(method: Method, kind: str, accept: str) -> dict[str, Any]:
    """What the call says of media types beyond what the client does by itself: JSON first."""
    options: dict[str, Any] = {}
    if kind not in ("", _FORM, _first(method.consumes)):
        options["media_type"] = kind
    accepted = options.get("media_type", _first(method.produces))
    if accept and "*" not in accept and accept != accepted:
        if kind:
            options["headers"] = {"Accept": accept}
        else:
            options["media_type"] = accept
    return options


def _first(offered: Iterable[str]) -> str:
    kinds = [kind.partition(";")[0].strip().lower() for kind in offered]
    preferred = next((kind for kind in kinds if kind.endswith("json")), None)
    return preferred or next(iter(kinds), "")
