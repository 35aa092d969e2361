"""Media types, both ways: which is asked for, how XML is written and read, what was sent."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.jsonschema import make_validator
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

from swagsmith.fuzz.forms import (
    FORMS,
    URLENCODED,
    arrived,
    arrived_query,
    open_schema,
    query_schema,
)
from swagsmith.fuzz.harmless import is_harmless
from swagsmith.fuzz.xmlread import XmlReader
from swagsmith.fuzz.xmlshape import XmlShapes
from swagsmith.fuzz.xmltree import XmlError
from swagsmith.fuzz.xmlwrite import XmlWriter
from swagsmith.lower.xml import is_xml
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemathesis.core.failures import Failure

    from swagsmith.fuzz.generator import Case
    from swagsmith.fuzz.operations import Operation
    from swagsmith.lower.schema import Schemas
    from swagsmith.source import Node

_XML: Final = ("application/xml", "text/xml")


def essence(media_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def content_type(response: schemathesis.Response) -> str:
    """The media type of an answer, "" where it has none."""
    return essence((response.headers.get("content-type") or [""])[0])


class Media:
    """What a run knows about media types; some of its methods are the generator's hooks."""

    def __init__(self, schemas: Schemas, operations: Mapping[str, Operation]) -> None:
        """Takes the document's schemas, and its operations by label."""
        shapes = XmlShapes(schemas)
        self._operations = operations
        self._writer = XmlWriter(shapes)
        self._reader = XmlReader(shapes)
        self._asked: Counter[int] = Counter()

    def install(self) -> None:
        """Puts itself between values and bytes; the last one to do so in a process does it."""
        types = {
            media_type
            for operation in self._operations.values()
            for media_type in (*operation.consumes, *operation.produces)
            if is_xml(media_type)
        }
        for media_type in {*_XML, *map(essence, types)}:
            schemathesis.serializer(media_type)(self.write)
            schemathesis.deserializer(media_type)(self.read)

    def write(self, context: Any, value: Any) -> bytes | None:
        """A body as XML."""
        if isinstance(value, bytes):
            return value
        return self._writer.write(self._operations[context.case.operation.label].body, value)

    def read(self, context: Any, response: schemathesis.Response) -> Any:
        """The value of an XML answer, which its JSON schema then judges. Raises XmlError."""
        return self.value(context.operation.label, response)

    def value(self, label: str, response: schemathesis.Response) -> Any:
        """The value of an XML answer of an operation. Raises XmlError."""
        node = self._operations[label].schema_of(response.status_code)
        return self._reader.read(node, response.content)

    def read_body(self, node: Node | None, body: bytes) -> Any:
        """The value of an XML body with a schema. Raises XmlError."""
        return self._reader.read(node, body)

    def ask(self, context: Any, case: Case, kwargs: dict[str, Any]) -> None:
        """Asks for one of the documented media types.

        Which one follows from the request, so that the same request asks for the same; a request
        that is repeated asks for the next.
        """
        del context, kwargs
        operation = self._operations.get(case.operation.label)
        if operation is None or not operation.produces or "accept" in case.headers:
            return
        content = [
            case.method,
            case.path,
            case.path_parameters,
            case.query,
            case.body,
            case.media_type,
        ]
        number = crc32(json.dumps(content, default=lambda value: type(value).__name__).encode())
        accept = operation.produces[(number + self._asked[number]) % len(operation.produces)]
        self._asked[number] += 1
        case.headers["Accept"] = accept

    def is_sound(
        self,
        context: Any,
        failure: Failure,
        case: Case,
        response: schemathesis.Response,
    ) -> bool:
        """Whether a finding still holds for what went over the wire.

        A header without a value is none to many a server (RFC 9110 section 5.5).

        XML and forms have no types, and XML not all characters: the number 1 for a string is a fine
        string when it arrives, and a text of control characters arrives empty. A form may have more
        fields than are documented. To many services an empty parameter is none.
        """
        del context
        if is_harmless(failure, response):
            return False
        if not isinstance(failure, AcceptedNegativeData | RejectedPositiveData):
            return True
        if isinstance(failure, AcceptedNegativeData) and _only_empty_headers(case):
            return False
        kind = essence(case.media_type or "")
        if isinstance(failure, RejectedPositiveData):
            return not is_xml(kind) or self._fits(case, response)
        place = _negative(case)
        if place == {ParameterLocation.BODY}:
            if is_xml(kind):
                return not self._fits(case, response)
            return kind not in FORMS or not _form_fits(case, response)
        return place != {ParameterLocation.QUERY} or not self._query_fits(case, response)

    def _fits(self, case: Case, response: schemathesis.Response) -> bool:
        body = response.request.body
        alternative = case.operation.get_body_for_media_type(case.media_type)
        node = self._operations[case.operation.label].body
        if alternative is None or node is None or not isinstance(body, bytes):
            return False
        try:
            value = self._reader.read(node, body)
        except XmlError:
            return False
        return _is_valid(case, alternative.optimized_schema, value)

    def _query_fits(self, case: Case, response: schemathesis.Response) -> bool:
        schema = query_schema(self._operations[case.operation.label].parameters)
        value = arrived_query(schema, response.request.url or "")
        try:
            return value is not None and _is_valid(case, schema, value)
        except ValueError:  # a pattern that only the generator can read
            return False


def _only_empty_headers(case: Case) -> bool:
    data = None if case.meta is None else case.meta.phase.data
    if data is None or data.parameter_location is not ParameterLocation.HEADER:
        return False
    return case.headers.get(data.parameter or "") == ""


def _form_fits(case: Case, response: schemathesis.Response) -> bool:
    alternative = case.operation.get_body_for_media_type(case.media_type)
    schema = None if alternative is None else alternative.optimized_schema
    if not is_mapping(schema):
        return False
    encoded = essence(case.media_type or "") == URLENCODED
    body = response.request.body if encoded else None
    value = arrived(schema, case.body, body if isinstance(body, bytes | str) else None)
    return _is_valid(case, open_schema(schema), value)


def _is_valid(case: Case, schema: Any, value: Any) -> bool:
    adapter = case.operation.schema.adapter
    return make_validator(schema, adapter.jsonschema_validator_cls).is_valid(value)


def _negative(case: Case) -> set[ParameterLocation]:
    """The places of a request that do not fit the document."""
    components = {} if case.meta is None else case.meta.components
    return {place for place, part in components.items() if part.mode.is_negative}
