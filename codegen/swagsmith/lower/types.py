"""Schemas to types and models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from swagsmith.ir.api import Alias, Field, Model
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
from swagsmith.lower.inventory import RESERVED, Inventory, place_of
from swagsmith.lower.names import ANNOTATION_NAMES, Wanted, chosen_name, claim, snake
from swagsmith.lower.schema import MAX_NESTED, Key, Schema, Schemas, is_definition, key_of
from swagsmith.source import is_array

if TYPE_CHECKING:
    from collections.abc import Mapping

    from swagsmith.lower.report import Report
    from swagsmith.source import Node

_STRING_FORMATS = {
    "date": Kind.DATE,
    "date-time": Kind.DATE_TIME,
    "byte": Kind.BASE64,
    "int-or-string": Kind.INT_OR_STRING,  # of Kubernetes
}
_KINDS = {
    "string": Kind.STRING,
    "integer": Kind.INTEGER,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
}
_PYTHON_TYPES = {Kind.STRING: str, Kind.INTEGER: int, Kind.BOOLEAN: bool}
#: attributes of the model base class; a field of such a name would hide what pydantic needs
MODEL_ATTRIBUTES = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "fields",
        "from_orm",
        "json",
        "mro",
        "register",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
    }
    | {
        "schema_json",
        "update_forward_refs",
        "validate",
        "model_computed_fields",
        "model_config",
        "model_construct",
    }
    | {
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
    }
    | {
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
    }
    | {"model_validate_json", "model_validate_strings"}
)


def scalar_type(keywords: Mapping[str, Any]) -> Type:
    """The type of a simple schema, parameter, item or header by its `type`, `format` and `enum`.

    Unknown formats are plain text (section Data Types: `format` is open).
    """
    kind = keywords.get("type")
    enum = keywords.get("enum")
    if kind is None and is_array(enum):
        kind = _type_of_values(enum)
    if not isinstance(kind, str) or kind not in _KINDS:
        return AnyJson()
    base = Primitive(_KINDS[kind])
    if is_array(enum) and enum:
        return _choice(enum, base)
    if kind == "string":
        return Primitive(_STRING_FORMATS.get(str(keywords.get("format")), Kind.STRING))
    return base


def with_texts(keywords: Mapping[str, Any], node: Node, report: Report) -> Mapping[str, Any]:
    """Keywords with the values of a string's enumeration as they are written: YAML reads `1e3` as a number."""
    values = keywords.get("enum")
    if keywords.get("type") != "string" or not is_array(values):
        return keywords
    written = [
        value
        if isinstance(value, str) or value is None
        else report.as_written(node.child("enum").child(index)) or value
        for index, value in enumerate(values)
    ]
    return {**keywords, "enum": written} if values is node.get("enum") else keywords


def _type_of_values(values: list[Any]) -> str | None:
    for name, python_type in (("boolean", bool), ("string", str), ("integer", int)):
        if values and all(type(value) is python_type for value in values if value is not None):
            return name
    return None


def _choice(values: list[Any], base: Primitive) -> Type:
    """An enumeration; values that its type cannot hold are read as text where it is a string."""
    python_type = _PYTHON_TYPES.get(base.kind)
    if python_type is None:
        return base
    kept: list[str | int | bool] = []
    for value in values:
        fitting = value
        if python_type is str and isinstance(value, (bool, int, float)):
            fitting = str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(fitting, (str, int)) and type(fitting) is python_type and fitting not in kept:
            kept.append(fitting)
    choice: Type = Choice(tuple(kept), base) if kept else base
    return Nullable(choice) if None in values else choice


class Types:
    """Turns schemas into types; classes were found and named by the inventory.

    Args:
        schemas: reads schemas.
        inventory: the classes.
        report: hears of what is odd.
        by_place: name a class that several places share as each place does, not by the one name of the class.
    """

    def __init__(
        self, schemas: Schemas, inventory: Inventory, report: Report, *, by_place: bool = False
    ) -> None:
        self._schemas = schemas
        self._inventory = inventory
        self._names = inventory.places if by_place else inventory.classes
        self._report = report
        self._lowering: set[Key] = set()
        # an attribute of a class hides what is called so from the annotations beside it
        classes = frozenset((*inventory.classes.values(), *inventory.definitions.values()))
        imported = frozenset(name for name in RESERVED if not name.islower())
        self._hidden = MODEL_ATTRIBUTES | ANNOTATION_NAMES | imported | classes

    def of(self, node: Node) -> Type:
        """The type of a schema node (a reference is followed)."""
        schema = self._schemas.read(node)
        inner = self._bare(schema)
        nullable = (
            schema.keywords.get("x-nullable") is True or schema.keywords.get("nullable") is True
        )
        kinds = schema.keywords.get("type")
        nullable = nullable or (is_array(kinds) and "null" in kinds)
        return Nullable(inner) if nullable and not isinstance(inner, (Nullable, AnyJson)) else inner

    def _bare(self, schema: Schema) -> Type:
        key = key_of(schema.node)
        if key in self._inventory.classes:
            return ModelRef(self._names[key])
        if (
            key in self._lowering
        ):  # a definition of arrays or maps that holds itself has no finite type
            return AnyJson()
        if len(self._lowering) > MAX_NESTED:
            self._schemas.refuse_depth("a type", schema.node)
        self._lowering.add(key)
        try:
            if schema.sole is not None:
                return self.of(schema.sole)
            return self._structure(schema)
        finally:
            self._lowering.discard(key)

    def _structure(self, schema: Schema) -> Type:
        kind = schema.keywords.get("type")
        if is_array(kind) or isinstance(kind, str):
            if len(schema.kinds) > 1:
                self._report.warn(
                    "schema-type", "2.0 has no list of types; any value is taken", schema.node
                )
                return AnyJson()
            kind = next(iter(schema.kinds), None)
        for keyword in ("oneOf", "anyOf", "not"):
            if keyword in schema.keywords:
                self._report.warn(
                    "doc-openapi3-field",
                    f"{keyword} is not Swagger 2.0; it is not used",
                    schema.node,
                )
        if kind == "array" or (kind is None and schema.items is not None):
            return Array(self.of(schema.items) if schema.items is not None else AnyJson())
        if kind == "object" or (kind is None and schema.additional is not None):
            return Map(self.of(schema.additional) if schema.additional is not None else AnyJson())
        if kind == "file":
            return File()
        if kind is not None and not (isinstance(kind, str) and kind in _KINDS):
            self._report.warn(
                "schema-type",
                f"{kind!r} is no type of Swagger 2.0; any value is taken",
                schema.node,
            )
        return scalar_type(with_texts({**schema.keywords, "type": kind}, schema.node, self._report))

    def models(self) -> tuple[Model, ...]:
        """Every class, in document order."""
        schemas = {
            key: self._schemas.read(self._schemas.node_at(key)) for key in self._inventory.order
        }
        subtypes = self._subtypes(schemas)
        return tuple(self._model(key, schema, subtypes) for key, schema in schemas.items())

    def _subtypes(self, schemas: dict[Key, Schema]) -> dict[Key, dict[str, str]]:
        """For each discriminated base the classes that extend it, at any depth, by discriminator value."""
        found: dict[Key, dict[str, str]] = {}
        for key, schema in schemas.items():
            if not is_definition(
                schema.node
            ):  # section Composition and Inheritance: by the name of a definition
                continue
            name = self._inventory.classes[key]
            for base in self._ancestors(schema):
                value = schema.node.get("x-ms-discriminator-value", schema.node.key)
                found.setdefault(key_of(base.node), {})[str(value)] = name
        return found

    def _ancestors(self, schema: Schema) -> list[Schema]:
        """The discriminated definitions a schema extends, nearest first."""
        found: list[Schema] = []
        pending = list(schema.bases)
        while pending:
            base = self._schemas.read(pending.pop(0))
            known = key_of(base.node) in self._inventory.classes
            if known and base not in found and base is not schema:
                found.append(base)
                pending += base.bases
        return found

    def _model(self, key: Key, schema: Schema, subtypes: dict[Key, dict[str, str]]) -> Model:
        ancestors = self._ancestors(schema)
        inherited = {name for base in ancestors[:1] for name in base.properties}
        base_names: frozenset[str] = frozenset()
        if ancestors:
            base_names = frozenset(self._field_names(ancestors[0]).values())
        own = {name: prop for name, prop in schema.properties.items() if name not in inherited}
        declared = (level.keywords.get("discriminator") for level in (schema, *ancestors))
        discriminator = next((name for name in declared if isinstance(name, str)), None)
        return Model(
            name=self._inventory.classes[key],
            description=text(schema.keywords.get("description"))
            or text(schema.keywords.get("title")),
            base=self._inventory.classes[key_of(ancestors[0].node)] if ancestors else None,
            fields=self._fields(schema, own, base_names),
            additional=self._additional(schema),
            discriminator=discriminator,
            subtypes=tuple(subtypes.get(key, {}).items()),
            place=place_of(schema.node),
        )

    def _additional(self, schema: Schema) -> Type | None:
        """The type of properties that are not named; null as with any optional property."""
        found = self.of(schema.additional) if schema.additional is not None else AnyJson()
        if isinstance(found, (AnyJson, Nullable)):
            return found if isinstance(found, Nullable) else None
        return Nullable(found)

    def _field_names(self, schema: Schema) -> dict[str, str]:
        """Python names of all properties, inherited ones included."""
        ancestors = self._ancestors(schema)
        if not ancestors:
            return self._claim_fields(schema.properties, frozenset())
        names = self._field_names(ancestors[0])
        own = {name: prop for name, prop in schema.properties.items() if name not in names}
        return {**names, **self._claim_fields(own, frozenset(names.values()))}

    def _claim_fields(
        self, properties: Mapping[str, Node], taken: frozenset[str]
    ) -> dict[str, str]:
        wanted = {wire: field_wanted(wire, prop) for wire, prop in properties.items()}
        names, meetings = claim(wanted, self._hidden | taken)
        for meeting in meetings:
            first, *others = meeting.keys
            for other in others:
                self._report.warn(
                    "name-collision",
                    f"properties {first!r} and {other!r} are both {meeting.name} in Python; "
                    f"they are told apart as {names[str(first)]} and {names[str(other)]}",
                    properties[str(other)],
                    ("the other one", properties[str(first)]),
                    advice="name one of them with x-python-name",
                )
        return names

    def _fields(
        self, schema: Schema, own: Mapping[str, Node], taken: frozenset[str]
    ) -> tuple[Field, ...]:
        names = self._claim_fields(own, taken)
        return tuple(self.field(schema, wire, prop, names[wire]) for wire, prop in own.items())

    def field(self, schema: Schema, wire: str, prop: Node, name: str) -> Field:
        """One property as a field called `name`."""
        target = self._schemas.read(prop)
        read_only = target.keywords.get("readOnly") is True
        return Field(
            wire=wire,
            name=name,
            type=self.of(prop),
            required=wire in schema.required and not read_only,
            read_only=read_only,
            description=text(target.keywords.get("description"))
            or text(target.keywords.get("title")),
        )

    def all_fields(self, node: Node) -> tuple[Field, ...]:
        """The fields of an object schema, inherited ones included."""
        schema = self._schemas.read(node)
        names = self._field_names(schema)
        return tuple(
            self.field(schema, wire, prop, names[wire]) for wire, prop in schema.properties.items()
        )

    def aliases(self) -> tuple[Alias, ...]:
        """Definitions that are no classes, and the second names of shared schemas."""
        found: list[Alias] = []
        for key, name in self._inventory.definitions.items():
            node = self._schemas.node_at(key)
            schema = self._schemas.read(node)
            found.append(Alias(name, self.of(node), text(schema.keywords.get("description"))))
        found += [Alias(alias, ModelRef(name), "") for alias, name in self._inventory.shared]
        return tuple(found)


def field_wanted(wire: str, prop: Node) -> Wanted:
    """The Python name a property asks for: `x-python-name`, `x-ms-client-name`, else after its wire name."""
    override = chosen_name(prop.get("x-python-name"), "field")
    if override is not None:
        return Wanted(override, wire, fixed=True)
    spelling = prop.get("x-ms-client-name")
    spelling = spelling if isinstance(spelling, str) and spelling else wire
    return Wanted(snake(spelling, "field").lstrip("_") or "field", wire)


def text(value: Any) -> str:
    """A description as text; anything else is none."""
    return value.strip() if isinstance(value, str) else ""
