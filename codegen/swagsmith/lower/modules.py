"""Which module of the package of models a class lives in.

Classes that refer to each other in a circle share a module; all others have their own. So modules import one
another in one direction only, and importing a class imports what it refers to and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.ir.api import Module
from swagsmith.ir.types import Array, Map, ModelRef, Nullable, Type
from swagsmith.lower.names import file_stem, snake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from swagsmith.ir.api import Alias, Model

    Graph = Mapping[str, set[str]]

#: how many modules may import one another in a row; each import takes some frames of Python's stack
_DEEPEST: Final = 32


def model_modules(models: Sequence[Model], aliases: Sequence[Alias]) -> tuple[Module, ...]:
    """The modules in the order of their names, which do not depend on the order of the document.

    A module is called after the shortest name among its classes, bases and definitions before what extends them.
    """
    graph = _references(models, aliases)
    extra = {alias.name for alias in aliases} | {model.name for model in models if model.base}
    groups = {
        _stem(min(group, key=lambda name: (name in extra, len(name), name))): group
        for group in _shallow(graph, _circles(graph))
    }
    module_of = {name: module for module, group in groups.items() for name in group}
    return tuple(
        Module(
            name=module,
            members=frozenset(group),
            imports=tuple(sorted((module_of[used], used) for used in _used(graph, group) - group)),
        )
        for module, group in sorted(groups.items())
    )


def _stem(name: str) -> str:
    return file_stem(f"_{snake(name)}")


def _references(models: Iterable[Model], aliases: Iterable[Alias]) -> Graph:
    """What each class and alias needs to be there, and what has to stand beside it."""
    graph: dict[str, set[str]] = {}
    for model in models:
        types = [field.type for field in model.fields]
        types += [model.additional] if model.additional is not None else []
        graph[model.name] = {name for found in types for name in _named(found)}
        graph[model.name] |= {name for _, name in model.subtypes}
        graph[model.name] |= {model.base} if model.base else set()
    for alias in aliases:
        graph[alias.name] = set(_named(alias.type))
        for name in graph[alias.name]:
            graph[name].add(alias.name)
    alike: dict[str, str] = {}
    for name in sorted(graph):  # one file for names that a file system may not tell apart
        first = alike.setdefault(_stem(name).casefold(), name)
        if first != name:
            graph[first].add(name)
            graph[name].add(first)
    return graph


def _named(found: Type) -> Iterator[str]:
    """The class a type holds, if it holds one."""
    match found:
        case ModelRef(name):
            yield name
        case Array(inner) | Map(inner) | Nullable(inner):
            yield from _named(inner)
        case _:
            pass


def _circles(graph: Graph) -> list[set[str]]:
    """The strongly connected components, what is referred to before what refers to it (Kosaraju's algorithm)."""
    referring: dict[str, set[str]] = {name: set() for name in graph}
    for name, used in graph.items():
        for other in used:
            referring[other].add(name)
    placed: set[str] = set()
    groups = [_reached(name, referring, placed) for name in reversed(_finished(graph))]
    return [group for group in reversed(groups) if group]


def _finished(graph: Graph) -> list[str]:
    """The names in the order in which a depth-first search is done with them."""
    order: list[str] = []
    seen: set[str] = set()
    pending = [(name, False) for name in graph]
    while pending:
        name, done = pending.pop()
        if done:
            order.append(name)
        elif name not in seen:
            seen.add(name)
            pending.append((name, True))
            pending += [(other, False) for other in graph[name]]
    return order


def _reached(start: str, graph: Graph, seen: set[str]) -> set[str]:
    """What can be reached from a name without what was seen before; it is seen now."""
    found: set[str] = set()
    pending = [start]
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            found.add(name)
            pending += graph[name]
    return found


def _shallow(graph: Graph, groups: Iterable[set[str]]) -> list[set[str]]:
    """The groups, those through which too many others would be imported in a row put together as one."""
    height: dict[str, int] = {}
    kept: list[set[str]] = []
    top: set[str] = set()
    for group in groups:
        below = max((height[used] for used in _used(graph, group) - group), default=0)
        height.update(dict.fromkeys(group, below + 1))
        if below < _DEEPEST:
            kept.append(group)
        else:
            top |= group
    return [*kept, top] if top else kept


def _used(graph: Graph, group: Iterable[str]) -> set[str]:
    return {used for name in group for used in graph[name]}
