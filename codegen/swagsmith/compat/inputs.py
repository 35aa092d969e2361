"""What an operation takes: parameters, the body, media types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.compat import lists
from swagsmith.compat.change import HARMLESS
from swagsmith.compat.client import argument_names
from swagsmith.compat.matching import speaks_xml
from swagsmith.compat.pairs import Side
from swagsmith.compat.words import missing, names, parameter, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.operations import Operation, Parameter
    from swagsmith.compat.comparison import Comparison
    from swagsmith.compat.matching import Pair

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
    _escaping(comparison, pair, old, new)
    body = old.location == "body"
    nodes = [one.node.child("schema") if body else one.node for one in (old, new)]
    side = Side.BODY if body else Side.PARAMETER
    xml = body and speaks_xml(pair, "consumes")
    comparison.pairs.start(nodes[0], nodes[1], side, parameter(old), pair.label, xml=xml)


def _escaping(comparison: Comparison, pair: Pair, old: Parameter, new: Parameter) -> None:
    """How a value is escaped on its way into the URL."""
    (keyword, was), (other, now) = _escaped(old), _escaped(new)
    if was != now:
        places = old.node.child(keyword or other), new.node.child(other or keyword)
        message = f"{parameter(old)} is escaped {now}, not {was}"
        comparison.changes.add("diff-param-encoding", places, message, [pair.label])


def _escaped(one: Parameter) -> tuple[str, str]:
    """The extension that says how a value is escaped, and how; without one it is once."""
    if one.location in ("path", "query") and one.node.flag("x-ms-skip-url-encoding"):
        return "x-ms-skip-url-encoding", "not at all"
    if one.location == "path" and one.node.get("x-ms-url-encoding") == "double":
        return "x-ms-url-encoding", "twice"
    return "", "once"


def _templates(comparison: Comparison, pair: Pair) -> None:
    """Templates with another name; whether callers notice is for the client to say."""
    renamed = pair.renamed
    if not renamed:
        return
    ours, theirs = (argument_names(one) or {} for one in comparison.emitted(pair))
    same = all(
        ours.get(("path", old), "") == theirs.get(("path", new)) for new, old in renamed.items()
    )
    one = len(renamed) == 1
    what = f"the template{'' if one else 's'} {names(renamed.values())} of {quoted(pair.old.path)}"
    message = f"{what} {'is' if one else 'are'} called {names(renamed)} now"
    places, effect = (pair.old.path_node, pair.new.path_node), HARMLESS if same else None
    comparison.changes.add("diff-path-template-renamed", places, message, [pair.label], effect)


def _media_types(comparison: Comparison, pair: Pair) -> None:
    """The effective `consumes` of operations that send something."""
    assumed = _assumed(pair.old), _assumed(pair.new)
    if assumed[0] is not None and assumed[1] is not None:
        old = lists.effective(pair.old, "consumes", assumed[0])
        new = lists.effective(pair.new, "consumes", assumed[1])
        words = "diff-consumes", "is no longer accepted", "is accepted now"
        lists.compare(comparison, pair, (old, new), words)


def _assumed(operation: Operation) -> str | None:
    """What is sent where no media type is named; None where nothing is sent.

    A body is JSON then, and a form is what forms are on the web.
    """
    form = operation.located("formData")
    if operation.located("body"):
        return _JSON
    if not form:
        return None
    return _MULTIPART if any(one.node.get("type") == "file" for one in form) else _FORM
