"""Same document, same bytes; and nobody is renamed because somebody else came or moved."""

from __future__ import annotations

import copy
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile_document import document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swagsmith.emit.inspect import describe
from swagsmith.ir.api import Api
from swagsmith.lower import lower
from swagsmith.source import load

ROOT = Path(__file__).parent.parent.parent
SPECS = [ROOT / "spec/twilio.yaml", *sorted((ROOT / "tests/cases").glob("*/spec.yaml"))]
SPECS = [spec for spec in SPECS if spec.parent.name != "refused"]
#: another interpreter that has the dependencies, where there is one; CI names it
OTHER = os.environ.get("SWAGSMITH_OTHER_PYTHON")

DIGESTS = """
import hashlib, json, sys
sys.path.insert(0, sys.argv[1])
from swagsmith.emit import emit
from swagsmith.emit.inspect import describe
from swagsmith.lower import lower
from swagsmith.source import load
for spec in sys.argv[2:]:
    lowered = lower(load(spec), "client")
    for path, text in {**emit(lowered.api), "-": json.dumps(describe(lowered.api)), "=": repr(lowered.findings)}.items():
        print(spec, path, hashlib.sha256(text.encode()).hexdigest())
"""


def digests(python: str, seed: int, specs: list[Path]) -> list[str]:
    done = subprocess.run(
        [python, "-c", DIGESTS, str(ROOT / "codegen"), *map(str, specs)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )  # fmt: skip
    return done.stdout.splitlines()


@pytest.fixture
def specs(tmp_path: Path) -> list[Path]:
    file = tmp_path / "everything.json"
    file.write_text(json.dumps(document()[0]))
    return [*SPECS, file]


def test_the_seed_of_hashes_changes_no_byte(specs: list[Path]) -> None:
    first = digests(sys.executable, 1, specs)
    assert len(first) > 100
    assert first == digests(sys.executable, 4_000_000_000, specs)


@pytest.mark.skipif(
    OTHER is None or shutil.which(OTHER) is None,
    reason="SWAGSMITH_OTHER_PYTHON names no other interpreter with the dependencies",
)
def test_another_python_writes_the_same_bytes(specs: list[Path]) -> None:
    assert OTHER is not None
    assert digests(sys.executable, 1, specs) == digests(OTHER, 2, specs)


def names(api: Api) -> dict[str, Any]:
    """What everything is called, by where it stands in the document; order left out."""
    found: dict[str, Any] = {"package": api.package, "client": api.client, "credentials": {}}
    for scheme in api.security:
        found[f"scheme {scheme.name}"] = scheme.arguments
    for operation in describe(api)["operations"]:
        key = f"{operation['method']} {operation['path']}"
        found[key] = (operation["resource"], operation["call"])
        found |= {
            f"{key} {argument['in']} {argument['wire_name']}": argument["python_name"]
            for argument in operation["arguments"]
        }
        found |= {
            f"{key} {answer['status']}": answer["python_type"] for answer in operation["responses"]
        }
    for model in api.models:
        found |= {f"model {model.name} {field.wire}": field.name for field in model.fields}
        found[f"model {model.name}"] = model.base
    for module in api.model_modules:
        found |= {f"module of {member}": module.name for member in module.members}
    return found | {f"alias {alias.name}": repr(alias.type) for alias in api.aliases}


def named(spec: dict[str, Any], folder: Path) -> dict[str, Any]:
    file = folder / "document.json"
    file.write_text(json.dumps(spec))
    return names(lower(load(file)).api)


def shuffled(value: Any, order: random.Random) -> Any:
    """The same document with the members of every object, and the parameters, in another order."""
    if isinstance(value, dict):
        members = list(value.items())
        order.shuffle(members)
        return {
            key: order.sample(item, len(item))
            if key == "parameters" and isinstance(item, list)
            else item
            for key, item in ((key, shuffled(item, order)) for key, item in members)
        }
    return [shuffled(item, order) for item in value] if isinstance(value, list) else value


def collisions() -> dict[str, Any]:
    """A document where most names meet another one."""
    string = {"type": "string"}
    nested = {
        "type": "object",
        "properties": {"inner": {"type": "object", "properties": {"x": string}}},
    }
    parameters = [
        {"name": name, "in": place, "type": "string"}
        for name, place in (("a-b", "query"), ("a.b", "query"), ("a_b", "header"), ("A_B", "query"), ("id", "query"), ("id", "header"))
    ]  # fmt: skip
    operation = {
        "tags": ["Things"],
        "parameters": parameters,
        "responses": {"200": {"description": "", "schema": nested}},
    }
    definition = {
        "type": "object",
        "properties": dict.fromkeys(
            ("a-b", "a.b", "a_b", "class", "Class", "schema", "$id", "id"), string
        ),
    }
    return {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "securityDefinitions": {name: {"type": "basic"} for name in ("x-y", "x.y")},
        "paths": {
            "/a/b": {"get": copy.deepcopy(operation), "put": {**copy.deepcopy(operation), "operationId": "same"}},
            "/a-b": {"get": copy.deepcopy(operation), "put": {**copy.deepcopy(operation), "operationId": "same"}},
            "/c": {"get": {**copy.deepcopy(operation), "tags": ["things"], "x-python-name": "mine"}},
            "/d": {"get": {**copy.deepcopy(operation), "tags": ["things"], "x-python-name": "mine"}},
        },
        "definitions": {name: copy.deepcopy(definition) for name in ("Foo Bar", "FooBar", "foo_bar", "Foo.Bar", "Model")},
    }  # fmt: skip


@pytest.mark.parametrize("which", ["everything", "collisions", "twilio"])
@pytest.mark.parametrize("seed", range(5))
def test_order_changes_no_name(which: str, seed: int, tmp_path: Path) -> None:
    made = {
        "everything": lambda: document()[0],
        "collisions": collisions,
        "twilio": lambda: load(ROOT / "spec/twilio.yaml").root.value,
    }
    spec = made[which]()
    assert named(shuffled(spec, random.Random(seed)), tmp_path) == named(spec, tmp_path)


WORDS = st.sampled_from(
    [
        "alpha",
        "Beta",
        "gamma-ray",
        "delta.x",
        "epsilon[z]",
        "Zeta Eta",
        "$theta",
        "ι",
        "中",
        "2nd",
        "class",
        "Model",
    ]
)
ADDITIONS = st.lists(
    st.tuples(st.sampled_from(["definition", "operation", "parameter", "property", "response", "tag", "scheme"]), WORDS, st.booleans()),
    min_size=1, max_size=6,
)  # fmt: skip


def add(spec: dict[str, Any], kind: str, word: str, *, first: bool) -> None:
    """One more of a kind, unlike everything there, before or after the others."""

    def put(holder: dict[str, Any], key: str, value: Any) -> None:
        others = dict(holder)
        holder.clear()
        holder.update({key: value, **others} if first else {**others, key: value})

    new = f"unrelated {word}"
    string = {"type": "string"}
    inline = {
        "type": "object",
        "properties": {new: {"type": "object", "properties": {f"{new} deeper": string}}},
    }
    operation = spec["paths"]["/hrm-bodies"]["put"]
    if kind == "definition":
        put(spec["definitions"], new, inline)
    elif kind == "operation":
        put(
            spec["paths"],
            f"/{new}",
            {"get": {"responses": {"200": {"description": "", "schema": inline}}}},
        )
    elif kind == "parameter":
        operation["parameters"].insert(
            0 if first else 9, {"name": new, "in": "formData", "type": "string"}
        )
    elif kind == "property":
        put(spec["definitions"]["HrmBase"]["properties"], new, inline)
    elif kind == "response":
        put(
            operation["responses"],
            "422",
            {"description": "", "schema": {"properties": {new: string}}},
        )
    elif kind == "tag":
        put(
            spec["paths"],
            f"/{new}/tagged",
            {"get": {"tags": [new], "operationId": new, "responses": {}}},
        )
    else:
        put(spec["securityDefinitions"], new, {"type": "apiKey", "in": "query", "name": "k"})


@settings(
    max_examples=60, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(additions=ADDITIONS)
def test_what_is_added_elsewhere_renames_nothing(
    additions: list[tuple[str, str, bool]], tmp_path: Path
) -> None:
    spec = document()[0]
    before = named(spec, tmp_path)
    for kind, word, first in additions:
        add(spec, kind, word, first=first)
    after = named(spec, tmp_path)
    assert {key: after.get(key) for key in before} == before
