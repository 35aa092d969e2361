"""Operations: their ids, their answers, their protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swagsmith.check import Profile
from swagsmith.check.naming import CONVENTIONS, prevailing, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from swagsmith.diagnostics import Diagnostic

OK = 'responses: {"200": {description: Done.}}'
BASIC = "securityDefinitions: {a: {type: basic}}\n"
METHODS = ("get", "put", "post", "delete", "patch")


def ids(*names: str) -> str:
    """Operations with these ids, from line 3 on."""
    lines = (f"    {m}: {{operationId: {n}, {OK}}}\n" for m, n in zip(METHODS, names, strict=False))
    return "paths:\n  /w:\n" + "".join(lines)


def answers(*codes: str) -> str:
    """One operation with these responses, on line 4."""
    listed = ", ".join(f"'{code}': {{description: a}}" for code in codes)
    return f"paths:\n  /w:\n    get:\n      responses: {{{listed}}}\n"


def secured(get: str = "", put: str = "") -> str:
    return f"paths:\n  /w:\n    get: {{{get}{OK}}}\n    put: {{{put}{OK}}}\n"


def deprecated(description: str) -> str:
    return (
        f"paths:\n  /w:\n    get:\n      deprecated: true\n      description: {description}\n"
        f"      {OK}\n"
    )


SPOKEN = "Since 2.1 there is listAll instead."
CASES = [
    ("op-id-present", f"paths:\n  /w:\n    get: {{operationId: '', {OK}}}\n",
     ("/paths/~1w/get/operationId", 3, 24, "the `operationId` of GET /w is empty"), ("''", "a")),
    ("op-id-safe", ids("List Widgets!"),
     ("/paths/~1w/get/operationId", 3, 24, '"List Widgets!" holds " "'), ("List Widgets!", "List"),
     {"severity": "warning"}),
    ("op-id-safe", ids("größe"), ("/paths/~1w/get/operationId", 3, 24, 'holds "ö"'), ("größe", "size")),
    ("op-id-safe", ids("a", "2fa"), ("/paths/~1w/put/operationId", 4, 24, "begins with a digit"),
     ("2fa", "twoFactors")),
    ("op-id-safe", ids("Import"), ("/paths/~1w/get/operationId", 3, 24, "is a keyword of Python"),
     ("Import", "ImportAll")),
    ("op-id-safe", ids("--"), ("/paths/~1w/get/operationId", 3, 24, "neither letters nor digits"),
     ("--", "a")),
    ("op-id-safe", ids("ListWidgets", "list-widgets"),
     ("/paths/~1w/put/operationId", 4, 24, "makes the same name in code as `ListWidgets`"),
     ("list-widgets", "storeWidgets"), {"related": [3]}),
    ("op-id-case", ids("ListWidgets", "GetWidget", "put_widget"),
     ("/paths/~1w/post/operationId", 5, 25, "`put_widget` is not in PascalCase"),
     ("put_widget", "PutWidget_V2"), {"severity": "info"}),
    ("op-id-case", ids("Widgets_List", "Widgets_Get", "listAll"),
     ("/paths/~1w/post/operationId", 5, 25, "`listAll` is not in Noun_Verb"),
     ("listAll", "Widgets_All")),
    ("op-id-length", ids("a" * 81), ("/paths/~1w/get/operationId", 3, 24, "has 81 characters"),
     ("a" * 81, "a" * 80), {"severity": "warning", "help": "the most is 80"}),
    ("op-id-collision-model", ids("new-widget") + "definitions: {NewWidget: {type: string}}\n"
     "x-used: {$ref: '#/definitions/NewWidget'}\n",
     ("/paths/~1w/get/operationId", 3, 24, "the same name in code as a definition"),
     ("new-widget", "addWidget"), {"related": [4]}),
    ("op-success", answers("default"),
     ("/paths/~1w/get/responses", 4, 7, "GET /w declares no response for success"),
     ("default", "204"), {"severity": "warning"}),
    ("op-success", answers("400", "500"), ("/paths/~1w/get/responses", 4, 7, "for success"),
     ("'400'", "'302'")),
    ("op-error", answers("200", "500"),
     ("/paths/~1w/get/responses", 4, 7, "GET /w declares no response for errors"),
     ("'500'", "'404'"), {"severity": "info"}),
    ("op-deprecated", deprecated("Gives all."),
     ("/paths/~1w/get/deprecated", 4, 19, "does not say since when and what replaces it"),
     ("Gives all.", SPOKEN), {"severity": "info"}),
    ("op-deprecated", deprecated("Deprecated since 2.1."),
     ("/paths/~1w/get/deprecated", 4, 19, "does not say what replaces it"),
     ("since 2.1", "since 2.1, use listAll")),
    ("op-deprecated", deprecated("Replaced by listAll."),
     ("/paths/~1w/get/deprecated", 4, 19, "does not say since when"),
     ("Replaced", "As of 2.1 replaced")),
    ("op-security-missing", secured(),
     ("", 1, 1, "no operation has `security`, nor has the document"),
     ("paths:", f"security: [{{a: []}}]\n{BASIC}paths:"), {"severity": "warning"}),
    ("op-security-missing", BASIC + secured("security: [{a: []}], "),
     ("/paths/~1w/put", 5, 5, "PUT /w has no `security`"),
     ("put: {", "put: {security: [{a: []}], ")),
    ("op-security-missing", BASIC + secured("security: [], ", "security: [{a: []}], "),
     ("/paths/~1w/get/security", 4, 11, "lets this operation be called without credentials"),
     ("security: [],", "security: [{a: []}],"), {"severity": "info"}),
    ("op-security-missing", BASIC + secured("security: [{a: []}, {}], ", "security: [{a: []}], "),
     ("/paths/~1w/get/security", 4, 11, "lets this operation"), (", {}", "")),
    ("op-security-missing", "security: []\n" + secured(),
     ("/security", 1, 1, "lets every operation be called without credentials"),
     ("security: []", f"{BASIC}security: [{{a: []}}]"), {"severity": "info"}),
    ("sec-unused", BASIC + secured(), ("/securityDefinitions", 1, 1, "no operation requires any"),
     ("paths:", "security: [{a: []}]\npaths:"),
     {"severity": "warning", "help": "write `security: [{a: []}]`"}),
    ("op-security-defined", BASIC + "security:\n- b: []\n" + secured(),
     ("/security/0/b", 3, 3, "the security scheme `b` is not defined"), ("- b:", "- a:")),
]  # fmt: skip


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


def test_schemes_that_nothing_requires_are_one_fault(find: Callable[..., list[Diagnostic]]) -> None:
    rules = ("sec-unused", "op-security-missing", "ref-unused")
    for text in (BASIC + secured(), BASIC + "security: []\n" + secured()):
        (found,) = find(text, *rules)
        assert found.rule == "sec-unused"


def test_of_operations_in_one_document_only_one_may_lack_security(
    find: Callable[..., list[Diagnostic]],
) -> None:
    (found,) = find(f"paths:\n  /w:\n    get: {{{OK}}}\n", "op-security-missing")
    assert found.pointer == "/paths/~1w/get"
    assert find("paths: {}\n" + BASIC, "op-security-missing", "sec-unused") == []


def test_a_document_may_be_open_where_no_operation_is(
    find: Callable[..., list[Diagnostic]],
) -> None:
    mine = "security: [{a: []}], "
    assert find("security: []\n" + BASIC + secured(mine, mine), "op-security-missing") == []


@pytest.mark.parametrize(
    "codes", [("OK",), ("2xx", "default"), ("20", "default"), ("101", "400"), ("x-a",), ()]
)
def test_what_the_codes_are_meant_to_be_is_not_guessed(
    find: Callable[..., list[Diagnostic]], codes: tuple[str, ...]
) -> None:
    assert find(answers(*codes), "op-success") == []


def test_the_style_of_ids_in_a_connector_is_fixed(find: Callable[..., list[Diagnostic]]) -> None:
    text = ids("listWidgets", "getWidget", "PutWidget")
    assert [found.pointer for found in find(text, "op-id-case")] == ["/paths/~1w/post/operationId"]
    found = find(text, "op-id-case", profile=Profile.CONNECTOR)
    assert [diagnostic.span.line for diagnostic in found] == [3, 4]


def test_ids_without_a_common_style_have_none_to_break(
    find: Callable[..., list[Diagnostic]],
) -> None:
    assert find(ids("listWidgets", "GetWidget", "put_widget"), "op-id-case") == []


def test_an_id_that_collides_is_no_matter_of_style(find: Callable[..., list[Diagnostic]]) -> None:
    rules = ("op-id-case", "op-id-safe", "op-id-unique")
    for name in ("list-widgets", "listWidgets", "ListWidgets", "List Widgets"):
        (found,) = find(ids("ListWidgets", "GetWidget", name), *rules)
        assert found.rule != "op-id-case"


def test_an_operation_that_a_reference_repeats_is_one(
    find: Callable[..., list[Diagnostic]],
) -> None:
    text = ids("ListWidgets", "PutWidget") + "  /v: {$ref: '#/paths/~1w'}\n"
    assert find(text, "op-id-unique", "op-id-safe") == []


def test_a_hidden_operation_of_a_connector_needs_no_summary(
    find: Callable[..., list[Diagnostic]],
) -> None:
    text = f"paths:\n  /w:\n    get: {{x-ms-visibility: internal, {OK}}}\n"
    assert len(find(text, "op-summary")) == 1
    assert find(text, "op-summary", profile=Profile.CONNECTOR) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ListWidgets", ("list", "widgets")),
        ("getHTTPUrl", ("get", "http", "url")),
        ("list_user-IDs.v2", ("list", "user", "ids", "v2")),
        ("", ()),
        ("--", ()),
    ],
)
def test_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


def test_the_prevailing_convention() -> None:
    assert prevailing(["list", "get", "putAll"], CONVENTIONS) == ("camelCase", 3)
    assert prevailing(["list", "get"], CONVENTIONS) == ("kebab-case", 2)
    assert prevailing(["list", "get"], ["PascalCase"]) == ("PascalCase", 0)
