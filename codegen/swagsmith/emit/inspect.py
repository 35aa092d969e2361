"""The API as it was understood, as plain data: a contract that other tools may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from swagsmith.emit.answers import response_kind
from swagsmith.emit.views import type_of
from swagsmith.ir.types import Array, Choice, Kind, Map, ModelRef, Nullable, Primitive, Type

if TYPE_CHECKING:
    from swagsmith.ir.api import Api, Body, Operation, Parameter


#: kinds that are types of the document; the others are formats of strings
_TYPES = (Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN)


def describe(api: Api) -> dict[str, Any]:
    """The whole API: package, clients, and every operation with its arguments and answers."""
    return {
        "package": api.package,
        "client": api.client,
        "async_client": api.async_client,
        "operations": [_operation(operation) for operation in api.operations],
    }


def _operation(operation: Operation) -> dict[str, Any]:
    arguments = [_parameter(parameter) for parameter in operation.parameters]
    if operation.body is not None:
        arguments += _body(operation.body)
    paging = operation.paging
    return {
        "pointer": operation.place.pointer,
        "operation_id": operation.operation_id,
        "method": operation.method,
        "path": operation.path,
        "resource": operation.resource,
        "call": operation.name,
        "paging": None if paging is None else {"items": paging.items, "next": paging.next},
        "arguments": arguments,
        "consumes": list(operation.consumes),
        "produces": list(operation.produces),
        "responses": [
            {
                "status": answer.status,
                "python_type": type_of(answer.type),
                "kind": response_kind(answer.type),
            }
            for answer in operation.responses
        ],
        "security": [list(alternative) for alternative in operation.security],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "python_name": parameter.name,
        "wire_name": parameter.wire,
        "in": parameter.location,
        "required": parameter.required,
        "type": "file" if parameter.file else _json_type(parameter.type),
        "format": parameter.format,
        "collection_format": parameter.collection[0] if parameter.collection else None,
        "default": parameter.default,
        "enum": _enum(parameter.type),
    }


def _body(body: Body) -> list[dict[str, Any]]:
    if body.fields is None:
        return [
            _body_argument(
                "body",
                "body",
                "body",
                body.type,
                required=body.required,
                format_=None,
                default=None,
            )
        ]
    return [
        _body_argument(
            item.name,
            item.field.wire,
            "body-property",
            item.field.type,
            required=item.field.required and item.constant is None,
            format_=item.schema_format,
            default=item.default,
        )
        for item in body.fields
    ]


def _body_argument(
    name: str,
    wire: str,
    location: str,
    found: Type,
    *,
    required: bool,
    format_: str | None,
    default: Any,
) -> dict[str, Any]:
    return {
        "python_name": name,
        "wire_name": wire,
        "in": location,
        "required": required,
        "type": _json_type(found),
        "format": format_,
        "collection_format": None,
        "default": default,
        "enum": _enum(found),
    }


def _json_type(found: Type) -> str:
    """The type word of the document."""
    match found:
        case Nullable(inner):
            return _json_type(inner)
        case Primitive(kind) | Choice(_, Primitive(kind)):
            return kind.value if kind in _TYPES else "string"
        case Array():
            return "array"
        case ModelRef() | Map():
            return "object"
        case _:
            return "any"


def _enum(found: Type) -> list[Any] | None:
    match found:
        case Nullable(inner) | Array(inner):
            return _enum(inner)
        case Choice(values):
            return list(values)
        case _:
            return None
