"""Operations with everything 2.0 lets them inherit (sections Paths, Operation, Responses Object)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.ir.api import Operation, Paging, Parameter, Response
from swagsmith.ir.types import AnyJson, Array, File, Nullable, Type
from swagsmith.lower.address import base_urls
from swagsmith.lower.bodies import METHOD_ARGUMENTS, Bodies, is_known, is_octets
from swagsmith.lower.inventory import place_of
from swagsmith.lower.names import claim
from swagsmith.lower.parameters import effective, lower_header, lower_parameter, wanted_name
from swagsmith.lower.paths import called_path
from swagsmith.lower.security import requirements
from swagsmith.lower.types import Types, text
from swagsmith.lower.xml import XmlShapes, is_xml
from swagsmith.source import Node, is_array, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.lower.report import Report
    from swagsmith.lower.schema import Schemas
    from swagsmith.source import Document

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
#: what a header can hold (RFC 9110 section 5.5)
_HEADER_TEXT = re.compile(r"[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?")
#: statuses whose answers have no body, whatever a document says (RFC 9110)
_BODILESS = frozenset({"204", "205", "304"})


@dataclass(frozen=True, slots=True)
class Raw:
    """An operation as it stands in the document."""

    path: str
    method: str
    node: Node
    parameters: tuple[Node, ...]

    @property
    def id(self) -> str:
        """Method and path, which no two operations share."""
        return f"{self.method.upper()} {self.path}"

    @property
    def operation_id(self) -> str | None:
        """Its operationId, if it is a text with something in it."""
        value = self.node.get("operationId")
        return value if isinstance(value, str) and value.strip() else None

    @property
    def tag(self) -> str | None:
        """Its first tag, which decides its resource."""
        tags = self.node.get("tags")
        first = tags[0] if is_array(tags) and tags else None
        return first if isinstance(first, str) and first.strip() else None

    @property
    def body(self) -> Node | None:
        """Its body parameter."""
        return next(
            (parameter for parameter in self.parameters if parameter.get("in") == "body"), None
        )


def raw_operations(document: Document, report: Report) -> Iterator[Raw]:
    """Every operation in document order; `x-ms-paths` after `paths`, other extensions skipped."""
    for holder in ("paths", "x-ms-paths"):
        paths = document.root.child(holder)
        if paths.value is not None and not is_mapping(paths.value):
            report.error("doc-structure", f"{holder} is no object", paths)
        for path, item in paths.items():
            if not path.startswith("x-"):
                yield from _of_path(path, _members(item, report), report)


def _members(item: Node, report: Report) -> dict[str, Node]:
    """What a path item holds, and what the one it refers to holds; both may not say the same thing."""
    own = {key: node for key, node in item.items() if key != "$ref"}
    referred = report.resolve(item)
    if referred.tokens == item.tokens and referred.file == item.file:
        return own
    members = dict(referred.items())
    for key, node in own.items():
        if key in members and not key.startswith("x-"):
            report.error(
                "ref-path-item",
                f"{key} stands here and in the path item that is referred to",
                node,
                ("the other one", members[key]),
            )
    return {**members, **own}


def _of_path(path: str, members: dict[str, Node], report: Report) -> Iterator[Raw]:
    for key, node in members.items():
        method = key.lower()
        if method not in METHODS:
            continue
        if method != key:
            if method in members:
                report.error("doc-structure", f"{key} and {method} of {path} are one", node)
                continue
            report.warn("doc-structure", f"{key} of {path} is taken as {method}", node)
        inherited = members.get("parameters", Node(None, node.file))
        with report.within(f"{method.upper()} {path}"):
            if not is_mapping(node.value):
                report.error("doc-structure", f"the operation {method} {path} is no object", node)
                continue
            own = node.child("parameters")
            parameters = tuple(effective(inherited, own, node, path, report))
        yield Raw(path, method, node, parameters)


def responses_of(raw: Raw, report: Report) -> Iterator[tuple[str, Node]]:
    """The responses of an operation: status or `default`, and the resolved response.

    Ranges are OpenAPI 3; they stand in enough documents to be read.
    """
    for status, node in raw.node.child("responses").items():
        if not status.startswith("x-"):
            is_range = re.fullmatch(r"[1-5]xx", status, re.IGNORECASE)
            yield status.upper() if is_range else status.strip(), report.resolve(node)


class Operations:
    """Lowers operations; names of methods and resources are decided by the caller."""

    def __init__(
        self,
        document: Document,
        schemas: Schemas,
        types: Types,
        shapes: XmlShapes,
        schemes: frozenset[str],
        report: Report,
    ) -> None:
        self._document = document
        self._schemas = schemas
        self._types = types
        self._shapes = shapes
        self._report = report
        self._bodies = Bodies(schemas, types, shapes, report)
        self._schemes = schemes

    def lower(self, raw: Raw, name: str, resource: str | None) -> Operation:
        """One operation as the method `name` of `resource`."""
        called = called_path(raw.path, raw.parameters, raw.node, self._report)
        consumes, produces = self._media(raw, "consumes"), self._media(raw, "produces")
        parameters = self._parameters(raw, called, consumes)
        responses = tuple(
            self._response(raw, status, node, produces) for status, node in self._responses(raw)
        )
        body = raw.body
        return Operation(
            id=raw.operation_id or raw.id,
            operation_id=raw.operation_id,
            name=name,
            resource=resource,
            method=raw.method.upper(),
            path=raw.path if raw.path.startswith("/") else f"/{raw.path}",
            called_path=called,
            summary=text(raw.node.get("summary")),
            description=text(raw.node.get("description")),
            deprecated=raw.node.flag("deprecated"),
            parameters=parameters,
            body=None if body is None else self._bodies.lower(body, parameters, consumes),
            consumes=consumes,
            produces=produces,
            responses=responses,
            security=requirements(self._document, raw.node, self._schemes, self._report),
            base_urls=base_urls(self._document, raw.node, self._report),
            paging=self._paging(raw),
            place=place_of(raw.node),
        )

    def _media(self, raw: Raw, key: str) -> tuple[str, ...]:
        """The operation's own list, even an empty one, else the document's."""
        holder = raw.node if key in raw.node else self._document.root
        found: list[str] = []
        for item in holder.child(key).elements():
            value = item.value
            if isinstance(value, str) and _HEADER_TEXT.fullmatch(value):
                found.append(value)
            else:
                self._report.warn("mime-valid", f"{value!r} is no media type; it is left out", item)
        return tuple(found)

    def _parameters(
        self, raw: Raw, called: str, consumes: tuple[str, ...]
    ) -> tuple[Parameter, ...]:
        self._refuse_two_payloads(raw)
        nodes = {
            index: node for index, node in enumerate(raw.parameters) if node.get("in") != "body"
        }
        names, meetings = claim(
            {index: wanted_name(node, raw.parameters) for index, node in nodes.items()},
            METHOD_ARGUMENTS,
        )
        for meeting in meetings:
            first, *others = [nodes[index] for index in nodes if index in meeting.keys]
            told = ", ".join(
                names[index] for index in nodes if index in meeting.keys and index in names
            )
            for other in others:
                self._report.warn(
                    "name-collision",
                    f"parameters {first.get('name')!r} and {other.get('name')!r} are both {meeting.name} in Python; "
                    f"they are told apart as {told}",
                    other,
                    ("the other one", first),
                    advice="name one of them with x-python-name",
                )
        lowered = [
            lower_parameter(node, names[index], raw.path, consumes, self._report)
            for index, node in nodes.items()
            if index in names
        ]
        for index, node in nodes.items():
            if index not in names:
                self._report.error(
                    "param-unique", f"parameter {node.get('name')!r} is declared twice", node
                )
        found = [parameter for parameter in lowered if parameter is not None]
        return tuple(sorted(found, key=lambda parameter: _order(parameter, called)))

    def _refuse_two_payloads(self, raw: Raw) -> None:
        bodies = [node for node in raw.parameters if node.get("in") == "body"]
        forms = [node for node in raw.parameters if node.get("in") == "formData"]
        if len(bodies) > 1:
            self._report.error(
                "param-one-body",
                "an operation has one body",
                bodies[1],
                ("the other one", bodies[0]),
            )
        if bodies and forms:
            self._report.error(
                "param-body-or-form",
                "an operation has a body or form parameters, not both",
                bodies[0],
            )

    def _responses(self, raw: Raw) -> Iterator[tuple[str, Node]]:
        return responses_of(raw, self._report)

    def _response(self, raw: Raw, status: str, node: Node, produces: tuple[str, ...]) -> Response:
        schema = node.child("schema")
        found: Type | None = None
        xml = None
        if is_mapping(schema.value):
            found = self._content(schema, produces, status)
            if status in _BODILESS or raw.method == "head":
                self._report.warn(
                    "resp-no-content",
                    f"an answer {status} has no body; its schema is not used",
                    schema,
                )
                found = None
            elif any(is_xml(media) for media in produces) and not isinstance(found, File):
                xml = self._shapes.root(schema)
        if (
            node.flag("x-nullable")
            and found is not None
            and not isinstance(found, (File, AnyJson, Nullable))
        ):
            found = Nullable(found)  # NSwag writes it here
        headers = tuple(
            lower_header(name, self._report.resolve(header), self._report)
            for name, header in node.child("headers").items()
            if is_mapping(header.value)
        )
        return Response(status, text(node.get("description")), found, xml, headers, place_of(node))

    def _content(self, schema: Node, produces: tuple[str, ...], status: str) -> Type:
        """The type of an answer.

        Text of format binary is raw bytes unless it can only come as JSON, and so is a success in a media type that
        nobody here can read. Errors come as JSON also where a document forgets to say so.
        """
        composed = self._schemas.read(schema)
        only_json = bool(produces) and all("json" in media for media in produces)
        text = composed.kinds == ["string"] and only_json
        if is_octets(composed) and not text:
            return File()
        found = self._types.of(schema)
        if status[0] == "2" and produces and not any(is_known(media, found) for media in produces):
            self._report.warn(
                "answer-media",
                f"how {' or '.join(produces)} is read is not known; the call gives the bytes",
                schema,
            )
            return File()
        return found

    def _paging(self, raw: Raw) -> Paging | None:
        """`x-swagsmith-paging: {items, next}`, or `x-ms-pageable: {itemName, nextLinkName}`."""
        own, azure = raw.node.child("x-swagsmith-paging"), raw.node.child("x-ms-pageable")
        if is_mapping(own.value):
            items, next_ = own.get("items"), own.get("next")
        elif is_mapping(azure.value):
            items, next_ = azure.get("itemName", "value"), azure.get("nextLinkName")
        else:
            for holder in (own, azure):
                if holder.value is not None:
                    self._report.warn(
                        "paging", f"{holder.key} is no object; it is not used", holder
                    )
            return None
        holder = own if is_mapping(own.value) else azure
        for status, response in self._responses(raw):
            if status.startswith("2") and is_mapping(response.child("schema").value):
                return self._page(holder, response.child("schema"), items, next_)
        self._report.warn(
            "paging", "no successful response with a schema, so nothing to page through", holder
        )
        return None

    def _page(self, holder: Node, schema: Node, items: object, next_: object) -> Paging | None:
        page = self._schemas.read(schema)
        link = next_ if isinstance(next_, str) and next_ else None
        if link is not None and link not in page.properties:
            self._report.warn(
                "paging",
                f"the link {link!r} is no property of the response; there may be one page",
                holder,
            )
        if page.kinds == ["array"]:
            element = self._types.of(page.node)
            return Paging(None, link, element.item) if isinstance(element, Array) else None
        if not isinstance(items, str) or items not in page.properties:
            self._report.warn(
                "paging",
                f"{items!r} is no property of the response, so the pages are not walked",
                holder,
            )
            return None
        element = self._types.of(page.properties[items])
        if not isinstance(element, Array):
            self._report.warn(
                "paging", f"property {items!r} is no array, so the pages are not walked", holder
            )
            return None
        return Paging(items, link, element.item)


def _order(parameter: Parameter, path: str) -> tuple[int, int]:
    """Path parameters in path order first, then the document's order."""
    if parameter.location == "path":
        return (0, path.find("{" + parameter.wire + "}"))
    return (1, 0)
