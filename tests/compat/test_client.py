"""What callers of the emitted client see though the wire does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from swagsmith.check import Profile
from swagsmith.compat import Difference, Version, compare
from swagsmith.source import load

if TYPE_CHECKING:
    from pathlib import Path

    Diff = Callable[..., Difference]

Edit = tuple[str, str]

ORDER = "{name: order, in: query, type: string, enum: [up, down], allowEmptyValue: true}"
SIZE = "size: {type: number, maximum: 9}"
NAME = "name: {type: string, maxLength: 10}"
GET = "operationId: GetWidget\n      tags: [Widgets]"

#: what happens, the edits that do it, what it gives, a word of the message
NAMES: list[tuple[str, list[Edit], str, str]] = [
    ("a method", [(GET, f"{GET}\n      x-python-name: fetch")], "client-name source", "`widgets.get` is called `widgets.fetch`"),
    ("an argument", [(ORDER, ORDER.replace("in:", "x-python-name: sorted_by, in:"))], "client-name source", "`order` is called `sorted_by`"),
    ("an argument, for other tools too", [(ORDER, ORDER.replace("in:", "x-ms-client-name: sortedBy, in:"))], "client-name source", "`order` is called `sorted_by`"),
    ("a field", [(SIZE, SIZE.replace("{", "{x-python-name: extent, "))], "client-name source", "`Widget.size` is called `extent`"),
    ("a class", [("  Widget:\n", "  Widget:\n    x-python-name: Thing\n")], "client-name source", "the class `Widget` is called `Thing`"),
    ("a class, by which a renamed definition keeps its name", [("  NewWidget:\n", "  Fresh:\n    x-python-name: NewWidget\n"), ("schema: {$ref: '#/definitions/NewWidget'}", "schema: {$ref: '#/definitions/Fresh'}")], "", ""),
    ("the package", [("title: Widgets,", "title: Widgets, x-python-name: gadgets,")], "client-name source", "`widgets` is called `gadgets`"),
    ("a credential", [("  key: {type", "  api: {type"), ("- key: []", "- api: []")], "client-name source", "the credentials `key` are called `api`"),
    ("a credential by name", [("  key: {type", "  key: {x-swagsmith-credentials: {key: api_key}, type")], "client-name source", "are called `api_key`"),
    ("an argument that meets another", [(ORDER, f"{ORDER}\n      - {{name: Order, in: header, type: string}}")], "param-added-optional safe", "is new"),
]  # fmt: skip


@pytest.mark.parametrize("row", NAMES, ids=[row[0] for row in NAMES])
def test_names_are_seen(
    row: tuple[str, list[Edit], str, str],
    diff: Diff,
    told: Callable[..., set[str]],
    edited: Callable[..., str],
    widgets: str,
) -> None:
    _, edits, expected, words = row
    changed = edited(widgets, *edits)
    assert told(widgets, changed) == ({expected} if expected else set())
    messages = [change.message for change in diff(widgets, changed).changes]
    assert not expected or words in messages[0]


def test_a_resource_with_another_name_is_told_once(diff: Diff, widgets: str) -> None:
    old, new = (widgets.replace("[Widgets]", f"[{tag}]") for tag in ("Shop", "Store"))
    (change,) = diff(old, new).changes
    assert (change.rule, change.verdict) == ("diff-tag", "source")
    assert change.message == "the methods of `shop` are those of `store` in the client now"
    assert len(change.operations) == 4


#: what happens, the edits that do it, what it gives forth and back
TYPES: list[tuple[str, list[Edit], set[str], set[str]]] = [
    (
        "a text that is sent is a moment no longer",
        [(NAME, NAME.replace("string", "string, format: date-time"))],
        {"param-type wire"},
        {"param-type source"},
    ),
    (
        "text becomes bytes",
        [("made: {type: string}", "made: {type: string, format: byte}")],
        {"response-type source"},
        {"response-type wire"},
    ),
    (
        "an object of anything gets a name for one of its keys",
        [("made: {type: string}", "made: {type: object, properties: {at: {type: string}}}")],
        {"response-type wire"},
        {"response-type wire"},
    ),
    (
        "a list is given page by page",
        [("operationId: ListWidgets", "operationId: ListWidgets\n      x-ms-pageable: {nextLinkName: null}")],
        {"client-type source"},
        {"client-type source"},
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", TYPES, ids=[row[0] for row in TYPES])
def test_types_are_seen(
    row: tuple[str, list[Edit], set[str], set[str]],
    told: Callable[..., set[str]],
    edited: Callable[..., str],
    widgets: str,
) -> None:
    _, edits, forth, back = row
    changed = edited(widgets, *edits)
    assert told(widgets, changed) == forth
    assert told(changed, widgets) == back


def test_a_required_argument_that_nothing_is_assumed_for(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    old = edited(widgets, (ORDER, ORDER.replace("type", "required: true, default: up, type")))
    new = edited(widgets, (ORDER, ORDER.replace("type", "required: true, type")))
    # The client sends the default of a required parameter, so callers need not give it.
    assert told(old, new) == {"param-default source"}
    assert told(new, old) == {"param-default wire"}


def test_an_object_of_anything_becomes_a_class(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    made = "made: {type: string}"
    old = edited(widgets, (made, "made: {type: object}"))
    new = edited(widgets, (made, "made: {type: object, properties: {at: {type: string}}}"))
    assert told(old, new) == {"response-property-added source"}


def test_a_body_of_arguments_becomes_one_argument(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    old = edited(widgets, ("in: body, ", "in: body, required: true, "))
    new = edited(
        old, ("- {name: widget,", "- {name: size, in: query, type: string}\n      - {name: widget,")
    )
    assert told(old, new) == {"param-added-optional safe", "client-type source"}


def test_documents_without_a_client_are_compared_on_the_wire(tmp_path: Path, widgets: str) -> None:
    broken = widgets.replace("{$ref: '#/definitions/NewWidget'}", "{$ref: '#/definitions/Gone'}")
    (tmp_path / "old.yaml").write_text(broken)
    (tmp_path / "new.yaml").write_text(broken.replace("maximum: 50", "maximum: 40"))
    versions = [Version(load(tmp_path / f"{name}.yaml")) for name in ("old", "new")]
    found = compare(versions[0], versions[1], Profile.PLAIN)
    assert [change.rule for change in found.changes] == ["diff-param-limits-tighter"]
    assert [len(refusal.diagnostics) for refusal in found.refusals] == [1, 1]
