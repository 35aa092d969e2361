"""Models: the IR as JSON Schema with every name final, through datamodel-code-generator, and back as text.

The generator lays classes out; it decides nothing. That nothing was renamed, dropped or added is checked on the
syntax tree of what it wrote.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, assert_never

from swagsmith.emit.literals import readable
from swagsmith.ir.types import (
    AnyJson,
    Array,
    Choice,
    File,
    Kind,
    Map,
    ModelRef,
    Nullable,
    Primitive,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from swagsmith.ir.api import Api, Field, Model

_PREFIX = "#/components/schemas/"
_NULL: dict[str, Any] = {"type": "null"}
_SCALARS: dict[Kind, dict[str, Any]] = {
    Kind.STRING: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {
        "anyOf": [{"type": "integer"}, {"type": "number"}]
    },  # 5 stays 5, however it is declared
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.INT_OR_STRING: {"anyOf": [{"type": "integer"}, {"type": "string"}]},
}
#: scalars that are types of the runtime's own
_WIRE = {Kind.DATE: "Date", Kind.DATE_TIME: "DateTime", Kind.BASE64: "Base64"}
_REBUILD = re.compile(r"^\w+\.model_rebuild\(\)$\n?", re.MULTILINE)


class ModelsChanged(AssertionError):  # noqa: N818 - says what happened
    """The model generator wrote something other than what was asked of it."""


def model_sources(api: Api) -> dict[str, str]:
    """The class of each model as Python source, bases before what extends them.

    Raises:
        ModelsChanged: a class or field is not as the IR has it.
    """
    if not api.models:
        return {}
    from datamodel_code_generator import InputFileType, LiteralType, generate
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import PythonVersion

    aliases = {
        f"{model.name}.{field.wire}": field.name
        for model in api.models
        for field in model.fields
        if field.wire != field.name
    }
    source = generate(
        _document(api.models),
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        formatters=[],
        disable_timestamp=True,
        use_annotated=True,
        use_standard_collections=True,
        use_union_operator=True,
        strict_nullable=True,
        use_schema_description=True,
        use_field_description=True,
        use_single_line_docstring=True,
        enum_field_as_literal=LiteralType.All,
        treat_dot_as_module=False,
        allow_remote_refs=False,
        base_class=f"{api.package}._runtime.Model",
        type_overrides={name: f"{api.package}._runtime.wire.{name}" for name in _WIRE.values()},
        custom_class_name_generator=lambda name: name,
        aliases=aliases,
    )
    if not isinstance(source, str):
        raise ModelsChanged("the model generator wrote no module")
    # classes are built on first use; building them on import is what the base class's defer_build avoids
    source = _REBUILD.sub("", source)
    return _verified(api.models, source)


def _document(models: Sequence[Model]) -> dict[str, Any]:
    schemas = {name: {"type": "string"} for name in _WIRE.values()}
    schemas |= {model.name: _object(model) for model in models}
    return {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {},
        "components": {"schemas": schemas},
    }


def _object(model: Model) -> dict[str, Any]:
    own: dict[str, Any] = {
        "type": "object",
        "properties": {field.wire: _property(field) for field in model.fields},
        "required": [field.wire for field in model.fields if field.required],
    }
    documented = {"description": readable(model.description)} if model.description else {}
    if model.base is None:
        return {**own, **documented}
    return {"allOf": [{"$ref": _PREFIX + model.base}, own], **documented}


def _property(field: Field) -> dict[str, Any]:
    schema = _schema(field.type)
    if not field.description:
        return schema
    if "$ref" in schema:  # siblings of a reference do not count
        schema = {"anyOf": [schema]}
    return {**schema, "description": readable(field.description)}


def _schema(found: Type) -> dict[str, Any]:
    match found:
        case Primitive(kind):
            return dict(_SCALARS[kind]) if kind in _SCALARS else {"$ref": _PREFIX + _WIRE[kind]}
        case Choice(
            values, base
        ):  # open: a server may answer with a value that is newer than the document
            plain = _schema(base)
            return {"anyOf": [{**plain, "enum": list(values)}, plain]}
        case ModelRef(name):
            return {"$ref": _PREFIX + name}
        case Array(item):
            return {"type": "array", "items": _schema(item)}
        case Map(value):
            return {"type": "object", "additionalProperties": _schema(value) or True}
        case Nullable(inner):
            return {"anyOf": [_schema(inner), _NULL]}
        case File():
            return {"type": "string"}
        case AnyJson():
            return {}
    assert_never(found)


def _verified(models: Iterable[Model], source: str) -> dict[str, str]:
    """The text of each class, once classes, bases and fields are the same as those of the models asked for."""
    written: dict[str, tuple[str, tuple[str, ...]]] = {}
    texts: dict[str, str] = {}
    lines = source.split("\n")
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            fields = tuple(
                item.target.id
                for item in node.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            )
            written[node.name] = (",".join(ast.unparse(base) for base in node.bases), fields)
            _only(node.body, (ast.AnnAssign, ast.Pass), node.name)
            texts[node.name] = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        else:
            _only([node], (ast.ImportFrom,), "the module")
    asked = {
        model.name: (model.base or "Model", tuple(field.name for field in model.fields))
        for model in models
    }
    for name in asked.keys() | written.keys():
        if asked.get(name) != written.get(name):
            raise ModelsChanged(
                f"model {name}: asked for {asked.get(name)}, got {written.get(name)}"
            )
    return texts


def _only(nodes: Sequence[ast.stmt], allowed: tuple[type[ast.stmt], ...], where: str) -> None:
    """Refuses statements other than the allowed ones and docstrings: document text must not become code."""
    for node in nodes:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not docstring and not isinstance(node, allowed):
            raise ModelsChanged(f"unexpected {type(node).__name__} in {where}")
