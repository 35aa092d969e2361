"""Whatever a document says in whatever position: only constants, docstrings and names of what is emitted change.

Document i holds the string i + STEP * j in position j, so that over all documents each string meets each position.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hostile_checks import check_all, html_skeleton, markdown_skeleton, masked, package_of
from hostile_document import POSITIONS, emitted, lowered
from hostile_strings import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swagsmith.diagnostics import DocumentError
from swagsmith.emit.write import write

STEP = 7
BATCHES = 20
#: every second document by default, so that each position meets half of the strings; SWAGSMITH_HOSTILE=all takes all
EVERY = 1 if os.environ.get("SWAGSMITH_HOSTILE") == "all" else 2
PAGES = ("README.md", "reference/index.md")
CANARY = "SWAGSMITH_CANARY"


class Skeleton(NamedTuple):
    """What of the files a text may not change."""

    code: dict[str, str]
    html: Mapping[str, int]
    markdown: tuple[Mapping[str, int], ...]


def skeleton(files: Mapping[str, str]) -> Skeleton:
    check_all(files)
    pages = tuple(markdown_skeleton(files[page]) for page in PAGES)
    return Skeleton(masked(files), html_skeleton(files), pages)


@cache
def harmless(folder: Path) -> Skeleton:
    return skeleton(emitted({}, folder))


def means_something(position: str, text: str) -> bool:
    """Whether a text is no mere text in a position but says something else about the API, so code may differ."""
    if position.endswith(("consumes", "produces")):  # what no header can hold is left out
        return not (text.isascii() and text.isprintable() and text == text.strip() != "")
    if position == "path":  # a template makes a parameter
        return "{" in text and "}" in text
    if position == "tag.name":  # no tag, no resource
        return not text.strip()
    return not text and (position in ("host", "paging.next") or ".xml." in position)  # none


def differences(given: Mapping[str, str], folder: Path) -> list[str]:
    """What is wrong with the files of a document; nothing when it was refused with a place."""
    try:
        files = emitted(given, folder)
    except DocumentError as error:
        placed = [found.span.line >= 1 and found.message for found in error.diagnostics]
        return [] if placed and all(placed) else ["a refusal without a place"]
    if any(means_something(position, text) for position, text in given.items()):
        check_all(files)
        masked(files)  # refuses calls and bodies that are none of ours
        return []
    found, expected = skeleton(files), harmless(folder)
    wrong = [
        role
        for role in {**found.code, **expected.code}
        if found.code.get(role) != expected.code.get(role)
    ]
    wrong += ["html"] if found.html != expected.html else []
    return wrong + [page for page, one, other in zip(PAGES, found.markdown, expected.markdown, strict=True) if one != other]  # fmt: skip


def culprits(given: Mapping[str, str], folder: Path) -> dict[str, object]:
    """The positions whose text alone does it, for the message of a failure."""
    guilty: dict[str, object] = {}
    for position, text in given.items():
        try:
            wrong: object = differences({position: text}, folder)
        except Exception as error:  # noqa: BLE001 - the message names it
            wrong = f"{type(error).__name__}: {str(error)[:300]}"
        if wrong:
            guilty[f"{position} = {text[:80]!a}"] = wrong
        if len(guilty) == 2:
            break
    return guilty


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def test_there_is_enough_of_both() -> None:
    assert len(HOSTILE) // EVERY >= 200
    assert len(POSITIONS) >= 100


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_string_in_every_position(batch: int, folder: Path) -> None:
    names = list(POSITIONS)
    for first in range(batch * EVERY, len(HOSTILE), BATCHES * EVERY):
        document = {
            name: HOSTILE[(first + STEP * index) % len(HOSTILE)] for index, name in enumerate(names)
        }
        # what says something else is tried on its own, so that it does not excuse the rest
        special = {name: text for name, text in document.items() if means_something(name, text)}
        rest = {name: text for name, text in document.items() if name not in special}
        for texts in (rest, special) if special else (rest,):
            try:
                wrong = differences(texts, folder)
            except Exception as error:
                raise AssertionError(f"{first}: {culprits(texts, folder)}") from error
            assert not wrong, (first, wrong, culprits(texts, folder))


def test_texts_are_refused_for_a_reason_only(folder: Path) -> None:
    """That a document may be refused is no way out: the strings go through, wherever they stand."""
    refused = 0
    for first in range(0, len(HOSTILE), 5):
        texts = {
            name: HOSTILE[(first + STEP * index) % len(HOSTILE)]
            for index, name in enumerate(POSITIONS)
        }
        if {".", ".."} & set(texts["path"].split("/")):  # another path would be called
            del texts["path"]
        try:
            lowered(texts, folder)
        except DocumentError:
            refused += 1
    assert refused == 0


PIECES = st.sampled_from(
    ['"', '"""', "'", "'''", "\\", "\n", "\r", "\x85", "\u2028", "\0", "{", "}", "{{", "}}", "{%", "%}", "#", "|", "`", "```", "<b>",
     "</", ">", "_", "-", ".", "/", "..", " ", "N{", "u0022", "\u202e", "\u0301", "é", "ß", "İ", "中", "class", "self", "import os", "a", "Z", "9",
     "](javascript:", "[", "!", "*", "&", ";", "\ud800", "\U0001f600", "\U000e0041"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=12)


@settings(
    max_examples=25, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)  # fmt: skip
@given(data=st.data())
def test_any_text_in_any_position(data: st.DataObject, folder: Path) -> None:
    texts = data.draw(st.lists(TEXTS, min_size=12, max_size=12))
    chosen = data.draw(
        st.lists(st.sampled_from(list(POSITIONS)), min_size=40, max_size=40, unique=True)
    )
    document = {name: texts[index % len(texts)] for index, name in enumerate(chosen)}
    document = {name: text for name, text in document.items() if not means_something(name, text)}
    assert not differences(document, folder), document


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 100))
def test_importing_executes_nothing_of_the_document(
    first: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(CANARY, raising=False)
    dangerous = [text for text in HOSTILE if CANARY in text]
    given = {
        name: HOSTILE[(first + STEP * index) % len(HOSTILE)] for index, name in enumerate(POSITIONS)
    }
    given |= {
        name: dangerous[(first + index) % len(dangerous)]
        for index, name in enumerate(POSITIONS)
        if index % 2
    }
    del given["info.x-python-name"]
    given["info.title"] = dangerous[first % len(dangerous)]
    files = emitted({**given, "info.x-python-name": f"hostile_sample_{first}"}, folder)
    write(files, tmp_path / "out")
    package = package_of(files)
    assert package == f"hostile_sample_{first}"
    monkeypatch.syspath_prepend(str(tmp_path / "out"))
    names = [
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in files
        if path.endswith(".py")
    ]
    before = set(os.environ)
    try:
        for name in names:
            if not name.endswith("transport_httpx2"):
                importlib.import_module(name)
        module = importlib.import_module(package)
        models = importlib.import_module(f"{package}.models")
        for model in [
            found
            for found in [getattr(models, name) for name in models.__all__]
            if isinstance(found, type) and found.__module__.startswith(f"{package}.models.")
        ]:
            model.model_json_schema()  # type: ignore[attr-defined]  # builds the deferred class: annotations are evaluated
        for name in module.__all__:
            getattr(module, name)
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == package]:
            del sys.modules[name]
    assert CANARY not in os.environ
    assert set(os.environ) == before
