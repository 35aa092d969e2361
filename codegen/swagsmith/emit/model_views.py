"""What the template of a module of models prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.emit.literals import pyrepr
from swagsmith.emit.python_types import alias_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from swagsmith.ir.api import Api, Model


@dataclass(frozen=True, slots=True)
class ModelModuleView:
    """A module of models: the text of its classes, and what stands before and after them."""

    name: str
    imports: tuple[tuple[str, str], ...]
    classes: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    calls: tuple[str, ...]
    members: tuple[str, ...]


def model_module_views(api: Api, classes: Mapping[str, str]) -> tuple[ModelModuleView, ...]:
    """One view a module of models.

    Args:
        api: whose models.
        classes: the text of each class, bases before what extends them.
    """
    models = {model.name: model for model in api.models}
    aliases = {alias.name: alias_target(alias.type) for alias in api.aliases}
    order = {name: index for index, name in enumerate([*classes, *aliases])}
    views: list[ModelModuleView] = []
    for module in api.model_modules:
        members = sorted(module.members, key=order.__getitem__)
        own = [models[name] for name in members if name in models]
        views.append(
            ModelModuleView(
                name=module.name,
                imports=module.imports,
                classes=tuple(classes[model.name] for model in own),
                aliases=tuple((name, aliases[name]) for name in members if name in aliases),
                calls=(*_polymorphic(own), *_additional(own), *_read_only(own)),
                members=tuple(members),
            )
        )
    return tuple(views)


def _polymorphic(models: Iterable[Model]) -> Iterator[str]:
    """The calls that tell bases of their subtypes."""
    for model in models:
        if model.discriminator is not None and model.subtypes:
            pairs = ", ".join(f"{pyrepr(value)}: {name}" for value, name in model.subtypes)
            yield f"polymorphic({model.name}, {pyrepr(model.discriminator)}, {{{pairs}}})"


def _additional(models: Iterable[Model]) -> Iterator[str]:
    """The calls that tell classes of the type of properties they do not name."""
    for model in models:
        if model.additional is not None:
            yield f"additional({model.name}, lambda: {alias_target(model.additional)})"


def _read_only(models: Iterable[Model]) -> Iterator[str]:
    """The calls that tell classes of the properties no request holds."""
    for model in models:
        names = [field.name for field in model.fields if field.read_only]
        if names:
            yield f"read_only({model.name}, {', '.join(pyrepr(name) for name in names)})"
