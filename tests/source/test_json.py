"""JSON: strict, and what people call JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from swagsmith.diagnostics import Diagnostic
from swagsmith.source import Document

Read = Callable[..., Document]
Refused = Callable[..., Diagnostic]

STRICT = "file-json-strict"


def place(found: Diagnostic) -> tuple[str, int, int]:
    return found.rule, found.span.line, found.span.column


def test_strict_json_is_read_as_it_stands(read: Read) -> None:
    data = {"swagger": "2.0", "x-a": [1, 1.5, True, None, "no", {"é\U0001f600": "\\u0041"}]}
    document = read(json.dumps(data), "spec.json")
    assert document.root.value == data
    assert document.findings == ()


def test_json_in_a_yaml_file_is_read_as_json(read: Read) -> None:
    document = read('{"swagger": "2.0", "x-a": "\\ud83d\\ude00"}')
    assert document.root.get("x-a") == "\U0001f600"
    assert document.findings == ()


def test_yaml_in_flow_style_is_still_yaml(read: Read) -> None:
    assert read("{swagger: '2.0', x-a: [b,]}").root.get("x-a") == ["b"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('{"swagger": "2.0",}', [(STRICT, 1, 18)]),
        ('{"swagger": "2.0", "x-a": [1,\n]}', [(STRICT, 1, 29)]),
        ('{"swagger": "2.0" // why\n}', [(STRICT, 1, 19)]),
        ('{"swagger": "2.0", /* why\n*/ "x-a": 1}', [(STRICT, 1, 20)]),
        ('{"swagger": "2.0", "x-a": "// no, b,] /* "}', []),
        ('{"swagger": "2.0", "x-a": "\t"}', [(STRICT, 1, 28)]),
        ("{'swagger': '2.0', x-a: 1}", [(STRICT, 1, 2)]),
        ('swagger: "2.0"\n', [(STRICT, 1, 1)]),
        ('{"swagger": "2.0", "x-a": [NaN, -Infinity, "NaN"]}', [(STRICT, 1, 28), (STRICT, 1, 33)]),
    ],
)
def test_almost_json_is_read_and_reported(
    read: Read, text: str, places: list[tuple[str, int, int]]
) -> None:
    document = read(text, "spec.json")
    assert document.root.get("swagger") == "2.0"
    assert [place(found) for found in document.findings] == places


def test_places_in_almost_json_are_places_in_the_file(read: Read) -> None:
    document = read('{"swagger": "2.0", // a\n "x-a": {/* b */ "c": 1,},}', "spec.json")
    assert str(document.span(document.at("/x-a/c"))).endswith("spec.json:2:23")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('{"swagger": "2.0" "x-a": 1}', 19),
        ('{"swagger": "2.0", "x-a": }}', 27),
        ('{"swagger": "2.0', 13),
        ('{"swagger": "2.0", "x-a": "\\q"}', 28),
        ('{"swagger": "2.0"} {}', 20),
        ("[1 2}", 4),
    ],
)
def test_what_is_no_json_is_refused_where_it_breaks(
    refused: Refused, text: str, column: int
) -> None:
    found = refused(text, "spec.json")
    assert place(found) == (STRICT, 1, column)
    assert found.message.startswith("not JSON: ")


def test_every_repeated_key_is_reported(read: Read) -> None:
    document = read(
        '{"swagger": "2.0",\n "x-a": {"b": 1, "b": 2, "b": 3},\n "x-a": [{"c": 1, "c": 2}]}',
        "spec.json",
    )
    assert document.root.get("x-a") == [{"c": 2}]
    duplicates = [(found.pointer, *place(found)[1:]) for found in document.findings]
    # What the first x-a holds is lost, and so are the faults in it.
    assert duplicates == [("/x-a", 3, 2), ("/x-a/0/c", 3, 19)]
    assert document.findings[0].related[0][1].line == 2


def test_the_place_of_a_repeated_key_is_the_one_that_counts(read: Read) -> None:
    document = read('{"swagger": "2.0",\n "x-a": 1,\n "x-a": 2}', "spec.json")
    assert document.span(document.at("/x-a")).line == 3


def test_half_a_surrogate_pair_is_reported_and_replaced(read: Read) -> None:
    text = '{"swagger": "2.0", "x-a": "\\ud800 \\uD83D\\uDE00 \\\\ud800 \\udc00"}'
    document = read(text, "spec.json")
    assert document.root.get("x-a") == "\ufffd \U0001f600 \\ud800 \ufffd"
    assert [place(found) for found in document.findings] == [
        ("file-encoding", 1, 28),
        ("file-encoding", 1, 56),
    ]


def test_escaped_control_characters_are_reported(read: Read) -> None:
    document = read('{"swagger": "2.0", "x-a": "\\u0007 \\b \\n \\t \\u00e9 \\\\b"}', "spec.json")
    assert [found.message for found in document.findings] == [
        "the text holds the control character U+0007",
        "the text holds the control character U+0008",
    ]


def test_a_raw_control_character_is_one_fault(read: Read) -> None:
    (found,) = read('{"swagger": "2.0", "x-a": "b\x07"}', "spec.json").findings
    assert place(found) == ("file-encoding", 1, 29)
    (tab,) = read('{"swagger": "2.0", "x-a": "b\t"}', "spec.json").findings
    assert place(tab) == ("file-json-strict", 1, 29)


def test_numbers_nobody_can_hold_stay_text(read: Read) -> None:
    digits = "9" * 5000
    document = read(f'{{"swagger": "2.0", "x-a": [1e999, {digits}, 1e3]}}', "spec.json")
    assert document.root.get("x-a") == ["1e999", digits, 1000.0]
