"""Documents that say the same in other words: no change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from swagsmith.check import Profile

if TYPE_CHECKING:
    from pathlib import Path

Edit = tuple[str, str]

LIST = "operationId: ListWidgets"
LIMIT = "{name: limit, in: query, type: integer, format: int32, maximum: 50, default: 10}"
IDS = "{name: ids, in: query, type: array, items: {type: string}, collectionFormat: csv}"
ID = "      - {name: id, in: path, required: true, type: string}\n"
SIZE = "size: {type: number, maximum: 9}"
STATE = "state: {type: string, enum: [new, old]}"
GOT = "\"200\": {description: The widget., schema: {$ref: '#/definitions/Widget'}}"
GET = f"  /widgets/{{id}}:\n    get:\n      operationId: GetWidget\n      tags: [Widgets]\n      parameters:\n{ID}"
CREATED = "schema: {$ref: '#/definitions/NewWidget'}"
FLAT = "{type: object, required: [name], properties: {name: {type: string, maxLength: 10}, size: {type: integer}, note: {type: string, x-nullable: true}}}"
ALL = "required: [id]\n    properties:\n      id: {type: string}\n"

ROWS: list[tuple[str, list[Edit]]] = [
    ("a definition is written out", [(CREATED, f"schema: {FLAT}")]),
    (
        "a definition is renamed",
        [(CREATED, "schema: {$ref: '#/definitions/Fresh'}"), ("  NewWidget:\n", "  Fresh:\n")],
    ),
    (
        "a schema gets a name",
        [("items: {type: string}", "items: {type: string}"), (SIZE, "size: {$ref: '#/definitions/Size'}"), ("definitions:\n", "definitions:\n  Size: {type: number, maximum: 9}\n")],
    ),
    (
        "a parameter moves to the path item",
        [(GET, GET.replace("    get:", f"    parameters:\n{ID}    get:").replace(f"      parameters:\n{ID}    ", "").removesuffix(f"      parameters:\n{ID}"))],
    ),
    (
        "a parameter is shared",
        [(f"- {LIMIT}", "- {$ref: '#/parameters/Limit'}"), ("definitions:\n", f"parameters:\n  Limit: {LIMIT}\ndefinitions:\n")],
    ),
    (
        "an answer is shared",
        [('"404": {description: None.}', '"404": {$ref: \'#/responses/None\'}'), ("definitions:\n", "responses:\n  None: {description: None.}\ndefinitions:\n")],
    ),
    (
        "media types move from the root to the operations",
        [("consumes: [application/json]\n", ""), ("operationId: CreateWidget", "operationId: CreateWidget\n      consumes: [application/json]")],
    ),
    ("the media type of a body is the usual one", [("consumes: [application/json]\n", "")]),
    ("the media type of a form is the usual one", [("      consumes: [multipart/form-data]\n", ""), ("consumes: [application/json]\n", "")]),
    ("the media type of an answer is the usual one", [("produces: [application/json]\n", "")]),
    ("a media type has a parameter", [("produces: [application/json]", "produces: ['Application/JSON; charset=utf-8']")]),
    (
        "security moves to the operations",
        [
            ("security:\n- key: []\n", ""),
            *((f"operationId: {name}", f"operationId: {name}\n      security: [{{key: []}}]") for name in ("ListWidgets", "CreateWidget", "GetWidget", "PutPhoto")),
        ],
    ),
    ("a security scheme is renamed", [("  key: {type", "  api: {x-swagsmith-credentials: {key: key}, type"), ("- key: []", "- api: []")]),
    ("schemes move to the operations", [("schemes: [https]\n", ""), *((f"operationId: {name}", f"operationId: {name}\n      schemes: [https]") for name in ("ListWidgets", "CreateWidget", "GetWidget", "PutPhoto"))]),
    ("a part of the base path moves into the paths", [("basePath: /v1\n", ""), *((f"  {path}:\n", f"  /v1{path}:\n") for path in ("/widgets", "/widgets/{id}", "/widgets/{id}/photo"))]),
    ("the base path ends in a slash", [("basePath: /v1", "basePath: /v1/")]),
    ("csv is not said", [(IDS, IDS.replace(", collectionFormat: csv", ""))]),
    ("what is optional anyway is said to be", [(LIMIT, LIMIT.replace("type", "required: false, allowEmptyValue: false, type"))]),
    ("limits that limit nothing", [(STATE, STATE.replace("enum", "minLength: 0, enum")), (IDS, IDS.replace("items", "minItems: 0, uniqueItems: false, items"))]),
    ("further properties are allowed anyway", [("  NewWidget:\n    type: object\n", "  NewWidget:\n    additionalProperties: true\n    type: object\n")]),
    ("an object is one by its properties", [("  NewWidget:\n    type: object\n", "  NewWidget:\n")]),
    ("one schema in allOf", [(CREATED, "schema: {allOf: [{$ref: '#/definitions/NewWidget'}]}")]),
    (
        "properties move into a base",
        [(ALL, "allOf: [{$ref: '#/definitions/Base'}]\n    properties:\n"), ("definitions:\n", "definitions:\n  Base: {type: object, required: [id], properties: {id: {type: string}}}\n")],
    ),
    (
        "a property is described in two places",
        [(f"{SIZE}\n", "size: {maximum: 9}\n"), ("  Widget:\n    type: object\n", "  Widget:\n    allOf: [{properties: {size: {type: number}}}]\n    type: object\n")],
    ),
    ("properties are reordered", [(f"      {SIZE}\n      {STATE}\n", f"      {STATE}\n      {SIZE}\n")]),
    ("values are reordered", [("enum: [new, old]", "enum: [old, new]")]),
    ("keys are reordered", [("host: api.test\nbasePath: /v1\n", "basePath: /v1\nhost: api.test\n")]),
    ("a definition that nothing uses", [("definitions:\n", "definitions:\n  Spare: {type: string}\n")]),
    ("the case of a host", [("host: api.test", "host: API.test")]),
    ("the case of a header", [("X-Total", "x-total")]),
    ("a read-only property of what is sent", [("note: {type: string, x-nullable: true}", "note: {type: string, x-nullable: true}\n      seen: {type: string, readOnly: true}")]),
    ("int64 is said", [("size: {type: integer}", "size: {type: integer, format: int64}")]),
    ("a whole number is written as a fraction", [("default: 10", "default: 10.0")]),
    ("a type is a list of one", [("size: {type: integer}", "size: {type: [integer]}")]),
    ("null is in the type", [("note: {type: string, x-nullable: true}", "note: {type: [string, 'null']}")]),
    ("a path item stands elsewhere", [(GET + f"      responses:\n        {GOT}\n", "  /widgets/{id}: {$ref: '#/x-items/widget'}\n"), ("definitions:\n", "x-items:\n" + GET.replace("  /widgets/{id}", "  widget") + f"      responses:\n        {GOT}\ndefinitions:\n")]),
    ("the title of the document", [("title: Widgets", "title: Gadgets")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "edits"), ROWS, ids=[name for name, _ in ROWS])
def test_other_words_are_no_change(
    name: str,
    edits: list[Edit],
    told: Callable[..., set[str]],
    edited: Callable[..., str],
    widgets: str,
) -> None:
    changed = edited(widgets, *edits)
    assert changed != widgets
    assert told(widgets, changed) == set()
    assert told(changed, widgets) == set()
    assert {one.split()[0] for one in told(widgets, changed, Profile.CONNECTOR)} <= {"minor-update"}


def test_a_definition_that_moves_into_another_file_is_no_change(
    told: Callable[..., set[str]], edited: Callable[..., str], widgets: str, tmp_path: Path
) -> None:
    where = widgets.index("  NewWidget:\n")
    moved = edited(
        widgets[:where], ("'#/definitions/NewWidget'", "'parts.yaml#/definitions/NewWidget'")
    )
    (tmp_path / "parts.yaml").write_text("definitions:\n" + widgets[where:])
    assert told(widgets, moved) == told(moved, widgets) == set()
    (tmp_path / "parts.yaml").write_text("definitions:\n" + widgets[where:].replace("10", "9"))
    assert told(widgets, moved) == {"param-limits-tighter wire"}


def test_paths_that_differ_by_their_query_are_compared_too(
    told: Callable[..., set[str]], widgets: str
) -> None:
    get = "get: {parameters: [{name: a, in: query, type: string}], responses: {'204': {description: x}}}"
    old = widgets.replace(
        "definitions:\n", f"x-ms-paths:\n  /x?op=a:\n    {get}\ndefinitions:\n", 1
    )
    new = old.replace("name: a, in: query, type: string", "name: a, in: query, type: integer")
    assert told(old, old) == set()
    assert told(old, new) == {"param-type wire"}
