"""Whatever a document says and however it is written: every format holds it, every fix keeps its promise."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from swagsmith.check.fixing import mend
from swagsmith.check.session import Checked, Request, check
from swagsmith.diagnostics import as_github, as_json, as_junit, as_sarif, as_text
from swagsmith.diagnostics.report import Report

ODD: list[Any] = [
    None, 1, True, [], {}, "", "x" * 300, "\x1b[31m\u202e", [None], {"$ref": "#/definitions/Nope"}, {"$ref": 1},
    {"x-swagsmith-ignore": ["ref-unused"]}, ["a", {"name": "id", "in": "path"}],
    {"name": "z", "in": "path", "type": "string"},
]  # fmt: skip
KEYS = (
    "x-swagsmith-ignore",
    "tags",
    "parameters",
    "required",
    "$ref",
    "definitions",
    "paths",
    "name",
)


def document() -> dict[str, Any]:
    """A document with something for every fix."""
    parameter = {"name": "id", "in": "path", "type": "string"}
    return {
        "swagger": 2,
        "info": {"title": "Wörter", "version": "1"},
        "tags": [{"name": "a"}, {"name": "b", "description": "x"}],
        "paths": {
            "/w/{id}": {"parameters": [parameter, {"$ref": "#/parameters/Q"}], "get": {"tags": ["a", "c"], "responses": {"200": {"description": "x"}}}},
            "v/{id}": {"get": {"parameters": [{**parameter, "required": False}, {**parameter, "name": "no"}], "responses": {"200": {"description": "x", "schema": {"$ref": "#/definitions/A"}}}}},
        },
        "parameters": {"Q": {"name": "q", "in": "path", "required": True, "type": "string"}},
        "definitions": {"A": {"type": "object", "properties": {"p": {"type": "string"}}}, "B": {"$ref": "#/definitions/C"}, "C": {}},
        "securityDefinitions": {"k": {"type": "basic"}},
    }  # fmt: skip


def containers(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value
    return [
        value,
        *(c for child in inside if isinstance(child, (dict, list)) for c in containers(child)),
    ]


def mutate(choose: random.Random, root: dict[str, Any]) -> None:
    for _ in range(choose.randint(0, 5)):
        holder = choose.choice(containers(root))
        if isinstance(holder, dict):
            key = choose.choice([*holder, *KEYS])
            odd = json.loads(json.dumps(choose.choice(ODD)))
            action = choose.randrange(3)
            if action == 0:
                holder.pop(key, None)
            elif action == 1:
                holder[key] = odd
            elif key in holder:
                holder[key.lstrip("/") or "k"] = holder.pop(key)
        elif holder:
            holder[choose.randrange(len(holder))] = json.loads(json.dumps(choose.choice(ODD)))


def written(choose: random.Random, root: dict[str, Any]) -> tuple[str, bytes]:
    """A document in one of the many ways of writing it, and a name for it."""
    style: dict[str, Any] = choose.choice(
        [
            {"indent": 2},
            {"indent": "\t"},
            {"separators": (",", ":")},
            {"default_flow_style": True, "width": 60},
            {"default_style": "'"},
            {"indent": 4},
            {},
        ]
    )
    if choose.random() < 0.5 and not style.keys() & {"default_flow_style", "default_style"}:
        text, name = json.dumps(root, ensure_ascii=choose.random() < 0.5, **style), "spec.json"
        if choose.random() < 0.3:
            lines = text.split("\n")
            lines[choose.randrange(len(lines))] += choose.choice(
                (" // c", " /* x */", " ,", "\x01")
            )
            text = "\n".join(lines)
    else:
        style = {key: value for key, value in style.items() if key not in ("separators", "indent")}
        text, name = yaml.safe_dump(root, sort_keys=False, allow_unicode=True, **style), "spec.yaml"
    text = text.replace("\n", "\r\n") if choose.random() < 0.3 else text
    return name, text.encode("utf-8-sig" if choose.random() < 0.1 else "utf-8")


def rendered(checked: Checked) -> None:
    report = Report(checked.diagnostics, checked.lines, (checked.name,))
    assert len(json.loads(as_json.render(report))["findings"]) == len(checked.diagnostics)
    assert len(json.loads(as_sarif.render(report))["runs"][0]["results"]) == len(
        checked.diagnostics
    )
    assert len(as_github.render(report).splitlines()) == len(checked.diagnostics)
    assert len(ET.fromstring(as_junit.render(report)).findall(".//testcase")) == max(
        1, len(checked.diagnostics)
    )
    assert all(c.isprintable() or c in "\n\t" for c in as_text.render(report))


def counted(checked: Checked) -> Counter[str]:
    """Errors and warnings by rule; advice may come, such as on a tag without a description."""
    return Counter(f.rule for f in checked.diagnostics if f.severity != "info")


@pytest.mark.parametrize("seed", range(4))
def test_mutated_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.chdir(tmp_path)
    choose = random.Random(seed)
    count = 0
    for _ in range(15):
        root = document()
        mutate(choose, root)
        name, data = written(choose, root)
        Path(name).write_bytes(data)
        (before,) = check([name], Request())
        assert not before.broken, data
        rendered(before)
        mended = mend([name], Request())
        for path, file in mended.files.items():
            path.write_bytes(file.new)
        count += mended.count
        (after,) = check([name], Request())
        more = counted(after) - counted(before)
        assert set(more) <= {"unused-ignore"}, data
        assert mend([name], Request()).files == {}, data
    assert count > 25
