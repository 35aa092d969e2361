"""The base class of emitted models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pydantic import BaseModel, ConfigDict
from pydantic_core import core_schema

from . import building
from .plain import ANSWER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pydantic import GetCoreSchemaHandler, ValidationInfo


class _Given(dict[str, Any]):
    """Keyword arguments of a constructor, told apart from data to decode."""


class _Subtypes:
    """Which class a discriminator value stands for (section Schema Object, `discriminator`)."""

    __slots__ = ("_classes", "_names")

    def __init__(self, names: tuple[str, ...], classes: Mapping[str, type[Model]]) -> None:
        self._names = names
        self._classes = classes

    def choose(self, data: Mapping[str, Any]) -> type[Model] | None:
        """The class for `data`, at any depth below; None for the base itself."""
        value = next((data[name] for name in self._names if name in data), None)
        found = self._classes.get(value) if isinstance(value, str) else None
        if found is not None:
            return found
        for subtype in self._classes.values():
            below: _Subtypes | None = subtype.__dict__.get("__subtypes__")
            found = None if below is None or below is self else below.choose(data)
            if found is not None:
                return found
        return None


class Model(BaseModel):
    """An object of the document.

    Properties are set by Python name or wire name, those of an answer by wire name alone. Those
    the document does not name are kept, so that an answer can be changed and sent back whole.
    Which ones were set is remembered: a request holds those and no others, None as null.
    """

    model_config = ConfigDict(
        extra="allow",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        # Building hundreds of validators is what makes importing a client slow.
        defer_build=True,
        coerce_numbers_to_str=True,
        protected_namespaces=(),
        hide_input_in_errors=True,
        polymorphic_serialization=True,
    )

    __subtypes__: ClassVar[_Subtypes | None] = None
    __read_only__: ClassVar[frozenset[str]] = frozenset()
    #: gives the type of properties without a name of their own; Any, for it is a static method
    __additional__: ClassVar[Any] = None

    if not TYPE_CHECKING:
        # Hidden from type checkers, which derive the signature from the fields.
        def __init__(self, /, **data: Any) -> None:
            self.__pydantic_validator__.validate_python(_Given(data), self_instance=self)

        # Keeps pydantic on its fast path, which does not call __init__ when decoding.
        __init__.__pydantic_base_init__ = True

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler, /
    ) -> core_schema.CoreSchema:
        def build() -> core_schema.CoreSchema:
            return cls.__choosing_subtype(cls.__typing_extras(handler(source), handler))

        return building.schema_of(cls, build, handler)

    @classmethod
    def __typing_extras(
        cls, schema: core_schema.CoreSchema, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """The schema of a class whose further properties have a type."""
        found = cls.__additional__
        if found is None or schema["type"] != "model" or schema["schema"]["type"] != "model-fields":
            return schema
        fields = {**schema["schema"], "extras_schema": handler.generate_schema(found())}
        return cast("core_schema.CoreSchema", {**schema, "schema": fields})

    @classmethod
    def __choosing_subtype(cls, schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
        """The schema of a class, which gives one of its subclasses where a discriminator says so."""
        subtypes: _Subtypes | None = cls.__dict__.get("__subtypes__")
        # A class that is built already comes with its wrapper.
        if subtypes is None or schema["type"] != "model":
            return schema
        # References to the class, its own included, have to lead to the wrapper.
        reference = schema.get("ref")
        inner = cast("core_schema.CoreSchema", {k: v for k, v in schema.items() if k != "ref"})

        def validate(value: Any, decode: Callable[[Any], Any], info: ValidationInfo) -> Any:
            # A constructor makes the class it was called on.
            if isinstance(value, Mapping) and not isinstance(value, _Given):
                found = subtypes.choose(cast("Mapping[str, Any]", value))
                if found is not None and found is not cls:
                    by_name = False if info.context is ANSWER else None
                    return found.model_validate(value, by_name=by_name, context=info.context)
            return decode(value)

        return core_schema.with_info_wrap_validator_function(validate, inner, ref=reference)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        # Names that came from a server can hold control characters.
        for name, value in super().__repr_args__():
            yield name if name is None or name.isidentifier() else repr(name), value


def polymorphic(base: type[Model], wire_property: str, subtypes: Mapping[str, type[Model]]) -> None:
    """Makes decoding `base` give the subclass that the discriminator names.

    A missing or unknown value gives `base`. To be called after the classes are defined and before
    any of them is first used.

    Args:
        base: the class of the definition with the `discriminator`.
        wire_property: the discriminator property, by wire name.
        subtypes: value of that property to class; those further down may be here or registered
            with a base of their own.
    """
    fields = base.model_fields.items()
    names = [name for name, info in fields if (info.alias or name) == wire_property]
    base.__subtypes__ = _Subtypes((wire_property, *names), dict(subtypes))


def additional(model: type[Model], found: Callable[[], Any]) -> None:
    """Types the properties that a class does not name (section Schema Object, `additionalProperties`).

    To be called after the class is defined and before it is first used.

    Args:
        model: the class; its subclasses inherit this.
        found: gives the type, once all classes are there.
    """
    model.__additional__ = staticmethod(found)


def read_only(model: type[Model], *names: str) -> None:
    """Leaves properties out of requests (section Schema Object, `readOnly`).

    Args:
        model: the class; its subclasses inherit this.
        names: Python names of its fields.
    """
    model.__read_only__ = model.__read_only__ | frozenset(names)


def set_fields(model: Model) -> Iterable[tuple[str, Any]]:
    """The properties a request holds: those that were set, by wire name, in document order."""
    hidden = {
        name for kind in type(model).__mro__ for name in kind.__dict__.get("__read_only__", ())
    }
    extra = model.model_extra or {}
    for name, info in type(model).model_fields.items():
        if name in model.model_fields_set and name not in hidden:
            value = getattr(model, name)
            # A property that is not in the document and is called like this field counts as set.
            if name in extra and value is None and not info.is_required():
                continue
            yield info.serialization_alias or info.alias or name, value
    yield from extra.items()


def get_property(value: Any, wire: str) -> Any:
    """A property by wire name, of a model or plain data; None when it has none."""
    if isinstance(value, Model):
        for name, info in type(value).model_fields.items():
            if (info.alias or name) == wire:
                return getattr(value, name)
        return (value.model_extra or {}).get(wire)
    return cast("Mapping[str, Any]", value).get(wire) if isinstance(value, Mapping) else None
