"""What an operation looks like on the wire, and one call of it. No input or output happens here."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar, cast

from .errors import ConfigError
from .omit import OMIT, Omit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import TypeAdapter

    from .headers import Headers, HeaderType
    from .xml import Shape

Location: TypeAlias = Literal["path", "query", "header", "formData"]
Collection: TypeAlias = Literal["csv", "ssv", "tsv", "pipes", "multi"]
Encoding: TypeAlias = Literal["single", "double", "none"]
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter other than the body (OpenAPI 2.0, section Parameter Object).

    Attributes:
        name: the argument's name in `Request.arguments`.
        wire: its name on the wire.
        location: where it goes.
        required: None is refused.
        collection: the collectionFormat of each array level, outer first.
        allow_empty: an empty list is sent as `name=` instead of left out.
        file: a file upload.
        encoding: how a path value is escaped: once, twice (`x-ms-url-encoding: double`), or only
            what cannot stand in a path or query (`x-ms-skip-url-encoding`).
        constant: what is sent when the caller gives nothing; None for nothing.
    """

    name: str
    wire: str
    location: Location
    _: KW_ONLY
    required: bool = False
    collection: tuple[Collection, ...] = ()
    allow_empty: bool = False
    file: bool = False
    encoding: Encoding = "single"
    constant: Any = None


@dataclass(frozen=True, slots=True)
class Body:
    """How the body argument is written.

    Attributes:
        required: a call without a body is refused.
        nullable: None is a body, null; otherwise it is none.
        xml: gives its shape as XML.
        binary: it is bytes, a path or a binary stream, sent as it is.
    """

    required: bool = True
    nullable: bool = False
    xml: Callable[[], Shape] | None = None
    binary: bool = False

    def is_absent(self, value: Any) -> bool:
        """Whether a value says that there is no body."""
        if isinstance(value, FlatBody):
            return not (self.required or value.given)
        return value is OMIT or (value is None and not self.nullable)


@dataclass(frozen=True)
class Content:
    """What a documented answer holds.

    Attributes:
        type: gives the Python type; a function, so that importing an operation imports no model.
        xml: gives its shape as XML.
        file: raw bytes, whatever the content type (`type: file`).
        headers: the types of its headers, by name.
    """

    type: Callable[[], Any] | None = None
    _: KW_ONLY
    xml: Callable[[], Shape] | None = None
    file: bool = False
    headers: Mapping[str, HeaderType] = field(default_factory=dict[str, "HeaderType"])

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """The validator of `type`, built on first use."""
        from pydantic import BaseModel, ConfigDict, TypeAdapter  # noqa: PLC0415 - no models, no need

        assert self.type is not None
        found: Any = self.type()
        # A number where text is promised is taken as text, as in the properties of models.
        model = isinstance(found, type) and issubclass(cast("type[object]", found), BaseModel)
        return TypeAdapter(found, config=None if model else ConfigDict(coerce_numbers_to_str=True))


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page holds its elements and the link to the next page, by wire name.

    Attributes:
        items: the property with the elements; None for `value`, or the body itself if an array.
        next: the property with the link; None when there is only ever one page.
    """

    items: str | None
    next: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """An operation with all it inherits (OpenAPI 2.0, section Operation Object).

    Two are equal only if they are one and the same, so that what follows from one can be cached.

    Attributes:
        id: operationId, or method and path where there is none.
        method: in upper case.
        path: template, without the base path.
        responses: by status as text, or `default`.
        security: alternatives, each a tuple of scheme names that are all needed; an empty
            alternative says that none is also fine.
        base_urls: the document's base URL, and the one this operation has in its place (`schemes`
            of its own); any other base URL of the client holds for this operation too.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    consumes: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()
    responses: Mapping[str, Content] = field(default_factory=dict[str, Content])
    security: tuple[tuple[str, ...], ...] = ()
    paging: Paging | None = None
    body: Body | None = None
    base_urls: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Request(Generic[T_co]):
    """One call of an operation, ready to send any number of times.

    Building it encodes the path, so a value that cannot stand there is refused at once.

    Attributes:
        arguments: by `Parameter.name`; None for "not given".
        body: a model, plain data, bytes, a path, a binary stream or a `File`; OMIT for none.
        link: a URL of the same origin to GET instead of `path` (a page's next link); what was
            given as query, form and body is not sent again.
        path: the encoded path, without the base URL.

    Raises:
        ConfigError: an argument is missing, unknown, or cannot stand in the path.
    """

    operation: Operation
    arguments: Mapping[str, Any] = field(repr=False)
    body: Any = field(default=OMIT, repr=False)
    link: str | None = field(default=None, repr=False)
    path: str = field(init=False)

    def __post_init__(self) -> None:
        from .encode import path_text  # noqa: PLC0415 - importing an operation stays cheap

        operation, arguments = self.operation, self.arguments
        names = [parameter.name for parameter in operation.parameters]
        if not arguments.keys() <= set(names):
            unknown = min(arguments.keys() - set(names))
            raise ConfigError(f"no parameter {unknown!r}", operation=operation.id)
        for parameter in operation.parameters:
            if parameter.required and parameter.constant is None:
                value = arguments.get(parameter.name)
                if value is None or value is OMIT:
                    raise ConfigError(
                        f"argument {parameter.name!r} ({parameter.location} parameter "
                        f"{parameter.wire!r}) is required",
                        operation=operation.id,
                    )
        if operation.body is None:
            if self.body is not OMIT:
                raise ConfigError("there is no body to send", operation=operation.id)
        elif operation.body.required and operation.body.is_absent(self.body):
            raise ConfigError("a body is required", operation=operation.id)
        object.__setattr__(self, "path", path_text(operation, self.arguments))


@dataclass(frozen=True, slots=True)
class Response(Generic[T_co]):
    """A successful answer.

    Attributes:
        status: the HTTP status.
        headers: the header fields.
        value: the decoded body; None where the document promises none.
        body: the body as received, decompressed.
        operation: operationId.
        url: where it came from, without the query.
        content: what the document says of it.
    """

    status: int
    headers: Headers = field(repr=False)
    value: T_co = field(repr=False)
    body: bytes = field(repr=False)
    operation: str
    url: str = field(repr=False)
    content: Content | None = field(default=None, repr=False)

    def header(self, name: str) -> Any:
        """A header as the document types it; text where it does not, None where there is none."""
        text = self.headers.get(name)
        if text is None or self.content is None:
            return text
        for known, kind in self.content.headers.items():
            if known.lower() == name.lower():
                return kind.read(text)
        return text

    @property
    def request_id(self) -> str | None:
        """What the server calls this exchange, if it says."""
        return self.headers.request_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What one call does differently from its client; OMIT leaves it as the client has it.

    Attributes:
        timeout: seconds for one attempt; None waits for ever.
        max_retries: how often a failed attempt is repeated where that is safe.
        headers: added; they win over everything computed.
        query: added to the query; a list repeats its key.
        media_type: preferred for body and answer, where the operation offers it.
    """

    timeout: float | Omit | None = OMIT
    max_retries: int | Omit = OMIT
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    query: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    media_type: str | Omit | None = OMIT


class FlatBody(dict[str, Any]):
    """A body put together from arguments.

    Attributes:
        given: False where no argument was given, so that an optional body is left out.
    """

    given: bool = False


def flat_body(values: Mapping[str, Any], extra: Mapping[str, Any] | None = None) -> FlatBody:
    """Puts the arguments that were given into a body.

    Args:
        values: by wire name; OMIT for "not given", None for null.
        extra: further properties; they win. An empty mapping asks for an empty object.
    """
    body = FlatBody((name, value) for name, value in values.items() if value is not OMIT)
    body.update(extra or {})
    body.given = bool(body) or extra is not None
    return body
