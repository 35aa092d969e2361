"""The reference pages: one Markdown file and one self-contained HTML page, from the same view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from swagsmith.emit import markdown
from swagsmith.emit.literals import one_line, pyrepr, readable
from swagsmith.emit.templates import render
from swagsmith.emit.views import operation_view, type_of
from swagsmith.ir.types import Array, Choice, Map, ModelRef, Nullable, Type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

    from swagsmith.ir.api import Api, Body, Field, Operation, Parameter, Response


@dataclass(frozen=True, slots=True)
class Row:
    """One argument or property in a table."""

    name: str
    wire: str
    where: str
    type: str
    required: bool
    default: str
    text: str
    model: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One response in a table."""

    status: str
    type: str
    text: str
    model: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """One operation as it is called."""

    anchor: str
    call: str
    signature: str
    method: str
    path: str
    summary: str
    text: str
    deprecated: bool
    rows: tuple[Row, ...]
    answers: tuple[Answer, ...]
    media: str
    security: str
    pages: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one resource."""

    name: str
    text: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """One model; `also` are the names it has at other places."""

    name: str
    text: str
    rows: tuple[Row, ...]
    also: tuple[str, ...]


def reference(api: Api) -> dict[str, str]:
    """`index.md` and `index.html` for an API."""
    also: dict[str, list[str]] = {}
    for alias in api.aliases:
        if isinstance(alias.type, ModelRef):
            also.setdefault(alias.type.name, []).append(alias.name)
    values = {
        "api": api,
        "title": one_line(api.title),
        "version": one_line(api.version),
        "groups": tuple(_groups(api)),
        "definitions": tuple(
            Definition(
                model.name,
                model.description,
                tuple(_property(field) for field in model.fields),
                tuple(also.get(model.name, ())),
            )
            for model in api.models
        ),
        "credentials": tuple(
            (scheme.name, scheme.kind, ", ".join(scheme.arguments), scheme.description)
            for scheme in api.security
        ),
    }
    return {
        "index.md": readable(render("reference.md.jinja", md=markdown, **values)),
        "index.html": readable(render("reference.html.jinja", markdown=_html, **values)),
    }


def _groups(api: Api) -> Iterator[Group]:
    descriptions = {resource.name: resource.description for resource in api.resources}
    names = [*descriptions, None]
    for name in names:
        calls = tuple(
            _call(operation) for operation in api.operations if operation.resource == name
        )
        if calls:
            yield Group(name or api.client, descriptions.get(name or "", ""), calls)


def _call(operation: Operation) -> Call:
    call = f"{operation.resource}.{operation.name}" if operation.resource else operation.name
    view = operation_view(operation)
    given = [argument.name for argument in view.positional]
    given += [f"{argument.name}=…" for argument in view.keywords if argument.default is None]
    optional = any(argument.default is not None for argument in view.keywords)
    rows = tuple(_argument(parameter) for parameter in operation.parameters) + _body(operation.body)
    paging = operation.paging
    return Call(
        anchor=re.sub(r"[^\w-]+", "-", call),
        call=call,
        signature=f"{call}({', '.join([*given, *(['…'] if optional else [])])})",
        method=operation.method,
        path=operation.path,
        summary=one_line(operation.summary),
        text=operation.description,
        deprecated=operation.deprecated,
        rows=rows,
        answers=tuple(row for answer in operation.responses for row in _answers(answer)),
        media=_media(operation),
        security=" or ".join(" and ".join(names) or "nothing" for names in operation.security),
        pages=f"{paging.items or 'the body'}, next page by {paging.next or 'nothing'}"
        if paging
        else "",
    )


def _answers(answer: Response) -> Iterator[Answer]:
    """An answer, and a line for each of its headers."""
    yield Answer(answer.status, type_of(answer.type), answer.description, _model(answer.type))
    for header in answer.headers:
        kind = "array" if header.collection else header.kind.value
        yield Answer(
            answer.status, one_line(f"header {header.wire}: {kind}", 80), header.description, None
        )


def _media(operation: Operation) -> str:
    takes, gives = ", ".join(operation.consumes), ", ".join(operation.produces)
    takes = takes if operation.body is not None else ""
    return "; ".join(
        part
        for part in (f"takes {takes}" if takes else "", f"gives {gives}" if gives else "")
        if part
    )


def _argument(parameter: Parameter) -> Row:
    default = "" if parameter.default is None else pyrepr(parameter.default)
    return Row(
        name=parameter.name,
        wire=parameter.wire,
        where=parameter.location,
        type=_type(parameter.type),
        required=parameter.required,
        default=default,
        text=parameter.description,
        model=None,
    )


def _body(body: Body | None) -> tuple[Row, ...]:
    if body is None:
        return ()
    if body.fields is None:
        row = Row(
            "body",
            "",
            "body",
            _type(body.type),
            body.required,
            "",
            body.description,
            _model(body.type),
        )
        return (row,)
    return tuple(
        Row(
            name=item.name,
            wire=item.field.wire,
            where="body",
            type=_type(item.field.type),
            required=item.field.required,
            default="" if item.default is None else pyrepr(item.default),
            text=item.field.description,
            model=_model(item.field.type),
        )
        for item in body.fields
    )


def _property(field: Field) -> Row:
    where = "answers only" if field.read_only else ""
    return Row(
        field.name,
        field.wire,
        where,
        _type(field.type),
        field.required,
        "",
        field.description,
        _model(field.type),
    )


def _type(found: Type) -> str:
    match found:
        case Choice(values):
            return " · ".join(pyrepr(value) for value in values)
        case Nullable(inner):
            return f"{_type(inner)} or null"
        case Array(item):
            return f"list of {_type(item)}"
        case _:
            return type_of(found)


def _model(found: Type | None) -> str | None:
    match found:
        case ModelRef(name):
            return name
        case Nullable(inner) | Array(inner) | Map(inner):
            return _model(inner)
        case _:
            return None


@lru_cache(maxsize=4096)
def _html(value: str) -> str:
    """A description as HTML: Markdown (section Info Object), raw HTML shown as text, images as links to them."""
    return str(_markdown().render(readable(value))).strip() if value else ""


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return made.disable("image")
