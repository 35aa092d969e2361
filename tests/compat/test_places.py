"""Where a change stands, what it says, and who reaches it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from swagsmith.compat import Change, Difference

    Diff = Callable[..., Difference]

LIMIT = "{name: limit, in: query, type: integer, format: int32, maximum: 50, default: 10}"
SIZE = "size: {type: number, maximum: 9}"
WIDGET_READERS = ("GET /widgets", "POST /widgets", "GET /widgets/{id}")


def shown(change: Change) -> tuple[str, str, str, str]:
    return (
        change.old.pointer,
        f"{change.old.span.line}:{change.old.span.column}",
        change.new.pointer,
        f"{change.new.span.line}:{change.new.span.column}",
    )


#: an edit, where the change stands in both documents, its message
ROWS = [
    (
        "a value at the value",
        (LIMIT, LIMIT.replace("50", "40")),
        ("/paths/~1widgets/get/parameters/0/maximum", "20:73", "/paths/~1widgets/get/parameters/0/maximum", "20:73"),
        "the `maximum` of the query parameter `limit` changed from `50` to `40`",
    ),
    (
        "a missing keyword at what lacks it",
        (LIMIT, LIMIT.replace(", maximum: 50", "")),
        ("/paths/~1widgets/get/parameters/0/maximum", "20:73", "/paths/~1widgets/get/parameters/0", "20:9"),
        "the query parameter `limit` has no `maximum` any more; it was `50`",
    ),
    (
        "a removed parameter at the nearest surviving parent",
        (f"      - {LIMIT}\n", ""),
        ("/paths/~1widgets/get/parameters/0", "20:9", "/paths/~1widgets/get/parameters", "19:7"),
        "the query parameter `limit` is gone",
    ),
    (
        "a removed operation at its path",
        ("    post:\n", "    x-post:\n"),
        ("/paths/~1widgets/post", "29:5", "/paths/~1widgets", "14:3"),
        "the operation `CreateWidget` is gone",
    ),
    (
        "an added property at its key",
        (SIZE, f"{SIZE}\n      more: {{type: string}}"),
        ("/definitions/Widget/properties", "59:5", "/definitions/Widget/properties/more", "62:7"),
        "`more` of `Widget` is new",
    ),
    (
        "a property that becomes required at the name in the list",
        ("required: [name]", "required: [name, note]"),
        ("/definitions/NewWidget/properties/note", "70:7", "/definitions/NewWidget/required/1", "66:22"),
        "`note` of `NewWidget` is required now",
    ),
    (
        "a value of a list at the value",
        ("enum: [up, down]", "enum: [up]"),
        ("/paths/~1widgets/get/parameters/2/enum/1", "22:59", "/paths/~1widgets/get/parameters/2/enum", "22:48"),
        "the query parameter `order` may be `down` no longer",
    ),
    (
        "an inherited media type at the root",
        ("produces: [application/json]", "produces: [application/json, text/csv]"),
        ("/produces", "7:1", "/produces/1", "7:30"),
        "`text/csv` may be answered now",
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_change_stands_at_its_place_in_both_documents(
    row: tuple[str, tuple[str, str], tuple[str, ...], str],
    diff: Diff,
    edited: Callable[..., str],
    widgets: str,
) -> None:
    _, edit, places, message = row
    (change,) = diff(widgets, edited(widgets, edit)).changes
    assert shown(change) == places
    assert change.message == message


def test_a_shared_schema_is_told_once_with_all_who_reach_it(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    (change,) = diff(widgets, edited(widgets, (SIZE, SIZE.replace("9", "10")))).changes
    assert change.operations == WIDGET_READERS


def test_a_schema_that_is_sent_and_comes_back_is_told_for_each_direction(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    old = edited(
        widgets,
        (
            "body, schema: {$ref: '#/definitions/NewWidget'}",
            "body, schema: {$ref: '#/definitions/Widget'}",
        ),
    )
    new = edited(old, (SIZE, SIZE.replace("9", "10")))
    found = {change.rule: change.operations for change in diff(old, new).changes}
    assert found == {
        "diff-param-limits-looser": ("POST /widgets",),
        "diff-response-limits-looser": WIDGET_READERS,
    }


def test_a_property_of_a_base_is_told_once_for_all_that_extend_it(diff: Diff, widgets: str) -> None:
    extended = widgets.replace(
        "  NewWidget:\n    type: object\n",
        "  NewWidget:\n    type: object\n    allOf: [{$ref: '#/definitions/Base'}]\n",
    ).replace(
        "  Widget:\n    type: object\n",
        "  Widget:\n    type: object\n    allOf: [{$ref: '#/definitions/Base'}]\n",
    ).replace("definitions:\n", "definitions:\n  Base: {properties: {at: {type: string}}}\n")  # fmt: skip
    changes = diff(
        extended, extended.replace("{at: {type: string}}", "{at: {type: integer}}")
    ).changes
    assert [(change.rule, change.old.pointer) for change in changes] == [
        ("diff-param-type", "/definitions/Base/properties/at/type"),
        ("diff-response-type", "/definitions/Base/properties/at/type"),
    ]


def test_a_base_leads_to_its_subtypes(diff: Diff, widgets: str) -> None:
    old = widgets.replace(
        "  Widget:\n    type: object\n    required: [id]\n",
        "  Widget:\n    type: object\n    required: [id]\n    discriminator: id\n",
    )
    old += "  Gear:\n    allOf: [{$ref: '#/definitions/Widget'}]\n    properties: {teeth: {type: integer}}\n"
    assert old.count("discriminator") == 1
    (change,) = diff(old, old.replace("teeth: {type: integer}", "teeth: {type: string}")).changes
    assert (change.rule, change.operations) == ("diff-response-type", WIDGET_READERS)
    (change,) = diff(old, old + "  Cog:\n    allOf: [{$ref: '#/definitions/Gear'}]\n").changes
    assert (change.rule, change.level) == ("diff-response-enum-added", "warning")
    assert change.message == "`Widget` may be of the type `Cog` now"


def test_a_value_that_readers_expect_is_harmless(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    old = edited(
        widgets,
        ("enum: [new, old]", "enum: [new, old], x-ms-enum: {name: State, modelAsString: true}"),
    )
    (change,) = diff(old, edited(old, ("[new, old]", "[new, old, gone]"))).changes
    assert (change.rule, change.verdict) == ("diff-response-enum-added", "safe")


def test_a_property_where_further_ones_were_forbidden(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    old = edited(
        widgets,
        (
            "  Widget:\n    type: object\n",
            "  Widget:\n    additionalProperties: false\n    type: object\n",
        ),
    )
    (change,) = diff(old, edited(old, (SIZE, f"{SIZE}\n      more: {{type: string}}"))).changes
    assert (change.rule, change.verdict) == ("diff-response-property-added", "wire")


def test_a_property_that_is_sent_where_further_ones_are_forbidden(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    closed = edited(
        widgets,
        (
            "  NewWidget:\n    type: object\n",
            "  NewWidget:\n    additionalProperties: false\n    type: object\n",
        ),
    )
    changes = diff(
        closed, edited(closed, ("      note: {type: string, x-nullable: true}\n", ""))
    ).changes
    assert [(change.rule, change.verdict) for change in changes] == [
        ("diff-request-property-removed", "wire")
    ]


def test_operations_are_matched_by_their_id_first(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    swapped = edited(
        widgets,
        ("  /widgets/{id}:\n", "  /other/{id}:\n"),
        ("  /widgets/{id}/photo:\n", "  /widgets/{id}:\n"),
    )
    found = [(change.rule, change.operations) for change in diff(widgets, swapped).changes]
    assert found == [
        ("diff-path-changed", ("GET /widgets/{id}",)),
        ("diff-path-changed", ("PUT /widgets/{id}/photo",)),
    ]


def test_another_pattern_may_hurt(diff: Diff, edited: Callable[..., str], widgets: str) -> None:
    old = edited(widgets, ("maxLength: 10", "maxLength: 10, pattern: ^a"))
    (change,) = diff(old, edited(old, ("pattern: ^a", "pattern: ^b"))).changes
    assert (change.rule, change.verdict, change.level) == (
        "diff-param-limits-tighter",
        "wire",
        "warning",
    )


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [(4, 2, "looser"), (2, 4, "tighter"), (0.3, 0.1, "looser"), (2, 3, "tighter")],
)
def test_steps(
    diff: Diff, edited: Callable[..., str], widgets: str, old: float, new: float, rule: str
) -> None:
    before, after = (
        edited(widgets, (LIMIT, LIMIT.replace("maximum: 50", f"multipleOf: {step}")))
        for step in (old, new)
    )
    (change,) = diff(before, after).changes
    assert change.rule == f"diff-param-limits-{rule}"


def test_how_one_element_is_joined_does_not_matter(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    old = edited(widgets, ("collectionFormat: csv", "collectionFormat: csv, maxItems: 1"))
    assert told(old, old.replace("csv", "multi")) == set()


def test_more_scopes_are_needed(diff: Diff, edited: Callable[..., str], widgets: str) -> None:
    old = edited(widgets, ("security:\n- key: []\n", "security:\n- sign: [read]\n"))
    new = edited(old, ("- sign: [read]", "- sign: [read, write]"))
    (change,) = diff(old, new).changes
    assert (change.rule, change.verdict) == ("diff-security-added", "wire")
    assert (
        change.message
        == "the scope `write` is needed beside the scheme `sign` with the scope `read`"
    )
    (back,) = diff(new, old).changes
    assert (back.rule, back.verdict) == ("diff-security-relaxed", "safe")


def test_nothing_is_also_a_way_to_authenticate(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str
) -> None:
    optional = edited(widgets, ("security:\n- key: []\n", "security:\n- key: []\n- {}\n"))
    assert told(widgets, optional) == {"security-relaxed safe"}
    assert told(optional, widgets) == {"security-added wire"}


def test_changes_at_one_place_are_told_apart(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    more = edited(
        widgets,
        ("schemes: [https]", "schemes: [https, http, wss]"),
        ("consumes: [application/json]\n", "consumes: [application/json, text/csv, text/xml]\n"),
    )
    found = [change.rule for change in diff(more, widgets).changes]
    assert sorted(found) == ["diff-consumes-removed"] * 2 + ["diff-scheme-removed"] * 2


def test_what_is_assumed_is_told_once_for_all(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    none = edited(widgets, ("produces: [application/json]\n", ""))
    xml = edited(widgets, ("produces: [application/json]", "produces: [application/xml]"))
    found = sorted((change.rule, change.operations) for change in diff(none, xml).changes)
    assert found == [
        ("diff-produces-added", WIDGET_READERS),
        ("diff-produces-removed", WIDGET_READERS),
    ]


def test_templates_of_one_path_are_told_once(
    diff: Diff, edited: Callable[..., str], widgets: str
) -> None:
    get = "    get: {parameters: &p [{name: a, in: path, required: true, type: string}, {name: b, in: path, required: true, type: string}], responses: {'204': {description: x}}}\n    put: {parameters: *p, responses: {'204': {description: x}}}\n"
    old = edited(widgets, ("paths:\n", f"paths:\n  /x/{{a}}/{{b}}:\n{get}"))
    new = edited(
        widgets,
        (
            "paths:\n",
            "paths:\n  /x/{c}/{d}:\n"
            + get.replace("name: a", "name: c").replace("name: b", "name: d"),
        ),
    )
    (change,) = diff(old, new).changes
    assert change.message == "the templates `a` and `b` of `/x/{a}/{b}` are called `c` and `d` now"
    assert change.operations == ("GET /x/{a}/{b}", "PUT /x/{a}/{b}")
