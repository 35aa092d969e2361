"""YAML as its author meant it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from swagsmith.diagnostics import Diagnostic
from swagsmith.source import Document

Yaml = Callable[[str], Document]
Refused = Callable[..., Diagnostic]

AMBIGUOUS = "file-yaml-implicit-type"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("False", False),
        ("0", 0),
        ("-17", -17),
        ("+3", 3),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-1.5e+3", -1500.0),
        ("text", "text"),
        ("'no'", "no"),
        ('"200"', "200"),
        ("!!str 200", "200"),
        ("!!int '3'", 3),
        ("!!float 3", 3),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("1.2.3", "1.2.3"),
        ("+15005550006x", "+15005550006x"),
        ("9" * 400, "9" * 400),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
        ("y", "y"),
    ],
)
def test_a_scalar_has_the_value_of_the_core_schema(yaml: Yaml, text: str, value: object) -> None:
    document = yaml(f"x-value: {text}\n")
    read = document.root.get("x-value")
    assert (type(read), read) == (type(value), value)
    assert document.findings == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("ON", "ON"),
        ("off", "off"),
        ("012", "012"),
        ("0o14", 12),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2026-01-31", "2026-01-31"),
        ("2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z"),
        ("1e3", 1000.0),
        (".inf", ".inf"),
        (".nan", ".nan"),
    ],
)
def test_a_scalar_that_readers_disagree_on_is_reported(
    yaml: Yaml, text: str, value: object
) -> None:
    document = yaml(f"x-a:\n  - {text}\n")
    assert document.root.get("x-a") == [value]
    (found,) = document.findings
    assert (found.rule, found.severity, found.pointer) == (AMBIGUOUS, "warning", "/x-a/0")
    assert (found.span.line, found.span.column, found.span.end_column) == (5, 5, 5 + len(text))


@pytest.mark.parametrize("key", ["200", "1.0", "true", "no", "null", "~", "2026-01-31", "0x1F"])
def test_a_key_is_always_text(yaml: Yaml, key: str) -> None:
    document = yaml(f"x-a:\n  {key}: 1\n")
    assert document.root.get("x-a") == {key: 1}
    (found,) = document.findings
    assert (found.rule, str(found.span).rpartition("yaml:")[2]) == (AMBIGUOUS, "5:3")
    assert key in found.message


@pytest.mark.parametrize("key", ["'200'", '"no"', "x", "y", "default"])
def test_a_key_that_can_only_be_text_is_not_reported(yaml: Yaml, key: str) -> None:
    assert yaml(f"x-a: {{{key}: 1}}\n").findings == ()


def test_versions_are_text_even_unquoted(read: Callable[..., Document]) -> None:
    document = read("swagger: 2.0\ninfo:\n  title: 7\n  version: 1.10\npaths: {}\n")
    assert document.root.get("swagger") == "2.0"
    assert document.root.get("info") == {"title": 7, "version": "1.10"}
    assert [(found.rule, found.pointer) for found in document.findings] == [
        (AMBIGUOUS, "/swagger"),
        (AMBIGUOUS, "/info/version"),
    ]


def test_a_repeated_key_is_reported_with_its_first_place(yaml: Yaml) -> None:
    document = yaml("x-a:\n  b: 1\n  c: 2\n  b: 3\n")
    assert document.root.get("x-a") == {"b": 3, "c": 2}
    (found,) = document.findings
    assert (found.rule, found.severity, found.pointer) == (
        "file-duplicate-key",
        "error",
        "/x-a/b",
    )
    assert (found.span.line, found.span.column) == (7, 3)
    ((word, first),) = found.related
    assert (word, first.line, first.column) == ("first declared here", 5, 3)


def test_keys_are_equal_by_their_text(yaml: Yaml) -> None:
    document = yaml("x-a: {200: 1, '200': 2}\n")
    assert sorted(found.rule for found in document.findings) == ["file-duplicate-key", AMBIGUOUS]


def test_escaped_control_characters_are_reported(yaml: Yaml) -> None:
    document = yaml(
        'x-a: "b\\x07 \\uFFFD \\0 \\e \\n \\\\x07 \\x41 \\U0001F600"\n"x-\\a": \'\\x07\'\n'
    )
    found = [(f.rule, f.span.line, f.span.column, f.span.end_column) for f in document.findings]
    assert found == [
        ("file-encoding", 4, 8, 12),
        ("file-encoding", 4, 13, 19),
        ("file-encoding", 4, 20, 22),
        ("file-encoding", 4, 23, 25),
        ("file-encoding", 5, 4, 6),
    ]


def test_aliases_repeat_values(yaml: Yaml) -> None:
    document = yaml("x-a: &a {b: [1]}\nx-c: *a\nx-d: &k key\nx-e: {*k : 1}\n")
    assert document.root.get("x-c") == {"b": [1]}
    assert document.root.get("x-e") == {"key": 1}


def test_merge_keys_fill_in_what_a_mapping_does_not_say(yaml: Yaml) -> None:
    document = yaml(
        "x-a: &a {b: 1, c: 2}\nx-d: &d {c: 3, e: 4}\nx-f:\n  <<: [*a, *d]\n  b: 5\nx-g: {<<: *a}\n"
        "x-h: {'<<': {b: 1}}\nx-i: {<<: text}\n"
    )
    assert document.root.get("x-f") == {"b": 5, "c": 2, "e": 4}
    assert document.root.get("x-g") == {"b": 1, "c": 2}
    assert document.root.get("x-h") == {"<<": {"b": 1}}
    assert document.root.get("x-i") == {"<<": "text"}
    assert document.findings == ()


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("x-a: b: c\n", (4, 7), "mapping values are not allowed"),
        ("x-a:\n\t- b\n", (5, 1), "a tab cannot indent"),
        ("x-a: [1\n", (5, 1), "did not find expected"),
        ("x-a: *b\n", (4, 6), "the alias *b has no anchor"),
        ("x-a: &a [*a]\n", (4, 10), "the anchor &a contains itself"),
        ("? [a]\n: b\n", (4, 3), "a mapping key must be a single text"),
        ("x-a: &a [1]\nx-b: {*a : 1}\n", (5, 7), "a mapping key must be a single text"),
        ("x-a: !include b.yaml\n", (4, 6), "the YAML tag !include is not supported"),
        ("x-a: !set {b}\n", (4, 6), "the YAML tag !set is not supported"),
        ("x-a: !!int b\n", (4, 6), "'b' does not fit the YAML tag !!int"),
        ("x-a: {<<: [1]}\n", (4, 11), "a merge key << takes mappings"),
        ("---\nx-b: 1\n", (4, 1), "more than one YAML document"),
        ('x-a: "\\ud800"\n', (4, 9), "invalid Unicode character escape"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(
    refused: Refused, text: str, place: tuple[int, int], words: str
) -> None:
    head = 'swagger: "2.0"\ninfo: {title: Widgets, version: "1"}\npaths: {}\n'
    found = refused(head + text)
    assert found.rule == "file-syntax"
    assert words in found.message
    assert (found.span.line, found.span.column) == place


def test_the_reader_in_pure_python_reads_the_same(
    monkeypatch: pytest.MonkeyPatch, read: Callable[..., Document]
) -> None:
    text = "swagger: '2.0'\nx-a: &a\n- {b: no}\n- |\n  c\nx-b: *a\ninfo: {200: 1}\n"
    fast = read(text)
    monkeypatch.delattr("yaml.CSafeLoader")
    slow = read(text)
    assert slow.root.value == fast.root.value
    assert slow.findings == fast.findings
    for pointer in ("/x-a/0/b", "/x-a/1", "/x-b", "/info/200"):
        assert slow.span(slow.at(pointer)) == fast.span(fast.at(pointer))
