"""Whole documents: real ones against themselves, and edited ones against what they were."""

from __future__ import annotations

import copy
import json
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from swagsmith.check import Profile
from swagsmith.compat import Change, Difference, Version, as_json, as_markdown, as_text, compare
from swagsmith.compat.report import Report
from swagsmith.diagnostics import DocumentError
from swagsmith.source import load

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("SWAGSMITH_CORPUS", ROOT.parent / "shared" / "corpus"))
REAL = sorted(path for path in CORPUS.rglob("*") if path.suffix in (".json", ".yaml"))
#: The same ones in every run and every worker; another seed takes others.
SEED = os.environ.get("SWAGSMITH_SEED", "0")
SAMPLE = random.Random(SEED).sample(REAL, min(12, len(REAL)))
CASES = sorted((ROOT / "tests/cases").glob("*/spec.yaml"))
OURS = [*CASES, Path(__file__).parent / "widgets.yaml", ROOT / "spec/twilio.yaml"]
NONE = pytest.param(CORPUS, marks=pytest.mark.skip(reason=f"no corpus at {CORPUS}"))


def against_itself(path: Path, profile: Profile) -> Difference | None:
    """The same file read twice; None where it is no document."""
    try:
        versions = [Version(load(path)) for _ in range(2)]
    except DocumentError:
        return None
    return compare(versions[0], versions[1], profile)


@pytest.mark.parametrize("profile", [Profile.PLAIN, Profile.CONNECTOR])
@pytest.mark.parametrize("path", OURS, ids=lambda path: path.parent.name)
def test_our_documents_are_what_they_are(path: Path, profile: Profile) -> None:
    found = against_itself(path, profile)
    assert found is not None
    assert found.changes == ()


@pytest.mark.parametrize("path", SAMPLE or [NONE], ids=lambda path: path.name)
def test_a_real_document_is_what_it_is(path: Path) -> None:
    found = against_itself(path, Profile.CONNECTOR)
    assert found is None or found.changes == ()


def read(path: Path) -> Any:
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(path), default=str))


BASES = [read(path) for path in OURS[:-1]]

ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 2.5, 10**40, "", "x", "`", "200", "/", "{", "/a/{", "integer", "int32", "file",
     [], {}, [None], [[]], ["a"], {"": 1}, {"$ref": 3}, {"$ref": "#"}, {"$ref": "#/paths"},
     {"$ref": "#/definitions/Widget"}, {"$ref": "#/definitions/Gone"}, {"type": "array"},
     {"in": "body", "name": "x"}, {"name": []}, {"enum": [{}]}, {"default": {}}, {"required": [3]},
     {"allOf": [{"$ref": "#/definitions/Widget"}]}, {"type": ["string", "null"]}, {"discriminator": "x"}]
)  # fmt: skip
FIELDS = st.sampled_from(
    ["type", "in", "name", "$ref", "default", "enum", "required", "properties", "items", "allOf",
     "parameters", "responses", "schema", "security", "tags", "consumes", "produces", "get", "paths",
     "additionalProperties", "discriminator", "operationId", "format", "minimum", "pattern", "headers",
     "x-python-name", "x-nullable", "x-ms-enum", "collectionFormat", "x-ms-dynamic-values",
     "x-ms-trigger", "x-ms-api-annotation", "x-ms-notification-content", "readOnly", "basePath", "host"]
)  # fmt: skip
EDITS = settings(
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, (dict, list)):
        if value:
            yield value
        for child in value.values() if isinstance(value, dict) else value:
            yield from containers(child)


def edit(data: st.DataObject, document: Any) -> None:
    """One edit: a part replaced, left out, added, or put in another's place."""
    holders = list(containers(document))
    holder = data.draw(st.sampled_from(holders))
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    key = data.draw(st.sampled_from(keys))
    action = data.draw(st.sampled_from(["set", "remove", "add", "move"]))
    if action == "add" and isinstance(holder, dict):
        holder[data.draw(FIELDS)] = copy.deepcopy(data.draw(ODD))
    elif action == "remove":
        del holder[key]
    elif action == "move":
        holder[key] = copy.deepcopy(data.draw(st.sampled_from(holders)))
    else:
        holder[key] = copy.deepcopy(data.draw(ODD))


def version(path: Path, content: Any) -> Version | None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    try:
        return Version(load(path))
    except DocumentError:
        return None


def assert_sound(found: Difference, versions: tuple[Version, Version]) -> None:
    """Every place is inside its file, every output can be written."""
    for change in found.changes:
        for place, one in zip((change.old, change.new), versions, strict=True):
            assert one.document.at(place.pointer, place.span.file).pointer == place.pointer
            lines = one.document.lines[place.span.file]
            assert 1 <= place.span.column <= len(lines.line(place.span.line)) + 1
        assert "\n" not in change.message
        assert change.message.count("`") % 2 == 0
    report = Report("old", "new", "Title", len(versions[0].operations), found.changes)
    assert len(json.loads(as_json.render(report))["changes"]) == len(found.changes)
    assert as_text.render(report).count("->") >= len(found.changes)
    assert as_markdown.render(report).count("\n- ") == len(found.changes)


@EDITS
@given(data=st.data())
def test_an_edited_document_is_compared_and_no_edit_raises(
    data: st.DataObject, tmp_path: Path
) -> None:
    original = copy.deepcopy(data.draw(st.sampled_from(BASES)))
    edited = copy.deepcopy(original)
    for _ in range(data.draw(st.integers(1, 3))):
        edit(data, edited)
    profile = data.draw(st.sampled_from([Profile.PLAIN, Profile.CONNECTOR]))
    old, new = version(tmp_path / "old.json", original), version(tmp_path / "new.json", edited)
    if old is None or new is None:
        return
    for pair in ((old, new), (new, old)):
        assert_sound(compare(*pair, profile), pair)
    again = version(tmp_path / "new.json", edited)
    assert again is not None
    assert compare(new, again, profile).changes == ()


def rules(changes: tuple[Change, ...]) -> set[str]:
    return {change.rule for change in changes}


def nested(depth: int, kind: str) -> dict[str, Any]:
    """A chain of definitions that ends in itself."""
    definitions: dict[str, Any] = {
        f"D{index}": {
            "type": "object",
            "properties": {
                "a": {"type": kind},
                "next": {"$ref": f"#/definitions/D{(index + 1) % depth}"},
            },
        }
        for index in range(depth)
    }
    answer = {"description": "x", "schema": {"$ref": "#/definitions/D0"}}
    return {
        "swagger": "2.0",
        "info": {"title": "x", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": answer}}}},
        "definitions": definitions,
    }


@pytest.mark.parametrize(("old", "new"), [(1, 1), (1, 3), (2, 3), (97, 89), (307, 293)])
def test_recursion_ends(old: int, new: int, tmp_path: Path) -> None:
    """Chains of other lengths meet in as many pairs as both lengths multiplied, and are not all walked."""
    before = version(tmp_path / "old.json", nested(old, "string"))
    after = version(tmp_path / "new.json", nested(new, "integer"))
    same = version(tmp_path / "new.json", nested(new, "string"))
    assert before is not None
    assert after is not None
    assert same is not None
    found = compare(before, after, Profile.PLAIN)
    assert rules(found.changes) == {"diff-response-type"}
    assert compare(before, same, Profile.PLAIN).changes == ()
