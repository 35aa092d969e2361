"""What templates print: every string is final, every choice is a boolean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.emit import python_types as python
from swagsmith.emit.answers import success_types
from swagsmith.emit.literals import hanging, one_line, prose, pyrepr
from swagsmith.ir import xml
from swagsmith.ir.api import (
    Api,
    Body,
    Header,
    Operation,
    Parameter,
    Resource,
    Response,
    SecurityScheme,
)
from swagsmith.ir.types import AnyJson, File, ModelRef, Nullable, Type

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """One argument: `name: annotation = default`, and what it means."""

    name: str
    annotation: str
    default: str | None
    description: str

    @property
    def declaration(self) -> str:
        """As it stands in a signature."""
        return f"{self.name}: {self.annotation}" + (
            f" = {self.default}" if self.default is not None else ""
        )


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation as a request builder and as a method of both clients."""

    name: str
    constant: str
    declaration: str
    positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    body_argument: str | None
    flat_body: str | None
    values: str
    summary: str
    details: str
    deprecated: bool
    result: str
    page: str
    paged: bool
    returns_nothing: bool

    @property
    def arguments(self) -> tuple[ArgumentView, ...]:
        """All of them, positional ones first."""
        return self.positional + self.keywords

    @property
    def described(self) -> tuple[str, ...]:
        """The lines of the docstring that explain the arguments the document has words for."""
        texts = [
            f"{argument.name}: {argument.description}"
            for argument in self.arguments
            if argument.description
        ]
        return tuple(line for text in texts for line in hanging(text, 96))

    @property
    def multiline(self) -> bool:
        """Its docstring is more than the summary."""
        return bool(self.details or self.deprecated or self.described)

    @property
    def forwarded(self) -> str:
        """The arguments as a method passes them to the builder."""
        names = [argument.name for argument in self.positional]
        return ", ".join(names + [f"{argument.name}={argument.name}" for argument in self.keywords])


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A group of operations: a module of builders and one of methods."""

    name: str
    class_name: str
    description: str
    operations: tuple[OperationView, ...]


@dataclass(frozen=True, slots=True)
class CredentialView:
    """A security scheme: constructor arguments and how they become a credential."""

    arguments: tuple[ArgumentView, ...]
    item: str


def operation_view(operation: Operation) -> OperationView:
    """Lays one operation out."""
    positional, keywords = _arguments(operation)
    body = operation.body
    flat = None
    if body is not None and body.fields is not None:
        pairs = ", ".join(f"{pyrepr(item.field.wire)}: {item.name}" for item in body.fields)
        flat = f"_flat_body({{{pairs}}}, extra_body)"
    values = ", ".join(
        f"{pyrepr(parameter.name)}: {parameter.name}" for parameter in operation.parameters
    )
    results = success_types(operation)
    page = " | ".join(dict.fromkeys(python.returned(result) for result in results))
    item = python.returned(operation.paging.item_type) if operation.paging else ""
    return OperationView(
        name=operation.name,
        constant=_constant(operation.name),
        declaration=_declaration(operation),
        positional=positional,
        keywords=keywords,
        body_argument="body" if body is not None and flat is None else None,
        flat_body=flat,
        values=f"{{{values}}}",
        summary=_sentence(
            operation.summary or operation.description or f"{operation.method} {operation.path}"
        ),
        details=prose(operation.description)
        if operation.summary and operation.description != operation.summary
        else "",
        deprecated=operation.deprecated,
        result=item if operation.paging else page,
        page=page,
        paged=operation.paging is not None,
        returns_nothing=page == "None",
    )


def _constant(name: str) -> str:
    """The constant beside a builder: in capitals, where those are no other's name too."""
    capitals = name.upper()
    plain = capitals.lower() == name and capitals != "OMIT"
    return f"_{capitals}" if plain else f"_of_{name}"


def _sentence(text: str) -> str:
    line = prose(one_line(text, 88)).rstrip()
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def _arguments(operation: Operation) -> tuple[tuple[ArgumentView, ...], tuple[ArgumentView, ...]]:
    """Path parameters by position in path order; the rest by keyword, required ones first."""
    positional: list[ArgumentView] = []
    keywords: list[ArgumentView] = []
    for parameter in operation.parameters:
        view = _argument(parameter)
        (positional if parameter.location == "path" and parameter.required else keywords).append(
            view
        )
    if operation.body is not None:
        keywords += _body_arguments(operation.body)
    return tuple(positional), tuple(sorted(keywords, key=lambda view: view.default is not None))


def _argument(parameter: Parameter) -> ArgumentView:
    annotation = python.given(parameter.type)
    optional = not parameter.required
    if optional and annotation != "Any":
        annotation = f"{annotation} | None"
    return ArgumentView(
        parameter.name,
        annotation,
        "None" if optional else None,
        _explained(parameter.description, parameter.default),
    )


def _explained(description: str, default: object) -> str:
    line = prose(one_line(description)).rstrip()
    if default is None or "default" in line.lower():
        return line
    return f"{line} (server default {prose(one_line(pyrepr(default), 60))})".strip()


def _body_arguments(body: Body) -> list[ArgumentView]:
    if body.fields is None:
        annotation = "FileInput" if body.binary else python.given(body.type)
        if body.required:
            return [ArgumentView("body", annotation, None, prose(one_line(body.description)))]
        if annotation != "Any":
            annotation = f"{annotation} | None | Omit"
        return [ArgumentView("body", annotation, "_OMIT", prose(one_line(body.description)))]
    found: list[ArgumentView] = []
    for item in body.fields:
        annotation = python.given(item.field.type)
        description = _explained(item.field.description, item.default)
        if item.constant is not None:
            default = pyrepr(item.constant)
            found.append(ArgumentView(item.name, annotation, default, description))
        elif item.field.required:
            found.append(ArgumentView(item.name, annotation, None, description))
        else:
            if not annotation.endswith("| None") and annotation != "Any":
                annotation = f"{annotation} | None"
            annotation = annotation if annotation == "Any" else f"{annotation} | Omit"
            found.append(ArgumentView(item.name, annotation, "_OMIT", description))
    return [*found, ArgumentView("extra_body", "Mapping[str, Any] | None", "None", "")]


def _declaration(operation: Operation) -> str:
    """The constant that describes an operation to the runtime."""
    parts = [
        f"id={pyrepr(operation.id)}",
        f"method={pyrepr(operation.method)}",
        f"path={pyrepr(operation.called_path)}",
    ]
    if operation.parameters:
        parts.append(f"parameters={_tuple(_parameter(item) for item in operation.parameters)}")
    if operation.body is not None:
        parts.append(f"body={_body(operation.body)}")
    for name, media in (("consumes", operation.consumes), ("produces", operation.produces)):
        if media:
            parts.append(f"{name}={_tuple(map(pyrepr, media))}")
    answers = ", ".join(
        f"{pyrepr(answer.status)}: {_content(answer)}" for answer in operation.responses
    )
    parts.append(f"responses={{{answers}}}")
    if operation.security:
        parts.append(
            f"security={_tuple(_tuple(map(pyrepr, names)) for names in operation.security)}"
        )
    if operation.base_urls is not None:
        parts.append(f"base_urls={_tuple(map(pyrepr, operation.base_urls))}")
    if operation.paging is not None:
        parts.append(
            f"paging=Paging(items={operation.paging.items!r}, next={operation.paging.next!r})"
        )
    return f"Operation({', '.join(parts)})"


def _tuple(items: Iterable[str]) -> str:
    """A tuple that the formatter may keep on one line."""
    parts = list(items)
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"


def _parameter(parameter: Parameter) -> str:
    parts = [pyrepr(parameter.name), pyrepr(parameter.wire), pyrepr(parameter.location)]
    if parameter.required:
        parts.append("required=True")
    if parameter.collection:
        parts.append(f"collection={_tuple(map(pyrepr, parameter.collection))}")
    if parameter.allow_empty:
        parts.append("allow_empty=True")
    if parameter.file:
        parts.append("file=True")
    if parameter.encoding != "single":
        parts.append(f"encoding={parameter.encoding!r}")
    if parameter.constant is not None:
        parts.append(f"constant={pyrepr(parameter.constant)}")
    return f"Parameter({', '.join(parts)})"


def _body(body: Body) -> str:
    parts = [] if body.required else ["required=False"]
    if body.binary:
        parts.append("binary=True")
    elif isinstance(body.type, (AnyJson, Nullable)):
        parts.append("nullable=True")
    if body.xml is not None:
        parts.append(f"xml=lambda: {shape(body.xml)}")
    return f"Body({', '.join(parts)})"


def _content(answer: Response) -> str:
    parts: list[str] = []
    if isinstance(answer.type, File):
        parts.append("file=True")
    elif answer.type is not None:
        parts.append(f"lambda: {python.decoded(answer.type)}")
        if answer.xml is not None:
            parts.append(f"xml=lambda: {shape(answer.xml)}")
    if answer.headers:
        headers = ", ".join(f"{pyrepr(item.wire)}: {_header(item)}" for item in answer.headers)
        parts.append(f"headers={{{headers}}}")
    return f"Content({', '.join(parts)})"


def _header(header: Header) -> str:
    parts = [pyrepr(header.kind.value)]
    if header.collection:
        parts.append(_tuple(map(pyrepr, header.collection)))
    return f"_HeaderType({', '.join(parts)})"


def shape(found: xml.Shape, prefix: str = "_shapes.") -> str:
    """An XML shape as an expression; classes' shapes are constants of the module `prefix` names."""
    options = [
        f"{key}={pyrepr(value)}"
        for key, value in (("namespace", found.name.namespace), ("prefix", found.name.prefix))
        if value
    ]
    if found.name.attribute:
        options.append("attribute=True")
    name = pyrepr(found.name.local)
    match found:
        case xml.Scalar():
            parts = [name, *(["nullable=True"] if found.nullable else [])]
            return f"_xml.Scalar({', '.join(parts + options)})"
        case xml.Array():
            parts = [name, shape(found.item, prefix)]
            parts += [f"{key}=True" for key in ("wrapped", "required") if getattr(found, key)]
            return f"_xml.Array({', '.join(parts + options)})"
        case xml.Object():
            properties = ", ".join(
                f"{pyrepr(wire)}: {shape(item, prefix)}" for wire, item in found.properties
            )
            return f"_xml.Object({', '.join([name, f'{{{properties}}}', *options])})"
        case xml.Ref():
            return f"_xml.Ref({', '.join([name, f'lambda: {prefix}{found.to}', *options])})"


def credential_view(scheme: SecurityScheme) -> CredentialView:
    """The constructor arguments of a security scheme; a callable gives a fresh value for each request."""
    what = prose(one_line(scheme.description, 120)).rstrip()
    arguments = tuple(
        ArgumentView(
            name, "Secret", "None", what or f"Credential of {prose(one_line(scheme.name, 80))}."
        )
        for name in scheme.arguments
    )
    names = ", ".join(scheme.arguments)
    match scheme.kind:
        case "basic":
            value = f"BasicAuth({names})"
        case "apiKey":
            value = f"ApiKeyAuth({pyrepr(scheme.parameter)}, {pyrepr(scheme.location)}, {names})"
        case "oauth2":
            value = f"TokenAuth({names})"
    return CredentialView(arguments, f"{pyrepr(scheme.name)}: {value}")


def host_arguments(api: Api) -> tuple[ArgumentView, ...]:
    """The constructor arguments that say where the service is."""
    what = "Where the service is: scheme, host and base path."
    if api.host is None:
        default = pyrepr(api.base_url) if api.base_url is not None else None
        return (ArgumentView("base_url", "str", default, what),)
    parts = tuple(
        ArgumentView(
            argument.name,
            "str | None",
            pyrepr(argument.default),
            prose(one_line(argument.description, 120)).rstrip() or "A part of the base URL.",
        )
        for argument in api.host.arguments
    )
    return (
        *parts,
        ArgumentView("base_url", "str | None", "None", f"{what} Goes before its parts."),
    )


def base_url_of(api: Api) -> str:
    """The base URL as an expression in the constructor."""
    if api.host is None:
        return "base_url"
    values = "".join(f", {argument.name}={argument.name}" for argument in api.host.arguments)
    return f"base_url or _host_url({pyrepr(api.host.template)}{values})"


def resource_views(api: Api) -> tuple[ResourceView, ...]:
    """One view a resource; the client's own operations last, as a resource without a name."""
    groups: dict[str | None, list[OperationView]] = {}
    for operation in api.operations:
        groups.setdefault(operation.resource, []).append(operation_view(operation))
    own = Resource("_root", "", "")
    return tuple(
        ResourceView(
            resource.name,
            resource.class_name,
            prose(one_line(resource.description, 90)),
            tuple(groups[key]),
        )
        for key, resource in [*((item.name, item) for item in api.resources), (None, own)]
        if key in groups
    )


def example_of(api: Api) -> Operation | None:
    """The operation a README shows: the first that needs no arguments and gives a model, else the first."""
    for operation in api.operations:
        needed = any(parameter.required for parameter in operation.parameters)
        if (
            operation.method == "GET"
            and not needed
            and isinstance(success_types(operation)[0], (ModelRef, AnyJson))
        ):
            return operation
    return api.operations[0] if api.operations else None


def type_of(found: Type | None) -> str:
    """A type as people read it, for `inspect`."""
    return (
        python.returned(found)
        .replace("_models.", "")
        .replace("_builtins.", "")
        .replace("_datetime.", "")
    )
