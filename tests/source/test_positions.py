"""Where things stand, compared with a reader of its own kind."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from swagsmith.source import Document, Node, escape
from swagsmith.source.sourcefile import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("SWAGSMITH_CORPUS", ROOT.parent / "shared" / "corpus"))
MISSING = f"no corpus of real documents at {CORPUS}; SWAGSMITH_CORPUS names another folder"


def corpus(suffix: str) -> list[Path]:
    return sorted(path for path in CORPUS.rglob(f"*{suffix}") if path.is_file())


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in (*node.members(), *node.elements()):
        yield from nodes(child)


def ruamel_places(value: Any, tokens: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Tokens, key and value of every member as ruamel.yaml's round-trip loader has them, from 1."""
    if isinstance(value, CommentedMap):
        for key, child in value.items():
            here = (*tokens, str(key))
            yield here, place(value.lc.key(key)), place(value.lc.value(key))
            yield from ruamel_places(child, here)
    elif isinstance(value, CommentedSeq):
        for index, child in enumerate(value):
            here = (*tokens, str(index))
            yield here, None, place(value.lc.item(index))
            yield from ruamel_places(child, here)


def place(pair: tuple[int, int]) -> tuple[int, int]:
    return pair[0] + 1, pair[1] + 1


def assert_equals_ruamel(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8-sig")
    source = SourceFile(str(path), data)
    # Of a repeated key ruamel.yaml keeps the first, we keep the last.
    repeated = {problem.pointer for problem in source.problems if problem.related}
    loader = YAML()
    loader.allow_duplicate_keys = True
    theirs = list(ruamel_places(loader.load(text)))
    assert theirs
    for tokens, key, value in theirs:
        if (
            "x-swagsmith-ignore" in tokens
        ):  # speaks to lint; the reader takes it out of the document
            continue
        found = source._positions.find(tokens)
        assert found.found == len(tokens), tokens
        if "".join(f"/{escape(token)}" for token in tokens) in repeated:
            continue
        start, end = found.value
        # It places an alias where its anchor stands and an absent value where it likes.
        if start != end and text[start] != "*":
            assert source.lines.position(start) == value, tokens
        if key is not None:
            assert found.key is not None
            assert source.lines.position(found.key[0]) == key, tokens


def test_places_in_the_connector_document_equal_ruamels() -> None:
    assert_equals_ruamel(ROOT / "spec" / "twilio.yaml")


def test_places_in_odd_layouts_equal_ruamels(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(
        """\
swagger: "2.0"
# a comment
"x é \\" key" :   value   # and another
x-list:
- a
-   - b
    - {c: [1,
       2], "d": |
        not a block }
- ? long
  : text
x-block: |
  one

  two

x-fold: >+
  three

x-quoted: "four
  five"
x-deep: {e: {f: {g: h}}}
x-empty:
x-\U0001f600: "\U0001f600 after"
""".replace('"d": |\n        not a block }', '"d": e }'),
        encoding="utf-8",
    )
    assert_equals_ruamel(path)


NONE = pytest.param(CORPUS, marks=pytest.mark.skip(reason=MISSING))


@pytest.mark.parametrize("path", corpus(".yaml") or [NONE], ids=lambda path: path.name)
def test_places_in_real_yaml_equal_ruamels(path: Path) -> None:
    assert_equals_ruamel(path)


def test_there_is_a_corpus_to_compare() -> None:
    if not CORPUS.is_dir():
        pytest.skip(MISSING)
    assert len(corpus(".yaml")) > 10
    assert len(corpus(".json")) > 100


@pytest.mark.parametrize("path", corpus(".json") or [NONE], ids=lambda path: path.name)
def test_every_place_in_real_json_holds_its_value(path: Path) -> None:
    source = SourceFile(str(path), path.read_bytes())
    everything = list(nodes(Node(source.value, str(path))))
    # A step that shares no factor with common sizes, so that all kinds of places are met.
    for node in everything[:: max(1, len(everything) // 400) | 1]:
        span = source.span(node.tokens)
        if span.line == span.end_line and not isinstance(node.value, (dict, list, float)):
            text = source.lines.line(span.line)[span.column - 1 : span.end_column - 1]
            assert json.loads(text, strict=False) == node.value
        key = source.span(node.tokens, key=True)
        if node.tokens and not node.key.isdecimal():
            text = source.lines.line(key.line)[key.column - 1 : key.end_column - 1]
            assert json.loads(text, strict=False) == node.key


TEXTS = {
    "spec.json": '{"swagger": "2.0",\n "x-a": [1, {"b": "c"}],\n "x-d": null}\n',
    "spec.yaml": 'swagger: "2.0"\nx-a:\n  - 1\n  - b: c\nx-d:\n',
}


@pytest.mark.parametrize(
    ("name", "pointer", "key", "place_"),
    [
        ("spec.json", "/x-a", False, (2, 9, 2, 24)),
        ("spec.json", "/x-a", True, (2, 2, 2, 7)),
        ("spec.json", "/x-a/1/b", False, (2, 19, 2, 22)),
        ("spec.json", "/x-a/1/b", True, (2, 14, 2, 17)),
        ("spec.json", "/x-a/0", True, (2, 10, 2, 11)),
        ("spec.json", "/x-a/7", False, (2, 2, 2, 7)),
        ("spec.json", "/x-a/1/missing/deeper", False, (2, 13, 2, 23)),
        ("spec.json", "", False, (1, 1, 3, 14)),
        ("spec.yaml", "/x-a", False, (3, 3, 4, 9)),
        ("spec.yaml", "/x-a", True, (2, 1, 2, 4)),
        ("spec.yaml", "/x-a/1/b", False, (4, 8, 4, 9)),
        ("spec.yaml", "/x-a/1/b", True, (4, 5, 4, 6)),
        ("spec.yaml", "/x-a/1", True, (4, 5, 4, 9)),
        ("spec.yaml", "/x-a/1/missing", False, (4, 5, 4, 9)),
        ("spec.yaml", "/x-d", False, (5, 1, 5, 4)),
        ("spec.yaml", "/missing", True, (1, 1, 5, 5)),
    ],
)
def test_a_span_is_the_value_the_key_or_the_nearest_parent(
    read: Callable[..., Document], name: str, pointer: str, *, key: bool, place_: tuple[int, ...]
) -> None:
    document = read(TEXTS[name], name)
    span = document.span(document.at(pointer), key=key)
    assert (span.line, span.column, span.end_line, span.end_column) == place_


def test_what_an_alias_repeats_stands_where_it_was_written(yaml: Callable[[str], Document]) -> None:
    document = yaml("x-a: &a\n  b: {c: 1}\nx-d: *a\nx-e:\n  <<: *a\n")
    assert document.span(document.at("/x-d")).line == 6
    assert document.span(document.at("/x-d/b/c")).line == 5
    assert document.span(document.at("/x-e/b"), key=True).line == 5


def test_a_clean_document_pays_for_no_places(
    read: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("a place was looked for")

    monkeypatch.setattr("swagsmith.source.jsonfile.JsonFile.find", fail)
    monkeypatch.setattr("swagsmith.source.lines.Lines.position", fail)
    document = read('{"swagger": "2.0", "x-a": {"$ref": "#/x-b"}, "x-b": {}}', "spec.json")
    assert document.resolve(document.at("/x-a")).value == {}
    assert document.findings == ()
