"""References, and what nothing refers to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from swagsmith.check import Profile, Settings, lint
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from swagsmith.diagnostics import Diagnostic


def answer(schema: str) -> str:
    """One operation that answers with a schema; the schema stands on line 6."""
    return (
        'paths:\n  /w:\n    get:\n      responses:\n        "200": {description: Done.,\n'
        f"          schema: {schema}}}\n"
    )


REF = "{$ref: '#/definitions/A'}"

CASES = [
    (
        "ref-resolves",
        answer("{$ref: '#/definitions/Mesage'}") + "definitions: {Message: {}}\n",
        ("/paths/~1w/get/responses/200/schema/$ref", 6, 26, "'#/definitions/Mesage'"),
        ("Mesage", "Message"),
        {"help": "did you mean '#/definitions/Message'?"},
    ),
    (
        "ref-resolves",
        answer("{$ref: Message}") + "definitions: {Message: {}}\n",
        ("/paths/~1w/get/responses/200/schema/$ref", 6, 26, "the file 'Message' does not exist"),
        ("$ref: Message", "$ref: '#/definitions/Message'"),
        {"help": "did you mean `#/definitions/Message`?"},
    ),
    (
        "ref-resolves",
        "paths:\n  /w:\n    $ref: other.yaml\n",
        ("/paths/~1w/$ref", 3, 11, "the file 'other.yaml' does not exist"),
        ("$ref: other.yaml", "parameters: []"),
    ),
    (
        "ref-pattern",
        answer("{$ref: '#/components/schemas/A'}") + "definitions: {A: {}}\n",
        ("/paths/~1w/get/responses/200/schema/$ref", 6, 26, "not at `#/components`"),
        ("components/schemas", "definitions"),
        {"help": "`components` belongs to OpenAPI 3"},
    ),
    (
        "ref-pattern",
        answer("{$ref: '#/x-shared/A'}") + "x-shared: {A: {}}\n",
        ("/paths/~1w/get/responses/200/schema/$ref", 6, 26, "not at `#/x-shared`"),
        ("{$ref: '#/x-shared/A'}", "{}"),
    ),
    (
        "ref-pattern",
        answer("{$ref: '#/definitions'}") + "x-used: {$ref: '#/definitions/A'}\n"
        "definitions: {A: {}}\n",
        ("/paths/~1w/get/responses/200/schema/$ref", 6, 26, "not at `#/definitions`"),
        ("'#/definitions'", "'#/definitions/A'"),
    ),
    (
        "ref-no-siblings",
        answer("{$ref: '#/definitions/A', description: x, x-b: 1}") + "definitions: {A: {}}\n",
        (
            "/paths/~1w/get/responses/200/schema/description",
            6,
            45,
            "`description` and `x-b` beside a `$ref` are ignored",
        ),
        (", description: x, x-b: 1", ""),
    ),
    (
        "ref-no-siblings",
        (
            "parameters: {a: {name: a, in: query, type: string}}\npaths:\n  /w:\n    parameters:\n"
            "    - $ref: '#/parameters/a'\n      required: true\n"
            '    get: {responses: {"200": {description: Done.}}}\n'
        ),
        ("/paths/~1w/parameters/0/required", 6, 7, "`required` beside a `$ref` is ignored"),
        ("      required: true\n", ""),
    ),
    (
        "ref-loop",
        answer("{$ref: '#/definitions/A'}") + "definitions:\n  A: {$ref: '#/definitions/B'}\n"
        "  B: {$ref: '#/definitions/A'}\n",
        ("/definitions/A/$ref", 8, 13, "leads back to itself"),
        ("B: {$ref: '#/definitions/A'}", "B: {items: {$ref: '#/definitions/A'}, type: array}"),
        {"related": [9]},
    ),
    (
        "ref-loop",
        answer(REF) + "definitions:\n  A: {$ref: '#/definitions/A'}\n",
        ("/definitions/A/$ref", 8, 13, "leads back to itself"),
        ("A: {$ref: '#/definitions/A'}", "A: {}"),
    ),
    (
        "ref-remote",
        answer("{$ref: 'https://x.test/a.json#/A'}"),
        ("/paths/~1w/get/responses/200/schema/$ref", 6, 26, "nothing is fetched"),
        ("$ref: 'https://x.test/a.json#/A'", "type: string"),
        {"severity": "warning"},
    ),
    (
        "ref-remote",
        answer("{$ref: /etc/passwd}"),
        ("/paths/~1w/get/responses/200/schema/$ref", 6, 26, "'/etc/passwd' leads out"),
        ("$ref: /etc/passwd", "type: string"),
    ),
    (
        "ref-path-item",
        "paths:\n  /v:\n    get: {responses: {'200': {description: x}}}\n  /w:\n    $ref: '#/paths/~1v'\n",
        ("/paths/~1w/$ref", 5, 11, "the path item /w is a reference"),
        ("    $ref: '#/paths/~1v'", "    get: {responses: {'200': {description: x}}}"),
        {"severity": "warning"},
    ),
    (
        "ref-unused",
        answer(REF) + "definitions:\n  A: {}\n  B: {properties: {c: {$ref: '#/definitions/B'}}}\n",
        ("/definitions/B", 9, 3, "the definition `B` is used nowhere"),
        ("A: {}", "A: {allOf: [{$ref: '#/definitions/B'}]}"),
        {"severity": "warning"},
    ),
    (
        "ref-unused",
        answer("{}") + "parameters:\n  a: {name: a, in: query, type: string}\n",
        ("/parameters/a", 8, 3, "the shared parameter `a` is used nowhere"),
        ("    get:\n", "    get:\n      parameters: [$ref: '#/parameters/a']\n"),
    ),
    (
        "ref-unused",
        answer("{}") + "responses:\n  a: {description: x}\n",
        ("/responses/a", 8, 3, "the shared response `a` is used nowhere"),
        ('"200":', "default: {$ref: '#/responses/a'}\n        \"200\":"),
    ),
    (
        "ref-unused",
        answer("{}")
        + "security: [{b: []}]\nsecurityDefinitions:\n  a: {type: basic}\n  b: {type: basic}\n",
        ("/securityDefinitions/a", 9, 3, "the security definition `a` is used nowhere"),
        ("[{b: []}]", "[{b: []}, {a: []}]"),
    ),
    (
        "ref-unused",
        answer("{}") + "tags:\n- name: a\n",
        ("/tags/0/name", 8, 9, "the tag `a` is used nowhere"),
        ("    get:\n", "    get:\n      tags: [a]\n"),
    ),
]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{number}-{case[0]}") for number, case in enumerate(CASES)]
)
def test_a_fault_is_found_once_at_its_place(
    assert_case: Callable[..., None], case: tuple[object, ...]
) -> None:
    *positional, last = case
    if isinstance(last, dict):
        assert_case(*positional, **last)
    else:
        assert_case(*case)


def test_a_property_called_ref_is_a_property(find: Callable[..., list[Diagnostic]]) -> None:
    text = answer("{type: object, properties: {$ref: {type: string, default: 5}}}")
    (found,) = find(text, "core", "-op-id-present")
    assert found.rule == "schema-default-valid"
    assert found.pointer.endswith("/properties/$ref/default")


def test_a_subtype_of_a_used_base_is_used(find: Callable[..., list[Diagnostic]]) -> None:
    text = answer(REF) + (
        "definitions:\n"
        "  A: {type: object, discriminator: kind, required: [kind],"
        " properties: {kind: {type: string}}}\n"
        f"  B: {{allOf: [{REF}]}}\n"
        "  C: {allOf: [{$ref: '#/definitions/B'}, {$ref: '#/definitions/E'}]}\n"
        "  D: {allOf: [{$ref: '#/definitions/E'}]}\n"
        "  E: {type: object}\n"
    )
    assert [found.pointer for found in find(text, "ref-unused")] == ["/definitions/D"]


def test_a_broken_definition_is_no_unused_one(find: Callable[..., list[Diagnostic]]) -> None:
    text = (
        answer("{}")
        + "definitions: {A: {$ref: '#/definitions/A'}, B: {$ref: '#/definitions/zzz'}}\n"
    )
    found = {(f.rule, f.pointer) for f in find(text, "ref-unused", "ref-loop", "ref-resolves")}
    assert found == {("ref-loop", "/definitions/A/$ref"), ("ref-resolves", "/definitions/B/$ref")}


def test_a_reference_that_has_to_go_need_not_be_mended(
    find: Callable[..., list[Diagnostic]],
) -> None:
    text = "paths:\n  /w: {$ref: nowhere.yaml}\n"
    rules = ("core", "ref-path-item")
    assert [f.rule for f in find(text, "core")] == ["ref-resolves"]
    assert [f.rule for f in find(text, *rules, profile=Profile.CONNECTOR)] == ["ref-path-item"]


def test_what_an_extension_refers_to_is_used(find: Callable[..., list[Diagnostic]]) -> None:
    text = f"paths:\n  /w:\n    x-notification: {{schema: {REF}}}\n    get: {{responses: {{}}}}\n"
    assert find(text + "definitions: {A: {}}\n", "ref-unused") == []


def test_a_file_of_definitions_alone_is_no_heap_of_dead_text(
    find: Callable[..., list[Diagnostic]],
) -> None:
    assert find("definitions: {A: {}}\n", "ref-unused") == []


def test_faults_behind_a_file_reference_are_found_there(
    document: Callable[[str], Path], tmp_path: Path
) -> None:
    (tmp_path / "parts.yaml").write_text(
        "Widget:\n  type: object\n  propertys: {}\n  allOf: [{$ref: '#/Part'}]\n"
        "Part: {type: object, default: x}\nunused: {type: 7}\nunused: 1\n",
        encoding="utf-8",
    )
    path = document(answer("{$ref: parts.yaml#/Widget}"))
    result = lint(load(path), Settings(select=("core",), ignore=("op-id-present",)))
    assert [
        (found.rule, Path(found.span.file).name, found.span.line, found.pointer)
        for found in result.diagnostics
    ] == [
        ("doc-structure", "parts.yaml", 3, "/Widget/propertys"),
        ("schema-default-valid", "parts.yaml", 5, "/Part/default"),
        ("file-duplicate-key", "parts.yaml", 7, "/unused"),
    ]


def test_an_unreadable_file_is_reported_where_it_is_referred_to(
    document: Callable[[str], Path], tmp_path: Path
) -> None:
    (tmp_path / "parts.yaml").write_text("a: [1\n", encoding="utf-8")
    result = lint(load(document(answer("{$ref: parts.yaml#/a}"))), Settings(select=("core",)))
    found = next(f for f in result.diagnostics if f.rule == "ref-resolves")
    assert (found.span.line, Path(found.span.file).name) == (6, "spec.yaml")
    assert "cannot be read" in found.message
    assert "parts.yaml:2:1" in found.message
