"""Whatever stands wherever in a document: it is lowered, or refused with a place."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from swagsmith.diagnostics import DocumentError
from swagsmith.emit import emit
from swagsmith.lower import lower
from swagsmith.source import load

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*/spec.yaml"))
BASES = [json.loads(json.dumps(YAML(typ="safe", pure=True).load(path))) for path in CASES]
ODD: list[Any] = [
    *(
        None,
        True,
        0,
        -1,
        1.5,
        10**30,
        "",
        "x",
        "string",
        "{x}",
        "/a/{b}/{b}",
        "☃",
        [],
        {},
        [None],
        [[]],
        ["a", "b"],
    ),
    *(
        {"$ref": "#/definitions/Nope"},
        {"$ref": 5},
        {"$ref": "#"},
        {"type": "object"},
        {"type": "array"},
    ),
    *(
        {"allOf": [{}]},
        {"type": ["string", "null"]},
        {"properties": {"": {}}},
        {"enum": [1.5, "a", True, None]},
    ),
    *({"discriminator": "x"}, {"discriminator": {"propertyName": "x"}}, {"a": {"b": 1}}),
]


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        found += paths_of(item, (*path, key))
    return found


PLACES = [(number, path) for number, base in enumerate(BASES) for path in paths_of(base)]


def put(document: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("robust")


@settings(
    max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.sampled_from(PLACES), value=st.sampled_from(ODD))
def test_a_strange_value_anywhere(
    folder: Path, place: tuple[int, tuple[Any, ...]], value: Any
) -> None:
    number, path = place
    document = copy.deepcopy(BASES[number])
    put(document, path, copy.deepcopy(value))
    spec = folder / "spec.json"
    spec.write_text(json.dumps(document))
    try:
        said = lower(load(spec), "strange").findings
    except DocumentError as error:
        said = error.diagnostics
    assert all(found.span.line >= 1 for found in said)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.sampled_from(PLACES), value=st.sampled_from(ODD))
def test_what_is_lowered_is_emitted(
    folder: Path, place: tuple[int, tuple[Any, ...]], value: Any
) -> None:
    number, path = place
    document = copy.deepcopy(BASES[number])
    put(document, path, copy.deepcopy(value))
    spec = folder / "spec.json"
    spec.write_text(json.dumps(document))
    try:
        api = lower(load(spec), "strange").api
    except DocumentError:
        return
    assert "strange/_client.py" in emit(api)
