"""What an operation takes: parameters, the body, media types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.compat.change import HARMLESS
from swagsmith.compat.client import argument_names
from swagsmith.compat.pairs import Side
from swagsmith.compat.words import missing, parameter, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.operations import Operation, Parameter
    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair
    from swagsmith.source import Node

_SIMPLE: Final = ("path", "query", "header", "formData")
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"


def compare(comparison: Comparison) -> None:
    """What changed about the inputs of every operation."""
    for pair in comparison.matching.pairs:
        _parameters(comparison, pair)
        _templates(comparison, pair)
        _media_types(comparison, pair)


def _parameters(comparison: Comparison, pair: Pair) -> None:
    gone: list[Parameter] = []
    fresh: list[Parameter] = []
    for old, new in [*pair.parameters(*_SIMPLE), pair.body()]:
        if old is not None and new is not None:
            _both(comparison, pair, old, new)
        elif old is not None:
            gone.append(old)
        elif new is not None:
            fresh.append(new)
    for old, new in _moved(gone, fresh):
        message = f"{parameter(old)} is {_article(new)} now"
        places = old.node.child("in"), new.node.child("in")
        comparison.changes.add("diff-param-location", places, message, [pair.label])
    for one in gone:
        if not (pair.moved and one.location == "path"):
            places = one.node, missing(pair.new.node.child("parameters"), one.name)
            comparison.changes.add(
                "diff-param-removed", places, f"{parameter(one)} is gone", [pair.label]
            )
    for one in fresh:
        if not (pair.moved and one.location == "path"):
            required = _is_required(one)
            rule = f"diff-param-added-{'required' if required else 'optional'}"
            message = f"{parameter(one)} is new" + (" and required" if required else "")
            places = missing(pair.old.node.child("parameters"), one.name), one.node
            comparison.changes.add(rule, places, message, [pair.label])


def _article(one: Parameter) -> str:
    words = {"path": "part of the path", "query": "a query parameter", "header": "a header"}
    return words.get(one.location, "the body" if one.location == "body" else "part of a form")


def _moved(gone: list[Parameter], fresh: list[Parameter]) -> Iterator[tuple[Parameter, Parameter]]:
    """Takes those that moved out of both lists: the same name elsewhere, and a body against a form."""
    for old in list(gone):
        new = next((one for one in fresh if one.name == old.name), None)
        if new is not None and "body" not in (old.location, new.location):
            gone.remove(old)
            fresh.remove(new)
            yield old, new
    for one, other in (("body", "formData"), ("formData", "body")):
        before = [item for item in gone if item.location == one]
        after = [item for item in fresh if item.location == other]
        if before and after:
            gone[:] = [item for item in gone if item not in before]
            fresh[:] = [item for item in fresh if item not in after]
            yield before[0], after[0]


def _is_required(one: Parameter) -> bool:
    return one.location == "path" or one.node.get("required") is True


def _both(comparison: Comparison, pair: Pair, old: Parameter, new: Parameter) -> None:
    """One parameter in both documents."""
    add = comparison.changes.add
    was, now = _is_required(old), _is_required(new)
    if was != now:
        rule = "diff-body-required" if old.location == "body" else "diff-param-required"
        places = old.node.child("required"), new.node.child("required")
        message = f"{parameter(old)} is required {'now' if now else 'no longer'}"
        add(rule, places, message, [pair.label], None if now else HARMLESS)
    was, now = (one.node.get("allowEmptyValue") is True for one in (old, new))
    if was != now:
        places = old.node.child("allowEmptyValue"), new.node.child("allowEmptyValue")
        message = f"{parameter(old)} may be empty {'now' if now else 'no longer'}"
        add("diff-param-allow-empty", places, message, [pair.label], HARMLESS if now else None)
    body = old.location == "body"
    nodes = [one.node.child("schema") if body else one.node for one in (old, new)]
    side = Side.BODY if body else Side.PARAMETER
    comparison.pairs.start(nodes[0], nodes[1], side, parameter(old), pair.label)


def _templates(comparison: Comparison, pair: Pair) -> None:
    """Templates with another name; whether callers notice is for the client to say."""
    renamed = pair.renamed
    if not renamed:
        return
    ours, theirs = (argument_names(one) for one in comparison.emitted(pair))
    for new, old in renamed.items():
        same = ours is not None and theirs is not None and ours["path", old] == theirs["path", new]
        title = f"the template {quoted(old)} of {quoted(pair.old.path)}"
        places = pair.old.path_node, pair.new.path_node
        comparison.changes.add(
            "diff-path-template-renamed",
            places,
            f"{title} is called {quoted(new)} now",
            [pair.label],
            HARMLESS if same else None,
        )


def _media_types(comparison: Comparison, pair: Pair) -> None:
    """The effective `consumes` of operations that send something."""
    old, new = (_consumed(one) for one in (pair.old, pair.new))
    if not old or not new:
        return
    places = _holder(pair.old), _holder(pair.new)
    for name in (name for name in old if name not in new):
        where = old[name] or missing(places[0], name), missing(places[1], name)
        message = f"{quoted(name)} is no longer accepted"
        comparison.changes.add("diff-consumes-removed", where, message, [pair.label])
    for name in (name for name in new if name not in old):
        where = missing(places[0], name), new[name] or missing(places[1], name)
        message = f"{quoted(name)} is accepted now"
        comparison.changes.add("diff-consumes-added", where, message, [pair.label])


def _holder(operation: Operation) -> Node:
    return operation.effective("consumes") or operation.node.child("consumes")


def _consumed(operation: Operation) -> dict[str, Node | None]:
    """The media types of what is sent, with their places; empty where nothing is.

    Where none is named a body is JSON, and a form is what forms are on the web.
    """
    body = operation.located("body")
    form = operation.located("formData")
    if not body and not form:
        return {}
    node = operation.effective("consumes")
    named = media_types(node) if node else {}
    if named:
        return {**named}
    file = any(one.node.get("type") == "file" for one in form)
    return {_JSON if body else _MULTIPART if file else _FORM: None}


def media_types(node: Node) -> dict[str, Node]:
    """The media types of a list without case and parameters, with their places."""
    found: dict[str, Node] = {}
    for one in node.elements():
        if isinstance(one.value, str):
            found.setdefault(one.value.partition(";")[0].strip().lower(), one)
    return found
