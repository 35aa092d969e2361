"""Whatever the bytes: a document or a located message, soon."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from swagsmith.diagnostics import Diagnostic, DocumentError, Span
from swagsmith.source.sourcefile import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALIASES = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n" + "".join(
    f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 10)
)


@pytest.mark.parametrize(
    ("name", "data", "rule", "place"),
    [
        ("a.yaml", ALIASES, "file-limit", (6, 15)),
        ("a.yaml", "a: &a {b: 1}\n" + "".join(f"c{i}: {{<<: *a}}\n" for i in range(9)), None, None),
        ("a.yaml", "a: " + "[" * 300, "file-limit", (1, 203)),
        # libyaml's own limit, which it meets as it reads ahead
        ("a.yaml", "a: " + "[" * 100_000, "file-limit", (1, 1003)),
        ("a.yaml", "- " * 5_000, "file-limit", (1, 401)),
        ("a.yaml", "".join(f"{' ' * i}a:\n" for i in range(2_000)), "file-limit", (201, 201)),
        ("a.yaml", "{? " * 50_000, "file-syntax", None),
        ("a.json", "[" * 100_000, "file-limit", (1, 201)),
        ("a.json", '{"a":' * 600 + "1" + "}" * 600, "file-limit", (1, 1_001)),
        ("a.json", '{"a": "]]]]", "b":' * 300 + "1" + "}" * 300, "file-limit", None),
        ("a.json", '"\\"' * 100_000, "file-json-strict", (1, 5)),
        ("a.json", "{/*" * 100_000, "file-json-strict", (1, 2)),
        ("a.json", '{"a": ' + "'" * 100_000, "file-json-strict", (1, 7)),
        ("a.yaml", "a: '" + "b" * (8 * 1024 * 1024 + 1) + "'\n", "file-limit", (1, 4)),
        ("a.json", '{"a": "' + "b" * (8 * 1024 * 1024 + 1) + '"}', "file-limit", (1, 7)),
        ("a.yaml", b"a: \x00\n", "file-encoding", (1, 1)),
    ],
    ids=lambda value: str(value)[:24],
)
def test_limits_are_messages(
    name: str, data: str | bytes, rule: str | None, place: tuple[int, int] | None
) -> None:
    raw = data.encode() if isinstance(data, str) else data
    if rule is None:
        assert SourceFile(name, raw).value
        return
    with pytest.raises(DocumentError) as caught:
        SourceFile(name, raw)
    (found,) = caught.value.diagnostics
    assert found.rule == rule
    if place is not None:
        assert (found.span.line, found.span.column) == place


def test_aliases_may_not_nest_beyond_the_limit_either() -> None:
    levels = "".join(f"x{n}: &x{n} {'[' * 20}*x{n - 1}{']' * 20}\n" for n in range(1, 15))
    with pytest.raises(DocumentError) as caught:
        SourceFile("a.yaml", f"x0: &x0 [a]\n{levels}".encode())
    assert caught.value.diagnostics[0].message == "nested more than 200 levels deep"


def test_a_file_of_too_many_bytes_is_not_even_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("swagsmith.source.text.MAX_BYTES", 1024 * 1024)
    with pytest.raises(DocumentError, match="larger than 1 MB"):
        SourceFile("a.yaml", b"a" * (1024 * 1024 + 1))


def test_reading_stops_soon_after_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: Callable[..., Diagnostic]
) -> None:
    monkeypatch.setattr("swagsmith.source.sourcefile.MAX_BYTES", 10)
    found = refused(b"swagger: '2.0'\n")
    assert found.rule == "file-syntax"  # it ends in the middle of a quoted text
    assert tmp_path.is_dir()


YAML_PIECES = st.sampled_from(
    ["swagger: '2.0'", "a:", " b: c", "- ", "- d", "[", "]", "{", "}", ",", ": ", "? ", "&x ",
     "*x", "<<: *x", "'", '"', "|", ">", "#", "!!str ", "!t ", "\n", "\n  ", "\t", "---", "...",
     "no", "200:", "\\ud800", "\r\n", "\r", "\x85", "\u2028", "é", "\U0001f600", "\x07",
     "\ufeff", "%YAML"]
)  # fmt: skip
JSON_PIECES = st.sampled_from(
    ['{"swagger": "2.0"', '"a": ', '"b"', "{", "}", "[", "]", ",", ":", "1", "-1.5e3", "1e999",
     "null", "true", "NaN", "//c\n", "/*d*/", "\\", "\\u", "\\ud800", '"', "'", "\n", " ", "\t",
     "é", "\U0001f600", "\x00", "\x1b"]
)  # fmt: skip


def check(name: str, data: bytes) -> None:
    """The property: a value with places inside the file, or findings inside the file."""
    try:
        source = SourceFile(name, data)
    except DocumentError as error:
        (found,) = error.diagnostics
        spans, lines = [found.span], error.lines[name]
    else:
        lines = source.lines
        spans = [found.span for found in source.findings()]
        spans += [span for found in source.findings() for _, span in found.related]
        spans += list(everywhere(source))
        json.dumps(source.value).encode()
    for span in spans:
        assert_inside(span, lines.line)


def everywhere(source: SourceFile) -> list[Span]:
    """The spans of every key and value, and of something missing in each container."""
    stack: list[tuple[tuple[str, ...], object]] = [((), source.value)]
    spans: list[Span] = []
    while stack and len(spans) < 300:
        tokens, value = stack.pop()
        spans += [source.span(tokens), source.span(tokens, key=True)]
        spans.append(source.span((*tokens, "missing")))
        if isinstance(value, dict):
            stack += [((*tokens, key), child) for key, child in value.items()]
        elif isinstance(value, list):
            stack += [((*tokens, str(i)), child) for i, child in enumerate(value)]
    return spans


def assert_inside(span: Span, line: Callable[[int], str]) -> None:
    assert 1 <= span.line <= span.end_line
    assert 1 <= span.column <= len(line(span.line)) + 1
    assert 1 <= span.end_column <= len(line(span.end_line)) + 1
    assert (span.line, span.column) <= (span.end_line, span.end_column)


RELAXED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@RELAXED
@given(st.binary(max_size=80))
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00\xd8")
@example(b"a: |\n")
@example(b"\r\n: \x85")
def test_any_bytes(data: bytes) -> None:
    check("a.yaml", data)
    check("a.json", data)


@RELAXED
@given(st.lists(YAML_PIECES, max_size=25).map("".join))
@example("a: |2\n\n")
@example("%YAML\r\n")
@example("{<<: *x}")
@example("&x a: {*x : <<}")
def test_any_yaml(text: str) -> None:
    check("a.yaml", text.encode())


@RELAXED
@given(st.lists(JSON_PIECES, max_size=25).map("".join))
@example('{"a": 1, "a": {"b": 1, "b": 2}, "a": {"c": 1, "c": 2}}')
def test_any_json(text: str) -> None:
    check("a.json", text.encode())


@RELAXED
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=20,
    )
)
def test_any_value_survives_as_json(value: object) -> None:
    source = SourceFile("a.json", json.dumps(value).encode())
    check("a.json", json.dumps(value, ensure_ascii=True, indent=1).encode())
    if not source.problems:
        # repr, because NaN is no equal of itself and 1 is one of 1.0.
        assert repr(source.value) == repr(value)
