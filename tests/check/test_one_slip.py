"""One slip of the pen is one finding, wherever it is made and whatever hangs on it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from swagsmith.check import Settings, lint
from swagsmith.check.structure.misspelt import all_fields
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC = Path(__file__).parents[2] / "spec" / "twilio.yaml"
WHOLE: dict[str, Any] = load(SPEC).root.value
#: Objects whose keys are names of the author's.
NAMED = ("paths", "definitions", "properties", "responses", "parameters", "securityDefinitions")
DATA = ("example", "examples", "default", "enum")
Place = tuple[str | int, ...]


def members(value: Any, place: Place = ()) -> Iterator[Place]:
    """The places of all members that the specification knows, in document order."""
    if isinstance(value, dict):
        for key, child in value.items():
            if not key.startswith("x-"):
                yield (*place, key)
                if key not in DATA:
                    yield from members(child, (*place, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from members(child, (*place, index))


def named(place: Place) -> bool:
    """Whether the last step is a name of the author's, not one of the specification."""
    return place[-1] not in all_fields() or (len(place) > 1 and place[-2] in NAMED)


def firsts(places: Iterator[Place]) -> list[Place]:
    """Of places that look alike (same key in objects of the same kind) the first."""
    found: dict[tuple[object, ...], Place] = {}
    for place in places:
        shape = tuple(NAMED.index(s) if s in NAMED else 0 for s in place[:-1])
        found.setdefault((shape, len(place), "" if named(place) else place[-1]), place)
    return list(found.values())


#: All but `swagger`, without which nothing is looked at.
PLACES = firsts(place for place in members(WHOLE) if place != ("swagger",))


def holder(document: Any, place: Place) -> Any:
    for step in place[:-1]:
        document = document[step]
    return document


def findings(document: Any, path: Path) -> list[str]:
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    found = lint(load(path), Settings())
    assert not found.broken
    return [f"{diagnostic.rule} {diagnostic.pointer}" for diagnostic in found.diagnostics]


@pytest.mark.parametrize(
    "place", [place for place in PLACES if not named(place)], ids=lambda p: "/".join(map(str, p))
)
def test_a_misspelt_field_is_one_finding(place: Place, tmp_path: Path) -> None:
    document = copy.deepcopy(WHOLE)
    key = str(place[-1])
    wrong = key[0] + key[2] + key[1] + key[3:] if len(key) > 2 and key[1] != key[2] else f"{key}s"
    parent = holder(document, place)
    renamed = {wrong if name == key else name: value for name, value in parent.items()}
    parent.clear()
    parent.update(renamed)
    found = findings(document, tmp_path / "spec.json")
    assert len(found) == 1, found
    assert found[0].endswith(f"/{wrong}")


@pytest.mark.parametrize("place", PLACES, ids=lambda p: "/".join(map(str, p)))
def test_a_value_of_the_wrong_type_is_one_finding(place: Place, tmp_path: Path) -> None:
    for wrong in ([], {}, 3, "text", None):
        document = copy.deepcopy(WHOLE)
        parent = holder(document, place)
        right = parent[place[-1]]
        if type(wrong) is type(right) or place[-1] in DATA:
            continue
        parent[place[-1]] = wrong
        found = findings(document, tmp_path / "spec.json")
        # An empty list of schemas under `items` has the right type by JSON Schema.
        if (place[-1], wrong) != ("items", []):
            assert len(found) == 1, (wrong, found)


def answering(document: dict[str, Any]) -> Iterator[Place]:
    """The places of the responses that hold something."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            for code in ("200", "201"):
                if "schema" in (operation.get("responses") or {}).get(code, {}):
                    yield "paths", path, method, "responses", code


@pytest.mark.parametrize("place", list(answering(WHOLE)), ids=lambda p: "/".join(map(str, p)))
def test_a_response_without_its_schema_is_one_finding(place: Place, tmp_path: Path) -> None:
    document = copy.deepcopy(WHOLE)
    del holder(document, place)[place[-1]]["schema"]
    (found,) = findings(document, tmp_path / "spec.json")
    assert found.startswith("resp-success-schema /paths/")


@pytest.mark.parametrize("place", list(answering(WHOLE)), ids=lambda p: "/".join(map(str, p)))
def test_a_response_that_is_missing_is_one_finding(place: Place, tmp_path: Path) -> None:
    document = copy.deepcopy(WHOLE)
    del holder(document, place)[place[-1]]
    (found,) = findings(document, tmp_path / "spec.json")
    assert found.startswith("op-success /paths/")


def test_what_another_response_may_have_held_is_still_unused(tmp_path: Path) -> None:
    document = copy.deepcopy(WHOLE)
    document["definitions"]["OldThing"] = {"type": "object", "description": "x"}
    place = next(answering(WHOLE))
    del holder(document, place)[place[-1]]["schema"]
    found = findings(document, tmp_path / "spec.json")
    assert "ref-unused /definitions/OldThing" in found
