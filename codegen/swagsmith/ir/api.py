"""The API a document describes, with everything 2.0 lets it inherit already flattened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from swagsmith.ir.types import Kind, Type
    from swagsmith.ir.xml import Shape

Location = Literal["path", "query", "header", "formData"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the document: a file and an RFC 6901 pointer."""

    file: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a model.

    Attributes:
        wire: the property's name in JSON.
        name: its Python name.
        type: what it holds; null included where the document allows it.
        required: it is always there, in answers and in requests.
        read_only: it is in answers only (section Schema Object, `readOnly`).
        description: the document's words.
    """

    wire: str
    name: str
    type: Type
    required: bool
    read_only: bool
    description: str


@dataclass(frozen=True, slots=True)
class Model:
    """An object with properties.

    Attributes:
        name: its class.
        base: the class of the discriminated definition it extends, or None.
        fields: its properties, without those of `base`.
        additional: the type of properties the document does not name; None for any.
        discriminator: wire name of the property that tells subtypes apart, or None.
        subtypes: discriminator value to class, for a base only.
        place: where the schema stands.
    """

    name: str
    description: str
    base: str | None
    fields: tuple[Field, ...]
    additional: Type | None
    discriminator: str | None
    subtypes: tuple[tuple[str, str], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Alias:
    """A second name: a definition that is not an object with properties, or a schema shared with another place."""

    name: str
    type: Type
    description: str


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the package of models.

    Attributes:
        name: its file, without `.py`; private, so with a leading underscore.
        members: the classes and aliases it defines.
        imports: (module, class) pairs of what these refer to in others.
    """

    name: str
    members: frozenset[str]
    imports: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of an operation other than its body.

    Attributes:
        wire: the parameter's name on the wire.
        name: its Python name.
        required: the caller must give it.
        collection: the collectionFormat of each array level, outer first; empty for scalars.
        allow_empty: an empty value may be sent (`allowEmptyValue`).
        encoding: how a path value is escaped (`x-ms-url-encoding`, `x-ms-skip-url-encoding`).
        default: what the server assumes, None where the document does not say.
        constant: what is sent when the caller gives nothing; None for nothing.
        file: a file upload.
    """

    wire: str
    name: str
    location: Location
    type: Type
    required: bool
    description: str
    format: str | None
    collection: tuple[str, ...]
    allow_empty: bool
    encoding: Literal["single", "double", "none"]
    default: Any
    constant: Any
    file: bool
    place: Place


@dataclass(frozen=True, slots=True)
class BodyField:
    """One property of a body that is passed as an argument of its own.

    Attributes:
        constant: what is sent when the caller gives nothing; None for nothing.
    """

    field: Field
    name: str
    schema_format: str | None
    default: Any
    constant: Any


@dataclass(frozen=True, slots=True)
class Body:
    """The body of an operation.

    Attributes:
        fields: its properties where they are arguments of their own; None where it is one argument.
        binary: it is sent as raw bytes.
        xml: how it is written as XML, where the operation consumes that.
    """

    type: Type
    required: bool
    description: str
    fields: tuple[BodyField, ...] | None
    binary: bool
    xml: Shape | None
    place: Place


@dataclass(frozen=True, slots=True)
class Header:
    """A header of an answer.

    Attributes:
        wire: its name on the wire.
        kind: of its value, or of the elements of an array.
        collection: the collectionFormat of each array level, outer first; empty for scalars.
    """

    wire: str
    kind: Kind
    collection: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Response:
    """A documented answer; `type` is None where there is no content."""

    status: str
    description: str
    type: Type | None
    xml: Shape | None
    headers: tuple[Header, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page holds its elements and the link to the next one, by wire name."""

    items: str | None
    next: str | None
    item_type: Type


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with all it inherits.

    Attributes:
        id: the operationId, or method and path where there is none.
        name: the Python name of its method.
        resource: the Python name of its resource; None where it is a method of the client itself.
        path: the path template as the document has it, without the base path.
        called_path: the same as it is called, each template by the wire name of its parameter.
        security: alternatives, each a tuple of scheme names that are all needed; empty for none.
        base_urls: the document's base URL and the one this operation has in its place, or None.
    """

    id: str
    operation_id: str | None
    name: str
    resource: str | None
    method: str
    path: str
    called_path: str
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: Body | None
    consumes: tuple[str, ...]
    produces: tuple[str, ...]
    responses: tuple[Response, ...]
    security: tuple[tuple[str, ...], ...]
    base_urls: tuple[str, str] | None
    paging: Paging | None
    place: Place


@dataclass(frozen=True, slots=True)
class Resource:
    """A group of operations: one tag."""

    name: str
    class_name: str
    description: str


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A security definition and the constructor arguments that carry its credentials.

    Attributes:
        kind: basic, apiKey or oauth2.
        arguments: (Python name, what it is) pairs: two for basic, one for the others.
        location: header or query, for apiKey.
        parameter: name of the header or query parameter, for apiKey.
    """

    name: str
    kind: Literal["basic", "apiKey", "oauth2"]
    arguments: tuple[str, ...]
    description: str
    location: Literal["header", "query"]
    parameter: str


@dataclass(frozen=True, slots=True)
class HostArgument:
    """A part of the base URL that the caller says: an argument of the client's constructor."""

    name: str
    default: str | None
    description: str


@dataclass(frozen=True, slots=True)
class HostTemplate:
    """A base URL with parts in braces, by the names of their arguments (`x-ms-parameterized-host`)."""

    template: str
    arguments: tuple[HostArgument, ...]


@dataclass(frozen=True, slots=True)
class Api:
    """Everything the emitters need."""

    title: str
    version: str
    description: str
    package: str
    client: str
    async_client: str
    base_url: str | None
    host: HostTemplate | None
    security: tuple[SecurityScheme, ...]
    resources: tuple[Resource, ...]
    operations: tuple[Operation, ...]
    models: tuple[Model, ...]
    aliases: tuple[Alias, ...]
    model_modules: tuple[Module, ...]
    xml_shapes: tuple[tuple[str, Shape], ...]
